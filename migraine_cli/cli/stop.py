"""`migcli stop`: end a course of treatment."""

from typing import Annotated

import typer

from migraine_cli.cli.books import past_day
from migraine_cli.cli.options import Clinic, DryRun, FormatOption, Patient
from migraine_cli.cli.steps import StepDate, take_step
from migraine_cli.errors import InvalidValue
from migraine_cli.records import CourseEvent
from migraine_cli.text import optional


def stop(
    patient: Patient,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.", show_default=False)],
    day: StepDate = "today",
    dry_run: DryRun = False,
    form: FormatOption = "table",
    clinic: Clinic = None,
) -> None:
    """Stop a treatment: the course ends, and a later one starts anew.

    A session after the stop begins a new course, judged by the starting criteria again.

    Examples:
      migcli stop P0001 --reason "under 10 headache days for three months"
      migcli stop P0001 2026-10-05 --reason "no effect after three cycles"
    """
    why = optional(reason, "reason")
    if why is None:
        raise InvalidValue("say why the treatment stops: --reason TEXT.")
    stopped = CourseEvent(patient=patient, date=past_day(day, "date of the stop"), step="stop", reason=why)
    take_step(stopped, clinic=clinic, dry_run=dry_run, form=form)
