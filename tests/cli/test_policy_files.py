"""A practice's own policy: judged by when it is right, else refused with the line and what is allowed there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

RIGHT = """\
id = "ours"
title = "Our own"
claim = "meets our own criteria"
source = "our practice"
address = "our practice"
edition = "2026"
read = 2026-11-01
confirmed = true

[[start]]
id = "adult"
measure = "age"
at_least = 18

[[start]]
id = "headache-days"
measure = "headache-days"
at_least = 15

[[start]]
id = "overuse"
measure = "overuse"
accepts = ["none", "managed"]

[[stop]]
id = "reduction"
measure = "reduction"
below_percent = 30
after_cycles = 2
"""

MEASURES = "headache-days, migraine-days, long-headache-days, age, preventives, overuse, contraindications"
TOP = (
    "id, title, claim, source, address, edition, read, confirmed, start, stop, going_on_unread, earlier_patients, notes"
)

FAULTS = {
    "a number too high": ("at_least = 15", "at_least = 32", 18, "at_least must be a whole number from 1 to 31"),
    "a number too low": ("at_least = 15", "at_least = 0", 18, "at_least must be a whole number from 1 to 31"),
    "a fraction": ("at_least = 18", "at_least = 18.5", 13, "at_least must be a whole number from 0 to 120"),
    "a number in quotes": ("at_least = 15", 'at_least = "15"', 18, "at_least must be a whole number from 1 to 31"),
    "an unknown measure": ('"headache-days"\nat', '"headaches"\nat', 17, f"measure must be one of {MEASURES}"),
    "no measure": ('measure = "age"\n', "", 10, f"measure is missing; it must be one of {MEASURES}"),
    "an unknown stop rule": ('measure = "reduction"', 'measure = "age"', 27, "measure must be one of"),
    "a threshold left out": ("at_least = 18\n", "", 10, "at_least is missing; it must be a whole number from 0 to 120"),
    "an unknown key": (
        "at_least = 15",
        "at_leest = 15",
        18,
        "'at_leest' is no key there; the keys are measure, id, preference, source, confirmed, at_least, months, over",
    ),
    "an unknown key at the top": ('title = "Our own"', "titel = 1", 2, f"'titel' is no key there; the keys are {TOP}"),
    "a key left out at the top": ('claim = "meets our own criteria"\n', "", 1, "claim is missing"),
    "an unknown code in a list": ('"managed"', '"menaged"', 23, "accepts must be one of managed, none, unmanaged"),
    "an empty list": ('["none", "managed"]', "[]", 23, "accepts must be a list in brackets with at least one"),
    "no list": ('["none", "managed"]', '"none"', 23, "accepts must be a list in brackets with at least one"),
    "a date in quotes": ("2026-11-01", '"2026-11-01 or so"', 7, "read must be a date such as 2026-11-01"),
    "neither true nor false": ("true", '"yes"', 8, "confirmed must be true or false"),
    "an id in capitals": ('id = "ours"', 'id = "Ours"', 1, "id must be up to 32 lower-case letters"),
    "an id used twice": ('id = "overuse"', 'id = "adult"', 21, "the id adult is used above already"),
    "a stop rule with the id of a criterion": ('id = "reduction"', 'id = "adult"', 26, "the id adult is used above"),
    "a percentage over 100": ("= 30", "= 101", 28, "below_percent must be a whole number from 1 to 100"),
    "no TOML": ("confirmed = true", "confirmed = ", 8, "invalid value"),
    "a bracket left open": ('["none", "managed"]', '["none", "managed"', 25, "unclosed array"),
    "a comma too many": ("at_least = 18", "at_least = 18,", 13, "expected newline or end of document"),
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A practice's own policy file."""
    path = tmp_path / "ours.toml"
    path.write_text(RIGHT, encoding="utf-8")
    return path


@pytest.mark.parametrize(("written", "instead", "line", "allowed"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_line_and_what_is_allowed(
    migcli_here: Run, own: Path, written: str, instead: str, line: int, allowed: str
) -> None:
    own.write_text(RIGHT.replace(written, instead, 1), encoding="utf-8")
    ran = migcli_here("policies", str(own))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: the policy file {own}, line {line}: {allowed}")
    assert ran.err.endswith("; correct it and try again.\n")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1: id is missing"),
        (b"\xff\xfe\x00", "isn't UTF-8 text; save it as UTF-8 and try again."),
        (b"start = 3", "line 1: start must be a list in brackets with at least one"),
        (b"start = [3]", f"line 1: start must be a table with a measure, one of {MEASURES}".encode()),
        (b"start = [{measure = 'age', id = 'x'}]", "line 1: at_least is missing"),
    ],
    ids=["empty", "no text", "a number for the criteria", "a number for a criterion", "criteria on one line"],
)
def test_a_file_of_another_kind(migcli_here: Run, own: Path, content: bytes, said: str | bytes) -> None:
    own.write_bytes(content)
    ran = migcli_here("policies", str(own))
    assert ran.code == 2
    assert (said if isinstance(said, str) else said.decode()) in ran.err


def test_a_file_that_is_right(migcli_here: Run, own: Path) -> None:
    (row,) = migcli_here("policies", str(own), "--format", "json").items
    assert (row["id"], row["start"][0], row["stop"]) == (
        "ours",
        "18 years or older",
        ["headache days fell by less than 30 %, judged from 2 cycles on"],
    )


@pytest.mark.parametrize("mark", ["\ufeff", "# a comment\r\n"], ids=["a byte-order mark", "Windows line ends"])
def test_a_file_as_windows_saves_it(migcli_here: Run, own: Path, mark: str) -> None:
    own.write_bytes((mark + RIGHT.replace("\n", "\r\n")).encode())
    assert migcli_here("policies", str(own)).code == 0


@pytest.mark.parametrize("name", ["nothing.toml", "folder.toml"])
def test_a_file_that_is_not_there(migcli_here: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.toml").mkdir()
    ran = migcli_here("eligible", "--policy", str(tmp_path / name))
    assert ran.code == 3
    assert "can't be read" in ran.err


def test_a_patient_is_judged_by_it(migcli_here: Run, own: Path) -> None:
    for arguments in (
        ("init",),
        ("add-patient", "P1", "--born", "1980-01-01", "--overuse", "none"),
        ("add-month", "P1", "2024-04", "--headache", "15", "--recorded", "30"),
    ):
        assert migcli_here(*arguments).code == 0
    ran = migcli_here("eligible", "P1", "--policy", str(own), "--as-of", "2024-05-01")
    assert ran.code == 0
    assert ran.out.startswith("P1: yes – meets our own criteria\n")


def test_the_policies_that_are_not_confirmed_say_so(migcli_here: Run) -> None:
    rows = {row["id"]: row["confirmed"] for row in migcli_here("policies", "--format", "json").items}
    assert [id_ for id_, confirmed in rows.items() if not confirmed] == [
        "aetna",
        "cda-sr0584",
        "eu-label",
        "uhc",
        "us-label",
    ]
    assert "not confirmed in the primary source" in migcli_here("policies", "uhc").out
