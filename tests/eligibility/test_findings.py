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
from migraine_cli.eligibility.finding import Found
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
from migraine_cli.eligibility.start import start_finding
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
    assert finding.preference is preference
    assert Told(finding.answer, finding.found, finding.period, finding.because, finding.missing) == told
