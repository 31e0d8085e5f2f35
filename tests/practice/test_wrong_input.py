"""What is typed wrongly on a clinic day: one sentence that says what to do next, and nothing is recorded."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Ran, Run

TODAY = date(2026, 10, 5)

CONFIG = """
[clinic]
hours = {mon = "09:00-10:00", thu = "09:00-10:00"}
closed = ["2026-10-29"]
"""


@pytest.fixture
def typed(migcli_here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A clinic of two patients on a Monday; P1 is booked for Thursday at 09:00 with Dr Gray."""
    config = tmp_path / "config.toml"
    config.write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("MIGCLI_CONFIG", str(config))

    def run(line: str) -> Ran:
        return migcli_here(*shlex.split(line), today=TODAY)

    for line in (
        "init",
        'add-patient P1 --name "Ann Smith" --born 1980-01-01',
        'add-patient P2 --name "Bo Lind" --born 1981-01-01',
        'book P1 "thursday 09:00" --with "Dr Gray"',
    ):
        assert run(line).code == 0, line
    return run


# What is typed, the exit code, and what is said.
WRONG = {
    "book P1": (2, "missing argument 'DATETIME'"),
    "book P9 thursday": (3, "there is no patient P9"),
    'book "bo lind" thursday': (3, "is no patient's id, which recording needs; write P2 if that is meant."),
    "book P2 09:30": (2, "the appointment '09:30' has no day; write it too, like thursday 09:30."),
    "book P2 9.30am": (2, "has no day; write it too"),
    'book P2 "thursday 25:00"': (2, "the time '25:00' can't be read"),
    'book P2 "8/10/2026 09:00"': (2, "8 October 2026 or 10 August 2026"),
    'book P2 "2026-02-30 09:00"': (2, "doesn't exist: February 2026 has 28 days"),
    'book P2 "thursday 09:00"': (4, "full: no place is left at 09:00 on 2026-10-08"),
    'book P2 "thursday 08:30"': (4, "outside-hours: 08:30 for 30 minutes isn't within 09:00-10:00"),
    "book P2 2026-10-29": (4, "closed-day: the clinic is closed on 2026-10-29; if it must be, add --allow closed-day"),
    "book P2 2026-10-29 --allow closed-day": (2, "--allow RULE and --reason TEXT go together"),
    "book P2 2026-10-29 --allow closed --reason x": (2, "'closed' is not a known rule"),
    "book P2 thursday --minutes 0": (2, "the length in minutes must be from 5 to 600"),
    "unbook P2": (3, "P2 isn't booked; `migcli bookings P2` lists the appointments there were."),
    'unbook P1 "thursday 09:30"': (3, "P1 isn't booked then, but for 2026-10-08 09:00; write that if it is meant."),
    "unbook P9": (3, "there is no patient P9"),
    "bookings --on today --within 2w": (2, "give one of the two"),
    "bookings --status came": (2, "write one of booked, attended, missed, cancelled."),
    "bookings --free P1": (2, "a free place has no patient"),
    "bookings --within 2y": (2, "write it like 10d, 4w or 3m"),
    "day 5/10/2026": (2, "5 October 2026 or 10 May 2026"),
    "day --format svg": (2, "'html' (did you mean tsv?); see `migcli day --help`."),
    "day --format html --columns at": (2, "a page has no columns to choose"),
    "due --desk --status lapsed": (2, "--desk lists those who can be rung"),
    "due --desk --format html": (2, "is not one of 'table', 'plain', 'json', 'csv', 'tsv'"),
    "gaps P9": (3, "there is no patient P9"),
    "gaps --policy nope": (3, "there is no policy 'nope'"),
    "gaps --before soon": (2, "the day 'soon' can't be read"),
    "messages": (2, "missing option '--kind'"),
    "messages --kind birthday": (2, "write one of recall, appointment, diary."),
    "messages --kind recall --channel fax": (2, "write one of sms, email, letter."),
    "plan --until yesterday": (2, "a plan as of 2026-10-05 can't end on 2026-10-04; give a later --until."),
    "plan --every never": (2, "names no days; write it like"),
    "plan --dry-run": (2, "only --book records anything"),
    "plan --request 0b9d57a6-2f0e-4d5c-9a51-6f7cf5f7b1d0": (2, "leave --request out, or add --book."),
    "plan --book --as-known-on 2026-10-01": (2, "--book goes by what is recorded now"),
    "add-checkup P1": (2, "a check-up without an answer says nothing"),
    "add-checkup P1 tomorrow --skin clear": (2, "2026-10-06 is still to come, today being 2026-10-05"),
    "add-checkup P1 --consent yes": (2, "write one of given, withdrawn."),
    "add-checkup P1 1979-01-01 --skin clear": (2, "lies before the birth of P1, 1980-01-01"),
}


@pytest.mark.parametrize("line", WRONG)
def test_one_sentence_says_what_to_do(typed: Run, line: str) -> None:
    before = typed("log --format json").out
    code, said = WRONG[line]
    ran = typed(line)
    assert (ran.code, ran.out) == (code, "")
    first, *candidates = ran.err.splitlines()
    assert first.startswith("error: ")
    assert first.endswith(".")
    assert said in first
    assert code == 3 or not candidates
    assert typed("log --format json").out == before


def test_an_empty_answer_says_why(typed: Run) -> None:
    """Nobody comes, which is no error."""
    for line, said in {
        "day tomorrow": "nobody is booked for 2026-10-06; 2026-10-06 is a Tuesday, without opening hours.\n",
        "day 2026-10-29": "nobody is booked for 2026-10-29; the clinic is closed on 2026-10-29.\n",
        "day 2026-10-12": "nobody is booked for 2026-10-12; `migcli bookings --free --on 2026-10-12` lists the places"
        " that are free.\n",
        'day "next thursday" --with Lee': "nobody is booked for 2026-10-08 with Lee; the appointments of that day are"
        " with Dr Gray.\n",
        "bookings --free --on 2026-10-29": "no place is free; the clinic is closed on 2026-10-29.\n",
    }.items():
        ran = typed(line)
        assert (ran.code, ran.out, ran.err) == (0, "", said), line


def test_an_appointment_on_a_day_closed_since_is_told(typed: Run) -> None:
    assert typed("book P2 2026-10-29 --allow closed-day --reason agreed").code == 0
    told = typed("day 2026-10-29").out.splitlines()[0]
    assert told.startswith("Thursday 2026-10-29, 1 booked, though the clinic is closed on 2026-10-29")
