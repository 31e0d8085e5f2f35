"""Two records of one person made one, and one undo that makes them two again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

TODAY = date(2026, 10, 5)

READ = (["patients"], ["sessions"], ["show", "KL-01"], ["eligible"], ["due", "--all"], ["diary", "KL-01"])


@pytest.fixture
def twice(migcli_here: Run) -> Run:
    """Ann as KL-01, and again as KL01: each with sessions, days, counts, effects and a preventive."""

    def run(typed: str | list[str], **more: Any) -> Any:
        return migcli_here(*(typed.split() if isinstance(typed, str) else typed), **({"today": TODAY} | more))

    for typed in (
        "init",
        "add-patient KL-01 --name Ann --born 1980-02-03 --caution other --phone 12",
        "add-patient KL01 --name Anne --born 1980-02-03 --caution breastfeeding --email ann@example.org --goal run",
        "add-patient P3 --name Bo",
        "add-session KL-01 2026-06-01 --units 155",
        "add-session KL01 2026-07-02 --units 160",
        "add-diary KL-01 2026-09-01 --free",
        "add-diary KL01 2026-09-01..2026-09-05 --headache",
        "add-month KL01 2026-08 --headache 16 --recorded 31",
        "add-month KL-01 2026-08 --headache 14 --recorded 31",
        "add-effect KL01 ptosis 2026-07-10",
        "add-preventive KL01 topiramate --outcome failed",
        "book KL01 2026-12-28",
        "stop KL01 2026-10-01 --reason moved",
    ):
        assert run(typed).code == 0, typed
    return run


def merged(run: Run, *more: str) -> dict[str, Any]:
    ran = run(["merge", "KL01", "KL-01", "--reason", "entered twice", *more, "--format", "json"])
    assert ran.code == 0, ran.err
    (item,) = ran.items
    return item


def about(run: Run, patient: str) -> dict[str, Any]:
    (item,) = run(["show", patient, "--format", "json"]).items
    return item


def test_everything_moves_and_the_first_id_leads_to_the_second(twice: Run) -> None:
    item = merged(twice)
    moved = ["diary:2", "month:1", "preventive:1", "session:2", "effect:1", "booking:1", "course:1"]
    assert (item["patient"], item["merged"], item["moved"]) == ("KL-01", "KL01", moved)
    shown = about(twice, "KL-01")
    assert [session["id"] for session in shown["sessions"]] == ["session:1", "session:2"]
    assert about(twice, "KL01") == shown
    assert [each["patient"] for each in twice("patients --format json").items] == ["KL-01", "P3"]
    assert twice("add-diary KL01 2026-09-20 --free").out.endswith("for KL-01 Ann.\n")
    assert twice("check").code == 0


def test_cautions_and_goals_are_united_blanks_filled_and_the_rest_stays(twice: Run) -> None:
    merged(twice)
    facts = about(twice, "KL-01")["facts"]
    assert {key: facts[key] for key in ("name", "phone", "email", "cautions", "goals")} == {
        "name": "Ann",
        "phone": "12",
        "email": "ann@example.org",
        "cautions": ["other", "breastfeeding"],
        "goals": ["run"],
    }


def test_what_differed_and_what_the_safety_rules_now_say_is_told(twice: Run) -> None:
    told = " ".join(merged(twice, "--dry-run")["warnings"])
    for words in (
        "the name of KL-01 stays Ann; KL01 had Anne",
        "diary:2 changes what is known of 2026-09-01",
        "month:2, recorded later, is the count of 2026-08 that counts",
        "too-early, 2 sessions: KL-01 of 2026-06-01, 31 days before the session of 2026-07-02",
    ):
        assert words in told


def test_a_dry_run_writes_nothing_and_one_undo_takes_all_of_it_back(twice: Run, clinic: Path) -> None:
    def state() -> list[str]:
        return [twice([*typed, "--format", "json"]).out for typed in (*READ, ["show", "KL01"])]

    before, as_it_was = state(), clinic.read_bytes()
    merged(twice, "--dry-run")
    assert clinic.read_bytes() == as_it_was
    merged(twice)
    after = state()
    assert twice("undo").code == 0
    assert state() == before
    assert twice("undo --redo").code == 0
    assert state() == after
    assert twice("check").code == 0


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (
            ["add-session KL-01 2026-07-02 --allow too-early --reason x --units 20"],
            "session:2 and session:3 are both of",
        ),
        (["add-preventive KL-01 none"], "preventive:2 says that no preventive was tried, preventive:1 that topiramate"),
        (
            ["amend KL01 born=1981-02-03"],
            "other-birth: two birth dates are recorded, 1981-02-03 of KL01 and 1980-02-03",
        ),
        (
            ["amend KL01 sex=female", "amend KL-01 sex=male"],
            "other-sex: two sexes are recorded, female of KL01 and male",
        ),
    ],
)
def test_what_cant_stand_together_is_settled_first(twice: Run, clinic: Path, before: list[str], words: str) -> None:
    for typed in before:
        assert twice(typed).code == 0
    as_it_was = clinic.read_bytes()
    ran = twice("merge KL01 KL-01 --reason twice")
    assert (ran.code, words in ran.err) == (2, True), ran.err
    assert clinic.read_bytes() == as_it_was


def test_two_births_can_be_overridden(twice: Run) -> None:
    twice("amend KL01 born=1981-02-03")
    told = merged(twice, "--allow", "other-birth")["warnings"]
    assert "the born of KL-01 stays 1980-02-03; KL01 had 1981-02-03" in told
    assert about(twice, "KL-01")["facts"]["born"] == "1980-02-03"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("merge KL01 KL01 --reason x", 2),
        ("merge KL01 P9 --reason x", 3),
        ("merge P9 KL01 --reason x", 3),
        ("merge KL01 KL-01", 2),
        ("merge KL01 KL-01 --reason x --allow too-early", 2),
    ],
)
def test_what_is_no_merge(twice: Run, typed: str, code: int) -> None:
    assert twice(typed).code == code


def test_a_merged_id_is_never_given_again(twice: Run) -> None:
    merged(twice)
    ran = twice("add-patient KL01 --name Cy")
    assert ran.code == 2
    rows = "id,name\nKL01,Cy\n"
    assert twice("import patients -", input=rows).code == 2


def test_rows_of_a_merged_patient_come_to_the_one_who_stays(migcli_here: Run) -> None:
    rows = "patient,date,headache\nKL01,2026-09-01,yes\n"
    for typed in (["init"], ["add-patient", "KL-01"], ["add-patient", "KL01"]):
        assert migcli_here(*typed).code == 0
    assert migcli_here("import", "diary", "-", input=rows, today=TODAY).code == 0
    assert migcli_here("merge", "KL01", "KL-01", "--reason", "x", today=TODAY).code == 0
    again = migcli_here("import", "diary", "-", input=rows, today=TODAY)
    assert "brought in 0 of 1 rows" in again.out
    more = migcli_here("import", "diary", "-", input=rows + "KL01,2026-09-02,yes\n", today=TODAY)
    assert "brought in 1 of 2 rows" in more.out
    days = migcli_here("diary", "KL-01", "--format", "json", today=TODAY).items
    assert [day["date"] for day in days] == ["2026-09-01", "2026-09-02"]
