"""The contact, or the step of a course, that one row of a file makes."""

from __future__ import annotations

from typing import NamedTuple

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.layout import Cells
from migraine_cli.exchange.row_records import Lookups
from migraine_cli.recording.alone import alone
from migraine_cli.records.codes import COURSE_STEPS
from migraine_cli.records.visits import Contact, CourseEvent
from migraine_cli.words.dates import absolute_date
from migraine_cli.words.text import optional, plain
from migraine_cli.words.values import code, patient_id, whole_number


class NthRow(NamedTuple):
    """A row of what can happen several times a day: of those that say the same, it is the `nth`, counted from 1."""

    said: Contact | CourseEvent
    nth: int

    @property
    def patient(self) -> str:
        """The patient's id."""
        return self.said.patient


def contact(cells: Cells, lookups: Lookups) -> NthRow:
    """A row of contacts."""
    owner = patient_id(cells.get("patient", ""))
    day = absolute_date(cells.get("date", ""))
    by = plain(cells.get("by", ""), "by")
    if not by:
        raise InvalidValue("the row doesn't say by what means the patient was tried; write one, such as phone.")
    return _nth(Contact(patient=owner, date=day, by=by, result=optional(cells.get("result"), "result")), cells, lookups)


def course_step(cells: Cells, lookups: Lookups) -> NthRow:
    """A row of courses: a treatment paused, stopped or taken up again."""
    until = cells.get("until")
    step = CourseEvent(
        patient=patient_id(cells.get("patient", "")),
        date=absolute_date(cells.get("date", "")),
        step=code(cells.get("step", ""), COURSE_STEPS, "step"),
        until=absolute_date(until, "until") if until else None,
        reason=optional(cells.get("reason"), "reason"),
    )
    return _nth(step, cells, lookups)


def _nth(said: Contact | CourseEvent, cells: Cells, lookups: Lookups) -> NthRow:
    nth = cells.get("nth")
    return NthRow(alone(said, lookups.today), whole_number(nth, "nth", 1, 99) if nth else 1)
