"""`migcli add-authorisation`: record a payer's leave to treat."""

from collections.abc import Iterator
from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import recording_for
from migraine_cli.errors import InvalidValue
from migraine_cli.listings.authorisations import AuthorisationRow
from migraine_cli.practice.authorisations import Left
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.codes import AUTHORISATION_STATUSES, SUPPLIES
from migraine_cli.reference.policies import recorded_policy
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import optional, plain
from migraine_cli.words.values import code, whole_number
from migraine_cli.words.values import units as units_of


def add_authorisation(
    patient: Patient,
    payer: Annotated[str, typer.Option(metavar="NAME", help="Who pays.", show_default=False)],
    policy: Annotated[
        str, typer.Option(metavar="ID|FILE", help="The policy that the payer goes by.", show_default=False)
    ],
    supply: Annotated[
        str, typer.Option(metavar="CODE", help=f"Who buys the vials: {', '.join(SUPPLIES)}.", show_default=False)
    ],
    status: Annotated[
        str, typer.Option(metavar="CODE", help=f"One of {', '.join(AUTHORISATION_STATUSES)}.", show_default=False)
    ],
    reference: Annotated[str | None, typer.Option(metavar="TEXT", help="The payer's own number.")] = None,
    starts: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day it covers.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="The last day it covers.")] = None,
    visits: Annotated[str | None, typer.Option(metavar="N", help="How many visits it covers.")] = None,
    units: Annotated[
        str | None, typer.Option(metavar="N", help="How many units it covers, discarded ones too.")
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record what a payer was asked for, or said.

    Type what the approval says; nothing is assumed. Only approved ones cover a visit; `due`, `day` and
    `authorisations` show what is left and by when to ask for the next. Once the answer comes: `amend`.

    Examples:
      migcli add-authorisation P0001 --payer "Payer One" --policy uhc --supply buy-and-bill --status requested
      migcli add-authorisation P0001 --payer "Payer One" --policy uhc --supply specialty-pharmacy --status approved
        --from 2026-10-20 --until 2027-10-19 --visits 4 --units 800 --reference A-17
    """
    today = clock.today()
    name = plain(payer, "payer")
    if not name:
        raise InvalidValue("the payer is missing; give --payer NAME.")
    asked = Authorisation(
        patient=patient,
        payer=name,
        policy=plain(recorded_policy(policy), "policy"),
        supply=code(supply, SUPPLIES, "supply"),
        status=code(status, AUTHORISATION_STATUSES, "status"),
        reference=optional(reference, "reference"),
        starts=None if starts is None else parse_date(starts, today, "first day"),
        until=None if until is None else parse_date(until, today, "last day"),
        visits=None if visits is None else whole_number(visits, "number of visits", 1, 100),
        units=None if units is None else units_of(units, "units"),
    )
    with recording_for(patient, place, "add-authorisation", dry_run=dry_run) as (clinic, person):
        added = clinic.add(_of(asked, person.id))
    unused = Left(granted=added, visits=added.visits, units=added.units)
    row = AuthorisationRow.of(unused, person, warnings=_warnings(added))
    confirm(Recorded("authorisations", row, row.sentence(), dry_run=dry_run), today, form)


def _of(asked: Authorisation, patient: str) -> Authorisation:
    from msgspec.structs import replace

    return replace(asked, patient=patient)


def _warnings(added: Authorisation) -> Iterator[str]:
    if added.status == "approved" and added.until is None and added.visits is None and added.units is None:
        yield "no end, visits or units are given, so it never runs out; type what the approval says"
