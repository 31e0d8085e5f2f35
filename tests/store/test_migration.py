"""A clinic file of an earlier schema: read as it is, and kept before it is written in the present one."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from small_clinic import AT as NOTED
from small_clinic import everything, record, session, small_clinic
from tinydb import TinyDB

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.diary import MonthCount
from migraine_cli.records.log import Void
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file import check
from migraine_cli.store.tinydb_file.backups import backups
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.restoring import restore
from migraine_cli.store.tinydb_file.sealed_table import SCHEMA
from migraine_cli.store.tinydb_file.storage import ClinicStorage
from migraine_cli.store.tinydb_file.store import FileStore

OF_SCHEMA_1 = Path(__file__).with_name("schema-1.json")
"""As migcli of 20 November 2026 wrote it: the small clinic, and its third session taken back."""

OF_SCHEMA_2 = Path(__file__).with_name("schema-2.json")
"""As migcli of 21 November 2026 wrote it: the same, with month counts of which one was amended and one taken back."""

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(params=[OF_SCHEMA_1, OF_SCHEMA_2], ids=lambda written: written.stem)
def written(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def old(written: Path, tmp_path: Path) -> Path:
    path = tmp_path / "clinic.json"
    shutil.copyfile(written, path)
    os.utime(path, (AT.timestamp(), AT.timestamp()))
    return path


def schema(path: Path) -> int:
    found: int = json.loads(path.read_bytes())["_meta"]["1"]["schema"]
    return found


def with_months(path: Path) -> None:
    """Records the months that the file of schema 2 has."""
    counts = [
        MonthCount(
            patient="P0001", month="2025-10", headache_days=20, migraine_days=12, long_days=14, recorded_days=31
        ),
        MonthCount(patient="P0002", month="2025-10", migraine_days=3),
        MonthCount(patient="P0001", month="2025-11", headache_days=18, recorded_days=30),
    ]
    record(path, *counts, command="import months", day=1)
    record(path, MonthCount(patient="P0001", month="2025-12", headache_days=16), command="add-month", day=2)
    with FileStore(path).recording("amend", at=NOTED + timedelta(days=3), by="dr") as clinic:
        november = clinic.of_patient(MonthCount, "P0001")[1]
        clinic.amend(november, replace(november, headache_days=17))
    record(path, Void(target="month:1", reason="wrong patient"), command="void", day=4)


def test_it_is_read_as_the_same_clinic_and_stays_as_it_is(old: Path, written: Path, tmp_path: Path) -> None:
    present = small_clinic(tmp_path / "present.json")
    if written == OF_SCHEMA_2:
        with_months(present)
    day = 4 if written == OF_SCHEMA_2 else 0
    record(present, Void(target="session:3", reason="wrong patient"), command="void", day=day)
    assert schema(old) < schema(present) == SCHEMA
    assert everything(old) == everything(present)
    assert FileClinic.open(old).last_sessions(date.max)["P0001"] == date(2026, 1, 2)
    assert check.faults(old) == []
    assert old.read_bytes() == written.read_bytes()


def test_months_keep_their_ids_when_they_are_put_together(tmp_path: Path) -> None:
    path = tmp_path / "clinic.json"
    shutil.copyfile(OF_SCHEMA_2, path)
    versions = FileClinic.open(path).versions(MonthCount)
    assert [each.id for each in versions] == ["month:2", "month:1", "month:3", "month:4", "month:3"]
    record(path, MonthCount(patient="P0002", month="2025-11", headache_days=8))
    assert FileClinic.open(path).versions(MonthCount)[:-1] == versions
    assert [(each.id, each.headache_days) for each in FileClinic.open(path).records(MonthCount)] == [
        ("month:2", None),
        ("month:3", 17),
        ("month:4", 16),
        ("month:6", 8),
    ]
    assert FileClinic.open(path).records(MonthCount)[0].migraine_days == 3
    documents = json.loads(path.read_bytes())["months"]
    assert [(number, each["ids"]) for number, each in documents.items()] == [
        ("2", "2"),
        ("3", "1,3"),
        ("4", "4"),
        ("5", "3"),
        ("6", "6"),
    ]
    assert check.faults(path) == []


def test_the_first_change_keeps_a_dated_copy_and_writes_the_present_schema(old: Path, written: Path) -> None:
    record(old, session("P0001", 170))
    (kept,) = backups(old)
    assert kept.name == f"clinic-{AT.astimezone():%Y-%m-%dT%H%M%S}-before-migration.json"
    assert kept.read_bytes() == written.read_bytes()
    assert schema(old) == SCHEMA
    assert [found.id for found in FileClinic.open(old).records(Session)] == ["session:1", "session:2", "session:4"]
    assert check.faults(old) == []
    record(old, session("P0001", 171))
    assert backups(old) == [kept]


def test_another_program_that_writes_through_tinydb_migrates_it_too(old: Path) -> None:
    with TinyDB(old, storage=ClinicStorage, writing=True) as database:
        database.table("patients").update({"note": "mornings"}, doc_ids=[1])
    assert schema(old) == SCHEMA
    assert len(backups(old)) == 1


def test_what_kept_no_copy_changes_nothing(old: Path, written: Path) -> None:
    (old.parent / "backups").write_text("in the way")
    with pytest.raises(ClinicFileError):
        record(old, session("P0001", 170))
    assert old.read_bytes() == written.read_bytes()


def test_a_backup_of_an_earlier_schema_can_be_restored(old: Path, written: Path) -> None:
    record(old, session("P0001", 170))
    restore(old, written, at=AT, by="dr")
    assert schema(old) == SCHEMA
    assert len(FileClinic.open(old).records(Session)) == 2
    assert check.faults(old) == []


@pytest.mark.parametrize("step", [31, pytest.param(1, marks=pytest.mark.slow)])
def test_every_flipped_bit_of_it_is_noticed(old: Path, step: int) -> None:
    data = old.read_bytes()
    for bit in range(0, len(data) * 8, step):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        old.write_bytes(flipped)
        with pytest.raises(ClinicFileError):
            everything(old)
