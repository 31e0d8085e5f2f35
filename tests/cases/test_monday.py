"""The Monday of the manual, typed from its page on the clinic of `migcli demo`: each command does what it says."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import pytest

from migraine_cli.reference.manual import page
from tests.conftest import MONDAY, Ran, Run

TUESDAY = date(2026, 10, 6)
TYPED = [line for block in re.findall(r"```\n(.*?)```", page("monday"), re.DOTALL) for line in block.splitlines()]
"""The commands of the page, in its order."""

CONFIG = """
[clinic]
hours = {mon = "09:00-12:30", thu = "09:00-12:30"}
sender = "Riverside Practice"
telephone = "020 7946 0018"
"""


@pytest.fixture
def typed(demo: Path, migcli_here: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Types a line in the clinic of the demo, with its hours in the config file."""
    config = demo.with_name("config.toml")
    config.write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("MIGCLI_CONFIG", str(config))

    def run(line: str, *, today: date = MONDAY) -> Ran:
        program, *arguments = shlex.split(line.partition(" > ")[0])
        assert program == "migcli"
        return migcli_here(*arguments, today=today)

    return run


@pytest.fixture
def monday(typed: Run) -> Run:
    """The same after the whole page was typed."""
    for line in TYPED:
        ran = typed(line)
        assert ran.code == 0, f"{line}: {ran.err}"
    return typed


def status(run: Run, day: str) -> dict[str, str]:
    """What became of each appointment of a day, on Tuesday."""
    items = run(f"migcli bookings --on {day} --format json", today=TUESDAY).items
    return {item["patient"]: item["status"] for item in items}


def test_what_became_of_each_appointment(monday: Run) -> None:
    """Three were treated, one who was rung in the morning didn't come, and one was moved to Thursday."""
    assert status(monday, "2026-10-05") == {
        "P0049": "attended",
        "P0050": "attended",
        "P0051": "attended",
        "P0054": "missed",
    }
    assert monday("migcli bookings P0052 --on 2026-10-08 --format json").items[0]["at"] == "2026-10-08T10:00"


def test_the_three_are_due_again_in_twelve_weeks(monday: Run) -> None:
    rows = {row["patient"]: row for row in monday("migcli due --all --format json").items}
    assert {patient: rows[patient]["due"] for patient in ("P0049", "P0050", "P0051")} == dict.fromkeys(
        ("P0049", "P0050", "P0051"), "2026-12-28"
    )
    given = monday("migcli sessions --lot C7654 --format json").items
    assert {row["patient"]: row["units"] for row in given} == {"P0049": 155, "P0050": 160, "P0051": 155}


def test_who_was_not_ready_is_refused_that_day(typed: Run) -> None:
    before = next(row for row in typed("migcli day --format json").items if row["patient"] == "P0052")
    assert before["ready"] == "yes"
    typed("migcli add-checkup P0052 --skin infected")
    after = next(row for row in typed("migcli day --format json").items if row["patient"] == "P0052")
    assert after["ready"] == "no"
    refused = typed("migcli add-session P0052 --lot C7654 --vial 200")
    assert refused.code == 4
    assert "contraindicated" in refused.err


def test_the_two_who_were_rung_stand_last_on_the_desk(typed: Run) -> None:
    def order() -> list[str]:
        return [row["patient"] for row in typed("migcli due --desk --format json").items]

    first = order()
    assert {"P0053", "P0054"} <= set(first)
    for line in TYPED:
        if "add-contact" in line:
            typed(line)
    assert order()[-2:] == ["P0054", "P0053"]


def test_the_weeks_to_come_are_planned_and_booked_at_once(monday: Run) -> None:
    """Everybody due by the end of November has an appointment, none before day 84, and one undo takes it back."""
    due = [row for row in monday("migcli due --within 8w --format json").items if row["status"] in ("upcoming", "due")]
    booked = [row for row in due if row["due"] <= "2026-11-30"]
    assert booked
    assert all(row["booked"] and row["booked"][:10] >= row["due"] for row in booked)
    assert monday("migcli plan --until 2026-11-30 --format json").items == []
    assert monday("migcli undo").code == 0
    assert monday("migcli plan --until 2026-11-30 --format json").items


OTHER = [re.findall(r"`(migcli .*?)`", row) for row in re.findall(r"^\| [a-z].*", page("monday"), re.MULTILINE)]
"""The commands of each row of the page's table."""

NEEDS_MORE = ("migcli merge ", "migcli restore ")
"""What the demo doesn't have: two records of one person, and a backup of that name."""


@pytest.mark.parametrize("row", [row for row in OTHER if row], ids=" ".join)
def test_each_other_command_does_what_the_table_says(typed: Run, row: list[str]) -> None:
    for line in row:
        if not line.startswith(NEEDS_MORE):
            ran = typed(line)
            assert ran.code == 0, f"{line}: {ran.err}"


def test_the_plan_of_a_living_practice_keeps_what_it_promises(
    migcli_here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """120 patients with appointments, days of their own, pauses and stops: nobody is moved, doubled or early."""
    config, clinic = tmp_path / "config.toml", str(tmp_path / "clinic.json")
    config.write_text(CONFIG + "injectors = 1\n", encoding="utf-8")
    monkeypatch.setenv("MIGCLI_CONFIG", str(config))
    migcli_here("demo", "--patients", "120", "--keep", clinic)

    def ahead() -> dict[str, tuple[str, str]]:
        items = migcli_here("bookings", "--within", "13w", "--format", "json", "--clinic", clinic, today=MONDAY).items
        return {item["id"]: (item["patient"], item["at"]) for item in items if item["status"] == "booked"}

    before = ahead()
    rows = migcli_here("plan", "--book", "--format", "json", "--clinic", clinic, today=MONDAY).items
    after, placed = ahead(), {row["id"]: row for row in rows if row["date"]}
    assert len(before) > 5
    assert len(placed) > 20
    assert {id_: after[id_] for id_ in before} == before
    assert after.keys() - before.keys() == placed.keys()
    places = [at for _, at in after.values()]
    assert len(set(places)) == len(places)
    patients = migcli_here("patients", "--format", "json", "--clinic", clinic).items
    stay_away = {row["id"]: row["not"] for row in patients}
    weekdays = {"mon": 0, "thu": 3}
    for row in placed.values():
        assert row["days_after_due"] >= 0
        for absence in stay_away[row["patient"]]:
            first, _, last = absence.partition("..")
            assert date.fromisoformat(row["date"]).weekday() != weekdays.get(absence)
            assert not (last and first <= row["date"] <= last)
