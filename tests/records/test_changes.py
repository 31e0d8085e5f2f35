"""What each command changed, told from all that was ever recorded."""

from __future__ import annotations

from datetime import date

import pytest

from migraine_cli.records.changes import FieldChange, changes, differences
from migraine_cli.records.diary import DayStatement, DiaryEntry
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import Record
from migraine_cli.records.session import Session

ANN = Patient(id="A", entry=1, name="Ann")
ANNA = Patient(id="A", entry=2, name="Anna", replaces=1)
BO = Patient(id="B", entry=1)


def void(target: str, entry: int) -> Void:
    return Void(id=f"void:{entry}", target=target, entry=entry, reason="mistyped")


def undo(undoes: int, entry: int) -> Undo:
    return Undo(id=f"undo:{entry}", undoes=undoes, entry=entry)


@pytest.mark.parametrize(
    ("versions", "voids", "undos", "told"),
    [
        pytest.param([ANN, BO], [], [], {1: ["A added", "B added"]}, id="recorded"),
        pytest.param([ANN, ANNA], [], [], {1: ["A added"], 2: ["A changed"]}, id="amended"),
        pytest.param([ANN], [void("A", 2)], [], {1: ["A added"], 2: ["A removed"]}, id="voided"),
        pytest.param([ANN, ANNA], [void("A", 3)], [], {1: ["A added"], 2: ["A changed"], 3: ["A removed"]}, id="both"),
        pytest.param(
            [ANN, BO], [], [undo(1, 2)], {1: ["A added", "B added"], 2: ["A removed", "B removed"]}, id="undone"
        ),
        pytest.param(
            [ANN, ANNA],
            [],
            [undo(2, 3), undo(3, 4)],
            {1: ["A added"], 2: ["A changed"], 3: ["A changed"], 4: ["A changed"]},
            id="amended, undone, redone",
        ),
        pytest.param(
            [ANN],
            [void("A", 2)],
            [undo(2, 3)],
            {1: ["A added"], 2: ["A removed"], 3: ["A added"]},
            id="a void undone",
        ),
    ],
)
def test_every_command_is_told_by_what_it_changed(
    versions: list[Record], voids: list[Void], undos: list[Undo], told: dict[int, list[str]]
) -> None:
    found = changes(versions, voids, undos)
    assert {entry: [f"{c.record.id} {c.effect}" for c in made] for entry, made in found.items()} == told


def test_an_undo_shows_the_old_value_again() -> None:
    (back,) = changes([ANN, ANNA], [], [undo(2, 3)])[3]
    assert back.fields == (FieldChange("name", "Anna", "Ann"),)


def session(**facts: object) -> Session:
    return Session(patient="A", date=date(2026, 1, 5), **facts)  # type: ignore[arg-type]


def entry(**facts: object) -> DiaryEntry:
    return DiaryEntry(patient="A", statements=(DayStatement(days=("2026-01-05",), **facts),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        pytest.param(session(), session(), [], id="nothing"),
        pytest.param(session(), session(lot="C1"), [("lot", None, "C1")], id="now known"),
        pytest.param(session(units=155), session(), [("units", 155, None)], id="no longer known"),
        pytest.param(session(vials=(100,)), session(), [("vials", (100,), None)], id="a list emptied"),
        pytest.param(
            entry(headache=True, hours=5),
            entry(headache=False),
            [("headache", True, False), ("hours", 5, None)],
            id="a statement about days, fact by fact",
        ),
        pytest.param(None, Patient(id="A", name="Ann"), [("name", None, "Ann")], id="a record that wasn't there"),
        pytest.param(Patient(id="A", name="Ann"), None, [("name", "Ann", None)], id="a record taken away"),
    ],
)
def test_differences(old: Record | None, new: Record | None, fields: list[tuple[str, object, object]]) -> None:
    assert differences(old, new) == tuple(FieldChange(*field) for field in fields)
