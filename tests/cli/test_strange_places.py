"""No place, name or environment leads to a crash, a wait without end, or a file of another kind replaced."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest

from migraine_cli.cli import import_files
from migraine_cli.cli.all_commands import COMMANDS
from tests.conftest import Run

TOO_LONG = "a" * 300
posix = pytest.mark.skipif(os.name == "nt", reason="has no such files")


@pytest.fixture
def recorded(migcli_here: Run) -> Path:
    """A backup of a clinic with one patient."""
    assert migcli_here("init").code == 0
    assert migcli_here("add-patient", "P1").code == 0
    return Path(migcli_here("backup", "--format", "json").items[0]["path"])


def fifo(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    try:
        os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("device nodes are made by root only")


EVERYWHERE = ("due", "add-patient P2", "restore BACKUP --yes")
ON_A_PIPE = (*EVERYWHERE, "check", "check --accept", "backup", "decrypt", "undo", "init")


@posix
@pytest.mark.parametrize(
    ("make", "command"),
    [
        *((fifo, command) for command in ON_A_PIPE),
        *((make, command) for make in (endless, Path.mkdir) for command in EVERYWHERE),
        *(
            pytest.param(make, command, marks=pytest.mark.slow)
            for make in (endless, Path.mkdir)
            for command in ON_A_PIPE
            if command not in EVERYWHERE
        ),
    ],
)
def test_a_clinic_is_an_ordinary_file(
    migcli: Run, recorded: Path, tmp_path: Path, make: Callable[[Path], object], command: str
) -> None:
    place = tmp_path / "odd.json"
    make(place)
    kind = stat.S_IFMT(place.lstat().st_mode)
    ran = migcli(*command.replace("BACKUP", str(recorded)).split(), clinic=place)
    assert (ran.code, ran.out) == (5, "")
    assert stat.S_IFMT(place.lstat().st_mode) == kind
    assert not place.with_name("odd.json.lock").exists()


@pytest.mark.parametrize("place", ["/", ".", "~nosuchuser/clinic.json", TOO_LONG, "/a" * 3000])
@pytest.mark.parametrize("command", ["due", "add-patient P2", "check", "backup", "undo", "init"])
def test_no_clinic_lies_there(migcli_here: Run, monkeypatch: pytest.MonkeyPatch, place: str, command: str) -> None:
    monkeypatch.setenv("MIGCLI_CLINIC", place)
    ran = migcli_here(*command.split())
    assert (ran.code, ran.out) == (5, "")


WITHOUT_A_CLINIC = {"init", "demo", "policies", "protocol", "config", "schema", "help"}
ON_A_CLINIC = (
    *("add-patient", "add-diary P1 today --free", "add-month P1 2026-09 --headache 3", "add-preventive P1 none"),
    *("add-session P1", "add-score P1 hit6 today 60", "add-effect P1 ptosis today", "add-checkup P1 --skin clear"),
    *("add-contact P1 today --by phone", "book P1 2026-12-01", "unbook P1", "pause P1 --until tomorrow", "resume P1"),
    "add-authorisation P1 --payer UHC --policy uhc --supply hospital --status requested",
    *("add-vials L1 --units 200 --count 2 --expiry 2029-12", "count-vials L1 --units 200 --count 1"),
    *("discard L1 --units 200 --reason dropped", "recall-lot L1 --reason notice", "stop P1 --reason moved"),
    *("amend P1 note=x", "void P1 --reason twice", "merge P1 P2 --reason twice", "undo", "undo --redo", "log"),
    *("import patients SHEET", "due", "day", "bookings", "gaps", "messages --kind recall", "plan", "plan --book"),
    *("eligible", "eligible P1", "response", "audit", "show P1", "patients", "diary P1", "sessions", "authorisations"),
    *("vials", "protocol --patient P1", "check", "check --accept", "backup", "restore BACKUP --yes", "copy x.json"),
    *("encrypt --identity KEY", "decrypt", "report P1", "calendar", "letter P1 --kind gp", "export --all", "export P1"),
)


@pytest.mark.parametrize("typed", [["--clinic", "", "due"], ["add-patient", "--clinic="], ["config", "--clinic", " "]])
def test_a_blank_clinic_is_not_the_usual_one(migcli_here: Run, clinic: Path, typed: list[str]) -> None:
    assert migcli_here("init").code == 0
    before = clinic.read_bytes()
    ran = migcli_here(*typed)
    assert (ran.code, ran.out, "the clinic is blank; name" in ran.err) == (2, "", True)
    assert clinic.read_bytes() == before


@pytest.mark.parametrize("command", ON_A_CLINIC)
def test_no_command_goes_on_without_its_clinic_file(
    migcli_here: Run, recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (tmp_path / "sheet.csv").write_text("id\nP1\n", encoding="utf-8")
    (tmp_path / "key.txt").write_text(
        "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33", encoding="utf-8"
    )
    monkeypatch.setenv("MIGCLI_CLINIC", str(tmp_path / "mistyped.json"))
    places = {"SHEET": tmp_path / "sheet.csv", "BACKUP": recorded, "KEY": tmp_path / "key.txt"}
    ran = migcli_here(*[str(places.get(word, word)) for word in command.split()])
    assert (ran.code, ran.out) == (5, "")
    assert "there is no clinic file at" in ran.err
    assert not list(tmp_path.glob("mistyped*"))


def test_every_command_on_a_clinic_is_asked_without_one() -> None:
    asked = {command.split()[0] for command in ON_A_CLINIC}
    assert asked | WITHOUT_A_CLINIC == {listed.name for listed in COMMANDS}


@posix
@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    "command",
    [
        "restore PLACE --yes",
        "backup PLACE/x",
        "encrypt --identity PLACE",
        "eligible --policy PLACE",
        "import patients PLACE",
    ],
)
@pytest.mark.parametrize("place", ["~nosuchuser/x.toml", f"{TOO_LONG}.toml", "fifo.toml"])
def test_no_file_is_read_or_made_there(
    migcli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    fifo(tmp_path / "fifo.toml")
    ran = migcli(*command.replace("PLACE", place).split())
    assert ran.code in (2, 3, 5)
    assert "fault" not in ran.err


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("place", [f"{TOO_LONG}/config.toml", "~nosuchuser/config.toml", "/", "."])
@pytest.mark.parametrize("command", ["due", "config", "eligible"])
def test_no_config_file_lies_there(migcli_here: Run, monkeypatch: pytest.MonkeyPatch, place: str, command: str) -> None:
    monkeypatch.setenv("MIGCLI_CONFIG", place)
    assert migcli_here(command).code == 2


@pytest.mark.usefixtures("recorded")
def test_a_config_folder_that_cant_be_entered(migcli_here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = Path.stat

    def refused(path: Path, **how: Any) -> os.stat_result:
        if path.name == "config.toml":
            raise PermissionError(13, "Permission denied", str(path))
        return looked_at(path, **how)

    monkeypatch.setattr(Path, "stat", refused)
    for command in ("due", "config", "eligible"):
        ran = migcli_here(command)
        assert ran.code == 2
        assert "can't be read (Permission denied)" in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="other systems read TZ otherwise")
@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("zone", ["UTC+99", "XXX24", "XXX-24"])
@pytest.mark.parametrize("command", ["due", "add-patient P2", "backup"])
def test_a_time_zone_that_cant_be(migcli: Run, zone: str, command: str) -> None:
    ran = migcli(*command.split(), env={"TZ": zone})
    assert ran.code == 2
    assert "correct them, or unset TZ" in ran.err


@posix
@pytest.mark.usefixtures("recorded")
def test_no_path_drives_the_terminal(migcli_here: Run, tmp_path: Path) -> None:
    folder = tmp_path / "a\x1b[2Jb\nc\u202ed"
    folder.mkdir()
    made = migcli_here("backup", str(folder))
    (backup,) = folder.iterdir()
    restored = migcli_here("restore", str(backup), "--yes")
    assert (made.code, restored.code) == (0, 0)
    for ran in (made, restored, migcli_here("backup", str(folder), "--dry-run")):
        assert not set("\x1b\u202e") & set(ran.out + ran.err)
    assert made.out.count("\n") == 2


@posix
@pytest.mark.parametrize("kind", ["diary", "apple-health --patient P1"])
@pytest.mark.usefixtures("recorded")
def test_no_import_waits_for_a_device_that_never_ends(migcli: Run, tmp_path: Path, kind: str) -> None:
    endless(tmp_path / "odd.csv")
    name, *more = kind.split()
    ran = migcli("import", name, str(tmp_path / "odd.csv"), *more)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("can't be read (it is a device); correct its path.\n")


@posix
@pytest.mark.usefixtures("recorded")
def test_a_pipe_into_which_nobody_writes_is_told(migcli_here: Run, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(import_files, "PATIENCE", 0.1)
    fifo(tmp_path / "rows.csv")
    ran = migcli_here("import", "patients", str(tmp_path / "rows.csv"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("rows.csv; start what writes first, or name a file.\n")


@posix
@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("late", [0.0, 0.4], ids=["at once", "after the patience"])
def test_a_pipe_is_read_once_its_writer_writes(migcli_here: Run, tmp_path: Path, monkeypatch: Any, late: float) -> None:
    monkeypatch.setattr(import_files, "PATIENCE", 0.2)
    path = tmp_path / "rows"
    fifo(path)

    def write() -> None:
        with path.open("w") as pipe:
            sleep(late)
            pipe.write("id,name\nP7,Bo\n")

    writer = Thread(target=write, daemon=True)
    writer.start()
    ran = migcli_here("import", "patients", str(path))
    assert (ran.code, ran.out.startswith("brought in 1 of 1 rows")) == (0, True), ran.err


@posix
@pytest.mark.usefixtures("recorded")
def test_what_a_shell_hands_over_as_a_pipe_is_imported(environment: dict[str, str]) -> None:
    if shutil.which("bash") is None:
        pytest.skip("needs bash")
    typed = f"{sys.executable} -m migraine_cli import patients <(printf 'id,name\\nP7,Bo\\n')"
    done = subprocess.run(["bash", "-c", typed], env=environment, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, b"brought in 1 of 1 rows of patients; 0 were recorded already.\n")
