"""`migcli calendar`: read back by another program, stable over changes, and silent about the patient."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from migraine_cli.exchange.outgoing.ical import Event, calendar
from tests.conftest import Ran, Run

TODAY = date(2026, 10, 5)


@pytest.fixture
def practice(migcli_here: Run) -> Run:
    def run(*arguments: str, today: date = TODAY) -> Ran:
        return migcli_here(*arguments, today=today)

    run("init")
    run("add-patient", "P1", "--name", "Łucja, Żółć; née X", "--born", "1980-01-01")
    run("add-patient", "P2", "--name", "Bo Lind", "--born", "1970-01-01")
    assert run("book", "P1", "2026-10-20 09:30", "--minutes", "45").code == 0
    assert run("book", "P2", "2026-10-21").code == 0
    return run


def events(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_another_program_reads_the_appointments(practice: Run) -> None:
    timed, day = events(practice("calendar").out)
    assert timed.decoded("dtstart") == datetime(2026, 10, 20, 9, 30)  # noqa: DTZ001 the clinic's own time
    assert timed.decoded("duration") == timedelta(minutes=45)
    assert day.decoded("dtstart") == date(2026, 10, 21)
    assert {str(each["status"]) for each in (timed, day)} == {"CONFIRMED"}


def test_nothing_is_told_of_patient_or_treatment(practice: Run) -> None:
    text = practice("calendar", "--due").out
    assert {str(each["summary"]) for each in events(text)} == {"Clinic visit"}
    for word in ("P1", "P2", "Lind", "Łucja", "migraine", "toxin", "booking"):
        assert word.casefold() not in text.casefold()


def test_ids_and_names_are_told_when_asked_for_and_names_warn(practice: Run) -> None:
    assert str(events(practice("calendar", "--with", "ids").out)[0]["summary"]) == "Clinic visit P1"
    named = practice("calendar", "--with", "names")
    assert str(events(named.out)[0]["summary"]) == "Clinic visit Łucja, Żółć; née X (P1)"
    assert "names" in named.err


def test_a_moved_appointment_is_the_same_event_with_a_higher_number(practice: Run) -> None:
    before = events(practice("calendar").out)[0]
    assert practice("amend", "booking:1", "at=2026-10-27 10:00").code == 0
    after = next(each for each in events(practice("calendar").out) if each["uid"] == before["uid"])
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("dtstart") == datetime(2026, 10, 27, 10)  # noqa: DTZ001 the clinic's own time


@pytest.mark.parametrize(
    "taken_back",
    [("unbook", "P1"), ("void", "booking:1", "--reason", "typed twice"), ("undo",)],
    ids=lambda args: args[0],
)
def test_what_was_cancelled_stays_in_as_cancelled(practice: Run, taken_back: tuple[str, ...]) -> None:
    if taken_back == ("undo",):
        assert practice("undo").code == 0  # of P2's
        uid = events(practice("calendar").out)[1]
    else:
        assert practice(*taken_back).code == 0
        uid = events(practice("calendar").out)[0]
    assert (str(uid["status"]), uid["sequence"]) == ("CANCELLED", 1)


def test_old_appointments_leave_after_30_days(practice: Run) -> None:
    assert len(events(practice("calendar", today=date(2026, 11, 19)).out)) == 2
    assert len(events(practice("calendar", today=date(2026, 11, 20)).out)) == 1


def test_the_same_clinic_gives_the_same_bytes_and_another_clinic_other_ids(practice: Run, tmp_path: Path) -> None:
    first = practice("calendar").out
    assert practice("calendar").out == first
    other = ("--clinic", str(tmp_path / "other.json"))
    practice("init", *other)
    practice("add-patient", "P1", *other, today=date(2026, 10, 4))
    practice("book", "P1", "2026-10-20 09:30", *other)
    assert not {each["uid"] for each in events(first)} & {
        each["uid"] for each in events(practice("calendar", *other).out)
    }


def test_recalls_give_way_to_appointments(practice: Run) -> None:
    for patient, day in (("P1", "2026-08-01"), ("P2", "2026-08-02")):
        assert practice("add-session", patient, day).code == 0
    assert practice("unbook", "P2").code == 0
    recalled = [each for each in events(practice("calendar", "--due").out) if each["summary"] == "Clinic recall"]
    assert [(each.decoded("dtstart"), str(each["status"])) for each in recalled] == [
        (date(2026, 10, 24), "CANCELLED"),
        (date(2026, 10, 25), "CONFIRMED"),
    ]


def test_the_clinics_zone_gives_moments(practice: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[clinic]\nzone = "Europe/Berlin"\n', encoding="utf-8")
    monkeypatch.setenv("MIGCLI_CONFIG", str(config))
    assert events(practice("calendar").out)[0].decoded("dtstart") == datetime(2026, 10, 20, 7, 30, tzinfo=UTC)


def test_an_alarm_reminds(practice: Run) -> None:
    assert "TRIGGER:-P1D\r\n" in practice("calendar", "--alarm", "1d").out
    assert practice("calendar", "--alarm", "2m").code == 2


def test_a_calendar_may_be_written_again_and_nothing_else(practice: Run, tmp_path: Path) -> None:
    to = tmp_path / "clinic.ics"
    assert [practice("calendar", str(to)).code for _ in range(2)] == [0, 0]
    assert to.stat().st_mode & 0o777 == 0o600
    letter = tmp_path / "letter.txt"
    letter.write_text("keep me", encoding="utf-8")
    assert practice("calendar", str(letter)).code == 2
    assert letter.read_text(encoding="utf-8") == "keep me"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300))
def test_any_text_is_folded_and_read_back(text: str) -> None:
    event = Event(
        uid="1",
        sequence=0,
        stamp=datetime(2026, 10, 5, tzinfo=UTC),
        begins=TODAY,
        minutes=None,
        summary=f"Visit {text}.",
        cancelled=False,
    )
    written = calendar([event], "1")
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert str(events(written)[0]["summary"]) == f"Visit {text}."
