"""`check --accept` shows what another program changed, record by record, and asks at a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tinydb import TinyDB

from tests.conftest import Run


@pytest.fixture
def started(migcli_here: Run) -> Run:
    for typed in (
        ["init"],
        ["add-patient", "P1"],
        ["add-patient", "P2"],
        ["add-month", "P1", "2026-01", "--headache", "20"],
    ):
        assert migcli_here(*typed).code == 0
    return migcli_here


def edit(clinic: Path) -> None:
    with TinyDB(clinic, encoding="utf-8") as db:
        db.table("patients").update({"note": "moved"}, doc_ids=[2])


def test_each_change_is_shown_against_the_newest_backup(started: Run, clinic: Path) -> None:
    started("backup")
    edit(clinic)
    ran = started("check", "--accept")
    assert ran.code == 0
    assert 'P2: note was not recorded, now "moved".\n' in ran.err
    assert "P1" not in ran.err
    assert "month" not in ran.err
    assert started("show", "P2", "--format", "json").code == 0
    assert started("check", "--accept").err == ""


def test_without_a_backup_the_table_is_named(started: Run, clinic: Path) -> None:
    edit(clinic)
    assert "patients: something was changed; there is no good backup to compare its 2 records with." in (
        started("check", "--accept").err
    )


def test_a_file_laid_out_anew_has_no_changed_record(started: Run, clinic: Path) -> None:
    with TinyDB(clinic, encoding="utf-8") as db:
        db.table("patients").update({}, doc_ids=[1])
    assert "no record was changed" in started("check", "--accept").err


@pytest.mark.skipif(sys.platform == "win32", reason="needs the terminals of a POSIX system")
@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 10)])
def test_at_a_terminal_it_asks(started: Run, clinic: Path, environment: dict[str, str], answer: str, code: int) -> None:
    import pty

    started("backup")
    edit(clinic)
    before = clinic.read_bytes()
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "migraine_cli", "check", "--accept"],
        stdin=theirs,
        capture_output=True,
        env=environment,
        timeout=60,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == code
    assert b"now" in done.stderr
    assert (clinic.read_bytes() == before) == (code == 10)
