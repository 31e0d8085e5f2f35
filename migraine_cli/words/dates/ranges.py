"""Days as a record keeps them: spans, which are ISO dates and inclusive ranges of them.

("2026-10-03", "2026-10-05..2026-10-09") are six days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date


def spans(days: Iterable[date]) -> tuple[str, ...]:
    """`days`, in any order and each once, as the shortest list of spans."""
    runs: list[list[date]] = []
    for day in sorted(set(days)):
        if runs and day.toordinal() == runs[-1][1].toordinal() + 1:
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return tuple(f"{first}" if first == last else f"{first}..{last}" for first, last in runs)


def expand(kept: Iterable[str]) -> Iterator[date]:
    """Every day of the spans."""
    for span in kept:
        yield from _days_between(span[:10], span[-10:])


def days_within(kept: Iterable[str], first: date, last: date) -> Iterator[date]:
    """The days of the spans that lie from `first` to `last`; a span outside is passed over unparsed."""
    lowest, highest = first.isoformat(), last.isoformat()
    for span in kept:
        start, end = span[:10], span[-10:]
        if start <= highest and end >= lowest:
            yield from _days_between(max(start, lowest), min(end, highest))


def every_day(first: date, last: date) -> Iterable[date]:
    """The days from `first` to `last`, both included."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _days_between(start: str, end: str) -> Iterable[date]:
    first = date.fromisoformat(start)
    return (first,) if start == end else every_day(first, date.fromisoformat(end))
