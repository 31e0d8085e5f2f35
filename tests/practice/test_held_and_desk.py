"""Who is held back by a rule that waiting doesn't mend, and whom the front desk rings in which order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import Ran, Run

TODAY = date(2026, 10, 5)


@pytest.fixture
def run(migcli_here: Run) -> Run:
    """P1, treated on 2026-07-13: due today."""

    def command(*arguments: str, today: date = TODAY) -> Ran:
        return migcli_here(*arguments, today=today)

    command("init")
    command("add-patient", "P1", "--name", "Ann Smith", "--born", "1980-01-01")
    assert command("add-session", "P1", "2026-07-13", today=date(2026, 7, 13)).code == 0
    return command


def one(run: Run, *options: str, today: date = TODAY) -> dict[str, Any]:
    (item,) = run("due", "--format", "json", *options, today=today).items
    return item


# What is recorded of P1, and the status that it gives; None when the note says nothing of a rule.
HELD = {
    "nothing": ([], "due", None),
    "hypersensitivity": ([["amend", "P1", "cautions=hypersensitivity"]], "held", "contraindicated"),
    "an infected site, which passes": ([["amend", "P1", "cautions=site-infection"]], "due", None),
    "both": ([["amend", "P1", "cautions=site-infection;hypersensitivity"]], "held", "contraindicated"),
    "an allergic reaction": ([["add-effect", "P1", "allergic-reaction", "2026-07-14"]], "held", "contraindicated"),
    "pregnancy": ([["amend", "P1", "cautions=pregnancy"]], "held", "pregnancy"),
    "a neuromuscular disorder": (
        [["amend", "P1", "cautions=neuromuscular-disorder"]],
        "held",
        "neuromuscular-disorder",
    ),
    "trouble swallowing after the session": ([["add-effect", "P1", "dysphagia", "2026-07-20"]], "held", "spread-signs"),
    "trouble swallowing before the session": ([["add-effect", "P1", "dysphagia", "2026-07-12"]], "due", None),
    "a minor on the due date": ([["amend", "P1", "born=2008-10-06"]], "held", "under-age"),
    "of age on the due date": ([["amend", "P1", "born=2008-10-05"]], "due", None),
    "a caution that only warns": ([["amend", "P1", "cautions=anticoagulant"]], "due", None),
    "an allergy to albumin": ([["add-checkup", "P1", "2026-07-14", "--allergy", "albumin"]], "held", "contraindicated"),
    "an allergy to albumin, none since": (
        [
            ["add-checkup", "P1", "2026-07-14", "--allergy", "albumin"],
            ["add-checkup", "P1", "2026-07-15", "--allergy", "none"],
        ],
        "due",
        None,
    ),
    "another allergy": ([["add-checkup", "P1", "2026-07-14", "--allergy", "latex"]], "due", None),
    "infected skin": ([["add-checkup", "P1", "2026-10-05", "--skin", "infected"]], "due", None),
    "consent withdrawn": ([["add-checkup", "P1", "2026-07-14", "--consent", "withdrawn"]], "held", "consent"),
    "consent given again": (
        [
            ["add-checkup", "P1", "2026-07-14", "--consent", "withdrawn"],
            ["add-checkup", "P1", "2026-07-15", "--consent", "given"],
        ],
        "due",
        None,
    ),
    "stated pregnant": ([["add-checkup", "P1", "2026-07-14", "--pregnancy", "possible"]], "held", "pregnancy"),
    "stated pregnant, no since": (
        [
            ["add-checkup", "P1", "2026-07-14", "--pregnancy", "yes"],
            ["add-checkup", "P1", "2026-07-15", "--pregnancy", "no"],
        ],
        "due",
        None,
    ),
    "stated pregnant 299 days ago": ([["add-checkup", "P1", "2025-12-10", "--pregnancy", "yes"]], "held", "pregnancy"),
    "stated pregnant 300 days ago": ([["add-checkup", "P1", "2025-12-09", "--pregnancy", "yes"]], "due", None),
    "pregnancy recorded, no since": (
        [["amend", "P1", "cautions=pregnancy"], ["add-checkup", "P1", "2026-10-05", "--pregnancy", "no"]],
        "due",
        None,
    ),
    "trouble swallowing today": ([["add-checkup", "P1", "2026-10-05", "--swallowing", "trouble"]], "due", None),
    "held, but paused": (
        [["amend", "P1", "cautions=pregnancy"], ["pause", "P1", "2026-10-01", "--until", "2027-05-01"]],
        "paused",
        None,
    ),
    "held, but stopped": (
        [["amend", "P1", "cautions=pregnancy"], ["stop", "P1", "2026-10-01", "--reason", "wish"]],
        "stopped",
        None,
    ),
}


@pytest.mark.parametrize(("recorded", "status", "rule"), HELD.values(), ids=HELD)
def test_held(run: Run, recorded: list[list[str]], status: str, rule: str | None) -> None:
    for command in recorded:
        assert run(*command).code == 0, command
    item = one(run, "--all")
    assert item["status"] == status
    assert (item["note"] or "").startswith(f"{rule}:" if rule else "") or status in ("paused", "stopped")


@pytest.mark.parametrize(("days", "status"), [(299, "held"), (300, "lapsed")])
def test_a_pregnancy_holds_for_300_days_from_when_it_was_recorded(run: Run, days: int, status: str) -> None:
    run("amend", "P1", "cautions=pregnancy")
    assert one(run, "--as-of", str(TODAY + timedelta(days=days)), "--all")["status"] == status


def test_a_session_given_since_ends_what_a_sign_of_spread_held(run: Run) -> None:
    run("add-effect", "P1", "dysphagia", "2026-07-20")
    lift = ("--allow", "spread-signs", "--reason", "passed, discussed")
    assert run("add-session", "P1", "2026-10-05", *lift).code == 0
    assert one(run, "--all")["status"] == "early"


def test_show_tells_who_is_held(run: Run) -> None:
    run("amend", "P1", "cautions=pregnancy")
    (item,) = run("show", "P1", "--format", "json").items
    assert item["retreatment"]["status"] == "held"


DESK = """
P2 2026-07-01 -
P3 2026-06-25 2026-09-29
P4 2026-06-24 2026-10-01
P5 2026-07-02 2026-09-28
P6 2026-06-23 2026-09-30
P7 2026-03-01 -
P8 2026-06-20 -
"""
"""Each patient, their last session and the last try; P7 has lapsed, and P8 is booked."""


@pytest.fixture
def desk(run: Run) -> Run:
    for line in DESK.split("\n")[1:-1]:
        patient, session, tried = line.split()
        run("add-patient", patient, "--phone", "0123", "--born", "1980-01-01")
        run("add-session", patient, session, today=date.fromisoformat(session))
        if tried != "-":
            run("add-contact", patient, tried, "--by", "phone", today=date.fromisoformat(tried))
    run("book", "P8", "2026-10-12")
    run("amend", "P1", "cautions=pregnancy")
    return run


def test_the_order_to_ring_in(desk: Run) -> None:
    """P5 was tried 7 days ago and P3 6 days ago."""
    items = desk("due", "--desk", "--format", "json").items
    assert [item["patient"] for item in items] == ["P2", "P5", "P3", "P6", "P4"]


def test_those_left_out_are_counted(desk: Run) -> None:
    shown = desk("due", "--desk").out
    assert "1 held" in shown
    assert "1 lapsed" in shown
    assert not any(patient in shown for patient in ("P1", "P7", "P8"))


def test_the_desk_takes_no_status(desk: Run) -> None:
    assert desk("due", "--desk", "--all").code == 2


def test_an_empty_desk_can_be_told_by_a_script(run: Run) -> None:
    run("book", "P1", "2026-10-12")
    assert run("due", "--desk", "--exit-code").code == 10
