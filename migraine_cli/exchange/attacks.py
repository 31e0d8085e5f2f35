"""Attacks, as diary apps keep them, to days, as the diary does.

The hours of a day are the union of its attacks, cut at midnight. A length that isn't known never makes a short day:
while the known hours are under 4, a day with such an attack has unknown hours. A day without an attack is unknown,
never free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from migraine_cli.chart.day import LONG_HOURS
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.row_records import Facts
from migraine_cli.words.dates import every_day

LONGEST = timedelta(hours=72)
"""An untreated migraine lasts 4 to 72 hours (ICHD-3 1.1); what is longer may be an end that was forgotten."""


class Attack(NamedTuple):
    """One attack in local time; `end` is None when its length isn't known. `number` is its line or place in the file.

    `start` and `end` both have their offset from UTC, or neither has. `severity` is 0 to 10.
    """

    number: int
    start: datetime
    end: datetime | None = None
    severity: int | None = None
    migraine: bool | None = None
    medicines: tuple[str, ...] | None = None


@dataclass
class _Day:
    """What attacks say of one day."""

    number: int
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)
    open: bool = False
    severities: list[int | None] = field(default_factory=list)
    migraine: bool | None = None
    medicines: list[tuple[str, ...] | None] = field(default_factory=list)


def checked(attack: Attack, today: date) -> Attack:
    """The attack; one that starts when it ends has no known length.

    Raises InvalidValue for an end before the start, and for a day that is still to come.
    """
    start, end = attack.start, attack.end
    if end is not None and end < start:
        raise InvalidValue(f"the headache of {start.date()} ends before it starts; correct it in the app.")
    last = start.date() if end is None else end.date()
    if max(start.date(), last) > today:
        raise InvalidValue(f"the headache of {max(start.date(), last)} is still to come, today being {today}.")
    return attack._replace(end=None) if end == start else attack


def overlong(attacks: Iterable[Attack]) -> list[Attack]:
    """The attacks longer than LONGEST, of which only that much counts."""
    return [attack for attack in attacks if attack.end is not None and attack.end - attack.start > LONGEST]


def touched_days(attacks: Iterable[Attack]) -> set[date]:
    """Every day from the start of an attack to its end, what lies beyond LONGEST too."""
    return {day for attack in attacks for day in every_day(attack.start.date(), _last_day(attack))}


def headache_days(attacks: Iterable[Attack]) -> dict[date, tuple[int, Facts]]:
    """What the attacks say of each day with headache, with the number of the first attack that touched it."""
    days: dict[date, _Day] = {}
    for attack in attacks:
        _begin(days.setdefault(attack.start.date(), _Day(attack.number)), attack)
        cut = attack.end is not None and attack.end - attack.start > LONGEST
        end = attack.start + LONGEST if cut else attack.end
        parts = [] if end is None else list(_parts(attack.start, end))
        for day, *span in parts:
            touched = days.setdefault(day, _Day(attack.number))
            touched.spans.append((span[0], span[1]))
            touched.migraine = touched.migraine or attack.migraine
            touched.severities.append(attack.severity if len(parts) == 1 else None)
        if cut:
            days[parts[-1][0]].open = True
    return {day: (said.number, _facts(said)) for day, said in sorted(days.items())}


def _last_day(attack: Attack) -> date:
    start, end = attack.start, attack.end
    return start.date() if end is None else max(start.date(), (end - timedelta.resolution).date())


def _begin(day: _Day, attack: Attack) -> None:
    day.medicines.append(attack.medicines)
    if attack.end is None:
        day.open = True
        day.migraine = day.migraine or attack.migraine
        day.severities.append(None)


def _parts(start: datetime, end: datetime) -> Iterator[tuple[date, datetime, datetime]]:
    """The days from `start` to `end`, each with the time it was touched; an end at midnight touches no further day.

    The first midnight is taken in the start's offset from UTC and later ones in the end's, so that hours are those that
    passed when the clocks change in between.
    """
    for day in every_day(start.date(), max(start.date(), end.date())):
        first = max(start, _midnight(day, start, end))
        last = min(end, _midnight(day + timedelta(days=1), start, end)) if day < end.date() else end
        if first < last:
            yield day, first, last


def _midnight(day: date, start: datetime, end: datetime) -> datetime:
    """The beginning of `day`."""
    zone = start.tzinfo if day <= start.date() + timedelta(days=1) else end.tzinfo
    return datetime.combine(day, time(), zone)


def _facts(day: _Day) -> Facts:
    hours = _hours(day.spans)
    known = hours is not None and (hours >= LONG_HOURS or not day.open)
    severities = [severity for severity in day.severities if severity is not None]
    return Facts(
        headache=True,
        hours=hours if known else None,
        severity=max(severities) if len(severities) == len(day.severities) else None,
        migraine=day.migraine or None,
        medicines=_taken(day.medicines),
    )


def _hours(spans: Iterable[tuple[datetime, datetime]]) -> float | None:
    """The hours that are in any of the spans, in hundredths, rounded down so that 3:59:59 isn't 4; None without any."""
    total, reached = timedelta(), None
    for start, end in sorted(spans):
        begin = start if reached is None else max(start, reached)
        total += max(end - begin, timedelta())
        reached = end if reached is None else max(end, reached)
    hundredths = total // timedelta(seconds=36)
    return min(24.0, max(hundredths, 1) / 100) if total else None


def _taken(said: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    """The medicines of a day: all that were taken; none only where every attack says none."""
    known = [medicines for medicines in said if medicines is not None]
    taken = tuple(dict.fromkeys(medicine for medicines in known for medicine in medicines))
    return taken if taken or (known and len(known) == len(list(said))) else None
