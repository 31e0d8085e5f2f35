"""A write that fails leaves the bytes as they were and nothing beside them; one that succeeds is on the
disk.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from small_clinic import leftovers, record, session

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file.clinic import FileClinic

posix = pytest.mark.skipif(os.name == "nt", reason="modes and folder descriptors are POSIX's")
not_root = pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may write anywhere")


class FailingCall:
    """Stands for a system call that fails from its nth use on the temporary file or folder."""

    def __init__(self, call: Any, code: int, skip: int = 0) -> None:
        self.call, self.code, self.skip = call, code, skip

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        self.skip -= 1
        if self.skip >= 0:
            return self.call(*arguments, **options)
        raise OSError(self.code, os.strerror(self.code))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        pytest.param(errno.ENOSPC, "room for a whole copy", id="disk full"),
        pytest.param(errno.EIO, "check the path and the disk", id="I/O error"),
        pytest.param(errno.EACCES, "give yourself the right", id="not allowed"),
        pytest.param(errno.EROFS, "give yourself the right", id="read-only disk"),
    ],
)
@pytest.mark.parametrize("call", ["scandir", "write", "fsync", "replace"])
def test_a_failed_call_leaves_the_file_as_it_was(
    clinic: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, sentence: str
) -> None:
    before = clinic.read_bytes()
    with monkeypatch.context() as failing:
        failing.setattr("time.sleep", lambda _: None)
        # The first os.write is the signature in the lock file.
        failing.setattr(f"os.{call}", FailingCall(getattr(os, call), code, skip=call == "write"))
        with pytest.raises(ClinicFileError, match=f"nothing was changed.*{sentence}") as error:
            record(clinic, session("P0001", 170))
    assert error.value.exit_code == 5
    assert clinic.read_bytes() == before
    assert leftovers(clinic) == []


def test_a_disk_that_fills_up_midway_leaves_the_file_as_it_was(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, write = clinic.read_bytes(), os.write
    monkeypatch.setattr(
        "os.write", FailingCall(lambda file, data: write(file, bytes(data)[:100]), errno.ENOSPC, skip=4)
    )
    with pytest.raises(ClinicFileError, match="room for a whole copy"):
        record(clinic, session("P0001", 170))
    assert clinic.read_bytes() == before
    assert leftovers(clinic) == []


def test_a_disk_that_takes_little_at_a_time_gets_it_all(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr("os.write", lambda file, data: write(file, bytes(data)[:100]))
    record(clinic, session("P0001", 170))
    assert len(FileClinic.open(clinic).records(Session)) == 4


def test_an_interrupted_write_leaves_the_file_as_it_was(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = clinic.read_bytes()

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        record(clinic, session("P0001", 170))
    assert clinic.read_bytes() == before
    assert leftovers(clinic) == []


@posix
def test_a_folder_that_cant_confirm_says_that_it_may_be_recorded(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", FailingCall(os.fsync, errno.EIO, skip=1))
    with pytest.raises(ClinicFileError, match="may have been recorded; look with `migcli show` or `migcli log`"):
        record(clinic, session("P0001", 170))
    monkeypatch.undo()
    assert len(FileClinic.open(clinic).records(Session)) == 4
    assert leftovers(clinic) == []


@posix
def test_a_folder_that_knows_no_such_step_is_no_failure(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", FailingCall(os.fsync, errno.EINVAL, skip=1))
    record(clinic, session("P0001", 170))
    assert len(FileClinic.open(clinic).records(Session)) == 4


def test_a_reader_that_has_the_file_open_only_delays_the_write(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, refusals = os.replace, iter([True, True, False])

    def busy_twice(source: Path, target: Path) -> None:
        if next(refusals):
            raise PermissionError(errno.EACCES, "in use")
        replace(source, target)

    monkeypatch.setattr("os.replace", busy_twice)
    record(clinic, session("P0001", 170))
    assert len(FileClinic.open(clinic).records(Session)) == 4


def test_what_a_killed_writer_left_is_cleared_by_the_next_write_and_nothing_else_is(clinic: Path) -> None:
    stale = clinic.with_name(f".{clinic.name}.{'0' * 16}.tmp")
    others = [
        ".clinic.json.tmp",
        f".other.json.{'0' * 16}.tmp",
        "clinic.json.bak",
        f".{clinic.name}.notes.tmp",
    ]
    for name in (stale.name, *others):
        clinic.with_name(name).write_bytes(b"half")
    record(clinic, session("P0001", 170))
    assert leftovers(clinic) == sorted(others)


@posix
def test_the_file_and_its_lock_are_open_to_their_owner_only(clinic: Path) -> None:
    clinic.chmod(0o644)
    record(clinic, session("P0001", 170))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in clinic.parent.iterdir()}
    assert modes == {"clinic.json": 0o600, "clinic.json.lock": 0o600}


@posix
def test_a_link_stays_a_link(clinic: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "linked.json"
    link.symlink_to(clinic)
    record(link, session("P0001", 170))
    assert link.is_symlink()
    assert len(FileClinic.open(clinic).records(Session)) == 4
    assert [file.name for file in link.parent.iterdir()] == ["linked.json"]


@posix
@not_root
def test_a_read_only_folder_can_be_read_and_not_written(clinic: Path) -> None:
    clinic.parent.chmod(0o500)
    clinic.with_name("clinic.json.lock").chmod(0o400)
    try:
        assert len(FileClinic.open(clinic).records(Session)) == 3
        with pytest.raises(ClinicFileError, match="give yourself the right"):
            record(clinic, session("P0001", 170))
    finally:
        clinic.parent.chmod(0o700)
