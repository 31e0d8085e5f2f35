"""One criterion answered: what it needs, what was found, why, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct, structs

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.calendar_count import CalendarCount
from migraine_cli.chart.day import Measure
from migraine_cli.chart.period import Period
from migraine_cli.chart.tally import Tally
from migraine_cli.words.dates import spans
from migraine_cli.words.text import how_many

Stage = Literal["start", "continue"]


class Found(Struct, frozen=True):
    """What was found, as the least and the most it can be."""

    low: float
    high: float
    unit: str


class Evidence(Struct, frozen=True, kw_only=True):
    """What the records show beside a criterion that a person decides; it has no part in the answer."""

    id: str
    answer: Answer
    needs: str
    found: Found
    period: str
    because: str


class Finding(Struct, frozen=True, kw_only=True):
    """One criterion answered. `missing` says what would settle an unknown, and is empty otherwise.

    `stops` says in words what it means when a stop rule is met. `per_day` is the reduction per day, where months of
    unlike length put it on the other side of the threshold. `source` is the criterion's own, where it isn't the
    policy's, and `confirmed` whether it was read there. `judged` is False for a stop rule whose time hasn't come: it
    doesn't stop, and says nothing of the response.
    """

    id: str
    answer: Answer
    needs: str
    found: Found | None = None
    period: str | None = None
    because: str
    stage: Stage = "start"
    preference: bool = False
    missing: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    stops: str | None = None
    per_day: Found | None = None
    source: str | None = None
    confirmed: bool | None = None
    judged: bool = True

    def settled(self) -> Finding:
        """This finding without what is missing from counts that are sure enough to answer it."""
        return self if self.answer is Answer.UNKNOWN or not self.missing else structs.replace(self, missing=())


def not_yet_judged(id_: str, needs: str, because: str) -> Finding:
    """A stop rule that isn't judged yet, and so doesn't stop."""
    said = f"not yet judged: {because}"
    return Finding(id=id_, stage="continue", answer=Answer.YES, needs=needs, because=said, judged=False)


def span(months: Sequence[Tally]) -> str:
    """The period that these months cover, given the latest first."""
    return over([month.period for month in months])


def over(periods: Sequence[Period]) -> str:
    """All that these periods cover, given the latest first."""
    latest, earliest = periods[0], periods[-1]
    if len(periods) == 1:
        return str(latest)
    if latest.month and earliest.month:
        return f"{earliest.month}..{latest.month}"
    return str(Period(earliest.first, latest.last))


def found_days(bounds: Bounds, unit: str) -> Found:
    """Bounds of a day count as what was found."""
    return Found(bounds.low, bounds.high, unit)


def remarks(months: Iterable[Tally]) -> str:
    """What must be said of the months besides their counts: calendars that contradict the days or can't be used."""
    told = [text for month in months for text in (month.contradiction, _unused(month)) if text]
    return "".join(f" ({text})" for text in told)


def gaps(months: Iterable[Tally], measure: Measure) -> tuple[str, ...]:
    """What would make the months' counts exact, in words; empty when they are."""
    return tuple(what for month in months for what in _gaps(month, measure))


def _gaps(month: Tally, measure: Measure) -> Iterator[str]:
    bounds, unclear = month.bounds(measure), month.unclear(measure)
    if bounds.low == bounds.high:
        return
    if month.empty:
        yield f"the {month.period.length} diary days of {month.period}, of which nothing is recorded"
    elif month.count and (_stated(month.count, measure) is None or len(month.blank) == month.period.length):
        yield _gap_of_calendar(month.count, month.period, measure)
    else:
        if month.blank:
            yield f"{how_many(len(month.blank), 'more diary day')} of {month.period} ({_listed(month.blank)})"
        if unclear:
            days = how_many(len(unclear), "headache day")
            yield f"{_ASKED[measure]} of {days} of {month.period} ({_listed(unclear)})"


_ASKED = {"migraine": "migraine yes or no", "long": "the hours"}
_COUNTED = {"headache": "headache days", "migraine": "migraine days", "long": "days of 4 hours or more"}


def _gap_of_calendar(count: CalendarCount, period: Period, measure: Measure) -> str:
    if _stated(count, measure) is None:
        return f"the number of {_COUNTED[measure]} in the calendar of {period}"
    if count.recorded_days is None:
        return f"on how many days of {period} the calendar was kept"
    unkept = period.length - count.recorded_days
    return f"the {'day' if unkept == 1 else f'{unkept} days'} of {period} on which the calendar wasn't kept"


def _stated(count: CalendarCount, measure: Measure) -> int | None:
    return {"headache": count.headache_days, "migraine": count.migraine_days, "long": count.long_days}[measure]


def _unused(month: Tally) -> str | None:
    if not month.unused:
        return None
    return f"the calendar counts of {' and '.join(month.unused)} can't be used in {month.period}"


_LISTED = 4


def _listed(days: Sequence[date]) -> str:
    runs = spans(days)
    return ", ".join(runs[:_LISTED]) + (", …" if len(runs) > _LISTED else "")
