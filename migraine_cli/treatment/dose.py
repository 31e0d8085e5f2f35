"""The dose limit over all indications: the units that lie together in one window.

Units of other products are never added or converted; only onabotulinumtoxinA counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from migraine_cli.records.codes import ONABOTULINUM
from migraine_cli.records.session import Session
from migraine_cli.words.dates.months import months_earlier


class Window(Struct, frozen=True):
    """The known units in one window that ends on `end`, and those of its sessions that have no known dose."""

    end: date
    units: float
    unknown: tuple[Session, ...]


def windows(planned: Session, others: Iterable[Session], months: int) -> list[Window]:
    """Every window that `planned` falls into, the earliest end first.

    A window holds the sessions after (its end - `months` calendar months), up to and including its end. It ends on
    the planned session or on a later one, so that a back-dated session is held against those that followed it.
    """
    sessions = [session for session in [planned, *others] if session.product == ONABOTULINUM]
    ends = {
        session.date
        for session in sessions
        if planned.date <= session.date and _starts(session.date, months) < planned.date
    }
    return [_window(end, sessions, months) for end in sorted(ends)]


def _window(end: date, sessions: list[Session], months: int) -> Window:
    within = [session for session in sessions if _starts(end, months) < session.date <= end]
    unknown = tuple(session for session in within if session.units is None)
    return Window(end, sum(session.units or 0 for session in within), unknown)


def _starts(end: date, months: int) -> date:
    return months_earlier(end, months)
