"""What becomes of a command when the server, or the way to it, fails."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from servers import account, many, new_address, new_database, new_site, operator

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.store.postgres import connecting, migrations
from migraine_cli.store.postgres import store as serving
from migraine_cli.store.postgres.clinic import ServerClinic
from migraine_cli.store.postgres.connecting import RECORDING
from migraine_cli.store.postgres.store import ServerStore
from tests.conftest import Run

pytestmark = pytest.mark.server

AT = datetime(2026, 10, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def store() -> ServerStore:
    made = new_site()
    add(made, Patient(id="P0001"))
    return made


def add(store: ServerStore, *patients: Patient) -> None:
    with store.recording("add-patient", at=AT, by="dr") as clinic:
        for patient in patients:
            clinic.add(patient)


def patients(store: ServerStore) -> list[str]:
    with store.reading() as clinic:
        return list(clinic.patients())


class Way:
    """A way to the server that can be cut: while the commit is on it, and for good."""

    def __init__(self) -> None:
        self.cut_at_commit = self.closed_at_commit = self.closed = False
        self._there = ExitStack()
        self._listening = self._there.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self._listening.accept()
                if self.closed:
                    ours.close()
                    continue
                theirs = socket.create_connection(("127.0.0.1", int(os.environ["PGPORT"])))
                threading.Thread(target=self._carry, args=(ours, theirs), daemon=True).start()
                threading.Thread(target=self._carry, args=(theirs, ours), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
                if self.cut_at_commit and b"commit\0" in data:
                    self.cut_at_commit, self.closed = False, self.closed_at_commit
                    source.shutdown(socket.SHUT_RDWR)
            target.shutdown(socket.SHUT_WR)


@pytest.fixture
def way() -> Iterator[Way]:
    made = Way()
    with made._there:
        yield made


def by_way_of(way: Way, store: ServerStore) -> ServerStore:
    return ServerStore.at(f"postgresql://127.0.0.1:{way.port}/postgres?sslmode=disable#{store.address.site}")


def test_a_commit_whose_answer_was_lost_is_found_again(store: ServerStore, way: Way) -> None:
    way.cut_at_commit = True
    add(by_way_of(way, store), Patient(id="P0002"))
    assert not way.cut_at_commit
    assert patients(store) == ["P0001", "P0002"]
    with store.reading() as clinic:
        assert len(list(clinic.log())) == 2


def test_a_commit_that_cannot_be_looked_for_may_have_happened(store: ServerStore, way: Way) -> None:
    way.closed_at_commit = way.cut_at_commit = True
    with pytest.raises(ClinicFileError, match="may have been recorded; look with `migcli log`") as told:
        add(by_way_of(way, store), Patient(id="P0002"))
    advice, request = told.value.advice
    assert advice == "same request"
    for _ in range(2):
        with store.recording("add-patient", at=AT, by="dr", request=UUID(request)) as clinic:
            assert clinic.add(Patient(id="P0002")).entry == 2
        assert patients(store) == ["P0001", "P0002"]


def test_a_backend_that_is_killed_before_the_commit_leaves_nothing(store: ServerStore) -> None:
    with pytest.raises(ClinicFileError, match="nothing was recorded"):
        add_and_be_killed(store, Session(patient="P0002", date=date(2026, 1, 1)))
    assert patients(store) == ["P0001"]
    add(store, Patient(id="P0002"))
    assert store.check() == []


def test_a_backend_that_is_killed_at_the_commit_leaves_nothing_and_says_so(store: ServerStore) -> None:
    with pytest.raises(ClinicFileError, match="nothing was recorded"):
        add_and_be_killed(store)
    assert patients(store) == ["P0001"]


def add_and_be_killed(store: ServerStore, *afterwards: Session) -> None:
    with store.recording("add-patient", at=AT, by="dr") as clinic:
        clinic.add(Patient(id="P0002"))
        clinic.write()
        with operator() as connection:
            connection.execute("select pg_terminate_backend(%s, 5000)", (clinic._connection.info.backend_pid,))
        for session in afterwards:
            clinic.add(session)


def test_a_command_waits_for_the_lock_and_then_gives_up(store: ServerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "RECORDING", RECORDING.replace("10s", "200ms"))
    with store.recording("add-patient", at=AT, by="dr") as held:
        held.add(Patient(id="P0002"))
        with pytest.raises(ClinicFileError, match="has held the clinic"):
            add(store, Patient(id="P0003"))
        assert patients(store) == ["P0001"]
    assert patients(store) == ["P0001", "P0002"]


def test_the_second_of_two_sees_what_the_first_recorded(store: ServerStore) -> None:
    given = ["add-patient", "P0009", "--clinic", store.address.given]
    with many([given] * 4) as running:
        codes = sorted(each.wait(timeout=60) for each in running)
    assert codes == [0, 2, 2, 2]
    assert patients(store) == ["P0001", "P0009"]
    assert store.check() == []


def test_a_killed_holder_frees_the_lock_and_loses_what_it_had_not_committed(store: ServerStore) -> None:
    code = (
        "import sys, time; from datetime import datetime, UTC\n"
        "from migraine_cli.records.patient import Patient\n"
        "from migraine_cli.store.postgres.store import ServerStore\n"
        "with ServerStore.at(sys.argv[1]).recording('x', at=datetime.now(UTC), by='dr') as clinic:\n"
        "    clinic.add(Patient(id='P0002')); clinic.write(); print('held', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, store.address.given], stdout=subprocess.PIPE, encoding="utf-8"
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    add(store, Patient(id="P0003"))
    assert patients(store) == ["P0001", "P0003"]


def test_two_that_make_the_same_clinic_at_once_make_it_once() -> None:
    with many([["init", "--clinic", new_address()]] * 3) as running:
        assert sorted(each.wait(timeout=60) for each in running)[0] == 0
    address = new_address()
    with many([["init", "--clinic", address]] * 3) as running:
        assert sorted(each.wait(timeout=60) for each in running) == [0, 5, 5]


def test_a_server_that_only_reads_is_named_as_one(store: ServerStore) -> None:
    nurse = account(store, name := f"migcli_{uuid4().hex}", "recorder")
    with operator() as connection:
        connection.execute(f"alter role {name} set default_transaction_read_only = on".encode())
    with nurse.reading() as clinic:
        assert list(clinic.patients()) == ["P0001"]
    with pytest.raises(ClinicFileError, match="is a standby"):
        add(nurse, Patient(id="P0002"))


def test_a_newer_schema_is_refused(store: ServerStore) -> None:
    with operator() as connection:
        connection.execute("insert into migcli.schema (number) values (999)")
    try:
        with pytest.raises(ClinicFileError, match="install a newer one"), store.reading():
            pass
    finally:
        with operator() as connection:
            connection.execute("delete from migcli.schema where number = 999")


def test_an_older_schema_is_brought_up_to_date_by_init_and_keeps_its_records(
    migcli_here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = new_database()
    with monkeypatch.context() as before:
        for module in (migrations, connecting):
            before.setattr(module, "NEWEST", 1)
        assert migcli_here("init", "--clinic", address).code == 0
        assert migcli_here("add-patient", "K1", "--clinic", address).code == 0
    refused = migcli_here("show", "K1", "--clinic", address)
    assert (refused.code, refused.out) == (5, "")
    assert "has schema 1 and this migcli needs" in refused.err
    assert "migcli init" in refused.err
    assert migcli_here("init", "--clinic", address).code == 0
    assert migcli_here("show", "K1", "--clinic", address).code == 0
    assert migcli_here("init", "--clinic", address).code == 5


def test_check_names_days_that_are_not_the_sessions_and_entries_that_are_missing(store: ServerStore) -> None:
    with operator() as connection:
        site = "(select clinic from migcli.clinic where name = %s)"
        name = (store.address.site,)
        connection.execute(f"insert into migcli.session_day values ({site}, 'P0001', '2026-01-01')".encode(), name)
        (fault,) = store.check()
        assert "P0001" in fault.what
        connection.execute(f"delete from migcli.session_day where clinic = {site}".encode(), name)
        connection.execute(f"update migcli.clinic set last_entry = 2 where clinic = {site}".encode(), name)
        (fault,) = store.check()
        assert "entry 2" in fault.what


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The plan of every query that is asked from now on."""
    explained: list[str] = []
    rows = ServerClinic._rows

    def _rows(clinic: ServerClinic, query: str, **given: Any) -> Iterable[tuple[Any, ...]]:
        lines = rows(clinic, f"explain {query}", **given)
        explained.append("\n".join([query, *(str(line) for (line,) in lines)]))
        return rows(clinic, query, **given)

    monkeypatch.setattr(ServerClinic, "_rows", _rows)
    return explained


def test_in_a_site_that_the_server_knows_nothing_of_no_version_is_joined_with_every_other(
    store: ServerStore, plans: list[str]
) -> None:
    """Right after much was recorded the server takes the site for empty."""
    with store.reading() as clinic:
        clinic.about("P0001")
        clinic.changes(patient="P0001")
    assert plans
    for plan in plans:
        assert "Join Filter" not in plan, plan
