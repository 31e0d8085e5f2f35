"""What the diary shows of acute medicines, as evidence beside the clinician's statement on medication overuse.

Days with intake are counted, once a day, never doses. A day of which it isn't recorded what was taken may have been one
with intake, as may a day with a medicine whose class isn't known; so every count is a pair of bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.day import Day
from migraine_cli.chart.period import Period
from migraine_cli.eligibility.finding import Evidence, Found, over
from migraine_cli.words.medicines import acute_class
from migraine_cli.words.text import how_many

Threshold = Annotated[int, Meta(ge=1, le=31)]

SEVERAL = "several-classes"


class SeveralClasses(Struct, frozen=True, forbid_unknown_fields=True):
    """The days from which classes taken together count as overused."""

    days: Threshold
    source: str
    confirmed: bool


class OveruseLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The days a month with intake, by class, from which it is overuse, in each of `months` months in a row."""

    source: str
    address: str
    read: date
    confirmed: bool
    months: Annotated[int, Meta(ge=1, le=24)]
    days: dict[str, Threshold]
    several: SeveralClasses


class AcuteMedicines(Struct, frozen=True):
    """The limits, and the class of every medicine that is known."""

    limits: OveruseLimits
    classes: Mapping[str, str]


class RecordedMonth(Struct, frozen=True):
    """Each day of one period as it is known."""

    period: Period
    days: Sequence[Day]


def intake(acute: AcuteMedicines, months: Sequence[RecordedMonth]) -> tuple[Evidence, ...]:
    """Evidence for each class of which intake is recorded, and for several together; `months` with the latest first.

    Empty when no intake is recorded at all.
    """
    limits = acute.limits
    taken = [name for name in limits.days if _ever_taken(acute, months, name)]
    alone = [_by_class(acute, months, name, limits.days[name]) for name in taken]
    return (*alone, _together(acute, months, alone)) if len(taken) > 1 else tuple(alone)


def in_words(acute: AcuteMedicines, months: Sequence[RecordedMonth], evidence: Sequence[Evidence]) -> str:
    """What the diary shows, in a line: the latest month, and overuse where it is certain."""
    latest = months[0]
    silent = sum(day.medicines is None for day in latest.days)
    if silent == latest.period.length:
        return f"the diary of {latest.period} doesn't tell what was taken"
    told = [_of_latest(acute, latest, each.id) for each in evidence]
    told += [f"{medicine}, whose class isn't known" for medicine in _of_unknown_class(acute, latest)]
    shown = f"days with intake in {latest.period}: {', '.join(told)}" if told else f"no intake in {latest.period}"
    overused = [each.id for each in evidence if each.answer is Answer.YES]
    overuse = f"; overuse of {' and '.join(overused)} by ICHD-3 8.2 in {evidence[0].period}" if overused else ""
    unknown = f"; not known of {how_many(silent, 'day')}" if silent else ""
    return f"{shown}{unknown}{overuse}"


def _of_latest(acute: AcuteMedicines, latest: RecordedMonth, name: str) -> str:
    return f"{name} {_days_with_intake(acute, latest, _classes(acute, name))}"


def _classes(acute: AcuteMedicines, name: str) -> Collection[str]:
    return acute.limits.days if name == SEVERAL else {name}


def _of_unknown_class(acute: AcuteMedicines, month: RecordedMonth) -> list[str]:
    taken = {medicine for day in month.days for medicine in day.medicines or ()}
    return sorted(name for name in taken if acute_class(name, acute.classes) is None)


def _ever_taken(acute: AcuteMedicines, months: Sequence[RecordedMonth], name: str) -> bool:
    return any(_taken(acute, day, {name}) for month in months for day in month.days)


def _by_class(acute: AcuteMedicines, months: Sequence[RecordedMonth], name: str, threshold: int) -> Evidence:
    return _evidence(name, [_days_with_intake(acute, month, {name}) for month in months], months, threshold)


def _together(acute: AcuteMedicines, months: Sequence[RecordedMonth], alone: Sequence[Evidence]) -> Evidence:
    counts = [_days_with_intake(acute, month, acute.limits.days) for month in months]
    found = _evidence(SEVERAL, counts, months, acute.limits.several.days)
    none_alone = Answer.all(~evidence.answer for evidence in alone)
    return Evidence(
        id=found.id,
        answer=found.answer & none_alone,
        needs=f"{found.needs}, none of the classes overused alone",
        found=found.found,
        period=found.period,
        because=found.because,
    )


def _evidence(id_: str, counts: Sequence[Bounds], months: Sequence[RecordedMonth], threshold: int) -> Evidence:
    least = Bounds(min(low for low, _ in counts), min(high for _, high in counts))
    return Evidence(
        id=id_,
        answer=least.at_least(threshold),
        needs=f"{threshold} or more days with intake in each of {len(months)} months",
        found=Found(least.low, least.high, "days with intake a month"),
        period=over([month.period for month in months]),
        because=", ".join(f"{month.period}: {count}" for month, count in reversed([*zip(months, counts, strict=True)])),
    )


def _days_with_intake(acute: AcuteMedicines, month: RecordedMonth, classes: Collection[str]) -> Bounds:
    answers = [_taken(acute, day, classes) for day in month.days]
    return Bounds(answers.count(True), answers.count(True) + answers.count(None))


def _taken(acute: AcuteMedicines, day: Day, classes: Collection[str]) -> bool | None:
    """Whether a medicine of these classes was taken on this day; None when that isn't known."""
    if day.medicines is None:
        return None
    found = [acute_class(medicine, acute.classes) for medicine in day.medicines]
    if any(each in classes for each in found):
        return True
    return None if None in found else False
