"""A command given again under the request that recorded it: the same answer, and nothing recorded twice."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from migraine_cli.errors import InvalidValue
from migraine_cli.records.record import Record
from migraine_cli.store.postgres.recording import ServerRecording
from migraine_cli.store.postgres.versions import Row

if TYPE_CHECKING:
    from migraine_cli.store.postgres.connecting import Connection


class Repeated(ServerRecording):
    """The clinic as it was before `entry`, for the command that made it: what it adds is only compared."""

    def __init__(self, connection: Connection, site: int, entry: int) -> None:
        super().__init__(connection, site, entry)
        self._known = frozenset(range(1, entry))
        self._again: list[Row] = []
        self._seen: set[tuple[str, int | None]] = set()

    def compare(self, request: UUID) -> None:
        """Raises InvalidValue when the command didn't add what was recorded under the request."""
        self._settle()
        recorded = self._rows(
            "select kind, number, said from migcli.version where clinic = %(site)s and entry = %(entry)s",
            entry=self.entry,
        )
        added = {(kind, number, said.encode()) for _, kind, number, _, _, _, _, said in self._again}
        if added != set(recorded):
            raise InvalidValue(
                f"under the request {request} something else was recorded; nothing was recorded now: look with `migcli"
                " log`.",
                advice=("no request",),
            )

    def _settle(self) -> None:
        """What is added lies in the table already, and is seen there from now on."""
        waiting, self._waiting = self._waiting, []
        self._again += waiting
        self._seen |= {(id_, replaces) for _, _, _, _, id_, _, replaces, _ in waiting}

    def _knows(self, version: Record) -> bool:
        return super()._knows(version) or (version.entry == self.entry and (version.id, version.replaces) in self._seen)
