"""Charts streamed one after the other say what the records say, and nothing before every digest was checked."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from small_clinic import AT, record, session
from tinydb import TinyDB

from migraine_cli.chart.chart import Chart, kind_of_part
from migraine_cli.errors import ClinicFileError
from migraine_cli.records.diary import MonthCount
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file import by_patient
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.creating import create
from migraine_cli.store.tinydb_file.encrypting import encrypt
from migraine_cli.store.tinydb_file.encryption import Key
from migraine_cli.store.tinydb_file.storage import ClinicStorage
from migraine_cli.store.tinydb_file.store import FileStore

LOOKED_AT = ("months", "sessions", "preventives")


def told(chart: Chart) -> tuple[Any, ...]:
    """A chart as values; of month counts what a calendar says."""
    months = [
        (each.month, each.headache_days, each.migraine_days, each.long_days, each.recorded_days)
        for each in chart.months
    ]
    return chart.patient, months, list(chart.sessions), list(chart.preventives)


def one_by_one(clinic: FileClinic) -> list[tuple[Any, ...]]:
    """The charts as the records of each patient give them."""
    return [
        told(Chart(person, **{part: clinic.of_patient(kind_of_part(part), id_) for part in LOOKED_AT}))
        for id_, person in sorted(clinic.patients().items())
    ]


patients = st.sampled_from(["P1", "P10", "P2"])
steps = st.one_of(
    st.tuples(st.just("session"), patients, st.integers(0, 300)),
    st.tuples(st.just("month"), patients, st.integers(1, 9)),
    st.tuples(st.just("amend"), st.sampled_from([Session, MonthCount]), st.integers(0, 9), patients),
    st.tuples(st.just("void"), st.sampled_from([Session, MonthCount, Patient]), st.integers(0, 9)),
    st.tuples(st.just("undo"), st.integers(1, 6)),
)


def take(path: Path, given_steps: list[tuple[object, ...]]) -> None:  # noqa: C901 a table of steps
    with FileStore(path).recording("several", at=AT, by="dr") as clinic:
        for step in given_steps:
            there = clinic.patients()
            match step:
                case ("session", str(patient), int(day)) if patient in there:
                    clinic.add(session(patient, day))
                case ("month", str(patient), int(month)) if patient in there:
                    clinic.add(MonthCount(patient=patient, month=f"2026-0{month}", headache_days=month))
                case ("amend", type() as kind, int(number), str(patient)) if issubclass(kind, AboutPatient):
                    found = list(clinic.records(kind))
                    old = found[number % len(found)] if found else None
                    if old and patient in there and old.entry != clinic.entry:  # one command says one thing of a record
                        clinic.amend(old, replace(old, patient=patient))
                case ("void", type() as kind, int(number)):
                    if found := list(clinic.records(kind)):
                        clinic.add(Void(target=found[number % len(found)].id, reason="wrong"))
                case ("undo", int(entry)) if entry < clinic.entry:
                    clinic.add(Undo(undoes=entry))


commands_given = st.lists(st.lists(steps, min_size=1, max_size=6), max_size=5)


MOVED: list[list[tuple[object, ...]]] = [[("session", "P1", 0)], [("session", "P2", 0), ("amend", Session, 0, "P2")]]


@given(
    commands_given,
    st.sampled_from([1, 40, 400, 1 << 20]),
    st.sampled_from([0, 500, 1 << 20]),
    st.sets(st.sampled_from(["P1", "P10", "P2", "P9"])),
)
@example(MOVED, 1, 0, {"P1"})  # an earlier one moved
@example(MOVED, 1, 1 << 20, {"P1"})
def test_streamed_charts_are_those_of_the_records(
    commands: list[list[tuple[object, ...]]], piece: int, small: int, some: set[str]
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_patient, "PIECE", piece)
        patch.setattr(by_patient, "SMALL", small)
        path = Path(folder) / "clinic.json"
        create(path)
        record(path, *(Patient(id=id_, name='},"2":{"patient":"P1"') for id_ in ("P2", "P10", "P1")))
        for command in commands:
            take(path, command)
        now, before = FileClinic.open(path), FileClinic.open(path, AT.date())
        assert [told(chart) for chart in now.charts(LOOKED_AT)] == one_by_one(now)
        assert [told(chart) for chart in before.charts(LOOKED_AT)] == one_by_one(before)
        for known in (now, before):
            theirs = [each for each in one_by_one(known) if each[0].id in some]
            assert [told(chart) for chart in known.charts(LOOKED_AT, of=some)] == theirs
        with FileStore(path).recording("several", at=AT, by="dr") as clinic:
            assert [len(chart.sessions) for chart in clinic.charts(LOOKED_AT)] == [
                len(chart.sessions) for chart in now.charts(LOOKED_AT)
            ]


@pytest.mark.parametrize("of", [None, ["P0001"]], ids=["of all", "of one"])
@pytest.mark.parametrize("small", [0, 1 << 20])
@pytest.mark.parametrize("table", ["sessions", "patients", "voids"])
def test_no_chart_is_given_before_every_digest_was_checked(
    clinic: Path, table: str, small: int, of: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_patient, "SMALL", small)
    record(clinic, Void(target="session:3", reason="wrong patient"), command="void")
    data = clinic.read_bytes()
    end = data.index(b"}}", data.index(f'"{table}":{{"1":{{'.encode()))
    place = data.rindex(b'"entry":', 0, end)
    clinic.write_bytes(data[: place + 8] + bytes([data[place + 8] ^ 1]) + data[place + 9 :])
    charts = FileClinic.open(clinic).charts(("sessions",), of=of)
    with pytest.raises(ClinicFileError, match=f"is damaged: the table {table} doesn't match its digest"):
        next(charts)


def test_a_count_of_no_month_is_not_passed_over(clinic: Path) -> None:
    record(clinic, MonthCount(patient="P0001", month="2026-09", headache_days=9))
    with TinyDB(clinic, storage=ClinicStorage, writing=True) as database:
        database.table("months").update({"counts": [["2026-9", 9]]}, doc_ids=[1])
    with pytest.raises(ClinicFileError, match="holds a record that can't be read; run `migcli check`"):
        list(FileClinic.open(clinic).charts(("months",)))


def test_an_encrypted_clinic_has_the_same_charts(clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyrage = pytest.importorskip("pyrage", reason="needs the extra crypt")
    lying_open = one_by_one(FileClinic.open(clinic))
    (key := tmp_path / "key.txt").write_text(f"{pyrage.x25519.Identity.generate()}\n", encoding="utf-8")
    monkeypatch.setenv("MIGCLI_IDENTITY", str(key))
    encrypt(clinic, Key.read(key))
    assert [told(chart) for chart in FileClinic.open(clinic).charts(LOOKED_AT)] == lying_open


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_a_table_is_handed_out_document_by_document_whatever_the_pieces(clinic: Path, size: int) -> None:
    opened = FileClinic.open(clinic)
    raw = opened._tables.raw("patients")
    pieces: list[tuple[bytes, int]] = []
    opened._tables.in_pieces("patients", size, lambda piece, at: pieces.append((piece, at)))
    assert b"{" + b",".join(piece for piece, _ in pieces) + b"}" == raw
    assert all(raw[at : at + len(piece)] == piece for piece, at in pieces)
