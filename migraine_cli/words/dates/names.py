"""English names of months and weekdays, in full or by their first three letters, in any locale."""

from __future__ import annotations

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _numbers(names: tuple[str, ...], first: int) -> dict[str, int]:
    """Each spelling in lower case with its number, counted from `first`."""
    return {spelling.casefold(): number for number, name in enumerate(names, first) for spelling in (name, name[:3])}


MONTH_NUMBERS = _numbers(MONTHS, 1) | {"sept": 9}
WEEKDAY_NUMBERS = _numbers(WEEKDAYS, 0)
"""As date.weekday() counts: Monday is 0."""
