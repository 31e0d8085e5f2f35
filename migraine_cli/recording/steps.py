"""A course paused, stopped or taken up again: only a step that changes something."""

from __future__ import annotations

from migraine_cli.chart.course import interruption, migraine_sessions
from migraine_cli.errors import InvalidValue
from migraine_cli.recording.beside import Beside, Told, others
from migraine_cli.records.session import Session
from migraine_cli.records.visits import CourseEvent


def step(new: CourseEvent, beside: Beside) -> Told:
    """Raises InvalidValue for a pause or stop of what is stopped, and for taking up what runs."""
    sessions = migraine_sessions(beside.of_patient(Session, new.patient), new.date)
    last = sessions[-1].date if sessions else None
    in_force = interruption(others(new, beside), last, new.date)
    who = new.patient
    if new.step == "resume" and in_force is None:
        raise InvalidValue(
            f"the treatment of {who} is neither paused nor stopped on {new.date}; there is nothing to do."
        )
    if new.step != "resume" and in_force is not None and in_force.step == "stop":
        raise InvalidValue(f"the treatment of {who} was stopped on {in_force.date}; `migcli resume {who}` first.")
    return Told()
