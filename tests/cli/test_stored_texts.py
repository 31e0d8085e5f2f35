"""What a clinic file holds reaches no terminal, sheet or page as anything but a text, whoever wrote it there.

The texts that are checked when a record is read (names, notes, lots) can't hold a control character; who recorded, why,
and by which command are written by this program alone, and another one may have put anything there.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from migraine_cli.records.allowance import Allowance
from migraine_cli.records.log import Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking, Contact
from migraine_cli.store.tinydb_file.creating import create
from migraine_cli.store.tinydb_file.store import FileStore
from tests.conftest import Run

MISLEADING = "dr\x1b[31m\x9b2J\u202e"
FORMULA = "=1+1"
AT = datetime(2026, 10, 3, 9, 30, tzinfo=UTC)
TODAY = date(2026, 10, 5)

DOORS = [
    ["log"],
    ["log", "P1"],
    ["log", "--sort", "at"],
    ["show", "P1"],
    ["sessions"],
    ["sessions", "P1"],
    ["due", "--all"],
    ["bookings"],
    ["patients"],
    ["day", "2026-10-06"],
    ["gaps"],
    ["response", "P1"],
    ["audit"],
    ["check"],
    ["report", "P1"],
    ["day", "2026-10-06", "--format", "html"],
    ["letter", "P1", "--kind", "gp", "--format", "html"],
    ["letter", "P1", "--kind", "gp"],
    ["export", "P1", "--format", "html"],
    ["export", "P1", "--format", "json"],
    ["calendar"],
    ["undo", "--dry-run"],
    ["amend", "session:1", "lot=A1", "--dry-run"],
    ["void", "session:1", "--reason", "x", "--dry-run"],
]


@pytest.fixture
def foreign(clinic: Path, migcli_here: Run) -> Run:
    """A clinic whose log, reasons and overridden rules were written by someone who means ill."""
    create(clinic)
    with FileStore(clinic).recording(f"add-session {MISLEADING}", at=AT, by=MISLEADING, reason=MISLEADING) as held:
        held.add(Patient(id="P1", name=FORMULA, phone="+46 70 1", goals=(FORMULA,), note=FORMULA))
        allowed = (Allowance("too-early", MISLEADING),)
        for day in (1, 2):
            held.add(Session(patient="P1", date=date(2026, 9, day), units=155.0, by=FORMULA, note="x", allowed=allowed))
        held.add(Void(target="session:2", reason=MISLEADING))
        held.add(Booking(patient="P1", date=date(2026, 10, 6), note=FORMULA, allowed=allowed))
        held.add(Contact(patient="P1", date=date(2026, 10, 1), by=FORMULA, result=FORMULA))
    return lambda *typed: migcli_here(*typed, today=TODAY)


@pytest.mark.parametrize("typed", DOORS, ids=" ".join)
def test_no_stored_text_drives_a_terminal(foreign: Run, typed: list[str]) -> None:
    ran = foreign(*typed)
    assert ran.code in (0, 5, 10, 11), ran.err
    assert not re.search("[\x1b\x9b\u202e]", ran.out + ran.err)


@pytest.mark.parametrize("form", ["plain", "json", "csv", "tsv"])
@pytest.mark.parametrize("typed", [["log"], ["sessions"], ["bookings"], ["due", "--all"], ["patients"]], ids=" ".join)
def test_nor_in_any_form(foreign: Run, typed: list[str], form: str) -> None:
    ran = foreign(*typed, "--format", form)
    assert ran.code == 0, ran.err
    assert not re.search("[\x1b\x9b\u202e]", ran.out + ran.err)


def test_undo_names_who_gave_the_command_in_harmless_letters(foreign: Run) -> None:
    assert "by dr\ufffd[31m\ufffd2J\ufffd" in foreign("undo", "--dry-run").out


@pytest.mark.parametrize(
    "typed", [["patients"], ["sessions"], ["bookings"], ["due", "--all"], ["export", "--all"]], ids=" ".join
)
def test_no_cell_of_a_sheet_is_a_formula(foreign: Run, tmp_path: Path, typed: list[str]) -> None:
    sheets = tmp_path / "sheets"
    to = [str(sheets)] if typed[0] == "export" else []
    ran = foreign(*typed, "--format", "csv", *to)
    assert ran.code == 0, ran.err
    written = "".join(each.read_text(encoding="utf-8") for each in sheets.glob("*.csv")) if to else ran.out
    assert FORMULA in written or typed[0] == "sessions"
    assert not re.search(r"""(?m)(^|[,"])=1\+1""", written)
