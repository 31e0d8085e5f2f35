"""Where a clinic on a server is, as it is written and as libpq is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from migraine_cli.errors import InvalidValue

pytest.importorskip("psycopg", reason="needs the extra server")
from psycopg.conninfo import conninfo_to_dict

from migraine_cli.store.postgres.address import parse
from tests.conftest import Run


@pytest.fixture(autouse=True)
def no_server_of_the_developers_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PGHOST", "PGHOSTADDR", "PGSSLMODE", "PGSERVICE", "PGPORT"):
        monkeypatch.delenv(name, raising=False)
    services = tmp_path / "services.conf"
    services.write_text(
        "[near]\ndbname=clinic\n[far]\nhost=db.example\ndbname=clinic\n[own]\nhost=db\nsslmode=require\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(services))


@pytest.mark.parametrize(
    ("given", "sslmode"),
    [
        ("postgresql:///clinic", None),
        ("postgresql://localhost/clinic#north", None),
        ("postgresql://127.0.0.1:5433/clinic", None),
        ("postgresql:///clinic?host=/run/postgresql", None),
        ("postgresql://db.example/clinic", "verify-full"),
        ("postgres://nurse@db.example/clinic", "verify-full"),
        ("postgresql://localhost,db.example/clinic", "verify-full"),
        ("postgresql://db.example/clinic?sslmode=require", "require"),
        ("service=near#north", None),
        ("service=far", "verify-full"),
        ("service=own", None),
    ],
)
def test_beyond_this_computer_the_certificate_is_verified_unless_said_otherwise(
    given: str, sslmode: str | None
) -> None:
    assert conninfo_to_dict(parse(given).conninfo).get("sslmode") == sslmode


def test_the_environment_says_where_an_address_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    assert conninfo_to_dict(parse("postgresql:///clinic").conninfo)["sslmode"] == "verify-full"


def test_of_several_servers_the_primary_is_asked() -> None:
    several = conninfo_to_dict(parse("postgresql://a.example,b.example/clinic").conninfo)
    assert several["target_session_attrs"] == "read-write"
    assert "target_session_attrs" not in conninfo_to_dict(parse("postgresql://a.example/clinic").conninfo)


def test_the_site_stands_behind_the_address() -> None:
    assert parse("postgresql:///clinic#north").site == "north"
    assert parse("service=near").site is None


@pytest.mark.parametrize(
    "given",
    [
        "postgresql://nurse:s3cret@db.example/clinic",
        "postgresql://db.example/clinic?password=s3cret#north",
        "service=near password=s3cret",
    ],
)
@pytest.mark.parametrize("command", [["due"], ["init"], ["config"], ["copy", "there.json"]], ids=" ".join)
def test_a_password_in_an_address_is_refused_and_never_shown(migcli_here: Run, given: str, command: list[str]) -> None:
    ran = migcli_here(*command, "--clinic", given)
    assert (ran.code, ran.out) == (2, "")
    assert "~/.pgpass" in ran.err
    assert "s3cret" not in ran.err


@pytest.mark.parametrize("given", ["postgresql://[/clinic", "postgresql:///clinic?nothing=1"])
def test_an_address_that_cannot_be_read_is_refused(given: str) -> None:
    with pytest.raises(InvalidValue, match="can't be read"):
        parse(given)


@pytest.mark.parametrize(
    ("command", "instead"),
    [
        (["backup"], "pg_dump"),
        (["restore", "there.json"], "pg_restore"),
        (["encrypt", "--identity", "no-such-key"], "disks"),
        (["decrypt"], "disks"),
    ],
)
def test_what_makes_sense_in_a_file_alone_says_what_is_done_instead(
    migcli_here: Run, command: list[str], instead: str
) -> None:
    ran = migcli_here(*command, "--clinic", "postgresql:///clinic")
    assert (ran.code, ran.out) == (2, "")
    assert instead in ran.err


def test_a_server_that_is_not_there_is_the_clinics_fault(migcli_here: Run) -> None:
    ran = migcli_here("due", "--clinic", "postgresql://127.0.0.1:1/clinic")
    assert (ran.code, ran.out) == (5, "")
    assert ran.err == "error: the server can't be reached; check that it runs, the address and the network.\n"
