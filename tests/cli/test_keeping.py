"""backup, restore, encrypt, decrypt and export as a user runs them."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture
def started(migcli_here: Run) -> Run:
    for typed in (
        ["init"],
        ["add-patient", "P1", "--name", "Ann <Smith>", "--born", "1980-02-03", "--note", "likes tea"],
        ["add-patient", "P2", "--name", "Bo"],
        ["add-session", "P1", "2026-06-01", "--lot", "C1"],
    ):
        assert migcli_here(*typed).code == 0
    return migcli_here


@pytest.fixture
def made(started: Run) -> Path:
    """A backup of the clinic, to which a session was added since."""
    path = Path(started("backup", "--format", "json").items[0]["path"])
    assert started("add-session", "P2", "2026-06-01").code == 0
    return path


def test_a_backup_is_dated_and_read_back(started: Run, clinic: Path) -> None:
    (backup,) = started("backup", "--format", "json").items
    assert re.fullmatch(r"clinic-\d{4}-\d\d-\d\dT\d{6}\.json", Path(backup["path"]).name)
    assert backup["bytes"] == clinic.stat().st_size
    assert started("patients", "--clinic", backup["path"]).out == started("patients").out


def test_a_dry_run_makes_no_backup(started: Run, clinic: Path) -> None:
    assert started("backup", "--dry-run").out.startswith(f"would back up to {clinic.parent / 'backups'}")
    assert not (clinic.parent / "backups").exists()


def test_an_import_keeps_what_was_there(started: Run, clinic: Path) -> None:
    before = clinic.read_bytes()
    assert started("import", "patients", "-", input="id\nP3\n").code == 0
    (kept,) = (clinic.parent / "backups").iterdir()
    assert kept.name.endswith("-before-import.json")
    assert kept.read_bytes() == before


def test_a_restoration_asks_and_no_one_is_there(started: Run, made: Path, clinic: Path) -> None:
    before = clinic.read_bytes()
    ran = started("restore", str(made))
    assert (ran.code, ran.out) == (2, "")
    assert "--yes" in ran.err
    assert clinic.read_bytes() == before


def test_a_restoration_is_shown_before_it_is_made(started: Run, made: Path, clinic: Path) -> None:
    before = clinic.read_bytes()
    assert "session: 2 now, 1 in the backup; 1 lost.\n" in started("restore", str(made), "--dry-run").out
    assert clinic.read_bytes() == before
    (restored,) = started("restore", str(made), "--yes", "--format", "json").items
    assert [each["lost"] for each in restored["changes"] if each["kind"] == "session"] == [1]
    assert Path(restored["kept"]).read_bytes() == before
    assert len(started("sessions", "--format", "json").items) == 1
    assert started("check").code == 0
    refused = started("undo")
    assert refused.code == 4
    assert "`restore`" in refused.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs the terminals of a POSIX system")
@pytest.mark.parametrize(("answer", "code", "sessions"), [("y", 0, 1), ("n", 10, 2), ("", 10, 2), ("what\nn", 10, 2)])
def test_at_a_terminal_a_restoration_is_asked_for(
    started: Run, made: Path, environment: dict[str, str], answer: str, code: int, sessions: int
) -> None:
    import os
    import pty
    import subprocess

    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "migraine_cli", "restore", str(made)],
        stdin=theirs,
        capture_output=True,
        env=environment,
        timeout=60,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == code
    assert b"1 lost" in done.stdout
    assert b"in the place of" in done.stderr
    assert (b"nothing was changed." in done.stderr) == (code == 10)
    assert b"error" not in done.stderr
    assert len(started("sessions", "--format", "json").items) == sessions


@pytest.mark.parametrize("missing", ["nowhere.json", "."])
def test_a_backup_that_isnt_there(started: Run, missing: str) -> None:
    ran = started("restore", missing, "--yes")
    assert ran.code == 2
    assert "no backup" in ran.err


def test_every_command_names_the_backup_that_mends_a_damaged_file(started: Run, clinic: Path) -> None:
    made = started("backup", "--format", "json").items[0]["path"]
    clinic.write_bytes(clinic.read_bytes().replace(b"P1", b"P7"))
    for command in (["due"], ["show", "P1"], ["add-patient"], ["log"], ["backup"], ["undo"], ["export", "P1"]):
        ran = started(*command)
        assert ran.code == 5
        assert f"`migcli restore {made}`" in ran.err
        assert "Ann" not in ran.err
    (fault, *_) = started("check", "--format", "json").items
    assert f"`migcli restore {made}`" in fault["mend"]
    assert started("restore", made, "--yes").code == 0
    assert started("check").code == 0


def test_an_encrypted_clinic_works_as_before(started: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyrage = pytest.importorskip("pyrage", reason="needs the extra crypt")
    key = clinic.with_name("key.txt")
    key.write_text(f"{pyrage.x25519.Identity.generate()}\n", encoding="utf-8")
    asked = (["patients"], ["show", "P1"], ["due", "--all"], ["sessions"], ["log"])
    before = [started(*command).out for command in asked]
    assert started("backup").code == 0
    assert len(started("encrypt", "--identity", str(key), "--format", "json").items) == 2
    refused = started("patients")
    assert (refused.code, refused.out) == (5, "")
    assert "MIGCLI_IDENTITY" in refused.err
    monkeypatch.setenv("MIGCLI_IDENTITY", str(key))
    assert [started(*command).out for command in asked] == before
    assert started("import", "patients", "-", input="id\nP3\n").code == 0
    assert started("undo").code == 0
    files = [clinic, *(clinic.parent / "backups").iterdir()]
    assert all(file.read_bytes().startswith(b"age-encryption.org/v1") for file in files)
    assert started("check").code == 0
    assert started("decrypt").code == 0
    assert started("patients").out == before[0]
    assert b"Ann" in clinic.read_bytes()


@pytest.mark.parametrize("how", [[], ["--dry-run"]])
def test_a_backup_to_a_stick_that_is_not_there_is_no_backup(started: Run, clinic: Path, how: list[str]) -> None:
    stick = clinic.parent / "stick"
    ran = started("backup", str(stick), *how)
    assert (ran.code, stick.exists()) == (2, False)
    assert ran.err == (
        f"error: there is no folder {stick}; plug in its disk or make the folder, or name a new file with its ending,"
        f" such as {stick}.json.\n"
    )
    stick.mkdir()
    assert started("backup", str(stick), *how).code == 0


def test_all_that_is_held_on_one_person(started: Run) -> None:
    started("amend", "session:1", "lot=C2")
    started("void", "session:1", "--reason", "wrong patient")
    (held,) = started("export", "P1").items
    assert held["records"]["patient"][0]["note"] == "likes tea"
    assert held["records"]["patient"][0]["recorded_by"] == "tester"
    assert "session" not in held["records"]
    assert [(each["id"], each["effect"]) for each in held["log"]] == [
        ("P1", "added"),
        ("session:1", "added"),
        ("session:1", "changed"),
        ("session:1", "removed"),
    ]
    page = started("export", "P1", "--format", "html").out
    assert page.startswith("<!doctype html>")
    assert "Ann &lt;Smith&gt;" in page
    assert "<Smith>" not in page
    assert "likes tea" in page
    assert "Bo" not in page.replace("Body", "")


def test_everyone_without_what_tells_who_they_are(started: Run) -> None:
    ran = started("export", "--deidentified")
    assert {each["patient"] for each in json.loads(ran.out)["items"]} == {"S0001", "S0002"}
    for secret in ("Ann", "P1", "tea", "C1", "1980", "06-01"):
        assert secret not in ran.out
    assert len(started("export", "P1", "--deidentified").items) == 1


@pytest.mark.parametrize(
    ("typed", "code"), [("", 2), ("P9", 3), ("P9 --deidentified", 3), ("--deidentified --format html", 2)]
)
def test_what_cant_be_exported(started: Run, typed: str, code: int) -> None:
    assert started("export", *typed.split()).code == code


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
@pytest.mark.parametrize(("mode", "count"), [(0o600, 0), (0o644, 1), (0o640, 1)])
def test_a_key_that_others_may_read_is_warned_of_when_used(
    started: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, count: int
) -> None:
    pyrage = pytest.importorskip("pyrage", reason="needs the extra crypt")
    key = tmp_path / "key.txt"
    key.write_text(f"{pyrage.x25519.Identity.generate()}\n", encoding="utf-8")
    key.chmod(mode)
    assert started("encrypt", "--identity", str(key)).err.count(f"chmod 600 {key}") == count
    monkeypatch.setenv("MIGCLI_IDENTITY", str(key))
    for typed in (["patients"], ["add-patient", "P7"], ["check"], ["show", "P99"]):
        assert started(*typed).err.count(f"chmod 600 {key}") == count
    assert len(json.loads(started("show", "P99", "--format", "json").err)["warnings"]) == count
