"""`migcli resume`: end a pause or a stop."""

from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.course_steps import StepDate, take_step
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.records.visits import CourseEvent
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import optional


def resume(
    patient: Patient,
    day: StepDate = "today",
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """End a pause or a stop; `due` lists the patient again.

    A course that was stopped stays ended: the next session begins a new one.

    Examples:
      migcli resume P0001
      migcli resume P0001 2026-10-05 --reason "headaches are back"
    """
    resumed = CourseEvent(
        patient=patient,
        date=parse_date(day, clock.today(), "date of the resumption"),
        step="resume",
        reason=optional(reason, "reason"),
    )
    take_step(resumed, place=place, dry_run=dry_run, form=form)
