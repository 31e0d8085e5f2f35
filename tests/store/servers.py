"""Clinics on a PostgreSQL server of the tests' own, as `pg_virtualenv` starts one: each test has a site to itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from migraine_cli.store.postgres.creating import create
from migraine_cli.store.postgres.store import ServerStore


def new_address() -> str:
    """The address of a site that isn't there yet."""
    if "PG_CONFIG" not in os.environ or "PGPORT" not in os.environ:
        pytest.skip("there is no PostgreSQL here: `pg_virtualenv -o fsync=off python -m pytest -m server` starts one")
    return f"postgresql:///postgres#{uuid4()}"


def new_database() -> str:
    """The address of a database in which there is no schema yet."""
    new_address()
    name = f"migcli_{uuid4().hex}"
    with operator() as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    return f"postgresql:///{name}"


def new_site() -> ServerStore:
    """A new site in which nothing is recorded, and of which this account is the recorder."""
    store = ServerStore.at(new_address())
    create(store.address)
    return store


def account(store: ServerStore, name: str, role: str | None) -> ServerStore:
    """The same site as another account has it, which may log in with the password of this one."""
    with operator() as connection:
        if not connection.execute("select from pg_roles where rolname = %s", (name,)).fetchall():
            password = sql.Literal(os.environ["PGPASSWORD"])
            connection.execute(sql.SQL("create role {} login password {}").format(sql.Identifier(name), password))
            connection.execute(sql.SQL("grant migcli_member to {}").format(sql.Identifier(name)))
        if role is not None:
            connection.execute(
                "insert into migcli.member (account, clinic, role)"
                " select %s, clinic, %s from migcli.clinic where name = %s",
                (name, role, store.address.site),
            )
    return ServerStore.at(f"postgresql://{name}@/postgres#{store.address.site}")


def operator() -> psycopg.Connection[tuple[object, ...]]:
    """A connection of whoever keeps the server."""
    return psycopg.connect("dbname=postgres", autocommit=True)


@contextmanager
def many(commands: list[list[str]]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """These commands of `migcli`, running at once."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "migraine_cli", *command],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            for command in commands
        ]
