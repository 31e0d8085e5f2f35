"""How few of the open facts can settle a verdict, if they are what they can be.

Each fact that is answered narrows the counts of its month: a day with a migraine of 4 hours raises every lower bound, a
day without headache lowers every upper one. Tried are first all ways to answer one fact, then two, until one of them
decides the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.day import Measure
from migraine_cli.chart.period import Period
from migraine_cli.chart.tally import Tally
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.verdict import judge
from migraine_cli.practice.open_facts import OpenFacts

MOST_TRIED = 3000
"""Ways that are tried before it is left open how few it takes."""

_Way = tuple[Tally, ...]


def fewest(policy: Policy, case: Case, facts: OpenFacts) -> int | None:
    """The fewest facts of which some answers decide the verdict that is unknown on `case`; None where nothing is open,
    or where there are too many ways to try. A fact that no diary tells can decide it alone, by not being met.
    """
    if facts.facts:
        return 1
    tried = islice(_ways(facts), MOST_TRIED)
    return next((answered for answered, way in tried if _decided(policy, case, way)), None)


def _ways(facts: OpenFacts) -> Iterator[tuple[int, _Way]]:
    """Every way to answer one fact, then two and so on, each with their number."""
    measures: dict[Period, set[Measure]] = {}
    for month in facts.months:
        measures.setdefault(month.tally.period, set()).add(month.measure)
    ways: list[_Way] = [tuple({month.tally.period: month.tally for month in facts.months}.values())]
    seen, answered = set(map(_counts, ways)), 0
    while ways:
        answered += 1
        further = [after for before in ways for after in _after_one_more(before, measures)]
        ways = []
        for way in further:
            if _counts(way) not in seen:
                seen.add(_counts(way))
                ways.append(way)
                yield answered, way


def _decided(policy: Policy, case: Case, way: _Way) -> bool:
    known = {**case.counted, **{tally.period: tally for tally in way}}
    return judge(policy, replace(case, counted=known)).verdict is not Answer.UNKNOWN


def _counts(way: _Way) -> tuple[object, ...]:
    return tuple(
        (each.headache, each.migraine, each.long, len(each.blank), len(each.without_kind), len(each.without_hours))
        for each in way
    )


def _after_one_more(way: _Way, measures: dict[Period, set[Measure]]) -> Iterator[_Way]:
    for number, month in enumerate(way):
        for narrowed in _narrowed(month, measures[month.period]):
            yield (*way[:number], narrowed, *way[number + 1 :])


def _narrowed(month: Tally, measures: set[Measure]) -> Iterator[Tally]:
    """The month after one more answer about it."""
    if month.counted:
        yield from _whole_calendars(month)
        return
    if month.blank:
        rest = replace(month, blank=month.blank[1:])
        yield replace(rest, headache=_up(rest.headache), migraine=_up(rest.migraine), long=_up(rest.long))
        yield replace(rest, headache=_down(rest.headache), migraine=_down(rest.migraine), long=_down(rest.long))
    if month.without_kind and "migraine" in measures:
        rest = replace(month, without_kind=month.without_kind[1:])
        yield from (replace(rest, migraine=turn(rest.migraine)) for turn in (_up, _down))
    if month.without_hours and "long" in measures:
        rest = replace(month, without_hours=month.without_hours[1:])
        yield from (replace(rest, long=turn(rest.long)) for turn in (_up, _down))


def _whole_calendars(month: Tally) -> Iterator[Tally]:
    """A calendar's whole count is one answer; what it can be for each measure, from the least up."""
    counts = (month.headache, month.migraine, month.long)
    for more in range(max(each.high - each.low for each in counts) + 1):
        headache, migraine, long = (_exact(each, more) for each in counts)
        yield replace(month, headache=headache, migraine=migraine, long=long)


def _exact(bounds: Bounds, more: int) -> Bounds:
    days = min(bounds.low + more, bounds.high)
    return Bounds(days, days)


def _up(bounds: Bounds) -> Bounds:
    return Bounds(bounds.low + 1, bounds.high)


def _down(bounds: Bounds) -> Bounds:
    return Bounds(bounds.low, bounds.high - 1)
