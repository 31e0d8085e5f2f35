"""The dose limit over all indications: the units that lie together in one window.

Units of other products are never added or converted; only onabotulinumtoxinA counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta
from msgspec import Struct

from migraine_cli.records.codes import ONABOTULINUM
from migraine_cli.records.session import Session


class Window(Struct, frozen=True):
    """The known units in one window that ends on `end`, and how many of its sessions have no known dose."""

    end: date
    units: float
    unknown: int


def fullest_window(planned: Session, others: Iterable[Session], months: int) -> Window:
    """The window with the most known units among all that `planned` falls into.

    A window holds the sessions after (its end - `months` calendar months), up to and including its end. It ends on
    the planned session or on a later one, so that a back-dated session is held against those that followed it.
    """
    sessions = [session for session in [planned, *others] if session.product == ONABOTULINUM]
    ends = {
        session.date
        for session in sessions
        if planned.date <= session.date and _starts(session.date, months) < planned.date
    }
    return max(
        (_window(end, sessions, months) for end in sorted(ends)), key=lambda window: (window.units, window.unknown)
    )


def _window(end: date, sessions: list[Session], months: int) -> Window:
    within = [session for session in sessions if _starts(end, months) < session.date <= end]
    return Window(end, sum(session.units or 0 for session in within), sum(session.units is None for session in within))


def _starts(end: date, months: int) -> date:
    return end - relativedelta(months=months)
