"""One writer at a time; whoever waits in vain is told for whom."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest
from small_clinic import AT, record, session

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file import lock
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.store import FileStore


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "LONGEST_WAIT", 0.2)


def test_who_waits_in_vain_is_told_who_holds_it(clinic: Path) -> None:
    holder = rf"held by `migcli import` \(process {os.getpid()}\) since \d\d:\d\d; try again when it has"
    with (
        FileStore(clinic).recording("import patients Ann.csv", at=AT, by="dr"),
        pytest.raises(ClinicFileError, match=holder),
    ):
        record(clinic, session("P0001", 170))


def test_the_lock_file_names_no_more_than_the_command(clinic: Path) -> None:
    with FileStore(clinic).recording("import patients Ann.csv", at=AT, by="dr"):
        pass
    assert b"Ann" not in clinic.with_name("clinic.json.lock").read_bytes()


def test_who_waits_long_enough_gets_it(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "LONGEST_WAIT", 10)
    with FileStore(clinic).recording("import", at=AT, by="dr") as held:
        held.add(session("P0001", 170))
        waiting = threading.Thread(target=record, args=(clinic, session("P0002", 171)))
        waiting.start()
    waiting.join()
    assert [found.id for found in FileClinic.open(clinic).records(Session)[3:]] == ["session:4", "session:5"]


def test_a_reader_waits_for_nobody(clinic: Path) -> None:
    with FileStore(clinic).recording("import", at=AT, by="dr") as held:
        held.add(session("P0001", 170))
        assert len(FileClinic.open(clinic).records(Session)) == 3


def test_a_dry_run_takes_no_lock(clinic: Path) -> None:
    with (
        FileStore(clinic).recording("import", at=AT, by="dr"),
        FileStore(clinic).recording("import", at=AT, by="dr", dry_run=True) as dry,
    ):
        assert dry.add(session("P0001", 170)).id == "session:4"


def test_a_failed_command_lets_go_of_it(clinic: Path) -> None:
    with pytest.raises(ZeroDivisionError), FileStore(clinic).recording("import", at=AT, by="dr"):
        raise ZeroDivisionError
    record(clinic, session("P0001", 170))


def test_a_damaged_file_is_not_left_locked(clinic: Path) -> None:
    whole = clinic.read_bytes()
    clinic.write_bytes(b"")
    # The error is kept, and with it all that its traceback holds.
    with pytest.raises(ClinicFileError, match="damaged") as kept:
        record(clinic, session("P0001", 170))
    clinic.write_bytes(whole)
    record(clinic, session("P0001", 170))
    assert kept.value.exit_code == 5


def test_a_lock_file_signed_by_nobody_names_another_program(clinic: Path) -> None:
    with FileStore(clinic).recording("import", at=AT, by="dr"):
        clinic.with_name("clinic.json.lock").write_bytes(b"")
        with pytest.raises(ClinicFileError, match="is held by another program; try again"):
            record(clinic, session("P0001", 170))


@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOSYS, errno.EIO])
def test_where_no_lock_can_be_had_nothing_is_written(clinic: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    before = clinic.read_bytes()

    def refused(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("fcntl.flock" if os.name == "posix" else "filelock.FileLock._acquire", refused)
    with pytest.raises(ClinicFileError, match=r"clinic.json.lock can't be written .*nothing was changed"):
        record(clinic, session("P0001", 170))
    assert clinic.read_bytes() == before
