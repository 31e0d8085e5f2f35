"""The days kept for the due list are always those of the sessions in force, or count for nothing."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from small_clinic import AT, record, session, small_clinic
from tinydb import TinyDB

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.session import Session
from migraine_cli.store.contract import Recording
from migraine_cli.store.tinydb_file import check, session_days
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.sealed import SESSION_DAYS
from migraine_cli.store.tinydb_file.storage import ClinicStorage
from migraine_cli.store.tinydb_file.store import FileStore
from migraine_cli.treatment.schedule import last_migraine_session

UNTIL = date(2026, 6, 30)


def of_the_sessions(clinic: FileClinic, until: date = UNTIL) -> dict[str, date]:
    """What `last_sessions` must say, from the whole sessions."""
    found = {patient: last_migraine_session(given, until) for patient, given in clinic.by_patient(Session).items()}
    return {patient: day for patient, day in found.items() if day is not None}


def kept(path: Path) -> dict[str, str] | None:
    document: dict[str, Any] | None = json.loads(path.read_bytes()).get(SESSION_DAYS)
    return None if document is None else document["1"]["days"]


days = st.integers(0, 364)
steps = st.one_of(
    st.tuples(
        st.just("add"), st.sampled_from(["P0001", "P0002"]), days, st.sampled_from(["chronic-migraine", "cosmetic"])
    ),
    st.tuples(st.just("amend"), st.integers(0, 9), days),
    st.tuples(st.just("void"), st.integers(0, 9)),
    st.tuples(st.just("undo")),
)


def take(held: Recording, step: tuple[Any, ...]) -> None:
    match step:
        case ("add", str(patient), int(day), indication):
            held.add(replace(session(patient, day), indication=indication))
        case ("amend" | "void", int(number), *day) if in_force := list(held.records(Session)):
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
                    assert held.last_sessions(UNTIL) == of_the_sessions(held)
            opened = FileClinic.open(path)
            assert opened.last_sessions(UNTIL) == of_the_sessions(opened)
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
        assert SESSION_DAYS not in database.tables()
        database.table("sessions").remove(doc_ids=[3])
    assert kept(clinic) == {"P0001": "2026-01-02 2026-03-27", "P0002": "2026-01-03"}
    assert FileClinic.open(clinic).last_sessions(UNTIL)["P0001"] == date(2026, 1, 2)
    record(clinic, session("P0002", 90))
    assert kept(clinic) == {"P0001": "2026-01-02", "P0002": "2026-01-03 2026-04-01"}


def test_a_file_without_them_gets_them_with_the_next_session(clinic: Path) -> None:
    tables = json.loads(clinic.read_bytes())
    del tables[SESSION_DAYS]
    clinic.write_text(json.dumps(tables), encoding="utf-8")
    check.accept(clinic, at=AT, by="dr")
    assert kept(clinic) is None
    assert FileClinic.open(clinic).last_sessions(UNTIL)["P0001"] == date(2026, 3, 27)
    record(clinic, session("P0002", 90))
    assert kept(clinic) == {"P0001": "2026-01-02 2026-03-27", "P0002": "2026-01-03 2026-04-01"}


def test_days_that_are_not_those_of_the_sessions_are_a_fault(clinic: Path) -> None:
    with closing(ClinicStorage(clinic, writing=True)) as storage:
        tables = storage.read()
        session_days.keep(tables, {"P0001": "2026-01-02"})
        storage.write(tables)
    assert [fault.what for fault in check.faults(clinic)] == [
        "the days kept for the due list aren't those of the sessions"
    ]


def test_where_they_alone_are_damaged_no_record_is_lost(clinic: Path) -> None:
    data = clinic.read_bytes()
    place = data.rindex(b"2026-03-27")
    clinic.write_bytes(data[:place] + b"2026-03-28" + data[place + 10 :])
    with pytest.raises(ClinicFileError, match=f"is damaged: the table {SESSION_DAYS} .*check --accept"):
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
