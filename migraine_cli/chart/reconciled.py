"""One month's days and its paper calendar's count held together: what both allow, for all measures at once.

The calendar was kept on some days of the month, nobody knows which. On those it counted so many headache days, so many
of them with migraine, so many of 4 hours or more. The days recorded one by one must fit in: each known headache day
either was one of the calendar's or fell on a day on which it wasn't kept. Every bound here is exact: some month that
fits both the days and the count reaches it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations

from msgspec import Struct

from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.calendar_count import CalendarCount
from migraine_cli.chart.day import MEASURES, Day, Measure

_Kind = tuple[bool | None, bool | None]
"""Of a headache day: whether it was a migraine day, and a long one; None is not known."""

_FACTS: tuple[bool | None, ...] = (True, False, None)


class KnownDays(Struct, frozen=True):
    """The days of one month recorded one by one: headache days by kind, headache-free days, and the blank ones."""

    headaches: Mapping[_Kind, int]
    free: int
    blank: int

    @staticmethod
    def of(days: Iterable[Day], length: int) -> KnownDays:
        """The `days` of a month of that length; those that aren't among them are blank."""
        known = [day for day in days if day.headache is not None]
        kinds = Counter([(day.counts("migraine"), day.counts("long")) for day in known if day.headache])
        return KnownDays(kinds, len(known) - kinds.total(), length - len(known))


class _Kept(Struct, frozen=True):
    """A calendar kept on `recorded` days with `headache` headache days among them; None isn't counted."""

    recorded: int
    headache: int
    migraine: int | None
    long: int | None


def reconciled(days: KnownDays, count: CalendarCount) -> dict[Measure, Bounds] | None:
    """The bounds of every measure that the days and the count allow together; None when they can't both be true."""
    length = sum(days.headaches.values()) + days.free + days.blank
    found = [bounds for kept in _readings(count, length) if (bounds := _bounds(days, kept))]
    if len(found) <= 1:
        return found[0] if found else None
    return {
        measure: Bounds(min(each[measure].low for each in found), max(each[measure].high for each in found))
        for measure in MEASURES
    }


def _readings(count: CalendarCount, length: int) -> Iterator[_Kept]:
    """Every calendar that the count can stand for. Where it isn't known on how many days it was kept, only its
    headache days are sure to be among them; where it doesn't say how many headache days, they can be any number that
    holds its migraine and long days.
    """
    if count.headache_days is None:
        least = max(count.migraine_days or 0, count.long_days or 0)
        headaches = range(least, (length if count.recorded_days is None else count.recorded_days) + 1)
    else:
        headaches = range(count.headache_days, count.headache_days + 1)
    for headache in headaches:
        recorded = headache if count.recorded_days is None else count.recorded_days
        yield _Kept(recorded, headache, count.migraine_days, count.long_days)


def _bounds(days: KnownDays, kept: _Kept) -> dict[Measure, Bounds] | None:
    """The bounds under one calendar; None when the days don't fit in it."""
    known = sum(days.headaches.values())
    blank_free = max(0, kept.recorded - kept.headache - days.free)
    least_shared = kept.headache + blank_free - days.blank
    if min(kept.headache, known) < least_shared:  # whatever their kinds
        return None
    most_shared = min(kept.headache, _most_shared(days.headaches, kept, _FACTS, _FACTS))
    if most_shared < least_shared:
        return None
    headache = Bounds(known + kept.headache - most_shared, known + days.blank - blank_free)
    return {
        "headache": headache,
        "migraine": _of_kind(days, kept, "migraine", headache.high),
        "long": _of_kind(days, kept, "long", headache.high),
    }


def _of_kind(days: KnownDays, kept: _Kept, measure: Measure, most: int) -> Bounds:
    """The bounds of migraine days or of long days, of at most `most` headache days."""
    place = 0 if measure == "migraine" else 1
    sure = sum(number for kind, number in days.headaches.items() if kind[place] is True)
    surely_not = sum(number for kind, number in days.headaches.items() if kind[place] is False)
    counted = kept.migraine if measure == "migraine" else kept.long
    if counted is None:
        return Bounds(sure, most - surely_not)

    def shared(fact: bool) -> int:
        facts = ((fact,), _FACTS) if measure == "migraine" else (_FACTS, (fact,))
        return _most_shared(days.headaches, kept, *facts)

    uncounted = most - kept.headache
    return Bounds(counted + sure - shared(True), counted + uncounted - (surely_not - shared(False)))


def _most_shared(
    headaches: Mapping[_Kind, int], kept: _Kept, migraine: tuple[bool | None, ...], long: tuple[bool | None, ...]
) -> int:
    """The most known headache days of these kinds that can have been among the calendar's.

    Each takes a place among the calendar's migraine days or its others, and among its long days or its others: the
    greatest flow through two layers, which is the least cut between them.
    """
    if not headaches:  # a month of the calendar's count alone, as most of a clinic's are
        return 0
    rooms = _rooms(kept, kept.migraine), _rooms(kept, kept.long)
    return min(
        sum(rooms[0][kind] for kind in set(migraine) - set(reached))
        + sum(min(rooms[1][hours], sum(headaches.get((kind, hours), 0) for kind in reached)) for hours in long)
        for reached in _subsets(migraine)
    )


def _rooms(kept: _Kept, counted: int | None) -> dict[bool | None, int]:
    """How many of the calendar's headache days can be yes, no, or either."""
    if counted is None:
        return dict.fromkeys(_FACTS, kept.headache)
    return {True: counted, False: kept.headache - counted, None: kept.headache}


def _subsets(facts: tuple[bool | None, ...]) -> Iterator[tuple[bool | None, ...]]:
    return chain.from_iterable(combinations(facts, size) for size in range(len(facts) + 1))
