"""What may stand beside what: the one list of rules by kind of record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from migraine_cli.recording.alone import alone
from migraine_cli.recording.beside import Beside, Told
from migraine_cli.recording.birth import after_birth
from migraine_cli.recording.days_and_counts import entry, month
from migraine_cli.recording.events import checkup, effect, score
from migraine_cli.recording.preventives import preventive
from migraine_cli.recording.steps import step
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import AboutPatient
from migraine_cli.records.score import Score
from migraine_cli.records.visits import CourseEvent

_RULES: dict[type[AboutPatient], Callable[[Any, Beside], Told]] = {
    CheckUp: checkup,
    CourseEvent: step,
    DiaryEntry: entry,
    Effect: effect,
    MonthCount: month,
    Preventive: preventive,
    Score: score,
}
"""Sessions are held against the safety rules, which are told of more than this; appointments against each other."""


def together(new: AboutPatient, beside: Beside) -> Told:
    """What must be said about `new` beside what is recorded; an amended record keeps its id and gives way to itself.

    Raises InvalidValue for what can't be true beside it.
    """
    after_birth(new, beside.patient(new.patient))
    rule = _RULES.get(type(new))
    return Told() if rule is None else rule(new, beside)


def held(new: AboutPatient, beside: Beside, today: date) -> Told:
    """The same of a record that hasn't yet been held against the day either."""
    return together(alone(new, today), beside)
