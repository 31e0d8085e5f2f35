"""The facts that can still change a verdict, and no others.

Of a count only the months whose bounds lie on both sides of its threshold matter; of a verdict only the criteria that
are unknown, since none that is unknown stands beside one that isn't met.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.day import Measure
from migraine_cli.chart.tally import Tally
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.policy import FewHeadacheDays, HeadacheDays, Policy, Reduction, StopRule
from migraine_cli.eligibility.verdict import Verdict


class OpenMonth(Struct, frozen=True):
    """A month whose count of one measure can still change the verdict."""

    tally: Tally
    measure: Measure


class OpenFacts(Struct, frozen=True):
    """What can still change a verdict: counts of months, and facts in words."""

    months: tuple[OpenMonth, ...]
    facts: tuple[str, ...]

    def days(self) -> list[date]:
        """The days of which nothing is known, in months without a paper calendar's count."""
        return sorted({day for month in self.months if not month.tally.counted for day in month.tally.blank})

    def asks(self) -> tuple[str, ...]:
        """Each fact: an ISO date asks for the whole day, headache or none, and with one whether it was a migraine and
        how long; then single facts of days, whole months of paper calendars, and what no diary tells.
        """
        return (*map(str, self.days()), *sorted(set(self._of_days())), *self._of_calendars(), *self.facts)

    def _of_days(self) -> Iterator[str]:
        for month in self.months:
            if not month.tally.counted:
                yield from (f"{day}: {_ASKED[month.measure]}" for day in month.tally.unclear(month.measure))

    def _of_calendars(self) -> Iterator[str]:
        counted: dict[str, list[str]] = {}
        for month in self.months:
            if month.tally.counted:
                counted.setdefault(str(month.tally.period), []).append(_COUNTED[month.measure])
        for period, measures in counted.items():
            yield f"{period}: {', '.join(dict.fromkeys(measures))} of the whole month"


_ASKED: dict[Measure, str] = {"headache": "headache or none", "migraine": "migraine or not", "long": "hours"}
_COUNTED: dict[Measure, str] = {
    "headache": "headache days",
    "migraine": "migraine days",
    "long": "days of 4 hours or more",
}


def open_facts(policy: Policy, case: Case, verdict: Verdict) -> OpenFacts:
    """What can change `verdict`, which `policy` gave on `case`; nothing where it is decided."""
    if verdict.verdict is not Answer.UNKNOWN:
        return OpenFacts((), ())
    unknown = [
        each
        for each in verdict.criteria
        if each.stage == verdict.stage and each.answer is Answer.UNKNOWN and not each.preference
    ]
    ids = {each.id for each in unknown}
    months = [month for id_ in ids for month in _months(policy, case, id_)]
    of_days = {each.id for each in (*policy.start, *policy.stop) if isinstance(each, _OF_DAYS)}
    facts = [what for each in unknown if each.id not in of_days for what in each.missing]
    return OpenFacts(tuple(sorted(months, key=_place)), tuple(dict.fromkeys(facts)))


_OF_DAYS = (HeadacheDays, FewHeadacheDays, Reduction)


def _place(month: OpenMonth) -> tuple[date, str]:
    return month.tally.period.first, month.measure


def _months(policy: Policy, case: Case, id_: str) -> Iterator[OpenMonth]:
    for criterion in policy.start:
        if criterion.id == id_ and isinstance(criterion, HeadacheDays):
            yield from _of_criterion(criterion, case)
    for rule in policy.stop:
        if rule.id == id_:
            yield from _of_rule(rule, case)


def _of_criterion(criterion: HeadacheDays, case: Case) -> Iterator[OpenMonth]:
    """On average every month counts, whatever its own bounds."""
    for month in case.before_start(criterion.months):
        if criterion.over == "average" or _astride(month, criterion.counts, criterion.at_least):
            yield OpenMonth(month, criterion.counts)


def _of_rule(rule: StopRule, case: Case) -> Iterator[OpenMonth]:
    if isinstance(rule, FewHeadacheDays):
        row = case.months_in_a_row(rule.months)
        yield from (OpenMonth(month, "headache") for month in row if _astride(month, "headache", rule.below))
    else:
        compared = (*case.before_start(1), case.judged_month())
        yield from (OpenMonth(month, "headache") for month in compared if month is not None)


def _astride(month: Tally, measure: Measure, threshold: int) -> bool:
    bounds = month.bounds(measure)
    return bounds.low < threshold <= bounds.high
