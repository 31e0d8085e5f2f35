"""Days with acute medicines: counted by class, once a day, with bounds; the clinician's statement decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest
from charts import ADULT, chart

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.period import Period, months_before
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import Evidence, Found
from migraine_cli.eligibility.overuse import AcuteMedicines, OveruseLimits
from migraine_cli.eligibility.policy import MedicationOveruse
from migraine_cli.eligibility.start import start_finding
from migraine_cli.records.diary import DayStatement, DiaryEntry
from migraine_cli.records.patient import Patient
from migraine_cli.reference import data as reference
from migraine_cli.words.dates import spans

LIMITS = msgspec.convert(reference.read_toml("overuse.toml"), OveruseLimits)
ACUTE = AcuteMedicines(LIMITS, reference.medicines().acute)
MANAGED = MedicationOveruse(id="overuse", accepts=("none", "managed"))
MAY = date(2024, 5, 1)
MONTHS = months_before(MAY, 4)


def taking(
    *medicines_by_days: tuple[int, tuple[str, ...] | None], patient: Patient = ADULT, months: Sequence[Period] = MONTHS
) -> Case:
    """In each of the months, these medicines on so many days from the 1st on; None not recorded, nothing on the
    days that are left.
    """
    statements = []
    for month in months:
        days = list(month.days())
        for count, medicines in (*medicines_by_days, (31, ())):
            taken, days = days[:count], days[count:]
            if medicines is not None and taken:
                statements.append(DayStatement(days=spans(taken), medicines=medicines))
    own = chart({}, patient=patient)
    own.diary = [DiaryEntry(patient=patient.id, statements=tuple(statements))]
    return Case.of(own, MAY, acute=ACUTE)


def evidence(case: Case) -> dict[str, tuple[str, float, float]]:
    found = start_finding(MANAGED, case).evidence
    return {each.id: (each.answer.value, each.found.low, each.found.high) for each in found}


@pytest.mark.parametrize(
    ("medicine", "medicine_class", "threshold"),
    [
        ("sumatriptan", "triptan", 10),
        ("ergotamine", "ergot", 10),
        ("tramadol", "opioid", 10),
        ("codeine + paracetamol", "combination-analgesic", 10),
        ("ibuprofen", "non-opioid-analgesic", 15),
    ],
)
def test_each_class_at_its_threshold(medicine: str, medicine_class: str, threshold: int) -> None:
    assert evidence(taking((threshold, (medicine,)))) == {medicine_class: ("yes", threshold, threshold)}
    assert evidence(taking((threshold - 1, (medicine,)))) == {medicine_class: ("no", threshold - 1, threshold - 1)}
    unknown_day = taking((threshold - 1, (medicine,)), (1, None))
    assert evidence(unknown_day) == {medicine_class: ("unknown", threshold - 1, threshold)}


def test_days_are_counted_and_not_doses() -> None:
    assert evidence(taking((9, ("sumatriptan", "rizatriptan")))) == {"triptan": ("no", 9, 9)}


def test_all_non_opioid_analgesics_are_one_class() -> None:
    assert evidence(taking((8, ("ibuprofen",)), (7, ("paracetamol",)))) == {"non-opioid-analgesic": ("yes", 15, 15)}


def test_several_classes_together_none_overused_alone() -> None:
    together = taking((5, ("sumatriptan",)), (5, ("ibuprofen",)))
    assert evidence(together)["several-classes"] == ("yes", 10, 10)
    on_the_same_days = taking((9, ("sumatriptan", "ibuprofen")))
    assert evidence(on_the_same_days)["several-classes"] == ("no", 9, 9)
    one_alone = taking((10, ("sumatriptan",)), (5, ("ibuprofen",)))
    assert evidence(one_alone)["triptan"][0] == "yes"
    assert evidence(one_alone)["several-classes"][0] == "no"


def test_gepants_and_other_classes_do_not_count() -> None:
    assert evidence(taking((20, ("rimegepant", "metoclopramide")))) == {}


def test_a_medicine_of_unknown_class_may_be_of_any() -> None:
    case = taking((9, ("sumatriptan",)), (1, ("grandmother's drops",)))
    assert evidence(case) == {"triptan": ("unknown", 9, 10)}
    assert "grandmother's drops, whose class isn't known" in start_finding(MANAGED, case).because


def test_three_months_are_not_more_than_three() -> None:
    assert evidence(taking((12, ("sumatriptan",)), months=MONTHS[:3])) == {"triptan": ("unknown", 0, 12)}


@pytest.mark.parametrize(
    ("stated", "answer"),
    [("none", Answer.YES), ("managed", Answer.YES), ("unmanaged", Answer.NO), (None, Answer.UNKNOWN)],
)
def test_the_clinicians_statement_decides(stated: str | None, answer: Answer) -> None:
    patient = msgspec.structs.replace(ADULT, overuse=stated)
    for days in (0, 12):
        assert start_finding(MANAGED, taking((days, ("sumatriptan",)), patient=patient)).answer is answer


@pytest.mark.parametrize(
    ("case", "because"),
    [
        (taking((31, None)), "the diary of 2024-04 doesn't tell what was taken"),
        (taking(), "no intake in 2024-04"),
        (taking((3, ("sumatriptan",))), "days with intake in 2024-04: triptan 3"),
        (
            taking((3, ("sumatriptan",)), (1, None)),
            "days with intake in 2024-04: triptan 3 to 4; not known of 1 day",
        ),
        (
            taking((12, ("sumatriptan",))),
            "days with intake in 2024-04: triptan 12; overuse of triptan by ICHD-3 8.2 in 2024-01..2024-04",
        ),
    ],
    ids=["not recorded", "none taken", "taken", "taken, and a day not recorded", "overused"],
)
def test_the_criterion_says_what_the_diary_shows(case: Case, because: str) -> None:
    assert start_finding(MANAGED, case).because == f"the clinician states: managed; {because}"


def test_the_thresholds_name_classes_of_the_medicines_and_their_source() -> None:
    assert set(LIMITS.days) <= set(reference.medicines().acute.values())
    assert LIMITS.confirmed
    assert not LIMITS.several.confirmed


def test_all_that_is_shown_of_several_classes_together() -> None:
    """Five days each of a triptan and of a non-opioid analgesic in every month, and a day not recorded."""
    case = taking((5, ("sumatriptan",)), (5, ("ibuprofen",)), (1, None))
    *_, together = start_finding(MANAGED, case).evidence
    assert together == Evidence(
        id="several-classes",
        answer=Answer.YES,
        needs="10 or more days with intake in each of 4 months, none of the classes overused alone",
        found=Found(10, 11, "days with intake a month"),
        period="2024-01..2024-04",
        because="2024-01: 10 to 11, 2024-02: 10 to 11, 2024-03: 10 to 11, 2024-04: 10 to 11",
    )
    assert start_finding(MANAGED, case).because == (
        "the clinician states: managed; days with intake in 2024-04: triptan 5 to 6, non-opioid-analgesic 5 to 6,"
        " several-classes 10 to 11; not known of 1 day; overuse of several-classes by ICHD-3 8.2 in 2024-01..2024-04"
    )
