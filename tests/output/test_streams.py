"""Closed pipes, full disks, colours and encodings, with whole processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migraine_cli.output import progress as bars
from migraine_cli.output.folding import folded
from migraine_cli.output.progress import progress

posix = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell")

LONG = """
from migraine_cli.output.streams import prepare, write
import sys
prepare()
for line in range(100_000):
    write(f"{line}\\n")
sys.exit(10)
"""


def shell(line: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", line, "sh", sys.executable],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@posix
def test_a_closed_pipe_is_no_fault_and_keeps_the_verdict(environment: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "long.py"
    script.write_text(LONG, encoding="utf-8")
    done = shell(f'("$1" {script}; echo "code $?" >&2) | head -1', environment)
    assert (done.stdout, done.stderr) == ("0\n", "code 10\n")


@posix
@pytest.mark.parametrize("arguments", ["--help", "schema", "schema schema", "--version"])
def test_nothing_is_said_when_no_one_reads(arguments: str, environment: dict[str, str]) -> None:
    done = shell(f'("$1" -m migraine_cli {arguments}; echo "code $?" >&2) | true', environment)
    assert done.stderr == "code 0\n"


@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_closed_from_the_start_leads_nowhere(closed: str, environment: dict[str, str]) -> None:
    assert shell(f'"$1" -m migraine_cli schema {closed}', environment).returncode == 0
    assert shell(f'"$1" -m migraine_cli schema nothing {closed}', environment).returncode == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_said(environment: dict[str, str]) -> None:
    done = shell('"$1" -m migraine_cli schema > /dev/full', environment)
    assert done.returncode == 70
    assert done.stderr.startswith("error: the output couldn't be written (No space left on device);")
    assert done.stderr.count("\n") == 1


def test_a_terminal_shows_styles(terminal: Callable[..., str]) -> None:
    assert "\x1b[1m" in terminal("-m", "migraine_cli", "schema")


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "a dumb terminal"])
def test_a_terminal_that_wants_none_gets_none(env: dict[str, str], terminal: Callable[..., str]) -> None:
    for arguments in (["schema"], ["--help"]):
        assert "\x1b" not in terminal("-m", "migraine_cli", *arguments, env=env)


def test_a_terminal_and_a_pipe_show_the_same_words(terminal: Callable[..., str], migcli: Callable[..., Any]) -> None:
    assert terminal("-m", "migraine_cli", "schema", env={"NO_COLOR": "1"}) == migcli("schema").out


FOLDED = {
    "short enough": ("ready.", 12, "ready."),
    "between words": (
        "recorded contact:1: phone, for P1 Ann Smith.",
        30,
        "recorded contact:1: phone, for\nP1 Ann Smith.",
    ),
    "a command stays whole": (
        "once known, `migcli amend P1 born=DATE`, and on",
        30,
        "once known,\n`migcli amend P1 born=DATE`,\nand on",
    ),
    "a word that is longer than the line": (
        "see /a/very/long/path/to/a/file now",
        12,
        "see\n/a/very/long/path/to/a/file\nnow",
    ),
    "lines of its own": ("one\ntwo three four", 9, "one\ntwo three\nfour"),
}


@pytest.mark.parametrize(("text", "width", "lines"), FOLDED.values(), ids=FOLDED)
def test_a_sentence_is_broken_between_words(text: str, width: int, lines: str) -> None:
    assert folded(text, width) == lines


def test_what_is_said_fits_the_terminal_and_is_one_line_in_a_pipe(
    terminal: Callable[..., str], migcli: Callable[..., Any]
) -> None:
    told = migcli("config", "--sort", "nothing").err
    assert told.count("\n") == 1
    shown = terminal("-m", "migraine_cli", "config", "--sort", "nothing", width=40)
    assert max(map(len, shown.splitlines())) <= 40
    assert shown.split() == told.split()


HOSTILE = """
from migraine_cli.output.blocks import Paragraph
from migraine_cli.output.drawing import draw
from migraine_cli.output.streams import prepare
prepare()
draw([Paragraph("[red]Ann[/red] Smith [/] a\\x1b[2Jb\\x9b2Jc\\u202ed :smile:", "bold")])
"""


def test_a_hostile_name_is_only_text_at_a_terminal(terminal: Callable[..., str]) -> None:
    sent = terminal("-c", HOSTILE)
    assert "[red]Ann[/red]" in sent
    assert "Smith [/] a\ufffd[2Jb\ufffd2Jc\ufffdd :smile:" in sent


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_an_old_encoding_stops_nothing(encoding: str, migcli: Callable[..., Any]) -> None:
    ran = migcli("schema", "\udcff王", env={"PYTHONIOENCODING": encoding, "LC_ALL": "C"})
    assert ran.code == 3


def test_a_terminal_with_an_old_encoding_gets_what_it_can_show(terminal: Callable[..., str]) -> None:
    shown = terminal("-m", "migraine_cli", "schema", env={"PYTHONIOENCODING": "ascii"})
    assert shown.isascii()
    assert "migcli.due/1" in shown


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bars, "_PATIENCE", -1.0)


def test_progress_passes_every_step_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress(range(5), "reading rows")) == [0, 1, 2, 3, 4]
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("impatient")
def test_progress_shows_nothing_where_no_one_watches(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress(range(5), "reading rows")) == [0, 1, 2, 3, 4]
    assert capsys.readouterr().err == ""


BAR = """
import time
from migraine_cli.output import progress as bars
bars._PATIENCE = {patience}
assert list(bars.progress(range(5), "reading rows")) == [0, 1, 2, 3, 4]
"""


def test_a_bar_shows_at_a_terminal_once_it_takes_long(terminal: Callable[..., str]) -> None:
    assert "reading rows" in terminal("-c", BAR.format(patience=-1.0))
    assert terminal("-c", BAR.format(patience=60.0)) == ""


def in_a_pipe(environment: dict[str, str], **wishes: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "migraine_cli", "schema"],
        env=environment | wishes,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def test_a_pipe_is_coloured_where_that_is_forced_and_nowhere_else(environment: dict[str, str]) -> None:
    assert "\x1b" not in in_a_pipe(environment)
    assert "\x1b[1m" in in_a_pipe(environment, FORCE_COLOR="1")
    assert "\x1b[1m" in in_a_pipe(environment, FORCE_COLOR="1", TERM="dumb")
    assert "\x1b" not in in_a_pipe(environment, FORCE_COLOR="1", NO_COLOR="1")


@pytest.mark.parametrize("columns", ["20", "40", "90"])
def test_a_pipe_folds_where_columns_says_how_wide(environment: dict[str, str], columns: str) -> None:
    lines = in_a_pipe(environment, COLUMNS=columns).splitlines()
    assert max(map(len, lines)) <= int(columns)
    assert "migcli.export-deidentified/1" in "".join("".join(lines).split())


def test_the_usual_form_counts_at_a_terminal_only(environment: dict[str, str]) -> None:
    assert in_a_pipe(environment, MIGCLI_FORMAT="plain") == in_a_pipe(environment)
