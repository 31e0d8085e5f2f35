"""How the server goes about each query of a command about one patient: it never goes through the other patients."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg
import pytest
from servers import account, new_site, operator

from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.diary import MonthCount
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking
from migraine_cli.store.postgres.store import ServerStore
from tests.conftest import Run

pytestmark = pytest.mark.server

AT = datetime(2026, 10, 3, 9, 30, tzinfo=UTC)
PATIENTS = 5000


class Plan(NamedTuple):
    """A query and the nodes of its plan."""

    query: str
    nodes: list[dict[str, Any]]

    @property
    def most(self) -> int:
        """The versions that one node of the plan looked at, those that it passed over among them."""
        return max((_looked_at(node) for node in self.nodes if node.get("Relation Name") == "version"), default=0)


def _looked_at(node: dict[str, Any]) -> int:
    removed = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    return int((node["Actual Rows"] + sum(node.get(each, 0) for each in removed)) * node["Actual Loops"])


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for each in node.get("Plans", ()):
        yield from _nodes(each)


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """The plan of each query of records that is asked from now on, by whatever part of the program."""
    found: list[Plan] = []

    def explained(kind: Any, execute: Callable[..., Any]) -> Callable[..., Any]:
        def _execute(cursor: Any, query: Any, params: Any = None, **others: Any) -> Any:
            text = query.decode() if isinstance(query, bytes) else str(query)
            if text.startswith("select") and "migcli.version" in text:
                plain = psycopg.Cursor(cursor.connection)
                plan(plain, f"explain (analyze, format json) {text}", params)
                (answer,) = plain.fetchone() or (b"",)
                found.append(Plan(text, list(_nodes(json.loads(answer)[0]["Plan"]))))
            return execute(cursor, query, params, **others)

        monkeypatch.setattr(kind, "execute", _execute)
        return _execute

    plan = psycopg.Cursor.execute
    explained(psycopg.Cursor, psycopg.Cursor.execute)
    explained(psycopg.ServerCursor, psycopg.ServerCursor.execute)
    return found


OF_ONE_PATIENT = [
    ["show", "X77"],
    ["eligible", "X77"],
    ["eligible", "X77", "--all-policies"],
    ["sessions", "X77"],
    ["diary", "X77"],
    ["response", "X77"],
    ["log", "X77"],
    ["export", "X77", "--format", "json"],
    ["report", "X77"],
    ["gaps", "X77"],
    ["letter", "X77", "--kind", "aftercare"],
    ["authorisations", "X77"],
    ["bookings", "X77"],
    ["add-session", "X77", "2026-10-01"],
    ["add-month", "X77", "2026-08", "--headache", "18"],
    ["add-diary", "X77", "2026-09-01", "--headache"],
    ["add-score", "X77", "hit6", "2026-10-01", "60"],
    ["add-preventive", "X77", "topiramate", "--outcome", "failed"],
    ["add-effect", "X77", "neck-pain", "2026-10-02"],
    ["add-contact", "X77", "2026-10-01", "--by", "phone"],
    ["add-checkup", "X77", "2026-10-01", "--skin", "clear"],
    ["add-authorisation", "X77", "--payer", "One", "--policy", "uhc", "--supply", "hospital", "--status", "requested"],
    ["book", "X77", "2026-12-28T09:30"],
    ["unbook", "X77", "2026-12-28 09:30"],
    ["pause", "X77", "--until", "2026-12-01"],
    ["resume", "X77"],
    ["stop", "X77", "--reason", "no effect"],
    ["amend", "session:78", "note=late"],
    ["amend", "X77", "note=rings back"],
    ["void", "session:78", "--reason", "wrong"],
    ["undo"],
]


ANYBODY = 110
"""Versions that a query may look at, though they are another patient's: whether any check-up is kept is mostly told by
the latest hundred.
"""


@pytest.mark.parametrize("role", ["recorder", "superuser"])
def test_one_patient_is_found_without_going_through_the_others(
    everyone: ServerStore, plans: list[Plan], migcli_here: Run, role: str
) -> None:
    """Row-level policies hold for a recorder; they forbid the server some ways to go about a query."""
    asking = everyone if role == "superuser" else account(everyone, f"migcli_{uuid4().hex}", role)
    for command in OF_ONE_PATIENT:
        plans.clear()
        ran = migcli_here(*command, "--clinic", asking.address.given, today=date(2026, 10, 5))
        assert ran.code in (0, 10, 11), (command, ran.err)
        assert plans, command
        for plan in plans:
            assert plan.most <= ANYBODY, (command, plan)


@pytest.fixture
def everyone() -> ServerStore:
    """A patient, an appointment, a session, a count and a check-up of each."""
    store = new_site()
    with store.recording("import", at=AT, by="dr") as clinic:
        for number in range(PATIENTS):
            each = f"X{number}"
            clinic.add(Patient(id=each))
            clinic.add(Booking(patient=each, date=date(2026, 12, 1) + timedelta(days=number), time=time(9, 30)))
            clinic.add(Session(patient=each, date=date(2026, 1, 1)))
            clinic.add(MonthCount(patient=each, month="2026-01", headache_days=16))
            clinic.add(CheckUp(patient=each, date=date(2026, 1, 1), skin="clear"))
    with operator() as connection:
        connection.execute("analyze migcli.version")
    return store
