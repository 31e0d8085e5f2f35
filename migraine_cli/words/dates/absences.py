"""The days on which somebody can't come: weekdays, and spans of dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from migraine_cli.errors import InvalidValue
from migraine_cli.words.dates.names import WEEKDAY_NUMBERS, WEEKDAYS
from migraine_cli.words.dates.reading import absolute_date
from migraine_cli.words.text import quoted


def parse_absences(text: str) -> tuple[str, ...]:
    """The absences of `tue;2026-11-03..2026-11-20`, each as "tue" or as a span of ISO dates. Raises InvalidValue."""
    parts = [part.strip() for part in text.replace(",", ";").split(";")]
    return tuple(dict.fromkeys(_absence(part) for part in parts if part))


def absent(absences: Iterable[str], day: date) -> bool:
    """Whether `day` is among the absences."""
    weekday, written = WEEKDAYS[day.weekday()][:3].casefold(), day.isoformat()
    return any(each == weekday if each.isalpha() else each[:10] <= written <= each[-10:] for each in absences)


def _absence(part: str) -> str:
    number = WEEKDAY_NUMBERS.get(part.casefold())
    if number is not None:
        return WEEKDAYS[number][:3].casefold()
    first, dots, last = part.partition("..")
    start = absolute_date(first, "day on which the patient can't come")
    end = absolute_date(last, "day on which the patient can't come") if dots else start
    if end < start:
        raise InvalidValue(f"the range {quoted(part)} runs backwards; write {end}..{start}.")
    return f"{start}" if start == end else f"{start}..{end}"
