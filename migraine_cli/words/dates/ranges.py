"""Days as a record keeps them: spans, which are ISO dates and inclusive ranges of them.

("2026-10-03", "2026-10-05..2026-10-09") are six days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

_DAY = len("2026-10-03")
_MONTH = len("2026-10")


def spans(days: Iterable[date]) -> tuple[str, ...]:
    """`days`, in any order and each once, as the shortest list of spans."""
    runs: list[list[date]] = []
    following = 0
    for day in sorted(set(days)):
        number = day.toordinal()
        if number == following:
            runs[-1].append(day)
        else:
            runs.append([day])
        following = number + 1
    return tuple(map(_span, runs))


def expand(kept: Iterable[str]) -> Iterator[date]:
    """Every day of the spans."""
    for span in kept:
        if len(span) == _DAY:
            yield date.fromisoformat(span)
        else:
            yield from _days_between(span[:_DAY], span[-_DAY:])


def days_within(kept: Iterable[str], first: str, last: str) -> list[date]:
    """The days of the spans that lie from `first` to `last`, ISO dates too; a span outside is passed over unparsed."""
    found: list[date] = []
    for span in kept:
        start, end = span[:_DAY], span[-_DAY:]
        if start > last or end < first:
            continue
        if len(span) == _DAY:
            found.append(date.fromisoformat(span))
        else:
            found.extend(_days_between(max(start, first), min(end, last)))
    return found


def every_day(first: date, last: date) -> Iterable[date]:
    """The days from `first` to `last`, both included."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def ends(kept: Sequence[str]) -> tuple[date, date]:
    """The first and the last day of one or more spans."""
    first, last = min(kept), max(span[-_DAY:] for span in kept)
    return date.fromisoformat(first[:_DAY]), date.fromisoformat(last)


def months_of(kept: Iterable[str]) -> list[str]:
    """The months that the spans touch, such as "2026-10", in their order."""
    touched: set[str] = set()
    for first, last in {(span[:_MONTH], span[-_DAY:][:_MONTH]) for span in kept}:
        touched.update((first,) if first == last else _months_between(first, last))
    return sorted(touched)


def _months_between(first: str, last: str) -> Iterable[str]:
    start, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    return (f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1))


def _days_between(start: str, end: str) -> Iterable[date]:
    return every_day(date.fromisoformat(start), date.fromisoformat(end))


def _span(run: list[date]) -> str:
    first, last = run[0], run[-1]
    return first.isoformat() if first is last else f"{first.isoformat()}..{last.isoformat()}"
