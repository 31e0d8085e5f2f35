"""What holds a patient back however long one waits, and what passes by the next session."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from migraine_cli.chart.cautions import TELLING_EFFECTS
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.codes import Caution
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.reference.protocols import limits
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.treatment.safety.holding import (
    PREGNANCY_DAYS,
    cautions_that_hold,
    held_because,
    looks_at_sessions,
)

TODAY = date(2026, 10, 5)
LAST = date(2026, 7, 13)
RECORDED = date(2026, 8, 1)


def checkup(day: date, **answers: Any) -> CheckUp:
    return CheckUp(id="checkup:1", entry=9, patient="P1", date=day, **answers)


def held(
    *cautions: Caution,
    checkups: tuple[CheckUp, ...] = (),
    since: date | None = None,
    today: date = TODAY,
    born: date | None = date(1980, 1, 1),
    effects: tuple[Effect, ...] = (),
) -> str | None:
    """Why the session of today can't be given; `since` is when a pregnancy was recorded as a caution."""
    return held_because(case_of(*cautions, checkups=checkups, today=today, born=born, effects=effects), since)


def case_of(
    *cautions: Caution,
    checkups: tuple[CheckUp, ...] = (),
    today: date = TODAY,
    born: date | None = date(1980, 1, 1),
    effects: tuple[Effect, ...] = (),
) -> Circumstances:
    return Circumstances(
        planned=Session(patient="P1", date=today),
        patient=Patient(id="P1", born=born, cautions=cautions),
        others=(Session(patient="P1", date=LAST, entry=2),),
        effects=effects,
        events=(),
        limits=limits(),
        protocol=None,
        verdict=None,
        today=today,
        checkups=checkups,
        caution_entries=dict.fromkeys(cautions, 5),
    )


WAS_PREGNANT = "pregnancy: PREGNANT, stated 2026-08-01 (checkup:1): decide and document before injecting"
IS_RECORDED = "pregnancy: PREGNANT or possible, recorded as a caution: decide and document before injecting"


def test_nothing_stands_against_it() -> None:
    assert held() is None


@pytest.mark.parametrize(
    ("checkups", "days", "why"),
    [
        ((checkup(RECORDED, pregnancy="yes"),), 65, WAS_PREGNANT),
        ((checkup(RECORDED, pregnancy="yes"),), PREGNANCY_DAYS - 1, WAS_PREGNANT),
        ((checkup(RECORDED, pregnancy="yes"),), PREGNANCY_DAYS, None),
        ((checkup(RECORDED, pregnancy="no"),), 65, None),
        ((checkup(RECORDED, pregnancy="yes"), checkup(RECORDED + timedelta(days=9), pregnancy="no")), 65, None),
    ],
    ids=["stated", "299 days ago", "300 days ago", "not pregnant", "no longer"],
)
def test_a_pregnancy_that_was_stated(checkups: tuple[CheckUp, ...], days: int, why: str | None) -> None:
    assert held(checkups=checkups, today=RECORDED + timedelta(days=days)) == why


@pytest.mark.parametrize(
    ("said_no", "days", "why"),
    [
        (None, 65, IS_RECORDED),
        (None, PREGNANCY_DAYS - 1, IS_RECORDED),
        (None, PREGNANCY_DAYS, None),
        (RECORDED - timedelta(days=1), 65, IS_RECORDED),
        (RECORDED, 65, None),
        (RECORDED + timedelta(days=1), 65, None),
    ],
    ids=["recorded", "299 days ago", "300 days ago", "a no the day before", "a no that day", "a no since"],
)
def test_a_pregnancy_that_is_recorded_as_a_caution(said_no: date | None, days: int, why: str | None) -> None:
    checkups = (checkup(said_no, pregnancy="no"),) if said_no else ()
    today = RECORDED + timedelta(days=days)
    assert held("pregnancy", checkups=checkups, since=RECORDED, today=today) == why


def test_a_pregnancy_of_which_nobody_knows_since_when_holds_nobody() -> None:
    assert held("pregnancy") is None
    assert held(since=RECORDED) is None


def test_the_skin_of_one_day_passes() -> None:
    assert held("site-infection") is None
    assert held(checkups=(checkup(TODAY, skin="infected"),)) is None


def test_what_lasts_is_told_in_the_order_of_the_rules() -> None:
    told = held(
        "hypersensitivity",
        "neuromuscular-disorder",
        checkups=(checkup(LAST, consent="withdrawn"),),
        born=date(2010, 1, 1),
        effects=(Effect(patient="P1", date=LAST, effect="dysphagia"),),
    )
    assert told is not None
    assert [each.partition(":")[0] for each in told.split("; ") if ": " in each] == [
        "contraindicated",
        "neuromuscular-disorder",
        "spread-signs",
        "consent",
        "under-age",
    ]


@pytest.mark.parametrize(
    ("born", "why"),
    [
        (date(2008, 10, 5), None),
        (date(2008, 10, 6), "under-age: the patient is 17; the label is for adults of 18 years and over"),
        (date(2026, 10, 6), "under-age: 2026-10-05 is before the birth on 2026-10-06; correct one of the two"),
        (None, None),
    ],
    ids=["of age that day", "a day too young", "a birth after the session", "not recorded"],
)
def test_who_is_too_young(born: date | None, why: str | None) -> None:
    assert held(born=born) == why


some_effects = st.builds(
    Effect,
    patient=st.just("P1"),
    date=st.dates(LAST - timedelta(9), TODAY),
    effect=st.sampled_from(["ptosis", *sorted(TELLING_EFFECTS)]),
)


@given(st.sets(st.sampled_from(get_args(Caution))), st.lists(some_effects, max_size=3))
def test_sessions_that_are_not_looked_at_change_nothing(cautions: set[Caution], suffered: list[Effect]) -> None:
    case = case_of(*cautions, effects=tuple(suffered))
    later = Session(patient="P1", date=TODAY - timedelta(1), entry=20)
    if not looks_at_sessions(case.patient, case.effects):
        told = {held_because(replace(case, others=others), None) for others in ((), case.others, (*case.others, later))}
        assert len(told) == 1


CAUTIONS = get_args(Caution)
some_cautions = st.sets(st.sampled_from(CAUTIONS))


@given(some_cautions, some_cautions, st.lists(some_effects, max_size=2), st.sampled_from([None, RECORDED]))
def test_cautions_that_hold_nobody_change_nothing(
    recorded: set[Caution], barring: set[Caution], suffered: list[Effect], pregnant: date | None
) -> None:
    telling = cautions_that_hold(barring)
    entries = dict.fromkeys(recorded, 1)
    case = replace(case_of(*recorded, effects=tuple(suffered)), barring=barring, caution_entries=entries)
    without = replace(case, patient=Patient(id="P1", born=case.patient.born, cautions=tuple(recorded & telling)))
    assert held_because(case, pregnant) == held_because(without, pregnant)


@pytest.mark.parametrize("caution", CAUTIONS)
def test_a_caution_that_holds_nobody_is_not_looked_at(caution: Caution) -> None:
    """On the day of its record, or under a policy that counts it, each of the others holds somebody."""
    case = case_of(caution)
    case = replace(case, barring={caution}, others=(), caution_entries={caution: 1}, today=RECORDED)
    held_alone = held_because(case, RECORDED) is not None
    case = replace(case, barring=())
    assert (caution in cautions_that_hold({caution})) is (held_alone or held_because(case, RECORDED) is not None)


@pytest.mark.parametrize(
    ("cautions", "suffered", "looked_at"),
    [
        ((), (), False),
        (("hypersensitivity", "pregnancy", "dysphagia"), ("ptosis", "allergic-reaction"), False),
        (("neuromuscular-disorder",), (), True),
        ((), ("ptosis", "dysphonia"), True),
    ],
)
def test_whose_sessions_are_looked_at(
    cautions: tuple[Caution, ...], suffered: tuple[str, ...], looked_at: bool
) -> None:
    those = [Effect(patient="P1", date=TODAY, effect=each) for each in suffered]
    assert looks_at_sessions(Patient(id="P1", cautions=cautions), those) is looked_at
