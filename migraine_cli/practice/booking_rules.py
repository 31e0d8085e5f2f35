"""What stands against an appointment, and what must be said of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, get_args

from msgspec import Struct

from migraine_cli.chart.course import interruption
from migraine_cli.practice.open_days import OpenDays
from migraine_cli.practice.places import free_places, minute_of, most_at_once, overlap, stretch
from migraine_cli.records.session_day import SessionDay
from migraine_cli.records.visits import Booking, CourseEvent
from migraine_cli.treatment.schedule import last_migraine_session, next_due

BookingRule = Literal["double-booked", "full", "closed-day", "outside-hours"]
BOOKING_RULES: tuple[BookingRule, ...] = get_args(BookingRule)


class AgainstBooking(Struct, frozen=True):
    """A rule that stands against an appointment, and why."""

    rule: BookingRule
    because: str


def against_booking(planned: Booking, others: Iterable[Booking], days: OpenDays) -> list[AgainstBooking]:
    """Every rule that stands against it beside the `others`, of every patient. On a closed day no other is looked at
    but whether somebody is taken.
    """
    same_day = [each for each in others if each.date == planned.date and not each.cancelled]
    closed = days.closed_because(planned.date)
    found: list[tuple[BookingRule, str | None]] = [("double-booked", _taken(planned, same_day))]
    if closed:
        found.append(("closed-day", closed))
    else:
        found += [("full", _full(planned, same_day, days)), ("outside-hours", _outside(planned, days))]
    return [AgainstBooking(rule, because) for rule, because in found if because]


def _taken(planned: Booking, same_day: Sequence[Booking]) -> str | None:
    """Two appointments of one patient on a day clash when one of them has no time."""
    when = stretch(planned)
    for other in same_day:
        then = stretch(other)
        if other.patient == planned.patient and (when is None or then is None or overlap(when, then)):
            return f"{planned.patient} is booked for {_clock(other)} already"
        if when and then and overlap(when, then) and _same_injector(planned, other):
            return f"{planned.injector} is taken at {_clock(other)}, by {other.patient}"
    return None


def _same_injector(planned: Booking, other: Booking) -> bool:
    if planned.injector is None or other.injector is None:
        return False
    return planned.injector.casefold() == other.injector.casefold()


def _full(planned: Booking, same_day: Sequence[Booking], days: OpenDays) -> str | None:
    when = stretch(planned)
    if when and most_at_once(when, same_day) >= days.own.injectors:
        return f"no place is left at {planned.time:%H:%M} on {planned.date}"
    timed = [each for each in (*same_day, planned) if each.time is not None]
    left = free_places(planned.date, timed, days)
    without_time = len(same_day) + 1 - len(timed)
    return None if left is None or len(left) >= without_time else f"no place is left on {planned.date}"


def _outside(planned: Booking, days: OpenDays) -> str | None:
    when, openings = stretch(planned), days.openings(planned.date)
    if when is None or openings is None:
        return None
    if any(minute_of(each.start) <= when[0] and when[1] <= minute_of(each.end) for each in openings):
        return None
    return f"{_clock(planned)} for {planned.minutes} minutes isn't within {', '.join(map(str, openings))}"


def said_of_booking(
    planned: Booking,
    own: Iterable[Booking],
    sessions: Iterable[SessionDay],
    events: Iterable[CourseEvent],
    today: date,
) -> list[str]:
    """What must be said of an appointment, each a sentence without its full stop; `own` are the patient's others."""
    found = [f"{planned.date} is in the past"] if planned.date < today else []
    last = last_migraine_session(sessions, planned.date)
    if last and planned.date < next_due(last):
        found.append(f"the next session is due on {next_due(last)}, 84 days after that of {last}; this is earlier")
    step = interruption(events, last, planned.date)
    if step is not None:
        found.append(
            f"treatment is paused until {step.until}" if step.until else f"treatment was stopped on {step.date}"
        )
    ahead = [each for each in own if each.date >= today and each.status is None]
    return found + [f"{each.at.replace('T', ' ')} is booked too; `migcli unbook` cancels one" for each in ahead]


def _clock(booking: Booking) -> str:
    return f"{booking.date}" if booking.time is None else f"{booking.time:%H:%M}"
