"""What the next quarters need: who is due, what became of such visits, and how past forecasts did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraine_cli.chart.period import Period
from migraine_cli.exchange.synthetic import clinic
from migraine_cli.practice.forecast import Forecaster, Range
from migraine_cli.practice.past_visits import Made, PastVisits, quarter_after
from migraine_cli.practice.vials_needed import Kept, UsePerVisit, lacking
from migraine_cli.records.codes import CourseStep
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking, CourseEvent, StatedOfBooking
from tests.conftest import Ran, Run

DAY = date(2026, 10, 5)
"""The quarter that begins on the next day lasts from 2026-10-06 to 2027-01-05."""


def session(patient: str, day: str | date, **more: Any) -> Session:
    return Session(patient=patient, date=date.fromisoformat(str(day)), units=155.0, **more)


def step(word: CourseStep, day: str, until: str | None = None) -> CourseEvent:
    ends = date.fromisoformat(until) if until else None
    return CourseEvent(patient="P1", date=date.fromisoformat(day), step=word, until=ends)


def booked(day: str, made: str, *, patient: str = "P1", status: StatedOfBooking | None = None) -> Made:
    return Made(date.fromisoformat(made), Booking(patient=patient, date=date.fromisoformat(day), status=status))


FALL_DUE = {
    "84 days after the last session": (["2026-08-01"], [], [], 1),
    "due on the last day of the quarter": (["2026-10-05"], [], [], 1),
    "due the day after the quarter": (["2026-10-14"], [], [], 0),
    "due on its first day, and 84 days later again": (["2026-07-14"], [], [], 2),
    "due for the second time on its last day": (["2026-07-21"], [], [], 2),
    "due for the second time the day after": (["2026-07-22"], [], [], 1),
    "overdue: at once, and 84 days later again": (["2026-06-01"], [], [], 2),
    "182 days ago: not yet lapsed": (["2026-04-06"], [], [], 2),
    "183 days ago: lapsed": (["2026-04-05"], [], [], 0),
    "never treated": ([], [], [], 0),
    "stopped": (["2026-08-01"], [step("stop", "2026-09-01")], [], 0),
    "stopped after the forecast was made": (["2026-08-01"], [step("stop", "2026-10-06")], [], 1),
    "paused without an end": (["2026-08-01"], [step("pause", "2026-09-01")], [], 0),
    "paused until a day of the quarter": (["2026-06-01"], [step("pause", "2026-09-01", "2026-12-01")], [], 1),
    "paused beyond the quarter": (["2026-06-01"], [step("pause", "2026-09-01", "2027-02-01")], [], 0),
    "taken up again": (["2026-08-01"], [step("pause", "2026-09-01"), step("resume", "2026-09-20")], [], 1),
    "booked: on that day, not when due": (["2026-06-01"], [], [booked("2026-11-01", "2026-09-01")], 1),
    "booked after the quarter": (["2026-08-01"], [], [booked("2027-01-06", "2026-09-01")], 0),
    "booked after the forecast was made": (["2026-08-01"], [], [booked("2027-01-06", "2026-10-06")], 1),
    "an appointment called off": (["2026-08-01"], [], [booked("2027-01-06", "2026-09-01", status="cancelled")], 1),
}  # fmt: skip


@pytest.mark.parametrize(("sessions", "steps", "bookings", "number"), FALL_DUE.values(), ids=FALL_DUE)
def test_visits_that_fall_due_in_a_quarter(
    sessions: list[str], steps: list[CourseEvent], bookings: list[Made], number: int
) -> None:
    past = PastVisits([session("P1", day) for day in sessions], {"P1": steps}, bookings)
    assert sum(past.due(DAY, quarter_after(DAY, 0)).values()) == number


def test_quarters_follow_one_another_without_a_gap() -> None:
    for day in (DAY, date(2026, 8, 31), date(2024, 2, 29)):
        quarters = [quarter_after(day, number) for number in range(-9, 4)]
        assert quarter_after(day, 0).first == day + timedelta(days=1)
        assert all(one.last + timedelta(days=1) == after.first for one, after in pairwise(quarters))


def test_a_session_of_another_indication_is_a_visit_but_makes_none_due() -> None:
    past = PastVisits([session("P1", "2026-08-01", indication="cosmetic")], {}, [])
    assert past.due(DAY, quarter_after(DAY, 0)) == {}
    assert past.visits(Period(date(2026, 8, 1), date(2026, 8, 1))) == 1


def steady(patients: int, quarters: int) -> list[Session]:
    """So many patients who all come every 91 days, the last time 70 days before DAY."""
    return [
        session(f"P{number}", DAY - timedelta(days=70 + 91 * back))
        for number in range(patients)
        for back in range(quarters)
    ]


@pytest.mark.parametrize(("patients", "told"), [(4, False), (5, True)])
def test_nothing_is_told_before_twenty_visits_have_fallen_due(patients: int, told: bool) -> None:
    made = Forecaster(PastVisits(steady(patients, 5), {}, []), DAY).forecast(0)
    assert made.past.due == patients * 4
    assert (made.visits is not None) == told


def test_those_booked_for_the_first_time_raise_the_most_not_the_least() -> None:
    sessions = steady(10, 5)
    before = Forecaster(PastVisits(sessions, {}, []), DAY).forecast(0).visits
    firsts = [booked("2026-11-02", "2026-09-01", patient=f"NEW{number}") for number in range(3)]
    after = Forecaster(PastVisits(sessions, {}, firsts), DAY).forecast(0).visits
    assert (before, after) == (Range(6, 10), Range(6, 13))


def test_quarters_that_differ_by_more_than_chance_widen_the_range() -> None:
    """24 visits that weren't kept: six in each of four quarters, or all of them in one."""
    spread = {(patient, 1 + patient // 6) for patient in range(24)}
    at_once = {(patient, 2) for patient in range(24)}
    widths = []
    for missed in (spread, at_once):
        came = [(patient, back) for patient in range(40) for back in range(6) if (patient, back) not in missed]
        sessions = [session(f"P{patient}", DAY - timedelta(days=70 + 91 * back)) for patient, back in came]
        visits = Forecaster(PastVisits(sessions, {}, []), DAY).forecast(0).visits
        assert visits is not None
        widths.append(visits.high - visits.low)
    assert widths[0] < widths[1]


DATES = st.dates(date(2024, 10, 1), date(2027, 3, 1))
SESSIONS = st.lists(st.builds(session, st.sampled_from([f"P{n}" for n in range(9)]), DATES), min_size=30, max_size=90)


@given(SESSIONS, st.integers(0, 1))
def test_nothing_that_came_later_changes_a_forecast(sessions: Sequence[Session], ahead: int) -> None:
    known = [each for each in sessions if each.date <= DAY]
    then, now = (Forecaster(PastVisits(each, {}, []), DAY).forecast(ahead) for each in (known, sessions))
    assert then == now


@given(SESSIONS, st.integers(-6, -1))
def test_every_visit_of_a_quarter_was_due_or_is_one_of_the_others(sessions: Sequence[Session], number: int) -> None:
    past, within = PastVisits(sessions, {}, []), quarter_after(DAY, number)
    became = past.quarter(within.first - timedelta(days=1), within)
    assert 0 <= became.kept <= became.due
    assert became.kept + became.others == sum(within.first <= each.date <= within.last for each in sessions)


GRADES = {
    "years in which as many came as left, the next quarter": (date(2024, 4, 1), 0, 7, 10),
    "the quarter after that": (date(2024, 4, 1), 1, 4, 15),
    "nobody new, and more leaving every quarter": (date(2026, 10, 5), 0, 4, 25),
}
"""What the manual tells (data/manual/vials-and-payers.md): held in so many of 8 at least, off so many percent at most.
"""


@pytest.mark.parametrize(("day", "ahead", "held", "off"), GRADES.values(), ids=GRADES)
def test_how_far_off_it_was_in_the_synthetic_clinic(day: date, ahead: int, held: int, off: int) -> None:
    charts = list(clinic(300, 1, date(2026, 10, 5)))
    sessions = [each for chart in charts for each in chart.sessions]
    past = PastVisits(sessions, {chart.patient.id: chart.events for chart in charts}, [])
    grade = Forecaster(past, day).forecast(ahead).grade
    assert grade is not None
    assert (grade.of, grade.held >= held, grade.off_percent <= off) == (8, True, True)


SHELVES = {
    "enough": ([Kept(date(2027, 12, 31), 9)], [4, 5], [0, 0]),
    "enough for the first quarter only": ([Kept(date(2027, 12, 31), 6)], [4, 5], [0, 3]),
    "expired before the second": ([Kept(date(2026, 12, 31), 9)], [4, 5], [0, 5]),
    "what expires first is used first": ([Kept(date(2026, 12, 31), 3), Kept(date(2027, 12, 31), 5)], [4, 5], [0, 1]),
    "an empty shelf": ([], [4, 5], [4, 5]),
}


@pytest.mark.parametrize(("kept", "needed", "short"), SHELVES.values(), ids=SHELVES)
def test_what_the_shelf_lacks(kept: list[Kept], needed: list[int], short: list[int]) -> None:
    quarters = [(quarter_after(DAY, number).first, vials) for number, vials in enumerate(needed)]
    assert lacking(kept, quarters) == short


def test_use_per_visit_leaves_out_vials_that_came_with_the_patient() -> None:
    bought, brought = {"vials": (200,), "supply": "buy-and-bill"}, {"vials": (200,), "supply": "patient"}
    given_ = [session("P1", DAY, **bought), session("P2", DAY, **brought), session("P3", DAY)]
    assert UsePerVisit.of(given_) == (155.0, {200: 0.5})


@pytest.fixture
def typed(migcli_here: Run) -> Run:
    def run(line: str, *more: str) -> Ran:
        return migcli_here(*line.split(), *more, today=DAY)

    run("init")
    return run


@pytest.fixture
def treated(typed: Run, tmp_path: Path) -> Run:
    """Ten patients, treated every 91 days for five quarters with vials of 200 U."""
    ids = sorted({each.patient for each in steady(10, 5)})
    people, given_ = tmp_path / "people.csv", tmp_path / "sessions.csv"
    people.write_text("id\n" + "".join(f"{each}\n" for each in ids))
    rows = "".join(f"{each.patient},{each.date},155,200:A\n" for each in steady(10, 5))
    given_.write_text(f"patient,date,units,vials\n{rows}")
    assert typed("import patients", str(people)).code == 0
    assert typed("import sessions", str(given_)).code == 0
    return typed


def test_what_is_needed_by_when_and_what_is_to_be_ordered(treated: Run) -> None:
    treated("add-vials B --units 200 --count 6 --expiry 2026-12")
    treated("add-vials GONE 2026-07-01 --units 200 --count 6 --expiry 2026-09")
    first, second = treated("vials --forecast 2q --format json").items
    assert (first["from"], first["until"], first["size"]) == ("2026-10-06", "2027-01-05", 200)
    assert first["visits"] == first["vials"] == {"low": 6, "high": 10}
    assert first["units"] == {"low": 930, "high": 1550}
    assert (first["on_shelf"], first["to_order"]) == (6, {"low": 0, "high": 4})
    assert (second["on_shelf"], second["to_order"]) == (0, second["vials"])


def test_a_clinic_without_stock_is_told_its_need_and_no_order(treated: Run) -> None:
    (item,) = treated("vials --forecast 1q --format json").items
    assert (item["vials"], item["on_shelf"], item["to_order"]) == ({"low": 6, "high": 10}, None, None)
    assert "to order" not in treated("vials --forecast 1q").out


def test_what_cant_be_told_is_said(typed: Run) -> None:
    (item,) = typed("vials --forecast 1q --format json").items
    assert (item["visits"], item["units"], item["vials"], item["held"], item["graded"]) == (None, None, None, None, 0)
    assert "can't be told before 20 have fallen due" in item["because"]


def test_an_appointment_counts_from_the_day_it_was_made(treated: Run) -> None:
    assert treated("book P0 2026-10-13T09:00").code == 0
    (item,) = treated("vials --forecast 1q --format json").items
    assert item["booked"] == 1
    then = treated("vials --forecast 1q --format json --as-known-on 2026-10-04").items
    assert [each["booked"] for each in then] == [0]


@pytest.mark.parametrize("asked", ["6m", "0q", "5q", "q", "two", "2q --lot A", "2q --expiring 60d"])
def test_a_forecast_that_cant_be_asked_for(typed: Run, asked: str) -> None:
    refused = typed(f"vials --forecast {asked}")
    assert (refused.code, refused.out) == (2, "")


def test_a_quarter_in_which_nobody_falls_due_expects_those_booked_for_the_first_time() -> None:
    """Twenty visits have fallen due; whoever came has since lapsed."""
    sessions = [session(f"P{n}", DAY - timedelta(days=200 + 84 * back)) for n in range(10) for back in range(5)]
    nobody = Forecaster(PastVisits(sessions, {}, []), DAY).forecast(0)
    assert (nobody.visits, nobody.past.due >= 20) == (Range(0, 0), True)
    firsts = [booked("2026-11-02", "2026-09-01", patient=f"NEW{number}") for number in range(3)]
    assert Forecaster(PastVisits(sessions, {}, firsts), DAY).forecast(0).visits == Range(0, 3)
