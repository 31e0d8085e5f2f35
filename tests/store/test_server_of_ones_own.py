"""Faults that need a whole server: certificates, passwords, a standby, a crash, a full disk, what its log tells."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="needs the extra server")
if os.name == "nt":
    pytest.skip("needs the accounts of a POSIX system", allow_module_level=True)
import two_servers
from clusters import ALL_MAY, Cluster, Unavailable, folder

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.patient import Patient
from migraine_cli.records.visits import Contact
from migraine_cli.store.postgres.connecting import RECORDING, Connection, connected
from migraine_cli.store.postgres.creating import create
from migraine_cli.store.postgres.store import ServerStore
from tests.conftest import Run

pytestmark = pytest.mark.server

AT = datetime(2026, 10, 3, 9, 30, tzinfo=UTC)
SECRET = "Ann Secret"
SELF_SIGNED = [
    *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
    *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"),
]
ADMITTED = f"host all nurse all scram-sha-256\n{ALL_MAY}"


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    try:
        with folder() as made:
            yield made
    except Unavailable as why:
        pytest.skip(str(why))


@pytest.fixture(scope="module")
def authorities(place: Path) -> dict[str, Path]:
    """Certificates for `localhost`, each signed by itself: the server's own, and one it doesn't have."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    made = {name: place / f"{name}.crt" for name in ("server", "another")}
    for certificate in made.values():
        subprocess.run(
            [*SELF_SIGNED, "-keyout", str(certificate.with_suffix(".key")), "-out", str(certificate)],
            check=True,
            capture_output=True,
        )
        key, owner = certificate.with_suffix(".key"), place.stat()
        os.chown(key, owner.st_uid, owner.st_gid)
        key.chmod(0o600)
    return made


@pytest.fixture(scope="module")
def server(place: Path, authorities: dict[str, Path]) -> Cluster:
    """A server with TLS, whose log tells no details, with a clinic and a nurse who has a password."""
    key = authorities["server"].with_suffix(".key")
    settings = {"ssl": "on", "ssl_cert_file": str(authorities["server"]), "ssl_key_file": str(key)}
    made = Cluster.new(place / "server", ADMITTED, log_error_verbosity="terse", **settings)
    made.start()
    create(ServerStore.at(made.address()).address)
    with made.operator() as connection:
        connection.execute("create role nurse login password 'right'")
        connection.execute("grant migcli_member to nurse")
        connection.execute("insert into migcli.member select 'nurse', clinic, 'recorder' from migcli.clinic")
    return made


@pytest.fixture(autouse=True)
def no_server_of_the_developers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)


def store_at(cluster: Cluster, asked: str = "") -> ServerStore:
    return ServerStore.at(cluster.address(asked=asked))


def add(store: ServerStore, *patients: str) -> None:
    with store.recording("add-patient", at=AT, by="dr") as clinic:
        for patient in patients:
            clinic.add(Patient(id=patient, name=SECRET))


def patients(store: ServerStore) -> list[str]:
    with store.reading() as clinic:
        return sorted(clinic.patients())


@pytest.mark.parametrize(
    ("authority", "host", "mode", "told"),
    [
        ("server", "localhost", "verify-full", None),
        ("another", "localhost", "verify-full", "its certificate doesn't hold"),
        ("server", "127.0.0.1", "verify-full", "its certificate doesn't hold"),
        ("server", "127.0.0.1", "verify-ca", None),
        (None, "localhost", "verify-full", "its certificate doesn't hold"),
        (None, "localhost", "require", None),
    ],
)
def test_a_server_is_trusted_only_by_its_certificate(
    migcli_here: Run,
    server: Cluster,
    authorities: dict[str, Path],
    authority: str | None,
    host: str,
    mode: str,
    told: str | None,
) -> None:
    root = authorities[authority] if authority else server.data / "no-such.crt"
    asked = f"sslmode={mode}&sslrootcert={root}"
    ran = migcli_here("due", "--clinic", server.address(asked=asked, host=host))
    assert ran.code == (0 if told is None else 5)
    assert (told or "") in ran.err
    assert ran.err.count("\n") <= 1


def test_a_server_without_tls_is_not_trusted(migcli_here: Run, place: Path, authorities: dict[str, Path]) -> None:
    bare = Cluster.new(place / "bare")
    bare.start()
    ran = migcli_here("due", "--clinic", bare.address(asked=f"sslmode=verify-full&sslrootcert={authorities['server']}"))
    assert (ran.code, ran.out) == (5, "")
    assert "or it has none" in ran.err


@pytest.mark.parametrize(
    ("mode", "password", "told"),
    [
        (0o600, "right", None),
        (0o600, "wrong", "the server refused the login; correct the account, or its line in ~/.pgpass (of mode 0600)."),
        (0o644, "right", "{pgpass} can be read by others, so it is ignored; run `chmod 600 {pgpass}`."),
        (None, "", "the server refused the login; correct the account, or its line in ~/.pgpass (of mode 0600)."),
    ],
)
def test_a_password_is_read_from_a_file_that_nobody_else_reads(
    migcli: Run, server: Cluster, tmp_path: Path, mode: int | None, password: str, told: str | None
) -> None:
    """A whole process: what libpq itself writes to stderr would be seen."""
    pgpass = tmp_path / ".pgpass"
    if mode is not None:
        pgpass.write_text(f"*:*:*:nurse:{password}\n", encoding="utf-8")
        pgpass.chmod(mode)
    ran = migcli("due", "--format", "json", "--clinic", server.address("nurse"), env={"PGPASSFILE": str(pgpass)})
    assert ran.code == (0 if told is None else 5)
    if told is not None:
        assert ran.out == ""
        assert f'"error":"{told.format(pgpass=pgpass)}"' in ran.err
        assert ran.err.count("\n") == 1


def test_a_standby_is_read_and_not_written_to(migcli_here: Run, server: Cluster, place: Path) -> None:
    add(store_at(server), "S1")
    standby = server.standby(place / "standby")
    standby.start()
    assert patients(store_at(standby)) == patients(store_at(server))
    ran = migcli_here("add-patient", "S2", "--clinic", standby.address())
    assert (ran.code, ran.out) == (5, "")
    assert "is a standby, which can only be read; give the address of the primary" in ran.err
    only = f"postgresql://postgres@127.0.0.1,127.0.0.1/postgres?port=1,{standby.port}"
    ran = migcli_here("due", "--clinic", only)
    assert (ran.code, ran.out) == (5, "")
    assert "none of the servers in the address can be written to" in ran.err
    standby.kill()


def test_a_server_that_crashes_before_the_commit_has_recorded_nothing(place: Path) -> None:
    crashing = Cluster.new(place / "crashing")
    crashing.start()
    store = store_at(crashing)
    create(store.address)
    with pytest.raises(ClinicFileError, match="broke off, and nothing was recorded"):
        add_and(store, crashing.kill)
    with pytest.raises(ClinicFileError, match="can't be reached"):
        patients(store)
    crashing.start()
    assert patients(store) == []
    add(store, "P0001")
    assert patients(store) == ["P0001"]
    assert store.check() == []


def add_and(store: ServerStore, fail: Callable[[], None]) -> None:
    """Record a patient, with what goes wrong before the commit."""
    with store.recording("add-patient", at=AT, by="dr") as clinic:
        clinic.add(Patient(id="K8", name=SECRET))
        clinic.write()
        fail()


def read_and(store: ServerStore, fail: Callable[[], None]) -> None:
    """Read the patients, with what goes wrong before."""
    with store.reading() as clinic:
        fail()
        clinic.patients()


def cut(server: Cluster) -> None:
    """Cut every connection of migcli."""
    with server.operator() as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'migcli'"
        )


def test_a_connection_that_is_cut_is_told(server: Cluster) -> None:
    for used in (read_and, add_and):
        with pytest.raises(ClinicFileError, match="broke the command off; nothing was recorded: try again"):
            used(store_at(server), lambda: cut(server))
    assert "K8" not in patients(store_at(server))


def fill(store: ServerStore, acknowledged: list[int]) -> None:
    """Record contacts until it fails, and note how many were acknowledged."""
    for _ in range(100):
        with store.recording("import", at=AT, by="dr") as clinic:
            for _ in range(500):
                clinic.add(Contact(patient="P0001", date=date(2026, 1, 1), by="phone", result="x" * 200))
        acknowledged.append(500)


def test_a_full_disk_refuses_and_leaves_all_as_it_was(place: Path) -> None:
    small = place / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small], check=False).returncode:
        pytest.skip("no disk may be mounted")
    full = Cluster.new(place / "full")
    full.start()
    try:
        owner = place.stat()
        os.chown(small, owner.st_uid, owner.st_gid)
        store = store_at(full)
        create(store.address)
        add(store, "P0001")
        with full.operator() as connection:
            connection.execute(f"create tablespace small location '{small}'".encode())
            connection.execute("alter table migcli.version set tablespace small")
        acknowledged: list[int] = []
        with pytest.raises(ClinicFileError, match="has no room left; nothing was recorded"):
            fill(store, acknowledged)
        assert acknowledged
        with store.reading() as clinic:
            assert len(list(clinic.records(Contact))) == sum(acknowledged)
        assert store.check() == []
    finally:
        full.kill()
        subprocess.run(["umount", small], check=True)


def twice(connection: Connection) -> None:
    """A row whose number is there already."""
    query = "insert into migcli.version (clinic, kind, number, id, entry, said) values (1, 'patient', 1, 'L1', 1, %s)"
    for _ in range(2):
        connection.execute(query, (f'{{"name":"{SECRET}"}}',))


def broken_copy(connection: Connection) -> None:
    """A record that is no JSON."""
    connection.execute("create temporary table copied (said json)")
    with connection.cursor().copy("copy copied from stdin") as copying:
        copying.write_row((f"{{{SECRET}",))


def test_a_server_log_without_details_tells_nothing_of_a_patient(server: Cluster) -> None:
    """Whatever fails: a record that a rule of the table refuses, a row that is there already, a broken COPY, a kill."""
    store = store_at(server)
    with server.operator() as connection:
        connection.execute("alter table migcli.version add constraint test_only check (id <> 'K7') not valid")
    with pytest.raises(ClinicFileError, match="23514"):
        add(store, "K7")
    with server.operator() as connection:
        connection.execute("alter table migcli.version drop constraint test_only")
    for fails in (twice, broken_copy):
        with pytest.raises(ClinicFileError), connected(store.address, RECORDING) as connection:
            fails(connection)
    with pytest.raises(ClinicFileError):
        add_and(store, lambda: cut(server))
    assert server.log.count("ERROR") >= 3
    assert "Secret" not in server.log


def test_a_dump_is_a_whole_clinic_with_its_rights(migcli_here: Run, server: Cluster, place: Path) -> None:
    add(store_at(server), "D1")
    dump = place / "clinic.dump"
    at = ["-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres"]
    subprocess.run(["pg_dump", *at, "-Fc", "-n", "migcli", "-f", str(dump), "postgres"], check=True)
    with server.operator() as connection:
        connection.execute("create database again")
    subprocess.run(["pg_restore", *at, "-d", "again", "--exit-on-error", str(dump)], check=True)
    again = f"{server.address().rpartition('/')[0]}/again"
    for command in (["check"], ["log", "--format", "json"], ["export", "--all", "--format", "json"]):
        before, after = (migcli_here(*command, "--clinic", place) for place in (server.address(), again))
        assert before == after
        assert after.code == 0
    assert migcli_here("add-patient", "D2", "--clinic", again).code == 0
    with server.operator() as connection:
        connection.execute("create role dumper login in role migcli_member")
    by_a_member = ["pg_dump", *at[:-1], "dumper", "-n", "migcli", "-f", os.devnull, "postgres"]
    refused = subprocess.run(by_a_member, capture_output=True, encoding="utf-8", check=False)
    assert refused.returncode
    assert "row-level security" in refused.stderr or "permission denied" in refused.stderr


def test_the_servers_own_clock_stands_beside_the_desks(server: Cluster) -> None:
    """A desk whose clock is years off says so in the log; when the server received it is kept beside it."""
    store = store_at(server)
    with store.recording("add-patient", at=datetime(2020, 1, 1, 9, tzinfo=UTC), by="dr") as clinic:
        clinic.add(Patient(id="C1"))
    with store.reading() as clinic:
        assert next(iter(clinic.log(limit=1))).at.year == 2020
    with server.operator() as connection:
        found = connection.execute(
            "select received > now() - interval '1 hour' from migcli.log order by entry desc limit 1"
        ).fetchall()
    assert found == [(True,)]


def test_of_two_servers_the_second_goes_on_and_what_may_have_been_recorded_is_told_apart(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The manual shows what the script prints."""
    try:
        two_servers.main()
    except Unavailable as why:
        pytest.skip(str(why))
    shown = (Path(__file__).parents[2] / "data" / "manual" / "server.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out in shown
