"""The stop rule on few headache days in months in a row: a good response, after which treatment isn't needed now."""

from __future__ import annotations

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.tally import Tally
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import Finding, found_days, gaps, not_yet_judged, remarks, span
from migraine_cli.eligibility.late import passed_over
from migraine_cli.eligibility.policy import FewHeadacheDays


def few_headache_days(rule: FewHeadacheDays, case: Case) -> Finding:
    """Whether one of the months had enough headache days to go on; not yet judged while there are fewer months."""
    needs = f"{rule.below} or more headache days in at least one of the {rule.months} latest months"
    months = case.months_in_a_row(rule.months)
    if len(months) < rule.months:
        counted = f"{len(months)} of {rule.months} complete months in a row since the first session"
        return not_yet_judged(rule.id, needs, f"{counted}{passed_over(case, case.judged_month())}")
    most = Bounds(max(month.headache.low for month in months), max(month.headache.high for month in months))
    answer = most.at_least(rule.below)
    counts = ", ".join(f"{month.period}: {month.headache}" for month in reversed(months))
    advice = f"; {rule.advice.rstrip('.')}" if rule.advice and answer is Answer.NO else ""
    return Finding(
        id=rule.id,
        stage="continue",
        answer=answer,
        needs=needs,
        found=found_days(most, "headache days in the month with the most"),
        period=span(months),
        because=f"headache days in {counts}{passed_over(case, months[0])}{remarks(months)}{advice}",
        stops=f"fewer than {rule.below} headache days for {rule.months} months – a good response, not a failure",
        missing=gaps([month for month in reversed(months) if _open(rule, month)], "headache"),
    )


def _open(rule: FewHeadacheDays, month: Tally) -> bool:
    return month.headache.at_least(rule.below) is Answer.UNKNOWN
