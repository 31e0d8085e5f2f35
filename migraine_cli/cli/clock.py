"""The one place where the clock is read. Call it as `clock.today()`, so that a test can hold it still."""

from __future__ import annotations

from datetime import date, datetime

from migraine_cli.errors import InvalidValue


def now() -> datetime:
    """This moment in the practice's own time zone, in whole seconds."""
    try:
        return datetime.now().astimezone().replace(microsecond=0)
    except (ValueError, OverflowError) as fault:  # an offset of more than a day, or a year that no date can have
        raise InvalidValue(
            "the time can't be told by the computer's clock and the time zone in TZ; correct them, or unset TZ."
        ) from fault


def today() -> date:
    """The practice's own date."""
    return now().date()
