"""The days kept for the due list are always those of the records in force, or count for nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from small_clinic import AT, record, session, small_clinic
from tinydb import TinyDB

from migraine_cli.chart.appointments import Appointment
from migraine_cli.errors import ClinicFileError
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking
from migraine_cli.store.contract import Clinic
from migraine_cli.store.tinydb_file import check, kept_days
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.recording import FileRecording
from migraine_cli.store.tinydb_file.sealed import KEPT_DAYS
from migraine_cli.store.tinydb_file.storage import ClinicStorage
from migraine_cli.store.tinydb_file.store import FileStore
from migraine_cli.treatment.schedule import last_migraine_session

UNTIL = date(2026, 6, 30)


def of_the_sessions(clinic: FileClinic, until: date = UNTIL) -> dict[str, date]:
    """What `last_sessions` must say, from the whole sessions."""
    found = {patient: last_migraine_session(given, until) for patient, given in clinic.by_patient(Session).items()}
    return {patient: day for patient, day in found.items() if day is not None}


def as_of_the_records(clinic: FileClinic) -> bool:
    """Whether all that is kept is what the records in force say."""
    after = {"P0001": date(2026, 5, 1), "P0002": date.min}
    seen, booked = clinic.days_seen(), clinic.appointments(after)
    assert seen == Clinic.days_seen(clinic)
    assert clinic.days_seen(["P0002"]) == {"P0002": seen.get("P0002", set())}
    assert told(booked) == told(Clinic.appointments(clinic, after))
    return clinic.last_sessions(UNTIL) == of_the_sessions(clinic)


def told(booked: Mapping[str, Sequence[Appointment]]) -> dict[str, list[tuple[date, str, str | None]]]:
    return {id_: sorted((each.date, each.at, each.status) for each in those) for id_, those in booked.items()}


def kept(path: Path) -> dict[str, str] | None:
    document: dict[str, Any] | None = json.loads(path.read_bytes()).get(KEPT_DAYS)
    return None if document is None else document["1"]["days"]


days = st.integers(0, 364)
what = st.sampled_from(["chronic-migraine", "cosmetic", "score", "checkup", "booked", "cancelled"])
steps = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["P0001", "P0002"]), days, what),
    st.tuples(st.just("amend"), st.integers(0, 9), days),
    st.tuples(st.just("void"), st.integers(0, 9)),
    st.tuples(st.just("undo")),
)


def made(what: str, patient: str, day: date) -> kept_days.Dated:
    match what:
        case "score":
            return Score(patient=patient, date=day, instrument="hit6", total=60)
        case "checkup":
            return CheckUp(patient=patient, date=day, consent="given")
        case "booked":
            return Booking(patient=patient, date=day, time=time(9, 30))
        case "cancelled":
            return Booking(patient=patient, date=day, status="cancelled")
    return Session(patient=patient, date=day, indication=what)  # type: ignore[arg-type]


def take(held: FileRecording, step: tuple[Any, ...]) -> None:
    match step:
        case ("add", str(patient), int(day), what):
            held.add(made(what, patient, session(patient, day).date))
        case ("amend" | "void", int(number), *day) if in_force := [
            record for kind in (Session, Score, CheckUp, Booking) for record in held.records(kind)
        ]:
            old = in_force[number % len(in_force)]
            if day:
                held.amend(old, replace(old, date=session("P0001", day[0]).date))
            else:
                held.add(Void(target=old.id, reason="wrong"))
        case ("undo",) if log := list(held.log(limit=1)):
            held.add(Undo(undoes=log[0].entry))


@settings(deadline=None)
@given(st.lists(st.lists(steps, min_size=1, max_size=3), max_size=6))
def test_they_follow_whatever_is_recorded_corrected_or_taken_back(commands: list[list[tuple[Any, ...]]]) -> None:
    with TemporaryDirectory() as folder:
        path = small_clinic(Path(folder) / "clinic.json")
        for command in commands:
            with FileStore(path).recording("several", at=AT, by="dr") as held:
                for step in command:
                    take(held, step)
                    assert as_of_the_records(held)
            assert as_of_the_records(FileClinic.open(path))
            assert kept(path) is not None
        assert check.faults(path) == []


@pytest.mark.parametrize(
    ("until", "last"),
    [
        (date(2026, 1, 1), {}),
        (date(2026, 1, 2), {"P0001": date(2026, 1, 2)}),
        (date(2026, 3, 26), {"P0001": date(2026, 1, 2), "P0002": date(2026, 1, 3)}),
        (date(2026, 3, 27), {"P0001": date(2026, 3, 27), "P0002": date(2026, 1, 3)}),
        (date.max, {"P0001": date(2026, 3, 27), "P0002": date(2026, 1, 3)}),
    ],
)
def test_the_latest_up_to_a_day(clinic: Path, until: date, last: dict[str, date]) -> None:
    assert FileClinic.open(clinic).last_sessions(until) == last


def test_as_known_on_a_day_they_are_those_known_then(clinic: Path) -> None:
    record(clinic, Void(target="session:3", reason="wrong patient"), day=5)
    assert FileClinic.open(clinic).last_sessions(UNTIL)["P0001"] == date(2026, 1, 2)
    before = FileClinic.open(clinic, as_known_on=AT.date())
    assert before.last_sessions(UNTIL)["P0001"] == date(2026, 3, 27)


def test_a_program_that_knows_nothing_of_them_can_not_make_them_wrong(clinic: Path) -> None:
    with TinyDB(clinic, storage=ClinicStorage, writing=True) as database:
        assert KEPT_DAYS not in database.tables()
        database.table("sessions").remove(doc_ids=[3])
    assert kept(clinic) == {"P0001": "2026-01-02 2026-03-27", "P0002": "2026-01-03"}
    assert FileClinic.open(clinic).last_sessions(UNTIL)["P0001"] == date(2026, 1, 2)
    record(clinic, session("P0002", 90))
    assert kept(clinic) == {"P0001": "2026-01-02", "P0002": "2026-01-03 2026-04-01"}


def test_a_file_without_them_gets_them_with_the_next_session(clinic: Path) -> None:
    tables = json.loads(clinic.read_bytes())
    del tables[KEPT_DAYS]
    clinic.write_text(json.dumps(tables), encoding="utf-8")
    check.accept(clinic, at=AT, by="dr")
    assert kept(clinic) is None
    assert FileClinic.open(clinic).last_sessions(UNTIL)["P0001"] == date(2026, 3, 27)
    record(clinic, session("P0002", 90))
    assert kept(clinic) == {"P0001": "2026-01-02 2026-03-27", "P0002": "2026-01-03 2026-04-01"}


def test_days_that_are_not_those_of_the_sessions_are_a_fault(clinic: Path) -> None:
    with closing(ClinicStorage(clinic, writing=True)) as storage:
        tables = storage.read()
        kept_days.keep(tables, kept_days.drawn_from([session("P0001", 1)]))
        storage.write(tables)
    assert [fault.what for fault in check.faults(clinic)] == [
        "the days kept for the due list aren't those of the records"
    ]


def test_where_they_alone_are_damaged_no_record_is_lost(clinic: Path) -> None:
    data = clinic.read_bytes()
    place = data.rindex(b"2026-03-27")
    clinic.write_bytes(data[:place] + b"2026-03-28" + data[place + 10 :])
    with pytest.raises(ClinicFileError, match=f"is damaged: the table {KEPT_DAYS} .*check --accept"):
        FileClinic.open(clinic).last_sessions(UNTIL)
    with pytest.raises(ClinicFileError, match="check --accept"):
        record(clinic, session("P0002", 90))
    assert check.faults(clinic, accept=True) == []
    check.accept(clinic, at=AT, by="dr")
    assert check.faults(clinic) == []
    assert FileClinic.open(clinic).last_sessions(UNTIL)["P0001"] == date(2026, 3, 27)
    record(clinic, session("P0002", 90))
    assert kept(clinic) == {"P0001": "2026-01-02 2026-03-27", "P0002": "2026-01-03 2026-04-01"}


def test_damage_to_a_record_beside_them_is_not_accepted(clinic: Path) -> None:
    data = clinic.read_bytes().replace(b"155.0", b"555.0", 1)
    place = data.rindex(b"2026-03-27")
    clinic.write_bytes(damaged := data[:place] + b"2026-03-28" + data[place + 10 :])
    with pytest.raises(ClinicFileError, match="the table sessions doesn't match its digest"):
        check.accept(clinic, at=AT, by="dr")
    assert clinic.read_bytes() == damaged


def test_what_an_earlier_program_kept_counts_for_nothing(clinic: Path) -> None:
    with closing(ClinicStorage(clinic, writing=True)) as storage:
        tables = storage.read()
        sessions = {"sessions": tables.digest("sessions")}
        tables.keep(KEPT_DAYS, {"1": {"of": sessions, "days": {"P0001": "2026-01-02"}}})  # type: ignore[dict-item]
        storage.write(tables)
    assert FileClinic.open(clinic).last_sessions(UNTIL)["P0001"] == date(2026, 3, 27)
    assert check.faults(clinic) == []
    record(clinic, Booking(patient="P0002", date=date(2026, 4, 1)))
    assert kept(clinic) == {"P0001": "2026-01-02 2026-03-27", "P0002": "2026-01-03"}


def test_they_are_short(clinic: Path) -> None:
    there = Booking(patient="P0002", date=date(2026, 4, 1), time=time(9, 30), status="attended")
    asked = [CheckUp(patient="P0001", date=day, consent="given") for day in (date(2026, 3, 27), there.date)]
    record(clinic, there, *asked)
    document = json.loads(clinic.read_bytes())[KEPT_DAYS]["1"]
    assert document["came"] == {"P0001": "2026-04-01"}
    assert document["booked"] == {"P0002": "2026-04-01T09:30=attended"}


def test_a_file_made_of_another_clinic_has_them(clinic: Path, tmp_path: Path) -> None:
    record(clinic, Booking(patient="P0002", date=date(2026, 4, 1)))
    made = FileStore(tmp_path / "copy.json")
    made.take_over(FileClinic.open(clinic))
    assert kept(tmp_path / "copy.json") == kept(clinic)
    assert made.check() == []
