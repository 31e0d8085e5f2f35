"""The stop rules: each answers whether treatment goes on, and together they are judged exactly.

The rules pull in opposite directions: one stops a patient with too many headache days, the other one with too few. So
the answers can't be joined one by one: with the latest month at 13 to 16 days each rule may be open, and yet every
possible count stops by one or the other. `goes_on` therefore asks whether there is a single count of the shared,
latest month under which no rule stops.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.course import CYCLE_DAYS
from migraine_cli.chart.tally import Tally
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import Finding, Found, found_days, gaps, remarks, span
from migraine_cli.eligibility.policy import FewHeadacheDays, Reduction, StopRule
from migraine_cli.eligibility.reduction import fell_by, percent_fewer, reached


def stop_finding(rule: StopRule, case: Case) -> Finding:
    """Whether treatment goes on by this rule alone; a rule not yet judged doesn't stop."""
    found = _reduction(rule, case) if isinstance(rule, Reduction) else _few_headache_days(rule, case)
    return found.settled()


def goes_on(rules: Sequence[StopRule], case: Case) -> Answer:
    """Whether treatment goes on under all the rules, under every way the missing days can have been."""
    judged = [rule for rule in rules if _is_judged(rule, case)]
    if not judged:
        return Answer.YES
    latest = case.latest(1)[0].headache
    can_stop = any(_can_stop(rule, case) for rule in judged)
    can_go_on = any(all(_spares(rule, case, count) for rule in judged) for count in range(latest.low, latest.high + 1))
    return Answer.of(can_go_on if can_stop != can_go_on else None)


def _is_judged(rule: StopRule, case: Case) -> bool:
    if isinstance(rule, FewHeadacheDays):
        return len(case.latest_treated(rule.months)) == rule.months
    if len(case.course) < rule.after_cycles:
        return False
    return case.as_of >= case.course[rule.after_cycles - 1].date + timedelta(days=CYCLE_DAYS)


def _can_stop(rule: StopRule, case: Case) -> bool:
    """Whether some way the missing days can have been makes this rule stop."""
    if isinstance(rule, Reduction):
        baseline = _baseline(case)
        return not baseline.low or not fell_by(rule.below_percent, baseline.low, case.latest(1)[0].headache.high)
    return all(month.headache.low < rule.below for month in case.latest_treated(rule.months))


def _spares(rule: StopRule, case: Case, latest: int) -> bool:
    """Whether this rule can go on with `latest` headache days in the latest month."""
    if isinstance(rule, Reduction):
        baseline = _baseline(case)
        return not baseline.low or fell_by(rule.below_percent, baseline.high, latest)
    earlier = case.latest_treated(rule.months)[1:]
    return latest >= rule.below or any(month.headache.high >= rule.below for month in earlier)


def _baseline(case: Case) -> Bounds:
    """Headache days before the start. As long as they can be 0 there is nothing to reduce, and the reduction is
    unknown.
    """
    return case.before_start(1)[0].headache


def _reduction(rule: Reduction, case: Case) -> Finding:
    needs = f"at least {rule.below_percent} % fewer headache days than at baseline, after {rule.after_cycles} cycles"
    if not _is_judged(rule, case):
        return _not_yet(
            rule,
            needs,
            f"{_sessions(len(case.course))} given; judged {CYCLE_DAYS} days after session {rule.after_cycles}",
        )
    before, now = case.before_start(1)[0], case.latest(1)[0]
    answer = reached(rule.below_percent, before.headache, now.headache)
    found = _percent(before.headache, now.headache)
    return Finding(
        id=rule.id,
        stage="continue",
        answer=answer,
        needs=needs,
        found=found,
        period=f"{before.period} to {now.period}",
        because=f"{_counted(before)}, {_counted(now)}{_fewer(found)}{remarks([before, now])}{_advice(rule, answer)}",
        missing=gaps([before, now], "headache") or (f"a baseline with headache days; {before.period} has none",),
    )


def _counted(month: Tally) -> str:
    if month.empty:
        return f"nothing is recorded for {month.period}"
    return f"{month.headache} headache days in {month.period}"


def _percent(before: Bounds, now: Bounds) -> Found | None:
    fewer = percent_fewer(before, now)
    return fewer and Found(*fewer, "% fewer headache days")


def _fewer(found: Found | None) -> str:
    if found is None:
        return ""
    between = f"{found.low:g}" if found.low == found.high else f"{found.low:g} to {found.high:g}"
    return f": {between} % fewer"


def _few_headache_days(rule: FewHeadacheDays, case: Case) -> Finding:
    needs = f"{rule.below} or more headache days in at least one of the {rule.months} latest months"
    months = case.latest_treated(rule.months)
    if not _is_judged(rule, case):
        return _not_yet(rule, needs, f"{len(months)} of {rule.months} complete months since the first session")
    most = Bounds(max(month.headache.low for month in months), max(month.headache.high for month in months))
    answer = most.at_least(rule.below)
    counts = ", ".join(f"{month.period}: {month.headache}" for month in reversed(months))
    return Finding(
        id=rule.id,
        stage="continue",
        answer=answer,
        needs=needs,
        found=found_days(most, "headache days in the month with the most"),
        period=span(months),
        because=f"headache days in {counts}{remarks(months)}{_advice(rule, answer)}",
        missing=gaps([month for month in reversed(months) if _open(rule, month)], "headache"),
    )


def _open(rule: FewHeadacheDays, month: Tally) -> bool:
    return month.headache.at_least(rule.below) is Answer.UNKNOWN


def _advice(rule: StopRule, answer: Answer) -> str:
    """What follows when the rule stops."""
    return f"; {rule.advice.rstrip('.')}" if rule.advice and answer is Answer.NO else ""


def _not_yet(rule: StopRule, needs: str, because: str) -> Finding:
    return Finding(id=rule.id, stage="continue", answer=Answer.YES, needs=needs, because=f"not yet judged: {because}")


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"
