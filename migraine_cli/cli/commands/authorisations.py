"""`migcli authorisations`: what payers granted, what is left, and when to ask for the next."""

from datetime import date
from typing import Annotated

import typer

from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.granted import granted_rows
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, FormatOption, Place
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.listings.authorisations import AuthorisationRow
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.store.charts import chart_of
from migraine_cli.words.dates import parse_span

NOTHING_LISTED = 10

_COLUMNS = (
    Column("ask by", "ask_by", style=lambda row: "bold" if row.ask_by else ""),
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("payer", "payer", folds=True),
    Column("status", "status"),
    Column("until", "until"),
    Column("visits left", lambda row: _of(row.visits_left, row.visits), right=True, optional=True, shows="visits_left"),
    Column("units left", lambda row: _of(row.units_left, row.units), right=True, optional=True, shows="units_left"),
    Column("missing for renewal", lambda row: "; ".join(row.missing), folds=True, optional=True, shows="missing"),
    Column("policy", "policy", spare=2),
    Column("supply", "supply", spare=4),
    Column("from", "starts", spare=3),
    Column("reference", "reference", optional=True, spare=1),
    Column("id", "id", spare=1),
)


def authorisations(
    patient: Annotated[str | None, typer.Argument(metavar="[PATIENT]", help="One patient; all if left out.")] = None,
    within: Annotated[
        str | None, typer.Option(metavar="SPAN", help="Only those to be asked for again within 6w, 30d, 2m.")
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 10 when the list is empty.")] = False,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """List authorisations: what is left, and by when to ask for the next.

    Beside it stands what the payer's policy still needs to know. The day to ask is 6 weeks before the first visit
    that isn't covered, visits being 84 days apart. Where two overlap a visit is taken from the one that ends first.

    Examples:
      migcli authorisations P0001
      migcli authorisations --within 6w --exit-code
    """
    day = asked_for(as_of)
    until = None if within is None else day + parse_span(within)
    with reading(place, as_known_on) as clinic:
        whose = None if patient is None else whom_to_show(clinic, patient).id
        granted = clinic.by_patient(Authorisation)
        asked = sorted(granted) if whose is None else [whose]
        rows = [row for each in asked if each in granted for row in granted_rows(clinic, chart_of(clinic, each), day)]
    if until is not None:
        rows = [row for row in rows if row.ask_by is not None and row.ask_by <= until]
    rows.sort(key=lambda row: (row.ask_by or date.max, row.patient))
    listing = Listing(
        "authorisations",
        AuthorisationRow,
        day,
        rows,
        _COLUMNS,
        title="Authorisations",
        empty="no authorisation is recorded." if until is None else f"none is to be asked for by {until}.",
    )
    show(listing, form, arranged)
    if exit_code and not rows:
        raise typer.Exit(NOTHING_LISTED)


def _of(left_over: float | None, granted: float | None) -> str:
    return "" if left_over is None else f"{left_over:g} of {granted:g}"
