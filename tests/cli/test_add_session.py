"""What add-session adds for a person: the map to check, the last sites again, and questions at a terminal."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Ran, Run

TODAY = date(2026, 11, 20)


@pytest.fixture
def typed(migcli_here: Run) -> Run:
    def run(line: str, *more: str) -> Ran:
        command, *rest = line.split()
        return migcli_here(command, "P1", *rest, *more, today=TODAY)

    migcli_here("init")
    migcli_here("add-patient", "P1", "--name", "Ann", "--born", "1980-01-01", today=TODAY)
    return run


def test_the_confirmation_shows_every_muscle_with_both_sides(typed: Run) -> None:
    shown = typed("add-session 2026-02-02 --extra temporalis-left=1 --vial 200").out.splitlines()
    cells = [line.split() for line in shown]
    assert ["temporalis", "5", "×", "5", "U", "4", "×", "5", "U", "45"] in cells
    assert ["procerus", "1", "×", "5", "U", "5"] in cells
    assert ["total,", "32", "sites", "160"] in cells
    assert "dilution  5 U per 0.1 mL (100 U in 2 mL): 3.2 mL in all" in shown
    assert "vials     200 U: 40 U discarded" in shown
    assert any(line.startswith("next due  2026-04-27 (Monday)") for line in shown)


def test_a_dose_without_a_map_shows_none(typed: Run) -> None:
    shown = typed("add-session 2026-02-02 --indication cosmetic --units 20").out
    assert shown == "recorded session:1: 20 U of onabotulinumtoxinA on 2026-02-02 for P1 Ann.\n"


@pytest.mark.parametrize("reason", ["", "  "])
def test_no_rule_is_lifted_for_a_blank_reason(typed: Run, reason: str) -> None:
    typed("add-session 2026-08-31")
    ran = typed("add-session 2026-11-19 --allow too-early --reason", reason)
    assert (ran.code, ran.out) == (2, "")
    assert "--allow RULE and --reason TEXT go together" in ran.err


def test_a_session_before_the_birth_tells_no_age_below_zero(typed: Run) -> None:
    ran = typed("add-session 1979-12-31")
    assert ran.code == 4
    assert "under-age: 1979-12-31 is before the birth on 1980-01-01" in ran.err


def test_one_day_is_told_as_one(typed: Run) -> None:
    typed("add-session 2026-11-18")
    assert "too-early: 1 day after the session of 2026-11-18" in typed("add-session 2026-11-19").err
    assert "2026-11-18, 1 day before" in typed("add-session 2026-11-19 --indication cosmetic --units 5").err


def test_like_last_repeats_the_sites_of_the_last_session_before_the_day(typed: Run) -> None:
    typed("add-session 2026-02-02 --extra trapezius-right=2")
    typed("add-session 2026-08-03")
    (item,) = typed("add-session 2026-05-04 --like-last --format json").items
    assert (item["units"], item["sites"], item["protocol"]) == (165, 33, "preempt-155")


@pytest.mark.parametrize(
    ("before", "options"),
    [
        ("", ""),
        ("2026-02-02 --units 155", ""),
        ("2026-06-01", ""),
        ("2026-02-02", "--indication cosmetic"),
        ("2026-02-02", "--units 100"),
        ("2026-02-02", "--extra trapezius-right=1"),
        ("2026-02-02", "--site procerus=5x1"),
        ("2026-02-02", "--protocol preempt-155"),
    ],
    ids=[
        "no session",
        "no sites recorded",
        "only a later one",
        "of another indication",
        "units too",
        "extra sites too",
        "sites too",
        "a protocol too",
    ],
)
def test_like_last_needs_a_last_session_and_nothing_else(typed: Run, before: str, options: str) -> None:
    if before:
        assert typed(f"add-session {before}").code == 0
    assert typed(f"add-session 2026-05-04 --like-last {options}").code == 2


def test_without_a_patient_and_a_terminal_nothing_is_asked(migcli: Run) -> None:
    migcli("init")
    done = migcli("add-session", input="P1\n")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: missing argument 'PATIENT'; see `migcli add-session --help`.\n"


def test_at_a_terminal_what_is_missing_is_asked_and_a_faulty_answer_asked_again(
    migcli: Run, environment: dict[str, str]
) -> None:
    answers = ["P9", "P1", "3/10/2026", "2026-02-02", "temporalis-left=1", "200", "C7", "", "Dr Gray", "y"]
    code, sent, out = _typed_at_a_terminal(migcli, environment, answers)
    assert code == 0
    assert "there is no patient P9" in sent
    assert "P1 Ann, born 1980-01-01." in sent
    assert "3 October 2026 or 10 March 2026" in sent
    assert "160 U of onabotulinumtoxinA at 32 sites on 2026-02-02; 200 U (lot C7); by Dr Gray." in sent
    assert out.startswith("recorded session:1: 160 U of onabotulinumtoxinA at 32 sites on 2026-02-02 for P1")
    (session,) = migcli("sessions", "--format", "json").items
    assert (session["lot"], session["expiry"], session["vials"], session["by"]) == ("C7", None, [200], "Dr Gray")


def test_at_a_terminal_nothing_is_recorded_before_it_is_agreed_to(migcli: Run, environment: dict[str, str]) -> None:
    code, sent, out = _typed_at_a_terminal(migcli, environment, ["P1", "2026-02-02", "", "", "", "", "", "n"])
    assert (code, out) == (10, "")
    assert "nothing was changed" in sent
    assert migcli("sessions", "--format", "json").items == []


def _typed_at_a_terminal(migcli: Run, environment: dict[str, str], answers: list[str]) -> tuple[int, str, str]:
    """The exit code of add-session, what the terminal was sent, and what came on stdout."""
    pty = pytest.importorskip("pty", reason="needs the terminals of a POSIX system")
    migcli("init")
    migcli("add-patient", "P1", "--name", "Ann", "--born", "1980-01-01")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "migraine_cli", "add-session"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=environment,
        text=True,
    )
    os.close(theirs)
    sent = _answered(ours, answers)
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    return process.returncode, sent, out


def _answered(terminal: int, answers: list[str]) -> str:
    """Gives an answer whenever a question ends with a colon; all that was sent to the terminal."""
    sent, open_answers = "", list(answers)
    while select.select([terminal], [], [], 60)[0]:
        try:
            chunk = os.read(terminal, 65536).decode()
        except OSError:  # Linux's way of saying that the other end was closed
            break
        if not chunk:
            break
        sent += chunk
        if sent.endswith(": ") and open_answers:
            os.write(terminal, f"{open_answers.pop(0)}\n".encode())
            sent += "\n"
    return sent


@pytest.mark.parametrize(
    ("latest", "warned"),
    [("14", "a stop rule of the policy nice-ta260 is met: reduction:"), ("13", "")],
    ids=["26.32 % fewer", "31.58 % fewer"],
)
def test_a_stop_rule_of_the_clinics_policy_is_a_warning(
    typed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, latest: str, warned: str
) -> None:
    (tmp_path / "config.toml").write_text('policy = "nice-ta260"\n', encoding="utf-8")
    monkeypatch.setenv("MIGCLI_CONFIG", str(tmp_path / "config.toml"))
    for month, days in (("2026-01", "19"), ("2026-05", "15"), ("2026-06", latest)):
        length = "30" if month == "2026-06" else "31"
        typed(f"add-month {month} --headache {days} --migraine 8 --recorded {length}")
    for day in ("2026-02-02", "2026-04-27"):
        assert typed(f"add-session {day}").code == 0
    (item,) = typed("add-session 2026-07-20 --format json").items
    found = [warning for warning in item["warnings"] if "stop rule" in warning]
    assert len(found) == bool(warned)
    assert all(warning.startswith(warned) for warning in found)
    assert not any("episodic:" in warning for warning in found), "a rule that isn't met is no reason"
