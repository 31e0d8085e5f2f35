"""The start criteria, each answered from a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import structs

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.cautions import contraindications
from migraine_cli.chart.tally import Tally
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import Evidence, Finding, Found, found_days, gaps, remarks, span
from migraine_cli.eligibility.plain_words import needs
from migraine_cli.eligibility.policy import (
    Age,
    Contraindications,
    Criterion,
    HeadacheDays,
    LongHeadacheDays,
    MedicationOveruse,
    MigraineDays,
    Preventives,
)
from migraine_cli.words.dates import age_on


def start_finding(criterion: Criterion, case: Case) -> Finding:
    """The finding on one start criterion."""
    found = _RULES[type(criterion)](criterion, case).settled()
    return structs.replace(
        found, preference=criterion.preference, source=criterion.source, confirmed=criterion.confirmed
    )


def _days(criterion: HeadacheDays, case: Case) -> Finding:
    months = case.before_start(criterion.months)
    if criterion.over == "average":
        return _average_days(criterion, months)
    bounds = [month.bounds(criterion.counts) for month in months]
    least = Bounds(min(low for low, _ in bounds), min(high for _, high in bounds))
    return Finding(
        id=criterion.id,
        answer=least.at_least(criterion.at_least),
        needs=needs(criterion),
        found=found_days(least, f"{criterion.unit} a month"),
        period=span(months),
        because=_because(criterion, months),
        missing=gaps([month for month in reversed(months) if _open(criterion, month)], criterion.counts),
    )


def _open(criterion: HeadacheDays, month: Tally) -> bool:
    return month.bounds(criterion.counts).at_least(criterion.at_least) is Answer.UNKNOWN


def _average_days(criterion: HeadacheDays, months: list[Tally]) -> Finding:
    bounds = [month.bounds(criterion.counts) for month in months]
    total = Bounds(sum(low for low, _ in bounds), sum(high for _, high in bounds))
    count = len(months)
    return Finding(
        id=criterion.id,
        answer=total.at_least(criterion.at_least * count),
        needs=needs(criterion),
        found=Found(round(total.low / count, 2), round(total.high / count, 2), f"{criterion.unit} a month on average"),
        period=span(months),
        because=_because(criterion, months),
        missing=gaps(reversed(months), criterion.counts),
    )


def _because(criterion: HeadacheDays, months: list[Tally]) -> str:
    if all(month.empty for month in months):
        return f"nothing is recorded for {span(months)}{remarks(months)}"
    counts = ", ".join(f"{month.period}: {month.bounds(criterion.counts)}" for month in reversed(months))
    return f"{criterion.unit} in {counts}{remarks(months)}"


def _age(criterion: Age, case: Case) -> Finding:
    born = case.chart.patient.born
    if born is None:
        return Finding(
            id=criterion.id,
            answer=Answer.UNKNOWN,
            needs=needs(criterion),
            because="no date of birth is recorded",
            missing=("the date of birth",),
        )
    years = age_on(born, case.start_before)
    return Finding(
        id=criterion.id,
        answer=Answer.of(years >= criterion.at_least),
        needs=needs(criterion),
        found=Found(years, years, "years"),
        period=case.start_before.isoformat(),
        because=f"{years} years old on {case.start_before}",
    )


def _overuse(criterion: MedicationOveruse, case: Case) -> Finding:
    stated = case.chart.patient.overuse
    said = "the clinician has not stated it" if stated is None else f"the clinician states: {stated}"
    evidence: tuple[Evidence, ...] = ()
    if case.acute:
        from migraine_cli.eligibility.overuse import in_words, intake  # most policies don't look at intake

        months = case.days_before_start(case.acute.limits.months)
        evidence = intake(case.acute, months)
        said = f"{said}; {in_words(case.acute, months, evidence)}"
    return Finding(
        id=criterion.id,
        answer=Answer.of(None if stated is None else stated in criterion.accepts),
        needs=needs(criterion),
        because=said,
        missing=("the clinician's statement on medication overuse",) if stated is None else (),
        evidence=evidence,
    )


def _contraindications(criterion: Contraindications, case: Case) -> Finding:
    recorded = contraindications(case.known, case.chart.effects, criterion.cautions)
    return Finding(
        id=criterion.id,
        answer=Answer.of(not recorded),
        needs=needs(criterion),
        because="; ".join(recorded) if recorded else "none recorded",
    )


def _preventives(criterion: Preventives, case: Case) -> Finding:
    from migraine_cli.eligibility.preventives import preventives_tried  # which the headache-day criterion does without

    return preventives_tried(criterion, case)


_RULES: dict[type, Callable[[Any, Case], Finding]] = {
    HeadacheDays: _days,
    MigraineDays: _days,
    LongHeadacheDays: _days,
    Age: _age,
    Preventives: _preventives,
    MedicationOveruse: _overuse,
    Contraindications: _contraindications,
}
