"""`migcli stop`: end a course of treatment."""

from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.course_steps import StepDate, take_step
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.errors import InvalidValue
from migraine_cli.records.visits import CourseEvent
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import optional


def stop(
    patient: Patient,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.", show_default=False)],
    day: StepDate = "today",
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Stop a treatment: the course ends, and a later session starts a new one.

    A session after the stop begins a new course, judged by the starting criteria again.

    Examples:
      migcli stop P0001 --reason "under 10 headache days for three months"
      migcli stop P0001 2026-10-05 --reason "no effect after three cycles"
    """
    why = optional(reason, "reason")
    if why is None:
        raise InvalidValue("say why the treatment stops: --reason TEXT.")
    stopped = CourseEvent(
        patient=patient, date=parse_date(day, clock.today(), "date of the stop"), step="stop", reason=why
    )
    take_step(stopped, place=place, dry_run=dry_run, form=form)
