"""What was known then: every asking command answers from what was recorded by a day, with `--as-of` beside it.

Ann's chart is written over two weeks of October 2026: on the 1st sixteen headache days in September, on the 3rd the
session of the 2nd, on the 5th its lot and date corrected, on the 7th a session recorded late and the diary corrected to
twelve days, on the 9th the first session voided, on the 11th that void undone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from migraine_cli.cli.all_commands import COMMANDS
from tests.conftest import Run

STORY = {
    1: ["add-patient P1 --name Ann --overuse none", "add-diary P1 2026-09-01..2026-09-16 --headache",
        "add-diary P1 2026-09-17..2026-09-30 --free"],
    3: ["add-session P1 2026-10-02"],
    5: ["amend session:1 date=2026-10-01 lot=C1", "amend P1 name=Anna"],
    7: ["add-session P1 2026-07-09", "add-diary P1 2026-09-13..2026-09-16 --free"],
    9: ["void session:1 --reason mistaken"],
    11: ["undo"],
}  # fmt: skip


Told = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def told(migcli_here: Run) -> Told:
    assert migcli_here("init").code == 0
    for day, commands in STORY.items():
        for command in commands:
            ran = migcli_here(*command.split(), today=date(2026, 10, day))
            assert ran.code == 0, ran.err

    def ask(*typed: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = migcli_here(*typed, "--format", "json", today=date(2026, 12, 1)).items
        return items

    return ask


@pytest.mark.parametrize(
    ("known_on", "sessions"),
    [
        pytest.param(2, [], id="before it was recorded"),
        pytest.param(3, ["2026-10-02"], id="as first recorded"),
        pytest.param(4, ["2026-10-02"], id="the day before the amendment"),
        pytest.param(5, ["2026-10-01"], id="amended"),
        pytest.param(7, ["2026-10-01", "2026-07-09"], id="one recorded late"),
        pytest.param(9, ["2026-07-09"], id="voided"),
        pytest.param(11, ["2026-10-01", "2026-07-09"], id="the void undone"),
    ],
)
def test_sessions_and_due_as_known_then(told: Told, known_on: int, sessions: list[str]) -> None:
    known = ["--as-known-on", f"2026-10-{known_on:02}"]
    assert [each["date"] for each in told("sessions", *known)] == sessions
    assert [each["last_session"] for each in told("due", "--all", *known)] == sessions[:1]
    assert [each["date"] for each in told("show", "P1", *known)[0]["sessions"]] == sessions[::-1]


@pytest.mark.parametrize(
    ("as_of", "known_on", "stage", "verdict", "found"),
    [
        pytest.param(1, 1, "start", "yes", (16, 16), id="on the day of the injection, as known then"),
        pytest.param(2, 3, "start", "yes", (16, 16), id="with the session as first recorded"),
        pytest.param(1, 6, "start", "yes", (16, 16), id="with its date corrected"),
        pytest.param(1, 7, "start", "unknown", (0, 30), id="with an earlier session, before which nothing is known"),
        pytest.param(1, 9, "start", "unknown", (0, 30), id="with the later session voided"),
        pytest.param(1, 12, "start", "unknown", (0, 30), id="with all that is known since"),
    ],
)
def test_was_the_patient_eligible_on_the_day_of_the_injection(
    told: Told, as_of: int, known_on: int, stage: str, verdict: str, found: tuple[int, int]
) -> None:
    (item,) = told("eligible", "P1", "--as-of", f"2026-10-{as_of:02}", "--as-known-on", f"2026-10-{known_on:02}")
    (days,) = [each for each in item["criteria"] if each["id"] == "headache-days"]
    assert (item["stage"], item["verdict"]) == (stage, verdict)
    assert (days["found"]["low"], days["found"]["high"]) == found


@pytest.mark.parametrize(("known_on", "name", "headache_days"), [(1, "Ann", 16), (5, "Anna", 16), (7, "Anna", 12)])
def test_names_and_diaries_as_known_then(told: Told, known_on: int, name: str, headache_days: int) -> None:
    known = ["--as-known-on", f"2026-10-{known_on:02}"]
    assert [each["name"] for each in told("patients", *known)] == [name]
    days = told("diary", "P1", "--month", "2026-09", *known)
    assert [each["headache"] for each in days].count("yes") == headache_days
    assert told("export", "P1", *known)[0]["name"] == name


def test_nothing_was_known_before_the_clinic_began(told: Told, migcli_here: Run) -> None:
    for command in ("patients", "sessions", "due", "eligible"):
        assert told(command, "--as-known-on", "2026-09-30") == []
    assert migcli_here("show", "P1", "--as-known-on", "2026-09-30").code == 3


def test_every_asking_command_about_records_can_be_replayed() -> None:
    about_no_record = {"policies", "schema", "config", "help"}
    for listed in COMMANDS:
        if listed.panel == "Asking" and listed.name not in about_no_record:
            options = [option for parameter in listed.load().params for option in parameter.opts]
            assert {"--as-of", "--as-known-on"} <= set(options), listed.name


def test_show_says_when_and_by_whom_each_record_was_made(told: Told) -> None:
    made = {each["id"]: each for each in told("show", "P1")[0]["recorded"]}
    assert (made["session:1"]["command"], made["session:1"]["at"][:10]) == ("amend", "2026-10-05")
    assert (made["session:3"]["command"], made["session:3"]["by"]) == ("add-session", "tester")
