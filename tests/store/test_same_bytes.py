"""Every command gives the same bytes, whether the clinic lies in a file or on a server."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from every_command import APART, ASKED, CONFIG, HANDED_OUT, IMPORTED, RECORDED

from migraine_cli.cli.all_commands import COMMANDS
from tests.conftest import Run

TODAY = date(2026, 10, 5)
FORMS = [[], ["--format", "json"], ["--format", "csv"], ["--format", "plain"]]


def test_no_command_is_forgotten() -> None:
    held = {arguments[0] for arguments in (*IMPORTED, *RECORDED, *ASKED, *HANDED_OUT)}
    assert held | APART.keys() == {listed.name for listed in COMMANDS}
    assert not held & APART.keys()


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Where the two clinics lie, which say the same of themselves."""
    from servers import new_address

    config = tmp_path / "config.toml"
    config.write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("MIGCLI_CONFIG", str(config))
    return str(tmp_path / "ours.json"), new_address()


@pytest.mark.server
def test_every_command_says_the_same_on_the_demo_clinic(migcli_here: Run, places: tuple[str, str]) -> None:
    file, server = places
    assert migcli_here("demo", "--patients", "60", "--keep", file, today=TODAY).code == 0
    assert migcli_here("copy", server, "--clinic", file).code == 0
    for arguments in RECORDED:
        same(migcli_here, places, arguments)
    for arguments in ASKED:
        for form in FORMS:
            same(migcli_here, places, [*arguments, *form])
    for arguments in HANDED_OUT:
        same(migcli_here, places, arguments)


@pytest.mark.server
def test_what_comes_in_from_sheets_is_the_same_and_moves_there_and_back(
    migcli_here: Run, places: tuple[str, str], tmp_path: Path
) -> None:
    for place in places:
        assert migcli_here("init", "--clinic", place).code == 0
    for arguments in (*IMPORTED, *RECORDED):
        same(migcli_here, places, arguments)
    for command in ("due", "eligible", "sessions", "log", "check"):
        same(migcli_here, places, [command, "--format", "json"])
    moves_there_and_back(migcli_here, places[0], tmp_path)


def same(run: Any, places: tuple[str, str], arguments: list[str]) -> None:
    """The same bytes on both streams and the same exit code, which is no fault of the program's own."""
    file, server = (run(*arguments, "--clinic", place, today=TODAY) for place in places)
    if arguments[0] == "log":
        server = server._replace(out=without_account(server.out))
    for ours, theirs in zip_longest(file.out.splitlines(), server.out.splitlines()):
        assert ours == theirs, arguments
    assert file == server, arguments
    assert file.code != 70, (arguments, file.err)


def without_account(log: str) -> str:
    """The log of a server as a file has it, which knows no accounts."""
    own = os.environ["PGUSER"]
    log = re.sub(f"^account: ({own}|not recorded)\n", "", log, flags=re.MULTILINE)
    return log.replace(f'"account":"{own}"', '"account":null').replace(f",{own}", ",")


def moves_there_and_back(migcli_here: Any, file: str, tmp_path: Path) -> None:
    from servers import new_address

    there, back = new_address(), str(tmp_path / "back.json")
    assert migcli_here("copy", there, "--clinic", file).code == 0
    assert migcli_here("copy", back, "--clinic", there).code == 0
    assert migcli_here("check", "--clinic", there).out == ""
    assert migcli_here("check", "--clinic", back).out == ""
    before, after = (json.loads(Path(path).read_bytes()) for path in (file, back))
    for table in before.keys() - {"_migcli", "_meta"}:
        assert after.get(table, before[table]) == before[table], table
    again = migcli_here("copy", there, "--clinic", file)
    assert (again.code, again.out) == (5, "")
    assert "already" in again.err
    record = ["add-contact", "K1", "2026-10-05", "--by", "phone", "--result", "reached"]
    told = [migcli_here(*record, "--clinic", place, today=TODAY) for place in (file, there, back)]
    assert told[0] == told[1] == told[2]
