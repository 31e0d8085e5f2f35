"""`migcli sessions`: the sessions recorded, of one patient or of all."""

from typing import Annotated

import typer

from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, FormatOption, Place
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.listings.sessions import SessionRow
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.records.session import Session
from migraine_cli.store.contract import Clinic
from migraine_cli.treatment.billing import ClaimLine, claim_lines


def _overridden(row: SessionRow) -> list[str]:
    return [each.rule for each in row.allowed]


_COLUMNS = (
    Column("date", "date"),
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("units", "units", right=True),
    Column("sites", "sites", right=True),
    Column("indication", "indication"),
    Column("product", "product", spare=2),
    Column("lot", "lot", optional=True, folds=True, spare=1),
    Column("next due", "next_due", spare=3),
    Column("by", "by", optional=True, spare=4),
    Column("supply", "supply", optional=True, spare=6),
    Column("overridden", _overridden, optional=True, folds=True, style=lambda _: "yellow"),
    Column("id", "id", spare=1),
    Column("note", "note", folds=True, optional=True, spare=5),
)

_OF_ONE_PATIENT = [column for column in _COLUMNS if column.key not in ("patient", "name")]
"""Without the two that the title says."""

_CLAIM_COLUMNS = (
    Column("date", "date"),
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("code", lambda row: "-".join(filter(None, (row.code, row.modifier))) or "–"),
    Column("units", "units", right=True),
    Column("missing", "missing", folds=True, optional=True, style=lambda _: "yellow"),
    Column("session", "id", spare=1),
)
_CLAIM_CAPTION = (
    "64615 once a session, never with modifier 50; J0585 one unit each, JW discarded, JZ none discarded. "
    "The ICD-10-CM code is the biller's choice."
)


def sessions(
    patient: Annotated[str | None, typer.Argument(metavar="[PATIENT]", help="One patient; all if left out.")] = None,
    lot: Annotated[
        str | None, typer.Option(metavar="LOT", help="Only sessions with this lot, in any spelling: who had it.")
    ] = None,
    billing: Annotated[
        bool, typer.Option("--billing", help="CPT and HCPCS lines of a US claim, with JW or JZ.")
    ] = False,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """List sessions, the latest first.

    Examples:
      migcli sessions P0001
      migcli sessions --lot C7654 --format csv
      migcli sessions P0001 --billing
    """
    day = asked_for(as_of)
    with reading(place, as_known_on) as clinic:
        person = None if patient is None else whom_to_show(clinic, patient)
        theirs = None if person is None else person.id
        found = list(clinic.sessions(lot=lot, patient=theirs, until=day))
        if lot is not None and not found:
            from migraine_cli.listings.lots import nobody_had

            raise nobody_had(lot, clinic.sessions(patient=theirs, until=day))
        found.sort(key=lambda session: session.date, reverse=True)
        if billing:
            found = _supplied(clinic, found)
        people = clinic.labels({session.patient for session in found})
    if billing:
        lines = [line for session in found for line in claim_lines(session, people[session.patient])]
        claims = Listing(
            "billing",
            ClaimLine,
            day,
            lines,
            _CLAIM_COLUMNS,
            title="Claim lines",
            empty="no session for chronic migraine is recorded.",
            caption=_CLAIM_CAPTION,
        )
        show(claims, form, arranged)
        return
    rows = [SessionRow.of(session, people[session.patient]) for session in found]
    whose = "" if person is None else f" of {' '.join(filter(None, (person.id, person.name)))}"
    listing = Listing(
        "sessions",
        SessionRow,
        day,
        rows,
        _COLUMNS if patient is None else _OF_ONE_PATIENT,
        title=f"Sessions{whose}",
        empty="no session is recorded.",
    )
    show(listing, form, arranged)


def _supplied(clinic: Clinic, found: list[Session]) -> list[Session]:
    """The sessions with the supply that the stock knows: it may have been recorded after them."""
    from migraine_cli.practice.stock import Stock
    from migraine_cli.practice.stock_rules import all_supplied
    from migraine_cli.records.stock import Receipt

    return list(all_supplied(found, Stock(receipts=list(clinic.records(Receipt)))))
