"""`migcli pause`: take a patient off the due list for a time."""

from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.course_steps import StepDate, take_step
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.records.visits import CourseEvent
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import optional


def pause(
    patient: Patient,
    until: Annotated[
        str, typer.Option(metavar="DATE", help="The day from which the patient is listed again.", show_default=False)
    ],
    day: StepDate = "today",
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Pause a treatment; `due` lists the patient again from a day on.

    A session before that day ends the pause too.

    Examples:
      migcli pause P0001 --until 2027-03-01 --reason "planning a pregnancy"
      migcli pause P0001 --until "in 3 months"
    """
    paused = CourseEvent(
        patient=patient,
        date=parse_date(day, clock.today(), "date of the pause"),
        step="pause",
        until=parse_date(until, clock.today(), "last day"),
        reason=optional(reason, "reason"),
    )
    take_step(paused, place=place, dry_run=dry_run, form=form)
