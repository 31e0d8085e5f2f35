"""What is in force among all that was ever recorded. Pure: records go in, records come out.

An amendment is a later version under the same id, a void takes back the versions recorded up to it, and
an undo makes a whole entry, be it an undo, count as if it had never been recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cached_property
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.record import AboutPatient, Record

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)


class Recorded(Protocol):
    """What one command recorded."""

    @property
    def entry(self) -> int:
        """The command's log entry."""


class History(Struct, frozen=True, dict=True):
    """What decides which of all that was ever recorded counts: the voids, the oldest first, the entries that were
    undone, and whether something was known yet, of a clinic as it was known on a day; without a day, all is known.
    """

    voids: Sequence[Void]
    undone: AbstractSet[int]
    knows: Callable[[Any], bool] | None = None

    def stands(self, recorded: Recorded) -> bool:
        """Whether it is known and its command wasn't undone; by itself it may have been voided."""
        return recorded.entry not in self.undone and (self.knows is None or self.knows(recorded))

    def standing(self, versions: Iterable[R]) -> list[R]:
        """The known versions that were neither undone nor voided."""
        voided = self._voided
        return [each for each in versions if self.stands(each) and each.entry > voided.get(each.id, 0)]

    def in_force(self, versions: Sequence[R]) -> dict[str, R]:
        """The latest standing version under each id, in the order in which the ids were first recorded."""
        known = versions if self.knows is None else list(filter(self.knows, versions))
        if not self.voids and not self.undone:
            return {version.id: version for version in known}
        latest = {version.id: version for version in self.standing(known)}
        order = dict.fromkeys(version.id for version in known)
        return {record_id: latest[record_id] for record_id in order if record_id in latest}

    @cached_property
    def _voided(self) -> dict[str, int]:
        """The entry of the latest void of each record that has one in force."""
        return {void.target: void.entry for void in self.voids if void.entry not in self.undone}


def known_entries(log: Iterable[LogEntry], as_known_on: date) -> frozenset[int]:
    """The entries recorded by the end of that day, on the calendar of the place where they were
    recorded.
    """
    return frozenset(entry.entry for entry in log if entry.at.date() <= as_known_on)


def undone_entries(undos: Iterable[Undo]) -> frozenset[int]:
    """The entries that were taken back. An undo that was itself undone takes nothing back."""
    undone: set[int] = set()
    # From the latest: only a later undo can undo one, so each is settled before it is looked at.
    for undo in sorted(undos, key=lambda undo: undo.entry, reverse=True):
        if undo.entry not in undone:
            undone.add(undo.undoes)
    return frozenset(undone)


def with_undone(entry: int, undos: Iterable[Undo]) -> list[int]:
    """An entry, the one that it takes back if it is an undo, and so on."""
    undoes = {undo.entry: undo.undoes for undo in undos if undo.undoes < undo.entry}
    entries = [entry]
    while entries[-1] in undoes:
        entries.append(undoes[entries[-1]])
    return entries


def with_moved(theirs: Sequence[P], amended: Iterable[P]) -> Sequence[P]:
    """All versions that were ever about some patients, with what the same records say since of others, from `amended`.

    Only so is it seen that a record has gone to somebody else.
    """
    ids, owners = {version.id for version in theirs}, {version.patient for version in theirs}
    moved = [version for version in amended if version.id in ids and version.patient not in owners]
    return sorted((*theirs, *moved), key=lambda version: version.entry) if moved else theirs


def leads(voids: Iterable[Void], undone: AbstractSet[int]) -> dict[str, str]:
    """Where the ids of merged patients lead, each to the patient who has the records now."""
    merged = {void.target: void.into for void in voids if void.into is not None and void.entry not in undone}
    return {id_: _end_of(merged, id_) for id_ in merged}


def _end_of(merged: Mapping[str, str], id_: str) -> str:
    while id_ in merged:
        id_ = merged[id_]
    return id_


def standing(versions: Iterable[R], voids: Iterable[Void], undone: AbstractSet[int]) -> list[R]:
    """The versions that were neither undone nor voided; `voids` with the oldest first."""
    return History(list(voids), undone).standing(versions)


def in_force(versions: Sequence[R], voids: Iterable[Void], undone: AbstractSet[int]) -> dict[str, R]:
    """The latest standing version under each id, in the order in which the ids were first recorded."""
    return History(list(voids), undone).in_force(versions)
