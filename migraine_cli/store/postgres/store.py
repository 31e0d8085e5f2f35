"""A clinic that lies on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID, uuid4

import psycopg

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.log import LogEntry
from migraine_cli.store.contract import Clinic, Fault, Store
from migraine_cli.store.postgres.address import Address, parse
from migraine_cli.store.postgres.auditing import AuditedClinic
from migraine_cli.store.postgres.clinic import ServerClinic
from migraine_cli.store.postgres.connecting import BROKEN_OFF, READING, RECORDING, Connection, connected, site
from migraine_cli.store.postgres.meanings import Lost, meaning, told
from migraine_cli.store.postgres.recording import ServerRecording
from migraine_cli.store.postgres.repeating import Repeated


class ServerStore(Store):
    """The clinic at an address on a server. Whatever is done with it may raise ClinicFileError."""

    def __init__(self, address: Address) -> None:
        self.address = address

    @classmethod
    def at(cls, given: str) -> ServerStore:
        """The clinic at an address as it was given. Raises InvalidValue."""
        return cls(parse(given))

    @contextmanager
    def reading(self, as_known_on: date | None = None) -> Iterator[ServerClinic]:
        """The clinic as it is now, or was known by the end of a day; writers go on meanwhile."""
        with connected(self.address, READING) as connection:
            found = site(connection, self.address)
            opened = AuditedClinic if found.log_alone else ServerClinic
            yield opened(connection, found.number, as_known_on)

    @contextmanager
    def recording(
        self,
        command: str,
        *,
        at: datetime,
        by: str,
        reason: str | None = None,
        dry_run: bool = False,
        back_up: bool = False,  # noqa: ARG002 a server has its own
        request: UUID | None = None,
    ) -> Iterator[ServerRecording]:
        """The clinic to record in: committed as one when the block ends, rolled back when it fails or is a dry run.

        The site's row is locked from before the first read until the end.
        """
        with connected(self.address, RECORDING) as connection:
            number = site(connection, self.address).number
            next_entry = _locked(connection, number)
            if request is not None and (done := _entry_of(connection, number, request)) is not None:
                again = Repeated(connection, number, done)
                yield again
                again.compare(request)
                return
            clinic = ServerRecording(connection, number, next_entry)
            yield clinic
            if not dry_run and clinic.kinds:
                clinic.write()
                entry = LogEntry(entry=clinic.entry, at=at, by=by, command=command, reason=reason)
                self._commit(connection, number, entry, request or uuid4())

    def take_over(self, clinic: Clinic) -> None:
        """Make the site here all that another clinic holds."""
        from migraine_cli.store.postgres.creating import copy

        copy(self.address, clinic)

    def check(self) -> list[Fault]:
        """All that is wrong with the records on the server."""
        from migraine_cli.store.postgres.check import faults

        with self.reading() as clinic:
            return faults(clinic)

    def _commit(self, connection: Connection, number: int, entry: LogEntry, request: UUID) -> None:
        log(connection, number, entry, request)
        try:
            connection.execute("commit")
        except psycopg.OperationalError as problem:
            self._look_for(number, request, problem)

    def _look_for(self, number: int, request: UUID, problem: psycopg.OperationalError) -> None:
        """Whether a commit happened whose answer was lost. The lock makes sure that it has ended. Raises otherwise."""
        try:
            with connected(self.address, RECORDING) as connection:
                _locked(connection, number)
                found = _entry_of(connection, number, request)
        except ClinicFileError as lost:
            raise ClinicFileError(
                "the server was lost while it recorded this, so it may have been recorded; look with `migcli log`.",
                advice=("same request", str(request)),
            ) from lost
        if found is None:
            refused = meaning(problem)
            raise BROKEN_OFF if isinstance(refused, Lost) else refused


def log(connection: Connection, number: int, entry: LogEntry, request: UUID) -> None:
    """Write a command's entry."""
    with told():
        connection.execute(
            "insert into migcli.log (clinic, entry, at, utc_offset, by, command, reason, request)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s)",
            (number, entry.entry, entry.at, entry.seconds_from_utc, entry.by, entry.command, entry.reason, request),
        )


def _entry_of(connection: Connection, number: int, request: UUID) -> int | None:
    """The entry under which a request was recorded; None when it wasn't."""
    query = "select entry from migcli.log where clinic = %s and request = %s"
    found = connection.execute(query, (number, request)).fetchall()
    return int(found[0][0]) if found else None


def _locked(connection: Connection, number: int) -> int:
    """Take the lock of the site, which no other command records in until this one has ended; the entry to be made."""
    found = connection.execute(
        "update migcli.clinic set last_entry = last_entry + 1 where clinic = %s returning last_entry", (number,)
    ).fetchall()
    if not found:
        raise ClinicFileError(
            "your account may read this clinic on the server and not record in it; ask whoever keeps the server."
        )
    return int(found[0][0])
