"""What a record may say whatever else is recorded: nothing that is still to come, and nothing against itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from migraine_cli.chart.period import Period
from migraine_cli.errors import InvalidValue
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import Record
from migraine_cli.records.visits import Booking, CourseEvent
from migraine_cli.words.dates import month_days, no_later

R = TypeVar("R", bound=Record)

_PAST: dict[str, dict[str, str]] = {
    "patient": {"born": "date of birth", "chronic_since": "first day of chronic migraine"},
    "preventive": {"started": "first day of the medicine", "stopped": "last day of the medicine"},
    "session": {"date": "date of the session"},
    "score": {"date": "date of the score"},
    "effect": {"date": "date of the effect", "until": "last day of the effect"},
    "checkup": {"date": "date of the check-up"},
    "contact": {"date": "date of the contact"},
    "receipt": {"date": "day on which the vials came in"},
    "count": {"date": "day of the count"},
    "discard": {"date": "day on which the vials were thrown away"},
    "recall": {"date": "day of the recall"},
    "course": {"date": "date of the decision"},
}
"""The fields of each kind of record that name a day which must have come, in words."""


def alone(record: R, today: date) -> R:
    """`record`, if it can be true by `today`.

    Raises InvalidValue for a day that is still to come, for more days of a month than have passed, for a pause
    without an end or another step of the course with one, and for a medicine that goes on and was stopped.
    """
    if isinstance(record, MonthCount):
        _counted_so_far(record, today)
    if isinstance(record, CourseEvent):
        _ends_if_paused(record)
    if isinstance(record, Preventive):
        _goes_on_if_ongoing(record)
    for day, what in _past_days(record):
        no_later(day, today, what)
    return record


def _past_days(record: Record) -> Iterator[tuple[date, str]]:
    if isinstance(record, DiaryEntry):
        yield max(date.fromisoformat(said.days[-1][-10:]) for said in record.statements), "day"
    if isinstance(record, Booking) and record.status == "attended":
        yield record.date, "day of the appointment that was attended"
    for field, what in _PAST.get(record.kind, {}).items():
        day = getattr(record, field)
        if day is not None:
            yield day, what


def _counted_so_far(count: MonthCount, today: date) -> None:
    month = Period(*month_days(count.month))
    if today < month.first:
        raise InvalidValue(f"{count.month} is in the future; count a month when it has begun.")
    passed = (min(today, month.last) - month.first).days + 1
    if max(count.headache_days or 0, count.recorded_days or 0) > passed:
        raise InvalidValue(f"only {passed} days of {count.month} have passed by {today}; correct the counts.")


def _ends_if_paused(step: CourseEvent) -> None:
    if step.step == "pause" and step.until is None:
        raise InvalidValue("a pause says until when; give the until, or stop the treatment.")
    if step.step != "pause" and step.until is not None:
        raise InvalidValue(f"only a pause ends by itself; leave out the until {step.until} of the {step.step}.")


def _goes_on_if_ongoing(tried: Preventive) -> None:
    if tried.outcome == "ongoing" and tried.stopped is not None:
        both = f"{tried.medicine} can't be ongoing and stopped on {tried.stopped}"
        raise InvalidValue(f"{both}; say how it went, or leave the last day out.")
