"""`migcli add-month`: record the counts of one month of a paper calendar."""

from typing import Annotated

import typer
from msgspec.structs import replace

from migraine_cli.cli import clock
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import recording_for
from migraine_cli.listings.diary import MonthRow
from migraine_cli.recording.together import held
from migraine_cli.records.diary import MonthCount
from migraine_cli.words.dates import parse_month
from migraine_cli.words.values import whole_number


def add_month(
    patient: Patient,
    month: Annotated[
        str, typer.Argument(metavar="MONTH", help="A calendar month such as 2026-10.", show_default=False)
    ],
    headache: Annotated[str, typer.Option(metavar="N", help="Headache days counted.", show_default=False)],
    migraine: Annotated[str | None, typer.Option(metavar="N", help="Migraine days among them.")] = None,
    long: Annotated[
        str | None, typer.Option(metavar="N", help="Days with 4 hours of headache or more among them.")
    ] = None,
    recorded: Annotated[
        str | None,
        typer.Option(metavar="N", help="Days on which the calendar was kept; unmarked days are unknown without it."),
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record the counts of a month from a paper calendar.

    Examples:
      migcli add-month P0001 2026-09 --headache 16 --migraine 9 --recorded 30
      migcli add-month P0001 "last month" --headache 14
    """
    count = MonthCount(
        patient=patient,
        month=parse_month(month, clock.today()),
        headache_days=_days(headache, "number of headache days"),
        migraine_days=_days(migraine, "number of migraine days"),
        long_days=_days(long, "number of days of 4 hours or more"),
        recorded_days=_days(recorded, "number of recorded days"),
    )
    with recording_for(patient, place, "add-month", dry_run=dry_run) as (clinic, person):
        count = replace(count, patient=person.id)
        told = held(count, clinic, clock.today())
        added = clinic.add(count)
    row = MonthRow.of(added, person, told.warnings)
    confirm(Recorded("months", row, row.sentence(), dry_run=dry_run), clock.today(), form)


def _days(text: str | None, what: str) -> int | None:
    return None if text is None else whole_number(text, what, 0, 31)
