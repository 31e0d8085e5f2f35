"""Month counts lie together in the file, and are one record each for whoever reads it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from small_clinic import AT, record
from tinydb import TinyDB

from migraine_cli.errors import NotFound
from migraine_cli.records.diary import MonthCount
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.store.tinydb_file import check
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.creating import create
from migraine_cli.store.tinydb_file.months import Counts
from migraine_cli.store.tinydb_file.storage import ClinicStorage
from migraine_cli.store.tinydb_file.store import FileStore


def count(patient: str, month: str, headache: int | None = None) -> MonthCount:
    return MonthCount(patient=patient, month=month, headache_days=headache)


@pytest.fixture
def counted(clinic: Path) -> Path:
    """Three months of one patient and one of another, imported in the order of a calendar."""
    rows = [count("P0001", "2026-01", 20), count("P0002", "2026-01"), count("P0001", "2026-02", 18)]
    record(clinic, *rows, count("P0001", "2026-03", 15), command="import months")
    return clinic


def in_file(path: Path) -> dict[str, dict[str, Any]]:
    documents: dict[str, dict[str, Any]] = json.loads(path.read_bytes())["months"]
    return documents


def said(path: Path, as_known_on: date | None = None) -> dict[str, int | None]:
    return {each.id: each.headache_days for each in FileClinic.open(path, as_known_on).records(MonthCount)}


def test_one_document_holds_what_an_import_says_of_one_patient(counted: Path) -> None:
    assert in_file(counted) == {
        "2": {"ids": "2", "entry": 4, "patient": "P0002", "counts": [["2026-01", None, None, None, None]]},
        "4": {
            "ids": "1,3..4",
            "entry": 4,
            "patient": "P0001",
            "counts": [
                ["2026-01", 20, None, None, None],
                ["2026-02", 18, None, None, None],
                ["2026-03", 15, None, None, None],
            ],
        },
    }
    assert check.faults(counted) == []


def test_each_month_keeps_its_own_id_and_the_next_number_counts_months(counted: Path) -> None:
    assert said(counted) == {"month:1": 20, "month:2": None, "month:3": 18, "month:4": 15}
    assert record(counted, count("P0002", "2026-02"))[0].id == "month:5"


def test_one_month_of_many_is_amended_voided_and_brought_back(counted: Path) -> None:
    old = FileClinic.open(counted).record("month:3")
    assert isinstance(old, MonthCount)
    with FileStore(counted).recording("amend", at=AT + timedelta(days=1), by="dr") as clinic:
        clinic.amend(old, replace(old, headache_days=9))
    record(counted, Void(target="month:1", reason="of another year"), day=2, command="void")
    assert said(counted) == {"month:2": None, "month:3": 9, "month:4": 15}
    assert said(counted, (AT + timedelta(days=1)).date())["month:1"] == 20
    assert said(counted, AT.date())["month:3"] == 18
    record(counted, Undo(undoes=6), day=3, command="undo")
    assert said(counted) == {"month:1": 20, "month:2": None, "month:3": 9, "month:4": 15}
    assert record(counted, count("P0001", "2026-04"))[0].id == "month:6", "the amendment took a number"
    assert check.faults(counted) == []


def test_one_month_is_found_among_those_that_lie_with_it_as_it_is_now(counted: Path) -> None:
    with FileStore(counted).recording("amend", at=AT + timedelta(days=1), by="dr") as clinic:
        old = clinic.record("month:3")
        assert isinstance(old, MonthCount)
        clinic.amend(old, replace(old, headache_days=9))
        assert clinic.record("month:3") == clinic.records(MonthCount)[2]
    record(counted, Void(target="month:2", reason="another's"), day=2, command="void")
    found = FileClinic.open(counted)
    each = [found.record(id_) for id_ in ("month:1", "month:3", "month:4")]
    assert [month.headache_days for month in each if isinstance(month, MonthCount)] == [20, 9, 15]
    before = FileClinic.open(counted, AT.date())
    assert before.record("month:3") == old
    with pytest.raises(NotFound, match="month:2 was taken back"):
        found.record("month:2")
    for absent in ("month:5", "month:34", "month:03", "month:x", "month:1..4", "month:"):
        with pytest.raises(NotFound, match="there is no record"):
            found.record(absent)


def test_every_column_of_a_calendar_is_kept() -> None:
    beside = {"id", "entry", "replaces", "patient"}
    assert set(Counts.__struct_fields__) == set(MonthCount.__struct_fields__) - beside


months = st.tuples(st.sampled_from(["P1", "P2"]), st.integers(1, 9), st.none() | st.integers(0, 28))


@given(st.lists(st.lists(months, min_size=1, max_size=8), max_size=4))
def test_what_is_recorded_in_any_order_comes_back(commands: list[list[tuple[str, int, int | None]]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clinic.json"
        create(path)
        record(path, Patient(id="P1"), Patient(id="P2"))
        added = [
            each
            for command in commands
            for each in record(path, *(count(patient, f"2026-0{month}", days) for patient, month, days in command))
        ]
        clinic = FileClinic.open(path)
        assert [clinic.record(each.id) for each in added] == added
        assert sorted(clinic.records(MonthCount), key=lambda each: int(each.id[6:])) == added
        for patient in ("P1", "P2"):
            assert clinic.of_patient(MonthCount, patient) == [each for each in added if each.patient == patient]  # type: ignore[attr-defined]
        assert check.faults(path) == []


@pytest.mark.parametrize(
    ("number", "field", "value", "fault"),
    [
        pytest.param("4", "ids", "1,3..5", "document 4 of months can't be read", id="more ids than months"),
        pytest.param("4", "ids", "1,3,5", "document 4 of months can't be read", id="a number that wasn't given"),
        pytest.param("4", "ids", "2..4", "document 4 of months has the id of another", id="the id of another"),
        pytest.param("4", "counts", [["2026-13"]] * 3, "document 4 of months can't be read", id="no such month"),
        pytest.param(
            "4",
            "counts",
            [["2026-02", 31]] * 3,
            "document 4 of months can't be read",
            id="more days than the month has",
        ),
    ],
)
def test_check_names_the_document_that_cannot_be(
    counted: Path, number: str, field: str, value: object, fault: str
) -> None:
    with TinyDB(counted, storage=ClinicStorage, writing=True) as database:
        database.table("months").update({field: value}, doc_ids=[int(number)])
    assert fault in [each.what for each in check.faults(counted)]
