"""Whole processes: exit codes, streams, hostile values, pipes, interruptions, and a clinic file that survives them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MONDAY, SAMPLE, Run

ANN = (["init"], ["add-patient", "P1", "--name", "Ann"])


@pytest.fixture
def clinic_of_ann(clinic_after: Callable[..., Path]) -> None:
    clinic_after(*ANN)


@pytest.fixture
def started(clinic_after: Callable[..., Path], migcli_both: Run) -> Run:
    clinic_after(*ANN)
    return migcli_both


@pytest.mark.usefixtures("clinic_of_ann")
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("patients", 0),
        ("due --exit-code", 10),
        ("eligible P1", 11),
        ("due --within nan", 2),
        ("due --within nan --format json", 2),
        ("show NOBODY", 3),
        ("add-session P1 2199-01-01", 4),
        ("due --clinic nowhere/clinic.json", 5),
    ],
)
def test_a_process_ends_and_speaks_as_a_call_does(migcli: Run, migcli_here: Run, typed: str, code: int) -> None:
    ended = migcli(*typed.split())
    assert ended == migcli_here(*typed.split())
    assert ended.code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("due", 0),
        ("due --exit-code", 10),
        ("eligible P1", 11),
        ("eligible NOBODY", 3),
        ("eligible P1 --policy nothing", 3),
        ("eligible P1 --policy nothing.toml", 3),
        ("show NOBODY", 3),
        ("diary NOBODY", 3),
        ("sessions NOBODY", 3),
        ("add-diary NOBODY 2026-01-01 --free", 3),
        ("add-session NOBODY 2026-01-01", 3),
        ("schema nothing", 3),
        ("nothing", 2),
        ("due --nothing", 2),
        ("due --format xml", 2),
        ("due --status nothing", 2),
        ("due --within nan", 2),
        ("due --as-of 3/10/2026", 2),
        ("due --as-of 10", 2),
        ("due --as-of 2026-10", 2),
        ("due --as-of 2026-02-30", 2),
        ("add-patient P1", 2),
        ("add-patient ../x", 2),
        ("add-patient P2 --sex x", 2),
        ("add-patient P2 --born 2999-01-01", 2),
        ("add-diary P1 2026-01-01", 2),
        ("add-diary P1 2026-01-01 --free --hours 3", 2),
        ("add-diary P1 2026-01-01 --headache --hours nan", 2),
        ("add-diary P1 2026-01-01 --headache --hours 25", 2),
        ("add-diary P1 2026-01-01 --headache --severity 11", 2),
        ("add-diary P1 2999-01-01 --free", 2),
        ("add-diary P1 2026-01-05..2026-01-01 --free", 2),
        ("add-month P1 2026-02 --headache 29", 2),
        ("add-month P1 2026-02 --headache 10 --migraine 11", 2),
        ("add-month P1 2026-02 --headache 10 --recorded 9", 2),
        ("add-month P1 2999-01 --headache 1", 2),
        ("add-preventive P1 topiramate", 2),
        ("add-preventive P1 moonshine --outcome failed", 2),
        ("add-session P1 2199-01-01", 4),
        ("add-session P1 2026-01-01 --allow nothing --reason x", 2),
        ("add-session P1 2026-01-01 --protocol nothing", 3),
        ("init", 5),
        ("due --clinic nowhere/clinic.json", 5),
        ("--clinic nowhere/clinic.json due", 5),
    ],
)
def test_exit_codes(started: Run, typed: str, code: int) -> None:
    done = started(*typed.split())
    assert done.code == code, done.err
    assert "Traceback" not in done.err
    if code in (0, 10, 11):
        return
    assert done.out == ""
    *warned, told = done.err.splitlines()
    assert told.startswith("error: ")
    assert all(line.startswith("warning: ") for line in warned)
    if "--format" not in typed:
        fault = json.loads(started(*typed.split(), "--format", "json").err)
        assert (fault["exit_code"], len(fault["warnings"])) == (code, len(warned))


def test_a_mistyped_path_never_starts_a_second_clinic(migcli_both: Run, tmp_path: Path) -> None:
    for command in ("due", "add-patient", "patients", "check", "eligible"):
        assert migcli_both(command, clinic=tmp_path / "mistyped.json").code == 5
    assert not list(tmp_path.glob("mistyped*"))


@pytest.mark.usefixtures("clinic_of_ann")
def test_the_clinic_file_is_the_owners_alone(clinic: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no such modes")
    assert clinic.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("clinic_of_ann")
def test_plain_tinydb_reads_the_clinic_file(clinic: Path) -> None:
    from tinydb import TinyDB

    with TinyDB(clinic, access_mode="r", encoding="utf-8") as plain:
        assert [document["name"] for document in plain.table("patients").all()] == ["Ann"]


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_clinic_is_named_before_or_after_the_command(started: Run, clinic: Path, place: str) -> None:
    named = ["--clinic", str(clinic)]
    typed = [*named, "patients"] if place == "before" else ["patients", *named]
    assert started(*typed, "--format", "json", env={"MIGCLI_CLINIC": "/nowhere"}).items[0]["patient"] == "P1"


@pytest.mark.parametrize("name", ["[red]Ann[/red]", "Smith [/]", "=1+2", ":smile:", "\\", "%s", "{0}"])
def test_a_name_is_only_text(started: Run, name: str) -> None:
    assert started("add-patient", "P2", "--name", name).code == 0
    for command in (["patients"], ["show", "P2"], ["eligible"], ["eligible", "P2"]):
        assert name in started(*command).out


@pytest.mark.parametrize(
    "name", ["A\x1b[31mnn", "A\x9bnn", "\u202eAnn", "A\nnn", "A\u2066nn", b"A\xffnn".decode(errors="surrogateescape")]
)
def test_a_name_that_could_deceive_is_refused(started: Run, name: str) -> None:
    done = started("add-patient", "P2", "--name", name)
    assert done.code == 2
    assert "\x1b" not in done.err
    assert len(started("patients", "--format", "json").items) == 1


def test_a_dry_run_says_so_and_writes_nothing(started: Run, clinic: Path) -> None:
    before = clinic.read_bytes()
    for typed in (
        "add-patient P2",
        "add-diary P1 2026-01-01 --free",
        "add-month P1 2026-01 --headache 3",
        "add-preventive P1 none",
        "add-session P1 2026-01-01",
    ):
        done = started(*typed.split(), "--dry-run")
        assert done.code == 0
        assert done.out.startswith("would record ")
    assert clinic.read_bytes() == before


@pytest.mark.parametrize("command", [["patients"], ["due", "--all"], ["--help"], ["eligible", "--format", "json"]])
@pytest.mark.usefixtures("clinic_of_ann")
def test_a_closed_pipe_is_no_fault(environment: dict[str, str], command: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [sys.executable, "-m", "migraine_cli", *command],
        stdout=write,
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
    )
    os.close(write)
    assert process.returncode == 0
    assert b"Traceback" not in process.stderr
    assert b"BrokenPipe" not in process.stderr


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.usefixtures("clinic_of_ann")
def test_an_interrupted_import_exits_with_130_and_leaves_the_file_whole(
    environment: dict[str, str], clinic: Path
) -> None:
    before = clinic.read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-m", "migraine_cli", "import", "diary", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert clinic.read_bytes() == before


def test_nothing_waits_for_input_when_no_one_can_answer(started: Run) -> None:
    for command in (["add-patient"], ["add-session"], ["import"], []):
        done = started(*command)
        assert done.code in (0, 2)


@pytest.mark.parametrize("width", [80, pytest.param(100, marks=pytest.mark.slow), 140])
def test_tables_fit_the_terminal(clinic_after: Callable[..., Path], terminal: Callable[..., str], width: int) -> None:
    clinic_after(*SAMPLE, today=MONDAY)
    for command in (
        ["due", "--as-of", "2026-10-05"],
        ["eligible", "--as-of", "2026-10-05"],
        ["patients"],
        ["show", "P0030"],
    ):
        shown = terminal("-m", "migraine_cli", *command, width=width, env={"NO_COLOR": "1"})
        assert max(len(line) for line in shown.splitlines()) <= width, command
