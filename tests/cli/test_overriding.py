"""What overrides a rule at a terminal: shown with whom it is for, and recorded once somebody agrees."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs the terminals of a POSIX system"),
    pytest.mark.usefixtures("clinic_of_ann"),
]

DECLINED = 10
WHO = "P1 Ann, born 1980-01-01"

COMMANDS = {
    "add-session": (
        ("add-session", "P1", "2026-03-02", "--units", "155", "--allow", "too-early", "--reason", "flies home"),
        WHO,
        "Record this session, and override too-early (flies home)?",
    ),
    "add-session, id in another case": (
        ("add-session", "p1", "2026-03-02", "--units", "155", "--allow", "too-early", "--reason", "flies home"),
        WHO,
        "Record this session, and override too-early (flies home)?",
    ),
    "book": (
        ("book", "P1", "2026-12-24 09:00", "--allow", "closed-day", "--reason", "flies home"),
        WHO,
        "Override closed-day (flies home)?",
    ),
    "add-patient": (
        ("add-patient", "P2", "--name", "Ann", "--born", "1980-01-01", "--allow", "same-person", "--reason", "twins"),
        "P2 Ann, born 1980-01-01",
        "Override same-person (twins)?",
    ),
    "amend": (
        ("amend", "session:2", "date=2026-03-02", "--allow", "too-early", "--reason", "flies home"),
        WHO,
        "Override too-early (flies home)?",
    ),
    "merge": (
        ("merge", "P9", "P1", "--allow", "other-birth", "--reason", "mistyped"),
        WHO,
        "Override other-birth (mistyped)?",
    ),
}


@pytest.fixture
def clinic_of_ann(clinic_after: Callable[..., Path]) -> None:
    clinic_after(
        ["init"],
        ["add-patient", "P1", "--name", "Ann", "--born", "1980-01-01"],
        ["add-patient", "P9", "--name", "Bo", "--born", "1981-01-01"],
        ["add-session", "P1", "2026-02-02", "--units", "155"],
        ["add-session", "P1", "2025-06-02", "--units", "155"],
    )


@pytest.fixture
def typed(environment: dict[str, str]) -> Callable[..., tuple[int, str, str]]:
    """The exit code, what the terminal was sent and what came on stdout, the question answered."""

    def run(arguments: tuple[str, ...], answer: str) -> tuple[int, str, str]:
        pty = pytest.importorskip("pty")
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "migraine_cli", *arguments],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            env=environment,
            text=True,
        )
        os.close(theirs)
        sent = _answered(ours, answer)
        out, _ = process.communicate(timeout=60)
        os.close(ours)
        return process.returncode, sent, out

    return run


def _answered(terminal: int, answer: str) -> str:
    sent, asked = "", False
    while select.select([terminal], [], [], 60)[0]:
        try:
            chunk = os.read(terminal, 65536).decode()
        except OSError:  # Linux's way of saying that the other end was closed
            break
        if not chunk:
            break
        sent += chunk
        if not asked and sent.endswith("[y/N]: "):
            asked = True
            os.write(terminal, f"{answer}\n".encode())
    return sent


@pytest.mark.parametrize(("arguments", "who", "question"), COMMANDS.values(), ids=COMMANDS)
def test_nothing_is_recorded_before_somebody_agrees(
    clinic: Path, typed: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], who: str, question: str
) -> None:
    before = clinic.read_bytes()
    code, sent, out = typed(arguments, "n")
    assert (code, out) == (DECLINED, "")
    assert who in sent
    assert question in sent
    assert clinic.read_bytes() == before
    code, sent, out = typed(arguments, "y")
    assert code == 0, sent
    assert sent.count("[y/N]") == 1
    assert out.startswith("recorded ")


@pytest.mark.parametrize("arguments", [command[0] for command in COMMANDS.values()], ids=COMMANDS)
def test_nothing_is_asked_elsewhere_or_on_a_dry_run(
    migcli_both: Run, typed: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...]
) -> None:
    code, sent, _ = typed((*arguments, "--dry-run"), "n")
    assert (code, "[y/N]" in sent) == (0, False)
    done = migcli_both(*arguments)
    assert (done.code, "[y/N]" in done.err) == (0, False)


def test_without_an_override_nothing_is_asked(typed: Callable[..., tuple[int, str, str]]) -> None:
    code, sent, _ = typed(("add-session", "P1", "2026-06-01", "--units", "155"), "n")
    assert (code, "[y/N]" in sent) == (0, False)
