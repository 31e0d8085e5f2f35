"""What a de-identified patient still tells, and what not."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from migraine_cli.chart.chart import Chart
from migraine_cli.exchange.deidentified import deidentified
from migraine_cli.records.allowance import Allowance
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.diary import DayStatement, DiaryEntry, MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.visits import CourseEvent

LISTED = frozenset(("topiramate", "sumatriptan", "naproxen"))
ANN = Patient(
    id="KH-17",
    name="Ann Smith",
    born=date(1950, 3, 12),
    sex="female",
    phone="07700 900944",
    email="ann@example.org",
    chronic_since=date(2015, 11, 1),
    cautions=("pregnancy",),
    goals=("dance at Joan's wedding",),
    note="neighbour of Dr Gray",
)


def chart(patient: Patient = ANN, **parts: Any) -> Chart:
    nothing: dict[str, Any] = {
        "diary": [],
        "months": [],
        "preventives": [],
        "sessions": [],
        "scores": [],
        "effects": [],
        "checkups": [],
        "events": [],
        "authorisations": [],
    }
    return Chart(patient, **(nothing | parts))


def granted(payer: str, policy: str, **more: Any) -> Authorisation:
    said = {"supply": "hospital", "status": "approved", "reference": "C7654-9", **more}
    return Authorisation(patient="KH-17", payer=payer, policy=policy, **said)


def full() -> Chart:
    said = DayStatement(
        days=("2026-02-27..2026-03-01",), headache=True, medicines=("sumatriptan + naproxen", "joan's pills"), note="x"
    )
    return chart(
        diary=[DiaryEntry(patient="KH-17", statements=(said,))],
        months=[MonthCount(patient="KH-17", month="2025-12", headache_days=16)],
        preventives=[
            Preventive(patient="KH-17", medicine="topiramate", started=date(2026, 2, 1), outcome="failed"),
            Preventive(patient="KH-17", medicine="joan's pills", drug_class="other", outcome="failed"),
        ],
        sessions=[
            Session(patient="KH-17", date=date(2026, 5, 25), units=155),
            Session(
                patient="KH-17",
                date=date(2026, 3, 2),
                units=155,
                lot="C7654",
                by="Dr Gray",
                note="cried",
                allowed=(Allowance("too-early", "before Joan's wedding"),),
            ),
        ],
        scores=[Score(patient="KH-17", date=date(2026, 2, 20), instrument="hit6", total=64)],
        effects=[
            Effect(patient="KH-17", date=date(2026, 3, 5), effect="ptosis", until=date(2026, 4, 4), note="Joan saw it")
        ],
        events=[CourseEvent(patient="KH-17", date=date(2026, 6, 1), step="stop", reason="moved to Joan's")],
        authorisations=[
            granted("Joan's insurance", "uhc", starts=date(2026, 3, 2), until=date(2026, 12, 31), visits=2),
            granted("Payer Two", "/home/gray/own.toml", status="refused"),
            granted("joan's Insurance", "uhc", status="requested"),
        ],
    )


def test_nothing_that_tells_who_it_is_is_left() -> None:
    told = msgspec.json.encode(deidentified(full(), 3, LISTED, frozenset({"uhc"}))).decode()
    of_the_payer = ("nsurance", "Payer", "own.toml")
    for secret in ("KH-17", "Ann", "Smith", "0770", "example", "Joan", "joan", "Gray", "cried", "C7654", *of_the_payer):
        assert secret not in told
    for day in ("1950", "2026-", "2015-", "-03-"):
        assert day not in told


def test_days_count_from_the_first_session() -> None:
    found = deidentified(full(), 3, LISTED, frozenset({"uhc"}))
    assert (found.patient, found.age, found.year, found.chronic_since) == ("S0003", 75, 2026, 2015)
    assert [session.day for session in found.sessions] == [0, 84]
    assert found.sessions[0].lifted == ("too-early",)
    assert [day.day for day in found.diary] == [-3, -2, -1]
    assert found.diary[0].medicines == ("sumatriptan + naproxen", "other")
    assert [month.month for month in found.months] == [-3]
    assert [(each.medicine, each.started) for each in found.preventives] == [("topiramate", -29), ("other", None)]
    assert [(score.day, score.total) for score in found.scores] == [(-10, 64)]
    assert [(effect.day, effect.until) for effect in found.effects] == [(3, 33)]
    assert [(step.day, step.step) for step in found.course] == [(91, "stop")]
    told = [(each.payer, each.policy, each.status, each.starts, each.until) for each in found.authorisations]
    assert told == [
        (1, "uhc", "approved", 0, 304),
        (2, "other", "refused", None, None),
        (1, "uhc", "requested", None, None),
    ]


@pytest.mark.parametrize(
    ("parts", "year"),
    [
        pytest.param({}, None, id="nothing known"),
        pytest.param({"months": [MonthCount(patient="KH-17", month="2025-12", headache_days=9)]}, 2025, id="a month"),
        pytest.param({"preventives": [Preventive(patient="KH-17", medicine="topiramate")]}, None, id="nothing dated"),
    ],
)
def test_without_a_session_day_0_is_the_first_day_known(parts: dict[str, Any], year: int | None) -> None:
    assert deidentified(chart(**parts), 1, LISTED).year == year


@pytest.mark.parametrize(
    ("born", "age"),
    [
        pytest.param(date(1936, 3, 3), 89, id="the day before the 90th birthday"),
        pytest.param(date(1936, 3, 2), "90+", id="the 90th birthday"),
        pytest.param(date(1920, 1, 1), "90+", id="far over"),
        pytest.param(None, None, id="not known"),
    ],
)
def test_an_age_over_89_is_90_plus(born: date | None, age: int | str | None) -> None:
    seen = chart(Patient(id="A", born=born), sessions=[Session(patient="A", date=date(2026, 3, 2), units=155)])
    assert deidentified(seen, 1, LISTED).age == age


@pytest.mark.parametrize(
    ("last", "age"),
    [
        pytest.param(date(2027, 3, 1), 88, id="the day before the 90th birthday"),
        pytest.param(date(2027, 3, 2), "90+", id="the 90th birthday"),
        pytest.param(date(2030, 1, 1), "90+", id="years later"),
    ],
)
@pytest.mark.parametrize("told_by", ["session", "effect", "pause"])
def test_the_age_is_judged_on_the_last_day_told(last: date, age: int | str, told_by: str) -> None:
    sessions = [Session(patient="A", date=date(2026, 3, 1), units=155)]
    parts: dict[str, Any] = {
        "session": {"sessions": [*sessions, Session(patient="A", date=last, units=155)]},
        "effect": {
            "sessions": sessions,
            "effects": [Effect(patient="A", date=sessions[0].date, effect="x", until=last)],
        },
        "pause": {
            "sessions": sessions,
            "events": [CourseEvent(patient="A", date=sessions[0].date, step="pause", until=last)],
        },
    }
    assert deidentified(chart(Patient(id="A", born=date(1937, 3, 2)), **parts[told_by]), 1, LISTED).age == age


@pytest.mark.parametrize(
    ("since", "told"),
    [
        pytest.param(date(1937, 1, 1), 1937, id="89 years"),
        pytest.param(date(1936, 12, 31), None, id="90 years by the years alone"),
        pytest.param(date(1931, 5, 1), None, id="far over"),
    ],
)
def test_no_year_shows_an_age_over_89(since: date, told: int | None) -> None:
    seen = chart(
        Patient(id="A", chronic_since=since), sessions=[Session(patient="A", date=date(2026, 3, 2), units=155)]
    )
    assert deidentified(seen, 1, LISTED).chronic_since == told


def test_of_each_month_the_latest_count_is_told() -> None:
    months = [MonthCount(patient="KH-17", month="2026-02", headache_days=days, recorded_days=28) for days in (20, 9)]
    told = deidentified(chart(months=[*months, MonthCount(patient="KH-17", month="2026-03")]), 1, LISTED)
    assert [(each.month, each.headache_days) for each in told.months] == [(0, 9), (1, None)]
