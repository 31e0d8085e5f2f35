"""The audit: a small cohort counted by hand, and shares that hold however the missing days turn out."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.period import Period
from migraine_cli.eligibility.policy import HeadacheDays, Policy, Reduction
from migraine_cli.practice.audit import AuditRow, audit
from migraine_cli.practice.cohort import Told, after_cycles, cohort
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.diary import DayStatement, DiaryEntry
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.records.visits import CourseEvent

START, AS_OF = date(2025, 1, 1), date(2026, 10, 5)
YEAR = Period(START, date(2025, 12, 31))
RULE = Reduction(id="reduction", below_percent=30, after_cycles=2)
POLICY = Policy(
    id="test",
    title="A policy",
    source="a test",
    address="https://example.org",
    edition="first",
    read=date(2026, 1, 1),
    confirmed=True,
    claim="meets it",
    start=(HeadacheDays(id="headache-days", at_least=15),),
    stop=(RULE,),
)


def a_chart(
    after: Sequence[int], events: Sequence[CourseEvent] = (), diary: Sequence[DiaryEntry] = (), id_: str = "P1"
) -> Chart:
    """A patient whose sessions are so many days after START."""
    sessions = [
        Session(id=f"session:{n}", patient=id_, date=START + timedelta(days), units=155.0)
        for n, days in enumerate(after)
    ]
    nothing: dict[str, Sequence[object]] = {"months": (), "preventives": (), "effects": (), "scores": ()}
    parts = nothing | {"sessions": sessions, "events": events, "diary": diary, "checkups": ()}
    return Chart(Patient(id=id_), **parts)


def a_step(step: str, after: int, reason: str | None = None) -> CourseEvent:
    return CourseEvent(id="course:1", patient="P1", date=START + timedelta(after), step=step, reason=reason)  # type: ignore[arg-type]


def rows_of(charts: Sequence[Chart], as_of: date = AS_OF) -> dict[str, AuditRow]:
    return {row.criterion: row for row in audit(cohort(charts, YEAR, as_of), POLICY, "2025", as_of, as_trials=True)}


NO, UNKNOWN = Answer.NO, Answer.UNKNOWN
EARLY = [
    ("stopped for no effect", [0], [a_step("stop", 50, "No effect after one cycle")], 600, NO, ""),
    ("stopped for no effect in cycle 2", [0, 84], [a_step("stop", 150, "didn't help")], 600, NO, ""),
    ("stopped for another reason", [0], [a_step("stop", 50, "moved away")], 600, UNKNOWN, "stopped: moved away"),
    ("no side effect isn't no effect", [0], [a_step("stop", 50, "no effects, moved")], 600, UNKNOWN, None),
    ("no reason", [0], [a_step("stop", 50)], 600, UNKNOWN, "stopped: no reason recorded"),
    ("lapsed", [0], [], 600, UNKNOWN, "lapsed"),
    ("lapsed, then started anew", [0, 300], [], 600, UNKNOWN, "lapsed"),
    ("cycle 2 runs", [0, 84], [], 167, UNKNOWN, "cycle 2 isn't over yet"),
    ("one session so far", [0], [], 100, UNKNOWN, "cycle 2 isn't over yet"),
    ("a stop after the point changes nothing", [0, 84], [a_step("stop", 169, "no effect")], 600, Answer.YES, ""),
    ("cycle 2 is over on day 84", [0, 84], [], 168, Answer.YES, ""),
    ("cycle 2 ends with the next session", [0, 84, 160], [], 161, Answer.YES, ""),
]


@pytest.mark.parametrize(
    ("after", "events", "on", "answer", "reason"), [row[1:] for row in EARLY], ids=[row[0] for row in EARLY]
)
def test_whoever_left_early_stays_in(
    after: list[int], events: list[CourseEvent], on: int, answer: Answer, reason: str | None
) -> None:
    as_of = START + timedelta(on)
    (member,) = cohort([a_chart(after, events)], YEAR, as_of)
    told = after_cycles(member, 2, as_of, lambda _member, _day: Told(Answer.YES))
    assert told.answer is answer
    assert reason is None or told.reason == reason


NEXT = [
    ("too early", [0, 83], [], 100, (0, 1, ["1 left apart: day 91 isn't over yet"])),
    ("day 84", [0, 84], [], 100, (1, 0, ["1 left apart: day 91 isn't over yet"])),
    ("day 91", [0, 91], [], 100, (1, 0, ["1 left apart: day 91 isn't over yet"])),
    ("day 92", [0, 92], [], 100, (0, 1, ["1 left apart: day 91 isn't over yet"])),
    ("day 91 isn't over", [0], [], 91, (0, 0, ["1 left apart: day 91 isn't over yet"])),
    ("not given by day 91", [0], [], 92, (0, 1, [])),
    ("lapsed", [0], [], 400, (0, 1, [])),
    ("paused", [0], [a_step("pause", 60)], 400, (0, 0, ["1 left apart: paused"])),
    ("paused, but given in time", [0, 84], [a_step("pause", 60)], 176, (1, 1, [])),
    ("paused too late to excuse it", [0], [a_step("pause", 95)], 400, (0, 1, [])),
    ("stopped", [0], [a_step("stop", 60)], 400, (0, 0, ["1 left apart: stopped"])),
]


@pytest.mark.parametrize(("after", "events", "on", "counted"), [row[1:] for row in NEXT], ids=[row[0] for row in NEXT])
def test_the_next_session_is_on_time_from_day_84_to_91(
    after: list[int], events: list[CourseEvent], on: int, counted: tuple[int, int, list[str]]
) -> None:
    row = rows_of([a_chart(after, events)], START + timedelta(on))["next-session"]
    assert (row.yes, row.no, list(row.notes), row.unknown) == (*counted, 0)


def test_only_a_first_session_in_the_time_makes_the_cohort() -> None:
    charts = [a_chart([-1, 84]), a_chart([0]), a_chart([364]), a_chart([365]), a_chart([])]
    assert [each.course[0].date for each in cohort(charts, YEAR, AS_OF)] == [YEAR.first, YEAR.last]


@pytest.mark.parametrize(("patients", "percent"), [(9, False), (10, True)])
def test_below_ten_patients_there_are_counts_and_no_percent(patients: int, percent: bool) -> None:
    row = rows_of([a_chart([0, 84], id_=f"P{n}") for n in range(patients)])["next-session"]
    assert (row.cohort, row.yes, row.no) == (patients, patients, patients)
    assert (row.share is not None, row.with_chance is not None) == (percent, percent)


def test_a_patient_counts_once_for_the_chance() -> None:
    """Wilson's interval of 5 of 10 is 23.7 to 76.3 %; of 10 of 20 it would be 29.9 to 70.1 %."""
    row = rows_of([a_chart([0, 84], id_=f"P{n}") for n in range(10)])["next-session"]
    assert row.share is not None
    assert (row.share.low, row.share.high) == (50, 50)
    assert row.with_chance is not None
    assert (round(row.with_chance.low, 1), round(row.with_chance.high, 1)) == (23.7, 76.3)


def test_effects_not_recorded_as_asked_are_unknown() -> None:
    chart = a_chart([0, 84, 168])
    chart.checkups = [
        CheckUp(id="checkup:1", patient="P1", date=START + timedelta(84), swallowing="well", weakness="none"),
        CheckUp(id="checkup:2", patient="P1", date=START + timedelta(168), swallowing="well"),
    ]
    row = rows_of([chart])["effects-asked"]
    assert (row.yes, row.no, row.unknown) == (1, 0, 1)


ATTACK = {"headache": True, "migraine": True, "hours": 6.0}
FREE = {"headache": False}


def a_diary(bad: Mapping[int, bool], id_: str) -> list[DiaryEntry]:
    """Each day, so many after START, with 6 hours of migraine or with none at all."""
    statements = [DayStatement(days=(str(START + timedelta(day)),), **(ATTACK if bad[day] else FREE)) for day in bad]
    return [DiaryEntry(id="diary:1", patient=id_, statements=tuple(statements))]


_DAYS = range(-31, 170)
_PATIENTS = 10
_KNOWN = st.lists(
    st.tuples(st.integers(0, 10), st.integers(0, 10), st.sets(st.sampled_from(_DAYS), max_size=60)),
    min_size=_PATIENTS,
    max_size=_PATIENTS,
)


@settings(max_examples=4)
@given(_KNOWN, st.randoms(use_true_random=False))
def test_shares_stay_within_their_bounds_however_the_missing_days_turn_out(
    patients: list[tuple[int, int, set[int]]], chance: random.Random
) -> None:
    open_charts, full_charts = [], []
    for number, (before, after, missing) in enumerate(patients):
        id_ = f"P{number}"
        truth = {day: chance.randint(1, 10) <= (before if day < 0 else after) for day in _DAYS}
        full = a_diary(truth, id_)
        known = a_diary({day: bad for day, bad in truth.items() if day not in missing}, id_)
        full_charts.append(a_chart([0, 84], diary=full, id_=id_))
        open_charts.append(a_chart([0, 84], diary=known, id_=id_))
    seen, true = rows_of(open_charts), rows_of(full_charts)
    for criterion in ("headache-days", "reduction", "trial-definition"):
        bounds, inner = seen[criterion].share, true[criterion].share
        spread = seen[criterion].with_chance
        assert bounds is not None
        assert inner is not None
        assert spread is not None
        assert 0 <= spread.low <= bounds.low <= inner.low <= inner.high <= bounds.high <= spread.high <= 100


def test_what_is_only_preferred_is_no_row_of_the_audit() -> None:
    wished = HeadacheDays(id="wished", at_least=20, preference=True)
    members = cohort([a_chart([0])], YEAR, AS_OF)
    asked = [row.criterion for row in audit(members, replace(POLICY, start=(*POLICY.start, wished)), "2025", AS_OF)]
    assert "headache-days" in asked
    assert "wished" not in asked


def test_a_cycle_too_short_for_a_month_of_its_own_is_unknown() -> None:
    """Both cycles are over, and no complete month lies in the second."""
    row = rows_of([a_chart([0, 84, 110])])[RULE.id]
    assert (row.yes, row.no, row.unknown) == (0, 0, 1)
    assert any("no complete month in cycle 2" in note for note in row.notes), row.notes


A_YEAR = range(0, 365, 84)

LATER = {
    "treated all the year": (A_YEAR, [], "yes"),
    "the last session 182 days before": ([0, 183], [], "yes"),
    "lapsed the day before": ([0, 182], [], "no"),
    "lapsed, and back by then": ([0, 84, 330], [], "yes"),
    "stopped for no effect": ([0, 84], [a_step("stop", 200, "no effect")], "no"),
    "stopped for any other reason": ([*A_YEAR], [a_step("stop", 350, "moved away")], "no"),
    "stopped the day after": ([*A_YEAR], [a_step("stop", 366, "no effect")], "yes"),
    "paused": ([*A_YEAR], [a_step("pause", 350)], "apart"),
    "a year isn't over yet": ([0, 84], [], "apart yet"),
}


@pytest.mark.parametrize(("after", "events", "told"), LATER.values(), ids=LATER)
def test_who_is_still_treated_after_twelve_months(
    after: Sequence[int], events: Sequence[CourseEvent], told: str
) -> None:
    as_of = date(2025, 12, 31) if told == "apart yet" else AS_OF
    row = rows_of([a_chart(after, events)], as_of)["treated-later"]
    found = {"yes": row.yes, "no": row.no, "unknown": row.unknown}
    assert found == {answer: int(answer == told) for answer in found}
    assert bool(row.notes) == told.startswith("apart")
