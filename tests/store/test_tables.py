"""Tables are decoded when asked for, carried over as the bytes they were, and appended to without
decoding.
"""

from __future__ import annotations

import errno
import os
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.json import decode
from small_clinic import record, session
from test_durable import FailingCall
from test_like_tinydb import DOCUMENTS
from tinydb import TinyDB

from migraine_cli.errors import ClinicFileError
from migraine_cli.store.tinydb_file.backups import keep
from migraine_cli.store.tinydb_file.storage import ClinicStorage

BATCHES = st.lists(st.lists(DOCUMENTS, max_size=4), max_size=4)


@given(BATCHES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_appending_is_the_same_as_inserting(empty: Path, batches: list[list[dict[str, Any]]]) -> None:
    with TinyDB(empty, storage=ClinicStorage, writing=True) as db:
        db.drop_tables()
        for batch in batches:
            db.table("inserted").insert_multiple(batch)
            tables = db.storage.read()
            tables.append("appended", batch)
            db.storage.write(tables)
        tables = db.storage.read()
        if any(batches):
            assert tables.raw("appended") == tables.raw("inserted")
            assert tables.last("appended") == tables.last("inserted") == sum(map(len, batches))


def test_appending_gives_no_document_id_twice(empty: Path) -> None:
    with TinyDB(empty, storage=ClinicStorage, writing=True) as db:
        db.table("sessions").insert_multiple([{"n": 1}, {"n": 2}])
        db.table("sessions").remove(doc_ids=[2])
        tables = db.storage.read()
        tables.append("sessions", [{"n": 3}])
        assert list(tables["sessions"]) == ["1", "3"]


def test_the_tables_not_asked_for_keep_their_bytes(clinic: Path) -> None:
    with closing(ClinicStorage(clinic)) as storage:
        before = storage.read().raw("patients")
    record(clinic, session("P0001", 170))
    with closing(ClinicStorage(clinic)) as storage:
        assert storage.read().raw("patients") == before
    assert b'"patients":' + before in clinic.read_bytes()


def most_memory(do: Callable[[], object]) -> int:
    """The bytes taken at most at one time while something is done."""
    tracemalloc.start()
    try:
        do()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_large_table_that_is_left_alone_is_never_held(empty: Path) -> None:
    large = 16_000_000
    with TinyDB(empty, storage=ClinicStorage, writing=True) as db:
        db.table("scans").insert({"scan": "x" * large})

    def append() -> None:
        with closing(ClinicStorage(empty, writing=True)) as storage:
            tables = storage.read()
            tables.append("sessions", [{"n": 1}])
            storage.write(tables)

    assert most_memory(append) < large / 2
    assert most_memory(lambda: keep(empty, datetime(2026, 11, 21, tzinfo=UTC), "import")) < large / 2
    with closing(ClinicStorage(empty)) as storage:
        assert len(storage.read().raw("scans")) > large


def test_a_table_is_decoded_afresh_each_time(clinic: Path) -> None:
    with closing(ClinicStorage(clinic)) as storage:
        tables = storage.read()
        tables["sessions"]["1"]["units"] = 999
        assert tables["sessions"]["1"]["units"] == 155


def test_what_is_written_is_compact_json_with_its_digests_first(clinic: Path) -> None:
    data = clinic.read_bytes()
    meta = decode(data)["_meta"]["1"]
    assert data.startswith(b'{"_meta":{"1":{"schema":3,"tables":{')
    assert {name: table["last"] for name, table in meta["tables"].items()} == {
        "patients": 2,
        "log": 3,
        "sessions": 3,
        "_session_days": 1,
    }


def test_opened_to_read_it_writes_nothing_and_makes_nothing(clinic: Path) -> None:
    clinic.with_name("clinic.json.lock").unlink()
    before = clinic.read_bytes()
    with closing(ClinicStorage(clinic)) as storage, pytest.raises(ClinicFileError, match="opened to be read"):
        storage.write({})
    assert clinic.read_bytes() == before
    assert [file.name for file in clinic.parent.iterdir()] == ["clinic.json"]


def test_a_closed_storage_writes_no_more(clinic: Path) -> None:
    storage = ClinicStorage(clinic, writing=True)
    storage.close()
    with pytest.raises(ClinicFileError):
        storage.write({})
    assert record(clinic, session("P0001", 170))[0].id == "session:4"


@pytest.mark.parametrize(
    ("synced", "sessions"),
    [
        pytest.param(0, 3, id="before the file was replaced"),
        pytest.param(1, 0, id="after it was", marks=pytest.mark.skipif(os.name == "nt", reason="a folder's step")),
    ],
)
def test_after_a_failed_write_it_holds_what_is_on_the_disk(
    clinic: Path, monkeypatch: pytest.MonkeyPatch, synced: int, sessions: int
) -> None:
    with TinyDB(clinic, storage=ClinicStorage, writing=True) as db:
        with monkeypatch.context() as disk:
            disk.setattr("os.fsync", FailingCall(os.fsync, errno.EIO, skip=synced))
            with pytest.raises(ClinicFileError):
                db.table("sessions").truncate()
        assert len(db.table("sessions")) == sessions
        db.table("sessions").insert({"n": 1})
        assert len(db.table("sessions")) == sessions + 1
