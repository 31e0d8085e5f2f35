"""Every shipped policy, criterion by criterion: a patient who meets all, and the same patient failing one of them.

The tables are made from the policy files, so that a threshold that is changed there is tried on both sides at once.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from charts import ADULT, Facts, chart, kept
from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.period import months_before
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.plain_words import needs, plain_words
from migraine_cli.eligibility.policy import (
    Age,
    Contraindications,
    Criterion,
    FewHeadacheDays,
    HeadacheDays,
    LongHeadacheDays,
    MedicationOveruse,
    MigraineDays,
    Policy,
    Preventives,
    Reduction,
    StopRule,
)
from migraine_cli.eligibility.verdict import Verdict, judge
from migraine_cli.records.preventive import Preventive
from migraine_cli.reference.policies import policy, policy_ids

POLICIES = [policy(id_) for id_ in policy_ids()]
AS_OF = date(2026, 10, 1)
CRITERIA = [(each, criterion) for each in POLICIES for criterion in each.start]
STOP_RULES = [(each, rule) for each in POLICIES for rule in each.stop]
START, SECOND = date(2026, 2, 2), date(2026, 4, 27)
BASELINE = 20


def named(value: object) -> str:
    return value.id if isinstance(value, Policy | Criterion | StopRule) else ""


def months(before: date, count: int, headache: int, migraine: int, long: int) -> dict[date, Facts]:
    days: dict[date, Facts] = {}
    for period in months_before(before, count):
        days |= kept(period, headache, migraine, long)
    return days


def tried(count: int, criterion: Preventives | None = None, days: int = 90) -> tuple[Preventive, ...]:
    """So many preventives, one of each class that counts, failed after so many days."""
    classes = (criterion and criterion.classes) or ("antiepileptic", "antidepressant", "beta-blocker", "arb")
    return tuple(
        Preventive(
            patient="P1",
            medicine=f"medicine of {drug_class}",
            drug_class=drug_class,
            outcome="failed",
            started=date(2019, 1, 1),
            stopped=date(2019, 1, 1) + timedelta(days=days),
        )
        for drug_class in classes[:count]
    ) or (Preventive(patient="P1"),)


def meets_all() -> Chart:
    return chart(months(AS_OF, 6, 20, 20, 20), preventives=tried(3))


def just(criterion: Criterion, *, short: bool) -> Chart:
    """A patient who meets every other criterion, and this one exactly or by one too little."""
    found = meets_all()
    match criterion:
        case MigraineDays() | LongHeadacheDays() | HeadacheDays():
            days = criterion.at_least - short
            counts = {
                "headache": (days, days, days),
                "migraine": (20, days, 20),
                "long": (20, 20, days),
            }[criterion.counts]
            return chart(months(AS_OF, criterion.months, *counts), preventives=tried(3))
        case Age():
            birthday = AS_OF.replace(year=AS_OF.year - criterion.at_least)
            found.patient = replace(ADULT, born=birthday + timedelta(days=short))
        case Preventives():
            found.preventives = tried(criterion.at_least - short, criterion)
        case MedicationOveruse():
            found.patient = replace(ADULT, overuse="unmanaged" if short else criterion.accepts[-1])
        case Contraindications():
            found.patient = replace(ADULT, cautions=("hypersensitivity",) if short else ("pregnancy",))
    return found


def answers(verdict: Verdict) -> dict[str, Answer]:
    return {finding.id: finding.answer for finding in verdict.criteria}


@pytest.mark.parametrize("shipped", POLICIES, ids=named)
def test_a_patient_who_meets_all(shipped: Policy) -> None:
    verdict = judge(shipped, Case.of(meets_all(), AS_OF))
    assert set(answers(verdict).values()) == {Answer.YES}
    assert verdict.verdict is Answer.YES
    assert verdict.missing == ()


@pytest.mark.parametrize(("shipped", "criterion"), CRITERIA, ids=named)
def test_each_criterion_met_exactly(
    shipped: Policy,
    criterion: Age
    | HeadacheDays
    | LongHeadacheDays
    | Preventives
    | Contraindications
    | MigraineDays
    | MedicationOveruse,
) -> None:
    verdict = judge(shipped, Case.of(just(criterion, short=False), AS_OF))
    assert answers(verdict)[criterion.id] is Answer.YES


@pytest.mark.parametrize(("shipped", "criterion"), CRITERIA, ids=named)
def test_each_criterion_missed_by_one(
    shipped: Policy,
    criterion: Age
    | HeadacheDays
    | LongHeadacheDays
    | Preventives
    | Contraindications
    | MigraineDays
    | MedicationOveruse,
) -> None:
    verdict = judge(shipped, Case.of(just(criterion, short=True), AS_OF))
    assert answers(verdict)[criterion.id] is Answer.NO
    assert verdict.verdict is (Answer.YES if criterion.preference else Answer.NO)


@pytest.mark.parametrize(("shipped", "criterion"), CRITERIA, ids=named)
def test_each_criterion_with_nothing_known(
    shipped: Policy,
    criterion: Age
    | HeadacheDays
    | LongHeadacheDays
    | Preventives
    | Contraindications
    | MigraineDays
    | MedicationOveruse,
) -> None:
    nothing = chart({}, patient=replace(ADULT, born=None, overuse=None), preventives=())
    verdict = judge(shipped, Case.of(nothing, AS_OF))
    finding = next(each for each in verdict.criteria if each.id == criterion.id)
    known = isinstance(criterion, Contraindications)
    assert finding.answer is (Answer.YES if known else Answer.UNKNOWN)
    assert finding.because == "none recorded" if known else finding.missing


def treated(*lately: int) -> Chart:
    """Two sessions, a baseline of 20 headache days, and the latest months with so many, the earliest first."""
    days = months(START, 6, BASELINE, BASELINE, BASELINE)
    for headache, period in zip(reversed(lately), months_before(AS_OF, len(lately)), strict=True):
        days |= kept(period, headache, 0, 0)
    return chart(days, sessions=(START, SECOND, date(2026, 7, 6)))


def lately(rule: StopRule, *, stops: bool) -> tuple[int, ...]:
    """Headache days of the latest three months that just meet the stop rule, or just don't."""
    if isinstance(rule, Reduction):
        goes_on = BASELINE * (100 - rule.below_percent) // 100
        return (19, 19, goes_on + stops)
    return (rule.below - 1, rule.below - 1, rule.below - stops)


@pytest.mark.parametrize(("shipped", "rule"), STOP_RULES, ids=named)
@pytest.mark.parametrize(("stops", "answer"), [(False, Answer.YES), (True, Answer.NO)], ids=["goes on", "stops"])
def test_each_stop_rule_on_both_sides(
    shipped: Policy, rule: Reduction | FewHeadacheDays, stops: bool, answer: Answer
) -> None:
    verdict = judge(shipped, Case.of(treated(*lately(rule, stops=stops)), AS_OF))
    assert verdict.stage == "continue"
    assert answers(verdict)[rule.id] is answer


@pytest.mark.parametrize("shipped", [each for each in POLICIES if each.stop], ids=named)
def test_a_contraindication_found_later_stops_and_leaves_the_start_as_it_was(shipped: Policy) -> None:
    found = treated(19, 19, 10)
    found.patient = replace(ADULT, cautions=("site-infection",))
    found.preventives = tried(3)
    verdict = judge(shipped, Case.of(found, AS_OF))
    assert (verdict.verdict, verdict.start) == (Answer.NO, Answer.YES)


@pytest.mark.parametrize("shipped", POLICIES, ids=named)
def test_each_rule_has_an_id_of_its_own(shipped: Policy) -> None:
    ids = [rule.id for rule in (*shipped.start, *shipped.stop)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("shipped", "criterion"), CRITERIA, ids=named)
def test_a_verdict_needs_what_the_policy_says(
    shipped: Policy,
    criterion: Age
    | HeadacheDays
    | LongHeadacheDays
    | Preventives
    | Contraindications
    | MigraineDays
    | MedicationOveruse,
) -> None:
    verdict = judge(shipped, Case.of(meets_all(), AS_OF))
    assert next(each.needs for each in verdict.criteria if each.id == criterion.id) == needs(criterion)


@pytest.mark.parametrize("rule", [rule for _, rule in (*CRITERIA, *STOP_RULES)], ids=named)
def test_the_words_follow_the_thresholds(
    rule: Age
    | HeadacheDays
    | LongHeadacheDays
    | Preventives
    | Contraindications
    | MigraineDays
    | MedicationOveruse
    | Reduction
    | FewHeadacheDays,
) -> None:
    """Whatever number of a rule is changed, its words change with it."""
    for threshold in ("at_least", "below", "months", "below_percent", "after_cycles", "trial_days"):
        now = getattr(rule, threshold, None)
        if now is not None:
            assert plain_words(replace(rule, **{threshold: now + 1})) != plain_words(rule)


@pytest.mark.parametrize(
    ("as_written", "words"),
    [
        (HeadacheDays(id="x", at_least=15), "15 or more headache days a month"),
        (MigraineDays(id="x", at_least=8, months=4), "8 or more migraine days a month in each of 4 months in a row"),
        (
            LongHeadacheDays(id="x", at_least=8, months=6, over="average"),
            "8 or more days of 4 hours or more a month on average over 6 months",
        ),
        (Age(id="x", at_least=18, preference=True), "18 years or older – preferred, doesn't bar"),
        (
            Preventives(id="x", at_least=2, distinct="class", outcomes=("failed", "not-tolerated"), trial_days=60),
            "2 or more distinct preventive classes of medicine (failed, not tolerated; a failed one taken "
            "for 60 days or more)",
        ),
        (MedicationOveruse(id="x", accepts=("none", "managed")), "medication overuse stated as none or managed"),
        (Contraindications(id="x"), "none recorded of: hypersensitivity, site infection, allergic reaction"),
        (
            Reduction(id="x", below_percent=30, after_cycles=2),
            "headache days fell by less than 30 %, judged from 2 cycles on",
        ),
        (
            FewHeadacheDays(id="x", below=10, months=3, advice="look again."),
            "fewer than 10 headache days in each of the 3 latest months (look again)",
        ),
    ],
)
def test_rules_in_plain_words(
    as_written: HeadacheDays
    | MigraineDays
    | LongHeadacheDays
    | Age
    | Preventives
    | MedicationOveruse
    | Contraindications
    | Reduction
    | FewHeadacheDays,
    words: str,
) -> None:
    assert plain_words(as_written) == words
