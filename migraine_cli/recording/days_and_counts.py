"""The diary's two forms: single days, of which a later statement wins, and a month's counts, the latest alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from migraine_cli.chart.calendar_count import that_count
from migraine_cli.chart.day import Day, differing_days, known_days
from migraine_cli.chart.period import Period
from migraine_cli.chart.tally import tally
from migraine_cli.recording.beside import Beside, Told, with_it
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.words.dates import ends, month_days, months_of

_COUNTED = {
    "headache_days": "headache days",
    "migraine_days": "migraine days",
    "long_days": "days of 4 hours or more",
    "recorded_days": "recorded days",
}


def entry(new: DiaryEntry, beside: Beside) -> Told:
    """The days that a diary entry changes, and the calendars' counts that can't be true beside it."""
    before, counts = beside.of_patient(DiaryEntry, new.patient), beside.of_patient(MonthCount, new.patient)
    if not before and not counts:
        return Told()
    after = with_it(new, beside)
    touched = _spans([new, *(each for each in before if new.id and each.id == new.id)])
    first, last = ends(touched)
    months = months_of(touched)
    known = known_days(after, month_days(months[0])[0], month_days(months[-1])[1])
    changed = differing_days(known_days(before, first, last), known)
    return Told(tuple(_against_counts(known, counts, months)), tuple(changed))


def month(new: MonthCount, beside: Beside) -> Told:
    """What a count changes of what was counted of its month, and where the single days speak against it."""
    counts = [count for count in with_it(new, beside) if count.month == new.month]
    if counts[-1] is not new:
        return Told((f"{counts[-1].id}, recorded later, is the count of {new.month} that counts",))
    recorded = beside.of_patient(MonthCount, new.patient)
    standing = [count for count in recorded if count.month == new.month]
    replaced = _replaced(standing[-1], new) if standing else []
    known = [name for name in replaced if getattr(standing[-1], name) is not None]
    days = known_days(beside.of_patient(DiaryEntry, new.patient), *month_days(new.month))
    clash = _against_counts(days, counts, [new.month])
    told = [_in_place_of(standing[-1], new, replaced)] if known and standing[-1].id != (new.id or None) else []
    return Told((*told, *clash), (month_days(new.month)[0],) if known else ())


def _spans(entries: Iterable[DiaryEntry]) -> list[str]:
    return [span for each in entries for said in each.statements for span in said.days]


def _replaced(before: MonthCount, new: MonthCount) -> list[str]:
    return [name for name in _COUNTED if getattr(before, name) != getattr(new, name)]


def _in_place_of(before: MonthCount, new: MonthCount, replaced: Sequence[str]) -> str:
    told = (f"{_COUNTED[name]} {_or_unknown(new, name)} instead of {_or_unknown(before, name)}" for name in replaced)
    return f"{new.month}: {', '.join(told)}; the latest count of a month counts alone"


def _or_unknown(count: MonthCount, name: str) -> str:
    days = getattr(count, name)
    return "unknown" if days is None else str(days)


def _against_counts(days: Mapping[date, Day], counts: Sequence[MonthCount], months: Iterable[str]) -> list[str]:
    """Where single days and the counts of these months can't both be true: the days win."""
    counted = {count.month: count for count in that_count(counts)}
    found = (
        tally(days, [counted[month]], Period(*month_days(month))).contradiction for month in months if month in counted
    )
    return [contradiction for contradiction in found if contradiction]
