"""The one place where the clock is read. Call it as `clock.today()`, so that a test can hold it still."""

from __future__ import annotations

from datetime import date, datetime


def now() -> datetime:
    """This moment in the practice's own time zone, in whole seconds."""
    return datetime.now().astimezone().replace(microsecond=0)


def today() -> date:
    """The practice's own date."""
    return now().date()
