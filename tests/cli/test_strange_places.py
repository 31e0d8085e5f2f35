"""No place, name or environment leads to a crash, a wait without end, or a file of another kind replaced."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

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


@posix
@pytest.mark.parametrize("make", [fifo, endless, Path.mkdir])
@pytest.mark.parametrize(
    "command",
    ["due", "add-patient P2", "check", "check --accept", "backup", "restore BACKUP --yes", "decrypt", "undo", "init"],
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
    if command.startswith("import") and place == "fifo.toml":
        pytest.skip("what another program writes into a FIFO can be imported")
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
