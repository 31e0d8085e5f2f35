"""What is in force after amendments, voids and undos, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from migraine_cli.records.history import in_force, known_entries, undone_entries
from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.patient import Patient


def version(record_id: str, entry: int, name: str, replaces: int | None = None) -> Patient:
    return Patient(id=record_id, entry=entry, name=name, replaces=replaces)


def void(target: str, entry: int) -> Void:
    return Void(target=target, entry=entry, reason="mistyped")


def undo(undoes: int, entry: int) -> Undo:
    return Undo(undoes=undoes, entry=entry)


ANN, BO = version("A", 1, "Ann"), version("B", 2, "Bo")
ANNA = version("A", 3, "Anna", replaces=1)
ANNE = version("A", 4, "Anne", replaces=3)


@pytest.mark.parametrize(
    ("versions", "voids", "undos", "names"),
    [
        pytest.param([], [], [], [], id="nothing recorded"),
        pytest.param([ANN, BO], [], [], ["Ann", "Bo"], id="as recorded"),
        pytest.param([ANN, BO, ANNA], [], [], ["Anna", "Bo"], id="amended, at its first place"),
        pytest.param([ANN, BO, ANNA, ANNE], [], [], ["Anne", "Bo"], id="amended twice"),
        pytest.param([ANN, BO, ANNA], [], [undo(3, 4)], ["Ann", "Bo"], id="amendment undone"),
        pytest.param([ANN, BO, ANNA], [], [undo(3, 4), undo(4, 5)], ["Anna", "Bo"], id="amendment undone and redone"),
        pytest.param([ANN, BO, ANNA, ANNE], [], [undo(3, 5)], ["Anne", "Bo"], id="an amendment between undone"),
        pytest.param([ANN, BO], [], [undo(1, 3)], ["Bo"], id="a record undone"),
        pytest.param([ANN, BO], [void("A", 3)], [], ["Bo"], id="voided"),
        pytest.param([ANN, BO, ANNA], [void("A", 4)], [], ["Bo"], id="voided with every version"),
        pytest.param([ANN, BO], [void("A", 3)], [undo(3, 4)], ["Ann", "Bo"], id="void undone"),
        pytest.param([ANN, BO], [void("A", 3)], [undo(3, 4), undo(4, 5)], ["Bo"], id="void undone and redone"),
        pytest.param([ANN, BO, ANNE], [void("A", 3)], [], ["Anne", "Bo"], id="recorded again after a void"),
        pytest.param([ANN, BO], [void("A", 3), void("A", 5)], [undo(5, 6)], ["Bo"], id="one of two voids undone"),
    ],
)
def test_in_force(versions: list[Patient], voids: list[Void], undos: list[Undo], names: list[str]) -> None:
    found = in_force(versions, voids, undone_entries(undos))
    assert [patient.name for patient in found.values()] == names


@pytest.mark.parametrize(
    ("undos", "undone"),
    [
        pytest.param([], set(), id="none"),
        pytest.param([undo(1, 2)], {1}, id="undo"),
        pytest.param([undo(1, 2), undo(2, 3)], {2}, id="redo"),
        pytest.param([undo(1, 2), undo(2, 3), undo(3, 4)], {1, 3}, id="undo again"),
        pytest.param([undo(2, 3), undo(1, 4)], {1, 2}, id="two commands"),
        pytest.param([undo(2, 3), undo(1, 4), undo(4, 5)], {2, 4}, id="two commands, the second redone"),
    ],
)
def test_an_undo_can_itself_be_undone(undos: list[Undo], undone: set[int]) -> None:
    assert undone_entries(undos) == undone
    assert undone_entries(reversed(undos)) == undone


@pytest.mark.parametrize(
    ("day", "entries"),
    [
        pytest.param(date(2026, 10, 2), set(), id="the day before"),
        pytest.param(date(2026, 10, 3), {1}, id="the day"),
        pytest.param(date(2026, 10, 4), {1, 2}, id="the day after"),
    ],
)
def test_what_was_known_on_a_day_goes_by_the_clock_on_the_wall_where_it_was_recorded(
    day: date, entries: set[int]
) -> None:
    east = timezone(timedelta(hours=10))
    log = [
        LogEntry(entry=1, at=datetime(2026, 10, 3, 23, 59, tzinfo=UTC), by="dr", command="add-patient"),
        LogEntry(entry=2, at=datetime(2026, 10, 4, 0, 1, tzinfo=east), by="dr", command="amend"),
    ]
    assert known_entries(log, day) == entries
