"""Where the lock doesn't exclude, nothing that was acknowledged is lost all the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from small_clinic import AT, leftovers, record, session

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file import check, lock
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.restoring import restore
from migraine_cli.store.tinydb_file.sealed import pack
from migraine_cli.store.tinydb_file.store import FileStore

BETWEEN = "another writer came between"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps a lock file that is open")


def units(path: Path) -> list[float | None]:
    return [found.units for found in FileClinic.open(path).records(Session)][3:]


def record_while(clinic: Path, change: Callable[[Path], object]) -> None:
    """Record a session of 1 U, the clinic being changed before it is written."""
    with FileStore(clinic).recording("import", at=AT, by="dr") as first:
        first.add(session("P0001", 170, 1))
        change(clinic)


def another_session(path: Path) -> None:
    record(path, session("P0002", 171, 2))


def another_session_without_the_lock(path: Path) -> None:
    path.with_name("clinic.json.lock").unlink()
    another_session(path)


@posix
def test_two_writers_after_the_lock_file_was_deleted(clinic: Path) -> None:
    with pytest.raises(ClinicFileError, match=BETWEEN) as refused:
        record_while(clinic, another_session_without_the_lock)
    assert refused.value.exit_code == 5
    assert units(clinic) == [2]
    assert leftovers(clinic) == []


def test_two_writers_where_locks_exclude_nobody(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fcntl.flock" if os.name == "posix" else "filelock.FileLock._acquire", lambda *_: None)
    with pytest.raises(ClinicFileError, match=BETWEEN):
        record_while(clinic, another_session)
    assert units(clinic) == [2]
    assert not check.faults(clinic)


@posix
def test_a_lock_that_was_waited_for_and_removed_meanwhile_is_taken_anew(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = clinic.with_name("clinic.json.lock")
    opened = os.open
    removed = False

    def open_and_remove(path: object, *how: int) -> int:
        nonlocal removed
        descriptor = opened(path, *how)  # type: ignore[arg-type]
        if path == file and not removed:
            removed = True
            file.unlink()
        return descriptor

    monkeypatch.setattr(os, "open", open_and_remove)
    monkeypatch.setattr(lock, "LONGEST_WAIT", 0.2)
    with (
        FileStore(clinic).recording("import", at=AT, by="dr"),
        pytest.raises(ClinicFileError, match="is held by `migcli import`"),
    ):
        record(clinic, session("P0001", 170))
    assert removed


def same_size(path: Path) -> None:
    path.write_bytes(path.read_bytes())


def another_file(path: Path) -> None:
    data, found = path.read_bytes(), path.stat()
    path.unlink()
    path.write_bytes(data)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def removed(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("change", [same_size, another_file, removed])
def test_whatever_another_writer_did_is_noticed(clinic: Path, change: Callable[[Path], None]) -> None:
    clinic.with_name("held").hardlink_to(clinic)  # so that no other file gets its number
    with pytest.raises(ClinicFileError, match=BETWEEN):
        record_while(clinic, change)


def test_a_clinic_that_appears_while_one_is_made_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from migraine_cli.store.tinydb_file import creating

    path = tmp_path / "clinic.json"

    def pack_slowly(*arguments: Any) -> object:
        path.write_bytes(b"theirs")
        return pack(*arguments)

    monkeypatch.setattr(creating, "pack", pack_slowly)
    with pytest.raises(ClinicFileError, match=BETWEEN):
        creating.create(path)
    assert path.read_bytes() == b"theirs"


def test_a_restoration_overturns_nothing_that_came_between(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from migraine_cli.store.tinydb_file import restoring
    from migraine_cli.store.tinydb_file.backups import back_up, keep

    made = back_up(clinic, AT)

    def keep_slowly(*arguments: object) -> Path:
        kept = keep(*arguments)  # type: ignore[arg-type]
        another_session_without_the_lock(clinic)
        return kept

    if os.name == "nt":
        pytest.skip("Windows keeps a lock file that is open")
    monkeypatch.setattr(restoring, "keep", keep_slowly)
    with pytest.raises(ClinicFileError, match=BETWEEN):
        restore(clinic, made, at=AT, by="dr")
    assert units(clinic) == [2]


@posix
def test_the_lock_is_never_written_to_another_file(clinic: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("years of work", encoding="utf-8")
    file = clinic.with_name("clinic.json.lock")
    for make in (file.hardlink_to, file.symlink_to):
        with suppress(FileNotFoundError):
            file.unlink()
        make(precious)
        with pytest.raises(ClinicFileError, match=r"clinic.json.lock can't be written .*nothing was changed"):
            record(clinic, session("P0001", 170))
        assert precious.read_text(encoding="utf-8") == "years of work"


@posix
def test_a_fifo_in_the_place_of_the_lock_is_refused(clinic: Path) -> None:
    file = clinic.with_name("clinic.json.lock")
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(ClinicFileError, match="it is no ordinary file"):
        record(clinic, session("P0001", 170))
