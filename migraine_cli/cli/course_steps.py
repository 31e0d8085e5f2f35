"""What `pause`, `stop` and `resume` share: one step of a course, checked against the one in force."""

from __future__ import annotations

from typing import Annotated

import typer

from migraine_cli.chart.course import interruption
from migraine_cli.cli import clock
from migraine_cli.cli.opening import recording
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.errors import InvalidValue
from migraine_cli.listings.course import CourseEventRow
from migraine_cli.output.forms import Format
from migraine_cli.records.session import Session
from migraine_cli.records.visits import CourseEvent
from migraine_cli.treatment.schedule import last_migraine_session

StepDate = Annotated[str, typer.Argument(metavar="[DATE]", help="The day it was decided.")]


def take_step(event: CourseEvent, *, place: str | None, dry_run: bool, form: Format) -> None:
    """Records a pause, a stop or a resumption and confirms it.

    Raises InvalidValue for one that changes nothing: stopping or pausing what is stopped, resuming what runs.
    """
    with recording(place, event.step, dry_run=dry_run) as clinic:
        person = clinic.patient(event.patient)
        last = last_migraine_session(clinic.of_patient(Session, event.patient), event.date)
        _check(event, interruption(clinic.of_patient(CourseEvent, event.patient), last, event.date))
        added = clinic.add(event)
    row = CourseEventRow.of(added, person)
    confirm(Recorded("course", row, row.sentence(), dry_run=dry_run), clock.today(), form)


def _check(event: CourseEvent, in_force: CourseEvent | None) -> None:
    who = event.patient
    if event.step == "resume" and in_force is None:
        raise InvalidValue(
            f"the treatment of {who} is neither paused nor stopped on {event.date}; there is nothing to do."
        )
    if event.step != "resume" and in_force is not None and in_force.step == "stop":
        raise InvalidValue(f"the treatment of {who} was stopped on {in_force.date}; `migcli resume {who}` first.")
