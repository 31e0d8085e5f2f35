"""The stop rule on how far headache days fell: the latest month that tells of the effect against the baseline."""

from __future__ import annotations

from datetime import timedelta

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.course import CYCLE_DAYS
from migraine_cli.chart.tally import Tally
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import Finding, Found, gaps, not_yet_judged, remarks
from migraine_cli.eligibility.late import passed_over
from migraine_cli.eligibility.plain_words import fell_too_little, fewer_days
from migraine_cli.eligibility.policy import Reduction
from migraine_cli.eligibility.reduction import (
    PERCENT_FEWER,
    change_in_words,
    other_side_per_day,
    percent_fewer,
    reached,
)
from migraine_cli.words.text import how_many

_ORDINALS = {2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth"}


def cycles_are_over(number: int, case: Case) -> bool:
    """Whether so many sessions of the course were given and CYCLE_DAYS passed since the last of them."""
    if len(case.course) < number:
        return False
    return case.as_of >= case.course[number - 1].date + timedelta(days=CYCLE_DAYS)


def reduction(rule: Reduction, case: Case) -> Finding:
    """Whether headache days fell far enough; not yet judged before its cycles are over."""
    needs = f"{fewer_days(rule)}, after {rule.after_cycles} cycles"
    before, now = case.before_start(1)[0], case.judged_month()
    if now is None or not cycles_are_over(rule.after_cycles, case):
        given = (
            f"{how_many(len(case.course), 'session')} given; judged {CYCLE_DAYS} days after session {rule.after_cycles}"
        )
        return not_yet_judged(rule.id, needs, f"{given}{passed_over(case, now)}")
    answer = reached(rule.below_percent, before.headache, now.headache)
    per_day = other_side_per_day(rule.below_percent, before, now)
    return Finding(
        id=rule.id,
        stage="continue",
        answer=answer,
        needs=needs,
        found=_percent(before.headache, now.headache),
        period=f"{before.period} to {now.period}",
        because="".join(
            (
                compared(before, now),
                _per_day(per_day, before, now),
                passed_over(case, now),
                remarks([before, now]),
                _advice(rule, answer, case),
            )
        ),
        stops=fell_too_little(rule),
        per_day=per_day and _percent(*per_day),
        missing=gaps([before, now], "headache") or (f"a baseline with headache days; {before.period} has none",),
    )


def compared(before: Tally, now: Tally) -> str:
    """Such as "54 % fewer (24 → 11 days): 2026-03 against 2025-09"."""
    change = change_in_words(before.headache, now.headache)
    if change is None or now.empty:
        return f"{_counted(before)}, {_counted(now)}"
    return f"{change} ({before.headache} → {now.headache} days): {now.period} against {before.period}"


def _counted(month: Tally) -> str:
    if month.empty:
        return f"nothing is recorded for {month.period}"
    return f"{month.headache} headache days in {month.period}"


def _percent(before: Bounds, now: Bounds) -> Found | None:
    fewer = percent_fewer(before, now)
    return fewer and Found(*fewer, PERCENT_FEWER)


def _per_day(per_day: tuple[Bounds, Bounds] | None, before: Tally, now: Tally) -> str:
    if per_day is None:
        return ""
    lengths = f"{before.period} has {before.period.length} days and {now.period} {now.period.length}"
    return f"; per day it is {change_in_words(*per_day)}, on the other side: {lengths}"


def _advice(rule: Reduction, answer: Answer, case: Case) -> str:
    """What follows when the rule stops."""
    if answer is not Answer.NO:
        return ""
    again = rule.look_again_after
    later = f"; or look again after a {_ORDINALS[again]}" if again and not cycles_are_over(again, case) else ""
    return later + (f"; {rule.advice.rstrip('.')}" if rule.advice else "")
