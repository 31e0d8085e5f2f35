"""TinyDB's documented behaviour holds for our storage: the same operations do the same as on the stock
one.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tinydb import JSONStorage, TinyDB, where
from tinydb.operations import delete, increment
from tinydb.table import Document

from migraine_cli.store.tinydb_file import check
from migraine_cli.store.tinydb_file.creating import create
from migraine_cli.store.tinydb_file.storage import ClinicStorage

TABLES = st.sampled_from(["_default", "visits", "naïve"])
NUMBERS = st.integers(0, 4)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3),
    max_leaves=4,
)
DOCUMENTS = st.fixed_dictionaries({"n": NUMBERS}, optional={"value": VALUES})


class SameAsStock(RuleBasedStateMachine):
    """Runs each operation on the stock storage and on ours, and compares what comes back and what is
    there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        create(self.folder / "ours.json")
        self.open()

    def open(self) -> None:
        self.stock = TinyDB(self.folder / "stock.json", storage=JSONStorage, encoding="utf-8")
        self.ours = TinyDB(self.folder / "ours.json", storage=ClinicStorage, writing=True)

    def teardown(self) -> None:
        self.stock.close()
        self.ours.close()
        shutil.rmtree(self.folder)

    def both(self, operation: Callable[[TinyDB], Any]) -> None:
        assert outcome(operation, self.ours) == outcome(operation, self.stock)

    @rule(table=TABLES, document=DOCUMENTS)
    def insert(self, table: str, document: dict[str, Any]) -> None:
        self.both(lambda db: db.table(table).insert(document))

    @rule(table=TABLES, document=DOCUMENTS, number=st.integers(1, 12))
    def insert_under_a_given_id(self, table: str, document: dict[str, Any], number: int) -> None:
        self.both(lambda db: db.table(table).insert(Document(document, number)))

    @rule(table=TABLES, documents=st.lists(DOCUMENTS, max_size=4))
    def insert_many(self, table: str, documents: list[dict[str, Any]]) -> None:
        self.both(lambda db: db.table(table).insert_multiple(documents))

    @rule(table=TABLES, fields=DOCUMENTS, n=NUMBERS)
    def update(self, table: str, fields: dict[str, Any], n: int) -> None:
        self.both(lambda db: db.table(table).update(fields, where("n") == n))

    @rule(table=TABLES, number=st.integers(1, 12))
    def update_by_id(self, table: str, number: int) -> None:
        self.both(lambda db: db.table(table).update(increment("n"), doc_ids=[number]))

    @rule(table=TABLES)
    def update_that_fails_midway(self, table: str) -> None:
        self.both(lambda db: db.table(table).update(delete("value")))

    @rule(table=TABLES, document=DOCUMENTS, n=NUMBERS)
    def upsert(self, table: str, document: dict[str, Any], n: int) -> None:
        self.both(lambda db: db.table(table).upsert(document, where("n") == n))

    @rule(table=TABLES, n=NUMBERS)
    def remove(self, table: str, n: int) -> None:
        self.both(lambda db: db.table(table).remove(where("n") == n))

    @rule(table=TABLES, number=st.integers(1, 12))
    def remove_by_id(self, table: str, number: int) -> None:
        self.both(lambda db: db.table(table).remove(doc_ids=[number]))

    @rule(table=TABLES)
    def truncate(self, table: str) -> None:
        self.both(lambda db: db.table(table).truncate())

    @rule(table=TABLES)
    def drop_table(self, table: str) -> None:
        self.both(lambda db: db.drop_table(table))

    @rule()
    def drop_tables(self) -> None:
        self.both(lambda db: db.drop_tables())

    @rule(table=TABLES, n=NUMBERS, number=st.integers(1, 12))
    def look(self, table: str, n: int, number: int) -> None:
        self.both(lambda db: db.table(table).search(where("n") == n))
        self.both(lambda db: db.table(table).get(doc_id=number))
        self.both(lambda db: db.table(table).contains(where("n") == n))
        self.both(lambda db: db.table(table).count(where("n") > n))

    @rule()
    def close_and_open_again(self) -> None:
        self.stock.close()
        self.ours.close()
        assert check.faults(self.folder / "ours.json") == []
        self.open()

    @invariant()
    def hold_the_same(self) -> None:
        self.both(contents)


def contents(db: TinyDB) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    return {name: [(document.doc_id, dict(document)) for document in db.table(name)] for name in db.tables()}


def outcome(operation: Callable[[TinyDB], Any], db: TinyDB) -> Any:
    try:
        return operation(db)
    except (KeyError, ValueError) as error:
        return type(error)


TestSameAsStock = SameAsStock.TestCase
TestSameAsStock.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


def test_a_with_block_closes_it_and_lets_go_of_the_lock(empty: Path) -> None:
    for n in range(2):
        with TinyDB(empty, storage=ClinicStorage, writing=True) as db:
            assert db.insert({"n": n}) == n + 1


def test_plain_tinydb_reads_the_clinic_file(clinic: Path) -> None:
    with TinyDB(clinic, access_mode="r", encoding="utf-8") as db:
        assert [document["id"] for document in db.table("sessions")] == [
            "session:1",
            "session:2",
            "session:3",
        ]


def test_the_digests_are_hidden_and_kept(empty: Path) -> None:
    with TinyDB(empty, storage=ClinicStorage, writing=True) as db:
        assert db.tables() == set()
        with pytest.raises(Exception, match="_meta is kept by migcli"):
            db.table("_meta").insert({})
