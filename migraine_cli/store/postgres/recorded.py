"""All that was ever recorded at a site, in its typed versions: of one record, about some patients, with some text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from migraine_cli.records.history import History, leads, undone_entries
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.store.postgres.versions import records

if TYPE_CHECKING:
    from migraine_cli.store.postgres.connecting import Connection

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)


class Recorded:
    """What a site has ever held or, where only some entries are known, had by then.

    Every query names the clinic first. The server only narrows what `records.history` decides on.
    """

    def __init__(self, connection: Connection, site: int) -> None:
        self._connection = connection
        self._site = site
        self._taken_back: tuple[list[Void], frozenset[int]] | None = None
        self._known: frozenset[int] | None = None

    def versions(self, kind: type[R], patient_id: str | None = None) -> list[R]:
        """Everything ever recorded of one kind, oldest first: amended, voided and undone ones too."""
        if patient_id is None:
            return self._versions(kind, "")
        return self._versions(kind, "and patient = %(patient)s", patient=patient_id)

    def versions_of(self, kind: type[P], patients: Collection[str]) -> list[P]:
        """Everything ever recorded of one kind about these patients, each one's with the oldest first."""
        return self._versions(kind, "and patient = any(%(patients)s)", patients=list(patients))

    def numbered(self, kind: type[R]) -> Iterator[tuple[int, R]]:
        """Everything ever recorded of one kind, each version with its number within the kind."""
        query = "select number, said from migcli.version where clinic = %(site)s and kind = %(kind)s order by number"
        rows = list(self._rows(query, kind=kind.kind))
        return zip((number for number, _ in rows), records(kind, (said for _, said in rows)), strict=True)

    def undone(self) -> frozenset[int]:
        """The log entries that were taken back."""
        return self._taking_back()[1]

    def keys(self, kind: type[Record]) -> Iterable[tuple[str, str | None, int, int | None]]:
        """Under which id, patient and entry each version of a kind lies, and which one it takes the place of."""
        found = self._rows(
            "select id, patient, entry, replaces from migcli.version where clinic = %(site)s and kind = %(kind)s"
            " order by number",
            kind=kind.kind,
        )
        return [(id_, patient, entry, replaces) for id_, patient, entry, replaces in found]

    def _ever_of(self, kind: type[P], patients: list[str]) -> list[P]:
        """What is in force of all that was ever about these patients; some of it may be another's by now."""
        return self._in_force(self._versions(kind, EVER_OF, patients=patients))

    def _ever_said(self, kind: type[R], field: str, texts: list[str]) -> list[R]:
        """All versions of the records of which any version has one of these texts in a field."""
        return self._versions(
            kind,
            "and id = any(array(select id from migcli.version where clinic = %(site)s and kind = %(kind)s"
            " and said->>%(field)s::text = any(%(texts)s)))",
            field=field,
            texts=texts,
        )

    def _texts(self, kind: type[Record], field: str) -> list[str]:
        """What a field says in any version, each text once."""
        found = self._rows(
            "select distinct said->>%(field)s::text from migcli.version where clinic = %(site)s and kind = %(kind)s"
            " and said->>%(field)s::text is not null",
            kind=kind.kind,
            field=field,
        )
        return [text for (text,) in found]

    def _led(self, patient_id: str) -> str:
        """The id that a merged patient's leads to; any other as it is."""
        return leads(*self._taking_back()).get(patient_id, patient_id)

    def _in_force(self, versions: Sequence[R]) -> list[R]:
        return list(self._history().in_force(versions).values())

    def _history(self) -> History:
        return History(*self._taking_back(), self._knows)

    def _taking_back(self) -> tuple[list[Void], frozenset[int]]:
        if self._taken_back is None:
            self._taken_back = self.versions(Void), undone_entries(self.versions(Undo))
        return self._taken_back

    def _versions(self, kind: type[R], where: str, **given: Any) -> list[R]:
        query = f"select said from migcli.version where clinic = %(site)s and kind = %(kind)s {where} order by number"
        found = records(kind, (said for (said,) in self._rows(query, kind=kind.kind, **given)))
        return found if self._known is None else [version for version in found if self._knows(version)]

    def _rows(self, query: str, **given: Any) -> Iterable[tuple[Any, ...]]:
        self._settle()
        return self._connection.execute(query.encode(), {"site": self._site, **given}).fetchall()

    def _settle(self) -> None:
        """Write what is still to be written before anything is read."""

    def _knows(self, version: Record) -> bool:
        return self._known is None or version.entry in self._known


EVER_OF = (
    "and id = any(array(select id from migcli.version where clinic = %(site)s and patient = any(%(patients)s)"
    " and kind = %(kind)s))"
)
"""All versions of what was ever about some patients; only so is it seen that a record has gone to somebody else.

As an array the ids are found first, whatever the server believes of the site: of a new one it knows nothing, takes it
for empty, and would join each version with every other.
"""
