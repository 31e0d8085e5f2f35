"""A clinic file of an earlier schema: read as it is, and kept before it is written in the present one."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from small_clinic import everything, record, session, small_clinic
from tinydb import TinyDB

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.log import Void
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file import check
from migraine_cli.store.tinydb_file.backups import backups
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.restoring import restore
from migraine_cli.store.tinydb_file.sealed import SCHEMA
from migraine_cli.store.tinydb_file.storage import ClinicStorage

OF_SCHEMA_1 = Path(__file__).with_name("schema-1.json")
"""As migcli of 20 November 2026 wrote it: the small clinic, and its third session taken back."""

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "clinic.json"
    shutil.copyfile(OF_SCHEMA_1, path)
    os.utime(path, (AT.timestamp(), AT.timestamp()))
    return path


def schema(path: Path) -> int:
    found: int = json.loads(path.read_bytes())["_meta"]["1"]["schema"]
    return found


def test_it_is_read_as_the_same_clinic_and_stays_as_it_is(old: Path, tmp_path: Path) -> None:
    present = small_clinic(tmp_path / "present.json")
    record(present, Void(target="session:3", reason="wrong patient"), command="void")
    assert schema(old) == 1 < schema(present) == SCHEMA
    assert everything(old) == everything(present)
    assert FileClinic.open(old).last_sessions(date.max)["P0001"] == date(2026, 1, 2)
    assert check.faults(old) == []
    assert old.read_bytes() == OF_SCHEMA_1.read_bytes()


def test_the_first_change_keeps_a_dated_copy_and_writes_the_present_schema(old: Path) -> None:
    record(old, session("P0001", 170))
    (kept,) = backups(old)
    assert kept.name == f"clinic-{AT.astimezone():%Y-%m-%dT%H%M%S}-before-migration.json"
    assert kept.read_bytes() == OF_SCHEMA_1.read_bytes()
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


def test_what_kept_no_copy_changes_nothing(old: Path) -> None:
    (old.parent / "backups").write_text("in the way")
    with pytest.raises(ClinicFileError):
        record(old, session("P0001", 170))
    assert old.read_bytes() == OF_SCHEMA_1.read_bytes()


def test_a_backup_of_an_earlier_schema_can_be_restored(old: Path) -> None:
    record(old, session("P0001", 170))
    restore(old, OF_SCHEMA_1, at=AT, by="dr")
    assert schema(old) == SCHEMA
    assert len(FileClinic.open(old).records(Session)) == 2
    assert check.faults(old) == []


def test_every_flipped_bit_of_it_is_noticed(old: Path) -> None:
    data = old.read_bytes()
    for bit in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        old.write_bytes(flipped)
        with pytest.raises(ClinicFileError):
            everything(old)
