"""Who may do what on a server, whatever program they use."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, LiteralString
from uuid import uuid4

import pytest
from psycopg import errors
from servers import account, new_site, operator

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.store.postgres.connecting import connect
from migraine_cli.store.postgres.store import ServerStore
from tests.conftest import Run

pytestmark = pytest.mark.server

AT = datetime(2026, 10, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def store() -> ServerStore:
    made = new_site()
    record(made, Patient(id="P0001", name="Ann Secret"), Session(patient="P0001", date=date(2026, 1, 1)))
    return made


@pytest.fixture
def name() -> str:
    """An account that is a member of nothing yet."""
    return f"migcli_{uuid4().hex}"


def record(store: ServerStore, patient: Patient, *sessions: Session) -> None:
    with store.recording("add-session", at=AT, by="dr") as clinic:
        clinic.add(patient)
        for session in sessions:
            clinic.add(Session(patient=patient.id, date=session.date))


def rows(store: ServerStore, query: str) -> list[tuple[Any, ...]]:
    with connect(store.address) as connection:
        return connection.execute(query.encode()).fetchall()


def test_a_reader_reads_and_cannot_record(store: ServerStore, name: str) -> None:
    reader = account(store, name, "reader")
    with reader.reading() as clinic:
        assert clinic.patient("P0001").name == "Ann Secret"
    with pytest.raises(ClinicFileError, match="may read this clinic"):
        record(reader, Patient(id="P0002"))
    with connect(reader.address) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(
            "insert into migcli.version (clinic, kind, number, id, entry, said)"
            " select clinic, 'patient', 99, 'P9', 1, '{}' from migcli.clinic"
        )


WRITES = [
    "update migcli.version set said = '{}'",
    "delete from migcli.version",
    "truncate migcli.version",
    "update migcli.log set by = 'another'",
    "delete from migcli.log",
    "truncate migcli.log",
]


@pytest.mark.parametrize("write", WRITES)
def test_what_is_recorded_is_changed_by_nobody(store: ServerStore, write: LiteralString, name: str) -> None:
    recorder = account(store, name, "recorder")
    with connect(recorder.address) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(write.encode())
    with operator() as connection:
        with pytest.raises(errors.InsufficientPrivilege, match="never changed or erased"):
            connection.execute(write.replace("truncate migcli.log", "truncate migcli.log cascade").encode())
        connection.execute("set role migcli_owner")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(write.replace("truncate migcli.log", "truncate migcli.log cascade").encode())


def test_an_auditor_sees_the_log_and_no_patient(store: ServerStore, name: str) -> None:
    auditor = account(store, name, "auditor")
    assert rows(auditor, "select command from migcli.log") == [("add-session",)]
    assert rows(auditor, "select * from migcli.version") == []
    assert rows(auditor, "select * from migcli.session_day") == []


HIDDEN = [
    ["due"],
    ["patients"],
    ["show", "P0001"],
    ["eligible"],
    ["sessions"],
    ["bookings"],
    ["show", "P0009"],
    ["log", "P0001"],
    ["export", "--all", "--format", "json"],
    ["check"],
    ["copy", "there.json"],
]


@pytest.mark.parametrize("command", HIDDEN, ids=" ".join)
def test_what_an_auditor_may_not_see_is_not_told_as_nothing(
    migcli_here: Run, store: ServerStore, name: str, command: list[str]
) -> None:
    auditor = account(store, name, "auditor").address.given
    ran = migcli_here(*command, "--clinic", auditor)
    assert (ran.code, ran.out) == (5, "")
    assert "may see the log of this clinic alone" in ran.err


def test_an_auditor_is_told_what_was_taken_back(migcli_here: Run, store: ServerStore, name: str) -> None:
    auditor = account(store, name, "auditor").address.given
    assert migcli_here("undo", "--clinic", store.address.given).code == 0
    told = migcli_here("log", "--format", "json", "--clinic", auditor).items
    assert [(row["command"], row["undone"], row["patient"], row["name"]) for row in told] == [
        ("undo", False, None, None),
        ("add-session", True, None, None),
    ]


def test_one_site_sees_and_collides_with_nothing_of_another(store: ServerStore, name: str) -> None:
    other = new_site()
    nurse = account(other, name, "recorder")
    record(nurse, Patient(id="P0001", name="Bo"))
    with nurse.reading() as clinic:
        assert [each.name for each in clinic.patients().values()] == ["Bo"]
    for table in ("clinic", "log", "version"):
        assert rows(nurse, f"select count(distinct clinic) from migcli.{table}") == [(1,)], table
    with connect(nurse.address) as connection:
        connection.execute("create temporary view seen as select * from migcli.version")
        assert connection.execute("select count(*) from seen").fetchall() == [(1,)]
        with connection.cursor().copy("copy migcli.version to stdout") as copied:
            assert len(list(copied)) == 1
    with pytest.raises(ClinicFileError, match="no such clinic"), account(store, name, None).reading():
        pass


def test_an_account_with_several_sites_is_told_their_names(store: ServerStore, name: str) -> None:
    nurse = account(store, name, "reader")
    account(second := new_site(), name, "reader")
    anywhere = ServerStore.at(nurse.address.given.partition("#")[0])
    with pytest.raises(InvalidValue) as told, anywhere.reading():
        pass
    assert str(store.address.site) in told.value.sentence
    assert str(second.address.site) in told.value.sentence


def test_a_claimed_name_does_not_change_the_account(store: ServerStore, name: str) -> None:
    recorder = account(store, name, "recorder")
    record(recorder, Patient(id="P0002"))
    with operator() as connection:
        found = connection.execute(
            "select by, account from migcli.log join migcli.clinic using (clinic) where name = %s and entry = 2",
            (store.address.site,),
        ).fetchall()
    assert found == [("dr", name)]
    with store.reading() as clinic:
        assert [(each.by, each.account) for each in clinic.log(limit=1)] == [("dr", name)]
    with connect(recorder.address) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(
            "insert into migcli.log (clinic, entry, at, utc_offset, by, command, account)"
            " select clinic, last_entry, now(), 0, 'x', 'x', 'postgres' from migcli.clinic"
        )


def test_nobody_writes_without_the_lock(store: ServerStore, name: str) -> None:
    recorder = account(store, name, "recorder")
    with connect(recorder.address) as connection, pytest.raises(errors.InsufficientPrivilege, match="under the lock"):
        connection.execute(
            "insert into migcli.log (clinic, entry, at, utc_offset, by, command)"
            " select clinic, last_entry + 1, now(), 0, 'x', 'x' from migcli.clinic"
        )


def test_an_undo_takes_back_ones_own_command_unless_it_was_built_on(
    migcli_here: Run, store: ServerStore, name: str
) -> None:
    ann = account(store, f"{name}_ann", "recorder").address.given
    bo = account(store, f"{name}_bo", "recorder").address.given
    assert migcli_here("undo", "--clinic", ann).code == 3
    assert migcli_here("add-patient", "K1", "--clinic", ann).code == 0
    assert migcli_here("add-patient", "K2", "--clinic", bo).code == 0
    assert migcli_here("undo", "--clinic", ann).code == 0
    assert migcli_here("show", "K1", "--clinic", bo).code == 3
    assert migcli_here("undo", "--redo", "--clinic", bo).code == 3
    assert migcli_here("undo", "--redo", "--clinic", ann).code == 0
    assert migcli_here("add-score", "K1", "hit6", "2026-10-01", "60", "--clinic", bo).code == 0
    refused = migcli_here("undo", "--clinic", ann)
    assert refused.code == 4
    assert "by another account" in refused.err


def test_a_servers_detail_is_never_shown(migcli_here: Run, store: ServerStore) -> None:
    with operator() as connection:
        connection.execute("alter table migcli.version add constraint test_only check (id <> 'K7') not valid")
    try:
        ran = migcli_here("add-patient", "K7", "--name", "Ann Secret", "--clinic", store.address.given)
    finally:
        with operator() as connection:
            connection.execute("alter table migcli.version drop constraint test_only")
    assert (ran.code, ran.out) == (5, "")
    assert "23514" in ran.err
    assert "Secret" not in ran.err
    assert "Failing" not in ran.err


def test_a_wrong_password_names_pgpass_and_no_more(
    migcli_here: Run, store: ServerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "wrong")
    ran = migcli_here("due", "--clinic", store.address.given)
    assert (ran.code, ran.out) == (5, "")
    assert "refused the login" in ran.err
