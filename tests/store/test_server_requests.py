"""A command given again under its request is recorded once, with the same answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from servers import new_site

from tests.conftest import Ran, Run

pytestmark = pytest.mark.server

TODAY = date(2026, 10, 5)
SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.fixture
def at(migcli_here: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """migcli on a site of its own with a patient, on one day."""
    monkeypatch.setenv("MIGCLI_CLINIC", new_site().address.given)

    def run(*arguments: str) -> Ran:
        return migcli_here(*arguments, today=TODAY)

    run("add-patient", "K1", "--name", "Ann")
    run("add-session", "K1", "2026-06-01")
    run("add-month", "K1", "2026-05", "--headache", "18")
    return run


def logged(run: Any) -> list[str]:
    return [row["command"] for row in run("log", "--format", "json").items]


COMMANDS = [
    ["add-patient", "--name", "Bo"],
    ["add-session", "K1", "2026-09-01", "--extra", "temporalis-left=1"],
    ["add-diary", "K1", "2026-09-01..2026-09-10", "--headache", "--took", "sumatriptan"],
    ["add-month", "K1", "2026-06", "--headache", "17"],
    ["add-effect", "K1", "neck-pain", "2026-06-03"],
    ["book", "K1", "2026-12-28T09:30"],
    ["amend", "session:1", "lot=C99"],
    ["void", "month:1", "--reason", "wrong sheet"],
    ["undo"],
    ["import", "patients", str(SAMPLE / "patients.csv")],
]


@pytest.mark.parametrize("form", [[], ["--format", "json"]], ids=["table", "json"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_the_second_time_it_answers_the_same_and_records_nothing(at: Run, command: list[str], form: list[str]) -> None:
    form = [] if command[0] == "import" else form
    request = ["--request", str(uuid4())]
    first = at(*command, *form, *request)
    assert first.code == 0, first.err
    there = logged(at)
    assert at(*command, *form, *request) == first
    assert logged(at) == there
    # Whatever others recorded meanwhile.
    assert at("add-patient", "K9").code == 0
    assert at("add-score", "K1", "hit6", "2026-10-01", "60").code == 0
    assert at(*command, *form, *request) == first
    assert len(logged(at)) == len(there) + 2
    assert at("check").code == 0


def test_something_else_is_not_recorded_under_the_same_request(at: Run) -> None:
    request = ["--request", str(uuid4())]
    assert at("add-score", "K1", "hit6", "2026-10-01", "60", *request).code == 0
    there = logged(at)
    for other in (["add-score", "K1", "hit6", "2026-10-01", "61"], ["add-contact", "K1", "today", "--by", "phone"]):
        refused = at(*other, *request)
        assert (refused.code, refused.out) == (2, "")
        assert "something else was recorded" in refused.err
    assert logged(at) == there


def test_without_a_request_a_command_given_twice_is_weighed_twice(at: Run) -> None:
    assert at("add-session", "K1", "2026-09-01").code == 0
    assert at("add-session", "K1", "2026-09-01").code == 4


def test_what_is_no_request_is_refused(at: Run) -> None:
    refused = at("undo", "--request", "7")
    assert (refused.code, refused.out) == (2, "")
    assert "--request takes the id that a message named" in refused.err


def test_a_file_takes_no_request(migcli_here: Run) -> None:
    refused = migcli_here("add-patient", "K1", "--request", str(uuid4()))
    assert (refused.code, refused.out) == (2, "")
    assert "--request is for a clinic on a server" in refused.err
