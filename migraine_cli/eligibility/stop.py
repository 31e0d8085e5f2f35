"""The stop rules: each answers whether treatment goes on, and together they are judged exactly.

The rules pull in opposite directions: one stops a patient with too many headache days, the other one with too few. So
the answers can't be joined one by one: with the latest month at 13 to 16 days each rule may be open, and yet every
possible count stops by one or the other. `goes_on` therefore asks whether there is a single count of the shared,
latest month under which no rule stops.
"""

from __future__ import annotations

from collections.abc import Sequence

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.few_days import few_headache_days
from migraine_cli.eligibility.fewer import cycles_are_over, reduction
from migraine_cli.eligibility.finding import Finding
from migraine_cli.eligibility.policy import FewHeadacheDays, Reduction, StopRule
from migraine_cli.eligibility.reduction import fell_by


def stop_finding(rule: StopRule, case: Case) -> Finding:
    """Whether treatment goes on by this rule alone; a rule not yet judged doesn't stop."""
    found = reduction(rule, case) if isinstance(rule, Reduction) else few_headache_days(rule, case)
    return found.settled()


def goes_on(rules: Sequence[StopRule], case: Case) -> Answer:
    """Whether treatment goes on under all the rules, under every way the missing days can have been."""
    latest = case.judged_month()
    judged = [rule for rule in rules if _is_judged(rule, case)]
    if latest is None or not judged:
        return Answer.YES
    can_stop = any(_can_stop(rule, case, latest.headache) for rule in judged)
    counts = range(latest.headache.low, latest.headache.high + 1)
    can_go_on = any(all(_spares(rule, case, count) for rule in judged) for count in counts)
    return Answer.of(can_go_on if can_stop != can_go_on else None)


def _is_judged(rule: StopRule, case: Case) -> bool:
    if isinstance(rule, FewHeadacheDays):
        return len(case.months_in_a_row(rule.months)) == rule.months
    return cycles_are_over(rule.after_cycles, case)


def _can_stop(rule: StopRule, case: Case, latest: Bounds) -> bool:
    """Whether some way the missing days can have been makes this rule stop."""
    if isinstance(rule, Reduction):
        baseline = _baseline(case)
        return not baseline.low or not fell_by(rule.below_percent, baseline.low, latest.high)
    return all(month.headache.low < rule.below for month in case.months_in_a_row(rule.months))


def _spares(rule: StopRule, case: Case, latest: int) -> bool:
    """Whether this rule can go on with `latest` headache days in the latest month that is judged."""
    if isinstance(rule, Reduction):
        baseline = _baseline(case)
        return not baseline.low or fell_by(rule.below_percent, baseline.high, latest)
    shared = case.judged_month()
    return any(
        (latest if month == shared else month.headache.high) >= rule.below
        for month in case.months_in_a_row(rule.months)
    )


def _baseline(case: Case) -> Bounds:
    """Headache days before the start. As long as they can be 0 there is nothing to reduce, and the reduction is
    unknown.
    """
    return case.before_start(1)[0].headache
