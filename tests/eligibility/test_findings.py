"""All that is told of a criterion: what it needs, what was found and when, why, and what would settle it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest
from charts import ADULT, THREE_FAILED, Facts, chart, kept
from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.period import month_of
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import Finding, Found
from migraine_cli.eligibility.plain_words import fell_too_little, fewer_days, needs
from migraine_cli.eligibility.policy import (
    ANY_REDUCTION,
    Age,
    Contraindications,
    Criterion,
    HeadacheDays,
    LongHeadacheDays,
    MedicationOveruse,
    MigraineDays,
    Preventives,
    Reduction,
)
from migraine_cli.eligibility.start import start_finding
from migraine_cli.eligibility.stop import stop_finding
from migraine_cli.records.patient import Patient

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
JUNE_FIRST = date(2026, 6, 1)


def month(name: str, headache: int, migraine: int, long: int, blank: int = 0) -> dict[date, Facts]:
    return kept(month_of(date.fromisoformat(f"{name}-01")), headache, migraine, long, blank)


APRIL_AND_MAY = month("2026-04", 16, 9, 10) | month("2026-05", 14, 8, 12, blank=2)
"""April: 16 headache days, 9 with migraine, 10 long ones. May: 14, 8 and 12, and two days not recorded."""

UNBORN, UNSTATED = replace(ADULT, born=None), replace(ADULT, overuse=None)


class Told(NamedTuple):
    """The answer, what was found as the least and the most, for which time, why, and what would settle it."""

    answer: Answer
    found: Found | None = None
    period: str | None = None
    because: str = ""
    missing: tuple[str, ...] = ()


# the criterion, the patient, and what is told
TOLD: dict[str, tuple[Criterion, Patient, Told]] = {
    "headache days in each of two months": (
        HeadacheDays(id="days", at_least=15, months=2),
        ADULT,
        Told(
            answer=UNKNOWN,
            found=Found(14, 16, "headache days a month"),
            period="2026-04..2026-05",
            because="headache days in 2026-04: 16, 2026-05: 14 to 16",
            missing=("2 more diary days of 2026-05 (2026-05-30..2026-05-31)",),
        ),
    ),
    "migraine days on average": (
        MigraineDays(id="migraine", at_least=9, months=2, over="average"),
        ADULT,
        Told(
            answer=UNKNOWN,
            found=Found(8.5, 9.5, "migraine days a month on average"),
            period="2026-04..2026-05",
            because="migraine days in 2026-04: 9, 2026-05: 8 to 10",
            missing=("2 more diary days of 2026-05 (2026-05-30..2026-05-31)",),
        ),
    ),
    "long days, decided": (
        LongHeadacheDays(id="long", at_least=12),
        ADULT,
        Told(
            answer=YES,
            found=Found(12, 14, "days of 4 hours or more a month"),
            period="2026-05",
            because="days of 4 hours or more in 2026-05: 12 to 14",
        ),
    ),
    "the age": (
        Age(id="age", at_least=46),
        ADULT,
        Told(
            answer=YES,
            found=Found(46, 46, "years"),
            period="2026-06-01",
            because="46 years old on 2026-06-01",
        ),
    ),
    "the age without a date of birth": (
        Age(id="age", at_least=18),
        UNBORN,
        Told(
            answer=UNKNOWN,
            because="no date of birth is recorded",
            missing=("the date of birth",),
        ),
    ),
    "overuse that is managed": (
        MedicationOveruse(id="overuse", accepts=("none", "managed")),
        ADULT,
        Told(answer=YES, because="the clinician states: managed"),
    ),
    "overuse that isn't accepted": (
        MedicationOveruse(id="overuse", accepts=("none",)),
        ADULT,
        Told(answer=NO, because="the clinician states: managed"),
    ),
    "overuse that nobody has stated": (
        MedicationOveruse(id="overuse", accepts=("none", "managed")),
        UNSTATED,
        Told(
            answer=UNKNOWN,
            because="the clinician has not stated it",
            missing=("the clinician's statement on medication overuse",),
        ),
    ),
    "no contraindication": (
        Contraindications(id="bar", cautions=("pregnancy",)),
        ADULT,
        Told(answer=YES, because="none recorded"),
    ),
    "two contraindications": (
        Contraindications(id="bar", cautions=("pregnancy", "site-infection")),
        replace(ADULT, cautions=("pregnancy", "site-infection")),
        Told(
            answer=NO,
            because="PREGNANT or possible, recorded as a caution: decide and document before injecting; infection at "
            "an injection site",
        ),
    ),
    "three preventives that failed": (
        Preventives(id="tried", at_least=3, outcomes=("failed",)),
        ADULT,
        Told(
            answer=YES,
            found=Found(3, 3, "medicines"),
            period="2026-06-01",
            because="topiramate (failed), amitriptyline (failed), propranolol (failed)",
        ),
    ),
}


@pytest.mark.parametrize(("criterion", "patient", "told"), TOLD.values(), ids=TOLD)
@pytest.mark.parametrize("preference", [False, True])
def test_all_that_is_told(criterion: Criterion, patient: Patient, told: Told, preference: bool) -> None:
    asked = replace(criterion, preference=preference)
    case = Case.of(chart(APRIL_AND_MAY, patient=patient, preventives=THREE_FAILED), JUNE_FIRST)
    finding = start_finding(asked, case)
    assert (finding.id, finding.needs, finding.stage) == (criterion.id, needs(criterion), "start")
    assert (finding.preference, finding.evidence) == (preference, ())
    assert Told(finding.answer, finding.found, finding.period, finding.because, finding.missing) == told


def test_no_preventive_recorded_is_unknown() -> None:
    asked = Preventives(id="tried", at_least=3, outcomes=("failed",))
    finding = start_finding(asked, Case.of(chart({}, preventives=()), JUNE_FIRST))
    assert (finding.answer, finding.needs, finding.found, finding.missing) == (
        UNKNOWN,
        needs(asked),
        None,
        ("the preventives tried",),
    )


MARCH_FIRST = date(2026, 3, 1)
HALF = Reduction(id="half", below_percent=50, after_cycles=1, look_again_after=2, advice="stop and review.")
ANY = Reduction(id="any", below_percent=ANY_REDUCTION, after_cycles=1)

# headache days of the baseline (February) and of the month judged (May), so many of them not recorded
STOPS: dict[str, tuple[Reduction, tuple[int, int], tuple[int, int], Finding]] = {
    "more than half": (
        HALF,
        (20, 0),
        (9, 0),
        Finding(
            id="half",
            answer=YES,
            needs="",
            found=Found(55, 55, "% fewer headache days"),
            because="55 % fewer (20 → 9 days): 2026-05 against 2026-02",
        ),
    ),
    "less than half": (
        HALF,
        (20, 0),
        (12, 0),
        Finding(
            id="half",
            answer=NO,
            needs="",
            found=Found(40, 40, "% fewer headache days"),
            because="40 % fewer (20 → 12 days): 2026-05 against 2026-02; or look again after a second; stop and review",
        ),
    ),
    "it depends on a day": (
        HALF,
        (20, 0),
        (10, 1),
        Finding(
            id="half",
            answer=UNKNOWN,
            needs="",
            found=Found(45, 50, "% fewer headache days"),
            because="45 to 50 % fewer (20 → 10 to 11 days): 2026-05 against 2026-02",
            missing=("1 more diary day of 2026-05 (2026-05-31)",),
        ),
    ),
    "a baseline without headache": (
        HALF,
        (0, 0),
        (9, 0),
        Finding(
            id="half",
            answer=UNKNOWN,
            needs="",
            because="0 headache days in 2026-02, 9 headache days in 2026-05",
            missing=("a baseline with headache days; 2026-02 has none",),
        ),
    ),
    "nothing recorded of the month judged": (
        HALF,
        (20, 0),
        (0, 31),
        Finding(
            id="half",
            answer=UNKNOWN,
            needs="",
            found=Found(-55, 100, "% fewer headache days"),
            because="20 headache days in 2026-02, nothing is recorded for 2026-05",
            missing=("the 31 diary days of 2026-05, of which nothing is recorded",),
        ),
    ),
}


@pytest.mark.parametrize(("rule", "before", "now", "told"), STOPS.values(), ids=STOPS)
def test_all_that_is_told_of_a_reduction(
    rule: Reduction, before: tuple[int, int], now: tuple[int, int], told: Finding
) -> None:
    days = month("2026-02", before[0], 0, 0, before[1]) | month("2026-05", now[0], 0, 0, now[1])
    finding = stop_finding(rule, Case.of(chart(days, sessions=(MARCH_FIRST,)), date(2026, 6, 1)))
    assert (finding.stage, finding.period, finding.stops) == ("continue", "2026-02 to 2026-05", fell_too_little(rule))
    assert finding.needs == f"{fewer_days(rule)}, after {rule.after_cycles} cycles"
    assert replace(finding, stage="start", period=None, stops=None, needs="") == told


def test_a_rule_that_is_not_judged_yet() -> None:
    finding = stop_finding(HALF, Case.of(chart({}, sessions=(MARCH_FIRST,)), date(2026, 5, 23)))
    assert finding == Finding(
        id="half",
        stage="continue",
        answer=YES,
        needs=f"{fewer_days(HALF)}, after 1 cycles",
        because="not yet judged: 1 session given; judged 84 days after session 1",
        judged=False,
    )


def test_any_reduction_in_words() -> None:
    assert fewer_days(ANY) != fewer_days(replace(ANY, below_percent=2))
    assert "%" not in fewer_days(ANY)
    assert "30 %" in fewer_days(replace(ANY, below_percent=30))
