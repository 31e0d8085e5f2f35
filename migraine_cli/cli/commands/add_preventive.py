"""`migcli add-preventive`: record a preventive medicine tried, or that none was."""

from typing import Annotated

import typer
from msgspec.structs import replace

from migraine_cli.cli import clock
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import recording_for
from migraine_cli.errors import InvalidValue
from migraine_cli.listings.preventives import PreventiveRow
from migraine_cli.recording.together import held
from migraine_cli.records.codes import OUTCOMES, PREVENTIVE_CLASSES
from migraine_cli.records.preventive import Preventive
from migraine_cli.reference.data import medicines
from migraine_cli.words.dates import parse_date
from migraine_cli.words.medicines import medicine, preventive_class
from migraine_cli.words.values import code

NONE_TRIED = "none"


def add_preventive(
    patient: Patient,
    medicine_: Annotated[
        str,
        typer.Argument(metavar="MEDICINE|none", help="Its generic name; none when none was tried.", show_default=False),
    ],
    class_: Annotated[
        str | None,
        typer.Option("--class", metavar="CLASS", help=f"Asked for when not listed: {', '.join(PREVENTIVE_CLASSES)}."),
    ] = None,
    started: Annotated[str | None, typer.Option("--from", metavar="DATE", help="When it was started.")] = None,
    stopped: Annotated[str | None, typer.Option("--to", metavar="DATE", help="When it was stopped.")] = None,
    outcome: Annotated[
        str | None, typer.Option(metavar="|".join(OUTCOMES), help="How it went; needed unless none was tried.")
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record a preventive medicine tried; `none` records that none was.

    Examples:
      migcli add-preventive P0001 topiramate --from 2024-01-10 --to 2024-05-02 --outcome failed
      migcli add-preventive P0002 none
    """
    preventive = _preventive(patient, medicine_, class_, started, stopped, outcome)
    with recording_for(patient, place, "add-preventive", dry_run=dry_run) as (clinic, person):
        preventive = replace(preventive, patient=person.id)
        told = held(preventive, clinic, clock.today())
        added = clinic.add(preventive)
    row = PreventiveRow.of(added, person, told.warnings)
    confirm(Recorded("preventives", row, row.sentence(), dry_run=dry_run), clock.today(), form)


def _preventive(
    patient: str, name: str, class_: str | None, started: str | None, stopped: str | None, outcome: str | None
) -> Preventive:
    if name.strip().casefold() == NONE_TRIED:
        if any((class_, started, stopped, outcome)):
            raise InvalidValue(
                "`none` says that no preventive was tried; leave --class, --from, --to and --outcome out."
            )
        return Preventive(patient=patient)
    if outcome is None:
        raise InvalidValue(f"say how it went: --outcome {', '.join(OUTCOMES)}.")
    generic = medicine(name, medicines().aliases)
    given = None if class_ is None else code(class_, PREVENTIVE_CLASSES, "class")
    drug_class = preventive_class(generic, given, medicines().preventive)
    return Preventive(
        patient=patient,
        medicine=generic,
        drug_class=code(drug_class, PREVENTIVE_CLASSES, "class"),
        started=None if started is None else parse_date(started, clock.today(), "first day"),
        stopped=None if stopped is None else parse_date(stopped, clock.today(), "last day"),
        outcome=code(outcome, OUTCOMES, "outcome"),
    )
