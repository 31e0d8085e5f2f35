"""Appointments: what stands against one, what becomes of it, and which places are left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ran, Run

TODAY = date(2026, 10, 5)  # a Monday
DONE, INVALID, NOT_FOUND, REFUSED = 0, 2, 3, 4

CLINIC = """
[clinic]
slot_minutes = 30
injectors = 2
hours = {tue = "09:00-10:30,13:00-14:00", wed = "09:00-10:00"}
closed = ["2026-12-24..2027-01-02"]
"""


@pytest.fixture
def run(clinic_after: Callable[..., Path], migcli_here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A clinic of three patients, of whom P1 was treated on 2026-07-14; runs a command in it."""
    config = tmp_path / "config.toml"
    config.write_text("")
    monkeypatch.setenv("MIGCLI_CONFIG", str(config))
    people = [["add-patient", f"P{n}", "--name", f"Ann P{n}", "--born", f"198{n}-01-01"] for n in range(1, 5)]
    clinic_after(["init"], *people, ["add-session", "P1", "2026-07-14"], today=TODAY)
    return partial(migcli_here, today=TODAY)


@pytest.fixture
def open_clinic(run: Run, tmp_path: Path) -> Run:
    """The same once the clinic has stated its hours: Tuesday 5 half hours and Wednesday 2, for 2 injectors each."""
    (tmp_path / "config.toml").write_text(CLINIC)
    return run


def listed(run: Run, *options: str, today: date = TODAY) -> list[dict[str, Any]]:
    return run("bookings", *options, "--format", "json", today=today).items


# Each case: what is booked before, what is asked for, and the rules that stand against it.
AGAINST = {
    "nothing": ([], "P1 2026-10-13T09:00", []),
    "the second of two injectors": (["P2 2026-10-13T09:00"], "P1 2026-10-13T09:00", []),
    "both injectors are taken": (["P2 2026-10-13T09:00", "P3 2026-10-13T09:00"], "P1 2026-10-13T09:00", ["full"]),
    "the next half hour is free": (["P2 2026-10-13T09:00", "P3 2026-10-13T09:00"], "P1 2026-10-13T09:30", []),
    "both are taken for half of it": (["P2 2026-10-13T09:00", "P3 2026-10-13T09:00"], "P1 2026-10-13T09:15", ["full"]),
    "one after the other, not at once": (["P2 2026-10-13T09:00", "P3 2026-10-13T09:30"], "P1 2026-10-13T09:15", []),
    "the patient is taken": (["P1 2026-10-13T09:00"], "P1 2026-10-13T09:15", ["double-booked"]),
    "the patient at another time": (["P1 2026-10-13T09:00"], "P1 2026-10-13T09:30", []),
    "the patient, no time agreed": (["P1 2026-10-13"], "P1 2026-10-13T09:30", ["double-booked"]),
    "the injector is taken": (
        ["P2 2026-10-13T09:00 --with Gray"],
        "P1 2026-10-13T09:29 --with GRAY",
        ["double-booked"],
    ),
    "another injector": (["P2 2026-10-13T09:00 --with Gray"], "P1 2026-10-13T09:00 --with Lee", []),
    "the last place of a day": (["P2 2026-10-14", "P3 2026-10-14", "P4 2026-10-14"], "P1 2026-10-14T09:30", []),
    "the places are promised to those without a time": (
        ["P2 2026-10-14 --minutes 30", "P3 2026-10-14", "P4 2026-10-14", "P2 2026-10-14T09:00 --allow double-booked"],
        "P1 2026-10-14T09:30",
        ["full"],
    ),
    "a day closed": ([], "P1 2026-12-29T09:00", ["closed-day"]),
    "the day before it is closed": ([], "P1 2026-12-23T09:00", []),
    "the first day open again": ([], "P1 2027-01-05T09:00", []),
    "a weekday without hours": ([], "P1 2026-10-12T09:00", ["closed-day"]),
    "before the hours": ([], "P1 2026-10-13T08:59", ["outside-hours"]),
    "to the last minute of the hours": ([], "P1 2026-10-13T10:00", []),
    "over the end of the hours": ([], "P1 2026-10-13T10:01", ["outside-hours"]),
    "longer than the hours": ([], "P1 2026-10-13T13:00 --minutes 61", ["outside-hours"]),
    "in the break": ([], "P1 2026-10-13T12:00", ["outside-hours"]),
    "no time on an open day": ([], "P1 2026-10-13", []),
}


def book(run: Run, typed: str, *more: str) -> Ran:
    lift = ("--reason", "known") if "--allow" in typed else ()
    return run("book", *typed.split(), *lift, *more)


@pytest.mark.parametrize(("before", "asked", "rules"), AGAINST.values(), ids=AGAINST)
def test_what_stands_against_an_appointment(open_clinic: Run, before: list[str], asked: str, rules: list[str]) -> None:
    for each in before:
        assert book(open_clinic, each).code == DONE, each
    done = book(open_clinic, asked)
    assert done.code == (REFUSED if rules else DONE)
    told = [rule for rule in ("double-booked", "full", "closed-day", "outside-hours") if f"{rule}:" in done.err]
    assert told == rules


def test_a_rule_is_lifted_by_name_and_recorded(open_clinic: Run) -> None:
    asked = ("book", "P1", "2026-12-29 09:00", "--allow", "closed-day", "--reason", "flies home", "--format", "json")
    (row,) = open_clinic(*asked).items
    assert row["allowed"] == [{"rule": "closed-day", "reason": "flies home"}]
    assert listed(open_clinic)[0]["allowed"] == row["allowed"]


def test_before_the_clinic_states_its_days_a_clash_is_warned_of(run: Run) -> None:
    assert book(run, "P1 2026-10-13T09:00").code == DONE
    done = book(run, "P1 2026-10-13T09:15", "--format", "json")
    assert done.code == DONE
    assert any("double-booked: P1 is booked for 09:00 already" in each for each in done.items[0]["warnings"])


def test_the_same_appointment_twice_is_no_second_one(run: Run) -> None:
    book(run, "P1 2026-10-13T09:00")
    assert book(run, "P1 2026-10-13T09:00").code == INVALID


def test_moving_one_obeys_the_same_rules(open_clinic: Run) -> None:
    for each in ("P1 2026-10-13T09:00", "P2 2026-10-13T09:30", "P3 2026-10-13T09:30"):
        book(open_clinic, each)
    assert open_clinic("amend", "booking:1", "at=2026-10-13 09:30").code == REFUSED
    assert open_clinic("amend", "booking:1", "at=2026-10-13 09:10").code == REFUSED
    assert open_clinic("amend", "booking:1", "at=2026-10-13 10:00", "with=Gray").code == DONE
    (moved,) = listed(open_clinic, "P1")
    assert (moved["at"], moved["with"]) == ("2026-10-13T10:00", "Gray")
    lift = ("--allow", "full", "--reason", "a third colleague helps")
    assert open_clinic("amend", "booking:1", "at=2026-10-13 09:30", *lift).code == DONE


def test_a_moved_time_is_told_to_the_minute(run: Run) -> None:
    book(run, "P1 2026-10-13T09:00")
    assert "time 10:30 instead of 09:00" in run("amend", "booking:1", "at=2026-10-13 10:30").out
    assert "09:00 → 10:30" in run("log", "P1").out


@pytest.mark.parametrize("status", ["missed", "booked", "Missed"])
def test_what_the_days_tell_by_themselves_cant_be_stated(run: Run, status: str) -> None:
    book(run, "P1 2026-10-13T09:00")
    done = run("amend", "booking:1", f"status={status}", today=date(2026, 10, 13))
    assert done.code == 2
    assert "missed from the next day by itself; write status=attended or status=cancelled" in done.err


def test_an_attendance_stated_by_mistake_can_be_amended_to_missed(run: Run) -> None:
    book(run, "P1 2026-10-13T09:00")
    day = date(2026, 10, 14)
    assert run("amend", "booking:1", "status=attended", today=day).code == DONE
    assert run("amend", "booking:1", "status=missed", today=day).code == DONE
    assert listed(run, today=day)[0]["status"] == "missed"


# What is done after P1 was booked for 2026-10-13, and the status on the day and the day after.
BECAME = {
    "nothing": ([], "booked", "missed"),
    "a session": ([("add-session", "P1", "2026-10-13")], "attended", "attended"),
    "a score": ([("add-score", "P1", "hit6", "2026-10-13", "60")], "attended", "attended"),
    "a score of the day before": ([("add-score", "P1", "hit6", "2026-10-12", "60")], "booked", "missed"),
    "stated": ([("amend", "booking:1", "status=attended")], "attended", "attended"),
    "stated and taken back": (
        [("amend", "booking:1", "status=attended"), ("amend", "booking:1", "status=")],
        "booked",
        "missed",
    ),
    "called off": ([("unbook", "P1")], "cancelled", "cancelled"),
    "called off, and undone": ([("unbook", "P1"), ("undo",)], "booked", "missed"),
}


@pytest.mark.parametrize(("then", "on_the_day", "the_day_after"), BECAME.values(), ids=BECAME)
def test_what_became_of_an_appointment(
    run: Run, then: list[tuple[str, ...]], on_the_day: str, the_day_after: str
) -> None:
    day = date(2026, 10, 13)
    book(run, "P1 2026-10-13T09:00")
    for command in then:
        assert run(*command, today=day).code == DONE
    assert listed(run, today=day)[0]["status"] == on_the_day
    assert listed(run, "--as-of", "2026-10-14", today=day)[0]["status"] == the_day_after


def test_a_cancelled_place_is_free_again(open_clinic: Run) -> None:
    for each in ("P2 2026-10-13T09:00", "P3 2026-10-13T09:00"):
        book(open_clinic, each)
    assert book(open_clinic, "P1 2026-10-13T09:00").code == REFUSED
    open_clinic("unbook", "P2")
    assert book(open_clinic, "P1 2026-10-13T09:00").code == DONE


def test_the_days_asked_for(run: Run) -> None:
    for each in ("P1 2026-10-13T10:00", "P2 2026-10-13", "P3 2026-10-13T09:00", "P4 2026-11-24"):
        book(run, each)
    assert [row["patient"] for row in listed(run)] == ["P3", "P1", "P2", "P4"]
    assert [row["patient"] for row in listed(run, "--on", "2026-10-13")] == ["P3", "P1", "P2"]
    assert [row["patient"] for row in listed(run, "--within", "8d")] == ["P3", "P1", "P2"]
    assert [row["patient"] for row in listed(run, "--within", "7d")] == []
    assert [row["patient"] for row in listed(run, "P4")] == ["P4"]
    assert [row["first_visit"] for row in listed(run, "--on", "2026-10-13")] == [True, False, True]


def test_the_free_places_of_a_day(open_clinic: Run) -> None:
    assert book(open_clinic, "P1 2026-10-14T09:00").code == DONE
    assert book(open_clinic, "P2 2026-10-14").code == DONE
    free = listed(open_clinic, "--free", "--on", "2026-10-14")
    assert [row["at"] for row in free] == ["2026-10-14T09:00", "2026-10-14T09:30"]
    assert all(row["patient"] is None and row["status"] is None for row in free)
    assert listed(open_clinic, "--free", "--on", "2026-12-29") == []


def test_free_places_need_hours(run: Run) -> None:
    assert run("bookings", "--free").code == INVALID


def test_warnings_of_the_past_the_interval_and_a_stop(run: Run) -> None:
    assert "is in the past" in book(run, "P1 2026-10-02T09:00").err
    assert "84 days" in book(run, "P1 2026-10-05T09:00").err
    assert "84 days" not in book(run, "P1 2026-10-06T09:00").err
    run("stop", "P1", "--reason", "no effect")
    assert "treatment was stopped on 2026-10-05" in book(run, "P1 2026-10-20T09:00").err


def test_what_is_listed_as_csv_comes_in_again(run: Run, migcli_here: Run, tmp_path: Path) -> None:
    for each in ("P1 2026-10-13T10:00 --with Gray --minutes 45", "P2 2026-10-13", "P3 2026-10-14T09:00"):
        book(run, each)
    run("unbook", "P3")
    before = listed(run)
    sheet = tmp_path / "bookings.csv"
    columns = "patient,at,minutes,with,status,note"
    sheet.write_text(run("bookings", "--format", "csv", "--columns", columns).out)
    other = str(tmp_path / "other.json")
    migcli_here("init", "--clinic", other)
    for patient in ("P1", "P2", "P3"):
        migcli_here("add-patient", patient, "--clinic", other)
    for again in range(2):
        assert migcli_here("import", "bookings", str(sheet), "--clinic", other, today=TODAY).code == DONE, again
    after = migcli_here("bookings", "--clinic", other, "--format", "json", today=TODAY).items
    told = ("patient", "at", "minutes", "with", "status", "note")
    assert [[row[key] for key in told] for row in after] == [[row[key] for key in told] for row in before]


def test_holidays_are_closed_days(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("holidays")
    (tmp_path / "config.toml").write_text('[clinic]\nholidays = "DE"\n')
    done = book(run, "P1 2026-12-25T09:00")
    assert done.code == REFUSED
    assert "closed-day: 2026-12-25 is a holiday" in done.err


def test_a_session_names_the_next_day_on_which_the_clinic_is_held(open_clinic: Run) -> None:
    told = open_clinic("add-session", "P2", "2026-10-05").out
    assert "2026-12-28 (Monday), 84 days later; the clinic is next open on 2027-01-05 (Tuesday)" in told
    assert '`migcli book P2 "2027-01-05 09:00"`' in told


def test_summer_time_moves_no_appointment(run: Run) -> None:
    book(run, "P1 2027-03-28T02:30")
    assert listed(run, "--on", "2027-03-28")[0]["at"] == "2027-03-28T02:30"
