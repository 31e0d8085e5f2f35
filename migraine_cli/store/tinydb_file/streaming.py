"""The clinic's charts one after the other, with little more in memory at a time than one of them.

Only when every table has been gone through, and its digest checked, is the first patient read, from the very bytes that
were opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from migraine_cli.chart.chart import Chart, kinds_read
from migraine_cli.records.history import History
from migraine_cli.records.patient import Patient, cautions_since
from migraine_cli.records.record import AboutPatient, Record, kind_of, number_of
from migraine_cli.store.tinydb_file.by_patient import ByPatient, WhereTheyStand, for_everybody
from migraine_cli.store.tinydb_file.tables import Tables

if TYPE_CHECKING:
    from migraine_cli.store.tinydb_file.months import Counts, StoredMonths


class Streamed:
    """The charts of a clinic file, or those `of` some patients, with what is in force by its history."""

    def __init__(
        self, tables: Tables, parts: Collection[str], history: History, of: Collection[str] | None = None
    ) -> None:
        self._kinds = kinds_read(parts)
        kinds: list[type[Record]] = [Patient, *self._kinds.values()]
        self._history = history
        self._of = of
        self._tables: dict[type[Record], ByPatient] = {
            kind: for_everybody(tables, kind) if of is None else WhereTheyStand(tables, kind, of) for kind in kinds
        }
        voided = {void.target for void in history.voids if history.stands(void)}
        self._months = self._kinds.get("months")
        self._retold = _months_among(voided | self._tables[self._months].amended) if self._months else frozenset()

    def __iter__(self) -> Iterator[Chart]:
        people = self._tables[Patient]
        for patient in sorted(people if self._of is None else set(self._of).intersection(people)):
            versions = people.versions(patient)
            if person := self._history.in_force(versions).get(patient):
                chart = Chart(person, **{part: self._part(kind, patient) for part, kind in self._kinds.items()})
                if person.cautions:
                    chart.caution_entries = cautions_since(self._history.standing(versions))
                yield chart

    def _part(self, kind: type[AboutPatient], patient: str) -> Sequence[object]:
        lying = self._tables[kind]
        if kind is self._months and (counts := self._counts(lying.documents(patient))) is not None:
            return counts
        versions = lying.versions(patient)
        if not versions:
            return ()
        in_force = self._history.in_force(versions).values()
        as_they_lie = not lying.amended or all(version.replaces is None for version in versions)
        if as_they_lie:  # they have been theirs from the first on
            return list(in_force)
        return sorted((record for record in in_force if record.patient == patient), key=number_of)

    def _counts(self, documents: list[StoredMonths]) -> list[Counts] | None:
        """The month counts as they lie in the file, without making a record of each; None where one of them was amended
        or taken back by itself.
        """
        if self._retold and not all(self._retold.isdisjoint(each.numbers) for each in documents):
            return None
        return [counts for each in documents if self._history.stands(each) for counts in each.counts]


def _months_among(ids: AbstractSet[str]) -> frozenset[int]:
    """The numbers of the month counts among these ids."""
    numbers = (id_.partition(":")[2] for id_ in ids if kind_of(id_) == "month")
    return frozenset(int(number) for number in numbers if number.isdecimal())
