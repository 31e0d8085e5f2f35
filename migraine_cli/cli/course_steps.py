"""What `pause`, `stop` and `resume` share: one step of a course, checked against the one in force."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec.structs import replace

from migraine_cli.cli import clock
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import recording_for
from migraine_cli.listings.course import CourseEventRow
from migraine_cli.output.forms import Format
from migraine_cli.recording.together import held
from migraine_cli.records.visits import CourseEvent

StepDate = Annotated[str, typer.Argument(metavar="[DATE]", help="The day it was decided.")]


def take_step(event: CourseEvent, *, place: str | None, dry_run: bool, form: Format) -> None:
    """Records a pause, a stop or a resumption and confirms it.

    Raises InvalidValue for one that changes nothing: stopping or pausing what is stopped, resuming what runs.
    """
    with recording_for(event.patient, place, event.step, dry_run=dry_run) as (clinic, person):
        event = replace(event, patient=person.id)
        held(event, clinic, clock.today())
        added = clinic.add(event)
    row = CourseEventRow.of(added, person)
    confirm(Recorded("course", row, row.sentence(), dry_run=dry_run), clock.today(), form)
