"""Charts from a server come one after the other: however many patients there are, they take the same memory."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, date, datetime

import pytest
from servers import new_site

from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.patient import Patient
from migraine_cli.store.charts import charts
from migraine_cli.store.postgres import streaming
from migraine_cli.store.postgres.store import ServerStore

pytestmark = pytest.mark.server


def with_patients(number: int) -> ServerStore:
    """Each has a caution and a check-up, so that when each was recorded matters."""
    store = new_site()
    with store.recording("import patients", at=datetime(2026, 10, 3, 9, 30, tzinfo=UTC), by="dr") as clinic:
        for each in range(number):
            clinic.add(Patient(id=f"P{each:04}", name="Ann Smith", cautions=("anticoagulant",)))
        for each in range(number):
            clinic.add(CheckUp(patient=f"P{each:04}", date=date(2026, 9, 1), skin="clear"))
    return store


def most_memory(store: ServerStore) -> int:
    """The bytes taken at most at one time while every chart is gone through."""
    with store.reading() as clinic:
        tracemalloc.start()
        try:
            assert all(chart.caution_entries == {"anticoagulant": 1} for chart in charts(clinic))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_charts_of_ten_times_the_patients_take_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "_AT_A_TIME", 50)
    few, many = with_patients(100), with_patients(1000)
    most_memory(few)  # what is loaded once
    assert most_memory(many) < 1.2 * most_memory(few)
