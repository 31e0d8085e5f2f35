"""Between sessions: bookings, contacts, pauses and stops, and what the due list makes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.conftest import Ran, Run

TODAY = date(2026, 11, 20)
DONE, INVALID, NOT_FOUND = 0, 2, 3


@pytest.fixture
def treated(migcli_here: Run) -> Run:
    """P1 with one session, due on 2026-10-05; runs a command about P1: `treated("book 2026-12-28")`."""

    def run(typed: str, *more: str) -> Ran:
        command, *rest = typed.split()
        return migcli_here(command, "P1", *rest, *more, today=TODAY)

    migcli_here("init")
    migcli_here("add-patient", "P1", "--born", "1980-01-01", "--note", "hard of hearing", today=TODAY)
    assert run("add-session 2026-07-13").code == DONE
    return run


Due = Callable[..., Any]
"""Asks for the row of P1 on a day; None when it is in no list."""


@pytest.fixture
def due(migcli_here: Run) -> Due:
    """The due list's one item on a day, None when the list is empty."""

    def ask(as_of: str, *options: str) -> Any:
        items = migcli_here("due", "--as-of", as_of, "--format", "json", *options, today=TODAY).items
        return items[0] if items else None

    return ask


APPOINTMENTS = {
    "2026-12-28 09:30": "2026-12-28T09:30",
    "2026-12-28T09:30": "2026-12-28T09:30",
    "2026-12-28": "2026-12-28",
    "28 Dec 2026 2:30 pm": "2026-12-28T14:30",
    "in 5 weeks at 9:05": "2026-12-25T09:05",
    "next monday 12am": "2026-11-23T00:00",
}


@pytest.mark.parametrize(("typed", "at"), APPOINTMENTS.items(), ids=APPOINTMENTS)
def test_an_appointment(treated: Run, due: Due, typed: str, at: str) -> None:
    done = treated("book", typed, "--format", "json")
    assert (done.code, done.items[0]["at"]) == (DONE, at)
    assert due("2026-11-20")["booked"] == at


@pytest.mark.parametrize("typed", ["28/12/2026 09:30", "2026-12-28 25:00", "2026-12-28 9", "2026-12", "soon", "9:30"])
def test_what_is_no_appointment(treated: Run, due: Due, typed: str) -> None:
    assert treated("book", typed).code == INVALID
    assert due("2026-11-20")["booked"] is None


@pytest.mark.parametrize(
    ("as_of", "booked"),
    [("2026-11-30", "2026-12-01T09:00"), ("2026-12-01", "2026-12-01T09:00"), ("2026-12-02", "2026-12-15T09:00")],
    ids=["the day before", "the day", "the day after: the next one"],
)
def test_the_next_appointment_is_shown(treated: Run, due: Due, as_of: str, booked: str) -> None:
    treated("book", "2026-12-15 09:00")
    treated("book", "2026-12-01 09:00")
    assert due(as_of)["booked"] == booked


def test_an_appointment_that_a_session_kept_is_no_longer_ahead(treated: Run, due: Due) -> None:
    treated("book", "2026-10-05 09:00")
    assert due("2026-10-05")["booked"] == "2026-10-05T09:00"
    treated("add-session 2026-10-05")
    assert due("2026-10-05", "--all")["booked"] is None


def test_an_early_appointment_is_recorded_with_a_warning(treated: Run) -> None:
    assert "84 days after that of 2026-07-13" in treated("book 2026-10-04").err
    assert "84 days" not in treated("book 2026-10-05").err


def test_unbook(treated: Run, due: Due) -> None:
    assert treated("unbook").code == NOT_FOUND
    treated("book", "2026-12-28 09:30")
    treated("book", "2026-12-30 09:30")
    assert treated("unbook").code == INVALID
    assert treated("unbook 2026-12-28 --reason", "called in sick").code == DONE
    assert due("2026-11-20")["booked"] == "2026-12-30T09:30"
    assert treated("unbook --dry-run").code == DONE
    assert treated("unbook --format json").items[0]["cancelled"] is True
    assert due("2026-11-20")["booked"] is None


def test_the_same_appointment_twice_is_refused(treated: Run) -> None:
    treated("book", "2026-12-28 09:30")
    assert treated("book", "2026-12-28 09:30").code == INVALID


def test_contacts_are_counted_since_the_last_session(treated: Run, due: Due) -> None:
    treated("add-contact 2026-07-01 --by letter")
    treated("add-contact 2026-10-12 --by phone --result", "no answer")
    treated("add-contact 2026-10-19 --by phone --result", "will call back")
    assert (due("2026-10-18")["contacts"], due("2026-10-18")["last_contact"]) == (1, "2026-10-12")
    assert (due("2026-10-19")["contacts"], due("2026-10-19")["last_contact"]) == (2, "2026-10-19")
    assert treated("add-contact 2026-11-21 --by phone").code == INVALID
    assert treated("add-contact 2026-11-20").code == INVALID


def test_a_pause_hides_the_patient_until_its_day(treated: Run, due: Due) -> None:
    assert treated("pause 2026-10-01 --until 2026-11-01 --reason", "abroad").code == DONE
    assert due("2026-09-30")["status"] == "upcoming"
    assert due("2026-10-31") is None
    item = due("2026-10-31", "--all")
    assert (item["status"], item["note"]) == ("paused", "paused until 2026-11-01 (abroad); hard of hearing")
    assert due("2026-11-01")["status"] == "overdue"


@pytest.mark.parametrize("until", ["2026-10-01", "2026-09-30"])
def test_a_pause_ends_after_it_begins(treated: Run, until: str) -> None:
    assert treated(f"pause 2026-10-01 --until {until}").code == INVALID


def test_a_session_ends_a_pause(treated: Run, due: Due) -> None:
    treated("pause 2026-10-01 --until 2027-06-01")
    assert "this session ends the pause" in treated("add-session 2026-10-05").err
    assert due("2026-12-28")["status"] == "due"


def test_a_stop_hides_the_patient_for_good(treated: Run, due: Due) -> None:
    assert treated("stop 2026-10-01 --reason", "no effect").code == DONE
    assert due("2026-09-30")["status"] == "upcoming"
    assert due("2027-10-01") is None
    item = due("2027-10-01", "--all")
    assert (item["status"], item["note"]) == ("stopped", "stopped since 2026-10-01 (no effect); hard of hearing")


def test_a_session_after_a_stop_begins_a_new_course(treated: Run, due: Due) -> None:
    treated("stop 2026-10-01 --reason", "no effect")
    assert "this session begins a new course" in treated("add-session 2026-11-02").err
    assert due("2027-01-25")["status"] == "due"


def test_a_course_is_taken_up_again(treated: Run, due: Due) -> None:
    treated("stop 2026-10-01 --reason", "no effect")
    assert treated("resume 2026-10-08").code == DONE
    assert due("2026-10-07") is None
    assert due("2026-10-08")["status"] == "due"


@pytest.mark.parametrize(
    "steps",
    [["resume"], ["stop --reason x", "stop --reason y"], ["stop --reason x", "pause --until 2027-01-01"], ["stop"]],
    ids=["nothing to resume", "stopped twice", "a pause of what is stopped", "no reason"],
)
def test_steps_that_change_nothing_are_refused(treated: Run, steps: list[str]) -> None:
    *first, last = steps
    assert all(treated(step).code == DONE for step in first)
    assert treated(last).code == INVALID


@pytest.mark.parametrize("typed", ["stop 2026-11-21 --reason x", "pause 2026-11-21 --until 2026-12-01"])
def test_a_step_isnt_taken_in_the_future(treated: Run, typed: str) -> None:
    assert treated(typed).code == INVALID


@pytest.mark.parametrize(
    ("as_of", "stage"),
    [("2026-09-30", "continue"), ("2026-10-01", "start"), ("2026-12-01", "start")],
    ids=["the day before the stop", "the day of the stop", "later"],
)
def test_33g_a_course_ends_with_a_stop(treated: Run, migcli_here: Run, as_of: str, stage: str) -> None:
    treated("stop 2026-10-01 --reason", "responder")
    asked = migcli_here("eligible", "P1", "--policy", "nice-ta260", "--as-of", as_of, "--format", "json", today=TODAY)
    assert asked.items[0]["stage"] == stage


def test_33g_stopped_as_a_responder_and_20_of_30_later(treated: Run, migcli_here: Run) -> None:
    treated("stop 2026-08-01 --reason", "responder")
    treated("add-month 2026-10 --headache 20 --migraine 10 --recorded 31")
    asked = migcli_here(
        "eligible", "P1", "--policy", "headache-days", "--as-of", "2026-11-20", "--format", "json", today=TODAY
    )
    (item,) = asked.items
    assert (item["stage"], item["verdict"], item["criteria"][0]["period"]) == ("start", "yes", "2026-10")


def test_a_dry_run_records_nothing(treated: Run, due: Due) -> None:
    for typed in (
        "book 2026-12-28",
        "add-contact today --by phone",
        "stop --reason x",
        "pause --until 2027-01-01",
        "add-score hit6 today 60",
        "add-effect ptosis today",
    ):
        done = treated(f"{typed} --dry-run")
        assert done.code == DONE
        assert done.out.startswith("would record")
    item = due("2026-11-20")
    assert (item["booked"], item["contacts"], item["status"]) == (None, 0, "overdue")
    (screen,) = treated("show --format json").items
    assert (screen["scores"], screen["effects"]) == ([], [])


MISSED = {
    "the day itself: not missed yet": ("2026-10-12", 0),
    "from the next day": ("2026-10-13", 1),
    "two": ("2026-10-20", 2),
}


@pytest.mark.parametrize(("as_of", "missed"), MISSED.values(), ids=MISSED)
def test_appointments_that_passed_without_the_patient_are_counted(
    treated: Run, due: Due, as_of: str, missed: int
) -> None:
    treated("book", "2026-10-12 09:00")
    treated("book", "2026-10-19 09:00")
    assert due(as_of)["missed"] == missed


def test_a_score_on_the_day_or_a_session_since_makes_an_appointment_kept(treated: Run, due: Due) -> None:
    treated("book", "2026-10-12 09:00")
    treated("add-score midas 2026-10-12 10")
    assert due("2026-10-20")["missed"] == 0
    treated("book", "2026-10-14 09:00")
    assert due("2026-10-20")["missed"] == 1
    treated("add-session 2026-10-19")
    assert due("2026-10-20", "--all")["missed"] == 0


def test_whom_to_ring_is_told_with_telephone_and_birth_date(migcli_here: Run) -> None:
    migcli_here("init")
    migcli_here("add-patient", "P1", "--name", "Ann", "--born", "1980-01-01", "--phone", "0123 456", "--email", "a@b.c")
    migcli_here("add-session", "P1", "2026-07-13", today=TODAY)
    ran = migcli_here("due", "--format", "json", today=TODAY)
    assert list(ran.items[0]) == [
        *("patient", "name", "born", "phone", "email", "last_session", "days_since", "due", "days_until", "status"),
        *("booked", "missed", "contacts", "last_contact", "note", "authorisation", "ask_by"),
    ]
    assert list(ran.items[0].values())[:5] == ["P1", "Ann", "1980-01-01", "0123 456", "a@b.c"]


@pytest.fixture
def three(migcli_here: Run) -> Run:
    """LATE lapsed, SOON upcoming, AWAY paused and due before SOON."""
    migcli_here("init")
    for patient, session in {"LATE": "2026-01-05", "SOON": "2026-09-05", "AWAY": "2026-08-20"}.items():
        migcli_here("add-patient", patient, "--born", "1980-01-01", today=TODAY)
        migcli_here("add-session", patient, session, today=TODAY)
    migcli_here("pause", "AWAY", "2026-11-01", "--until", "2027-02-01", today=TODAY)
    return migcli_here


def test_those_who_lapsed_stand_last_under_their_count(three: Run) -> None:
    order = [item["patient"] for item in three("due", "--all", "--format", "json", today=TODAY).items]
    assert order == ["AWAY", "SOON", "LATE"]
    table = three("due", today=TODAY).out
    assert table.startswith("Retreatments due, as of 2026-11-20\n")
    assert table.index("SOON") < table.index("1 lapsed, over 182 days since the last session") < table.index("LATE")


def test_sorting_takes_all_rows_whatever_their_order(three: Run) -> None:
    options = ("--sort", "due", "--columns", "patient", "--no-header")
    assert three("due", *options, today=TODAY).out.split() == ["LATE", "SOON"]


def test_an_empty_list_says_what_was_asked_for(three: Run) -> None:
    assert "AWAY" in three("due", "--status", "paused", today=TODAY).out
    ran = three("due", "--status", "stopped", "--exit-code", today=TODAY)
    assert (ran.code, ran.out) == (10, "")
    assert ran.err == "nobody has the status stopped; `migcli due --all` lists everyone treated.\n"
