"""A connection to the clinic's server, and the site on it that is meant."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.store.postgres.address import Address
from migraine_cli.store.postgres.meanings import Lost, told

Connection = psycopg.Connection[tuple[Any, ...]]

# What psycopg logs of a lost connection would reach stderr, beside the sentence that tells of it.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

NEWEST = 3
"""The number of the latest file of the schema."""

READING = "begin isolation level repeatable read read only"
"""One snapshot from first to last read."""
BROKEN_OFF = ClinicFileError("the connection to the server broke off, and nothing was recorded; try again.")
RECORDING = "begin isolation level read committed; set local lock_timeout = '10s'"
"""After the row lock every statement sees what the last writer left; a snapshot could be older than the lock."""


class _AsWritten(Loader):
    """JSON as the server has it: msgspec decodes it straight into a record."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


@contextmanager
def connected(address: Address, begin: str) -> Iterator[Connection]:
    """A connection in a transaction, which is rolled back unless it was committed. Raises ClinicFileError."""
    with told():
        connection = connect(address)
    try:
        with told():
            connection.execute(begin)
            yield connection
    except Lost as lost:
        raise BROKEN_OFF from lost
    finally:
        connection.close()


def connect(address: Address) -> Connection:
    """A connection in which every transaction is begun by hand."""
    connection: Connection = psycopg.connect(address.conninfo, autocommit=True, application_name="migcli")
    connection.adapters.register_loader("json", _AsWritten)
    connection.prepare_threshold = None
    return connection


class Site(NamedTuple):
    """A site by its number, and whether the account that opens it sees its log alone."""

    number: int
    log_alone: bool


def site(connection: Connection, address: Address) -> Site:
    """The site that is meant: the one named, else the only one that the account may open.

    Raises ClinicFileError when there is none, InvalidValue when there are several, and ClinicFileError for a schema
    that isn't this program's.
    """
    _check_schema(connection)
    query = (
        "select clinic, name, role from migcli.clinic join migcli.member using (clinic) where account = session_user"
        " and (%(site)s::text is null or name = %(site)s) order by name"
    )
    found = connection.execute(query, {"site": address.site}).fetchall()
    if len(found) > 1:
        names = ", ".join(name for _, name, _ in found)
        raise InvalidValue(f"there are several clinics on the server; add # and one of {names} to its address.")
    if not found:
        raise ClinicFileError(
            "there is no such clinic on the server that your account may open; make it with `migcli init`, or ask"
            " whoever keeps the server to make you a member."
        )
    ((number, _, role),) = found
    return Site(number, log_alone=role == "auditor")


def _check_schema(connection: Connection) -> None:
    ((number,),) = connection.execute("select coalesce(max(number), 0) from migcli.schema").fetchall()
    if number > NEWEST:
        raise ClinicFileError(
            f"the clinic on the server has schema {number}, and this migcli knows {NEWEST}; install a newer one."
        )
    if number < NEWEST:
        raise ClinicFileError(
            f"the clinic on the server has schema {number} and this migcli needs {NEWEST}; have its owner run `migcli"
            " init`."
        )
