"""Whether the records in a clinic file agree with each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

import msgspec
from msgspec.json import decode

from migraine_cli.records.history import in_force, standing, undone_entries
from migraine_cli.records.kinds import EVERY_KIND
from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.store.contract import Fault
from migraine_cli.store.tinydb_file import kept_days
from migraine_cli.store.tinydb_file.documents import read_numbered
from migraine_cli.store.tinydb_file.plausibility import implausible
from migraine_cli.store.tinydb_file.sealed import RESTORE, UNREADABLE
from migraine_cli.store.tinydb_file.tables import Tables

T = TypeVar("T", bound=Record | LogEntry)
Recorded = Mapping[type[Record], Mapping[int, Record]]
"""All readable records by kind and document id."""


def inconsistencies(tables: Tables) -> list[Fault]:
    """Records that can't be read, that name what isn't there, or whose numbers don't fit."""
    faults: list[Fault] = []
    log = _readable(tables, LogEntry, faults)
    recorded = {kind: _readable(tables, kind, faults) for kind in EVERY_KIND}
    faults += _log_faults(log, recorded)
    for kind, documents in recorded.items():
        faults += _id_faults(kind, documents)
    faults += _patients_twice(recorded)
    faults += _references_to_nothing(recorded)
    now = _now(recorded)
    faults += _implausible(now)
    faults += _other_days(tables, now)
    return faults


def _readable(tables: Tables, kind: type[T], faults: list[Fault]) -> dict[int, T]:
    if kind.table not in tables:
        return {}
    read: dict[int, T] = {}
    try:
        documents = decode(tables.raw(kind.table), type=dict[str, msgspec.Raw])
    except UNREADABLE:
        faults.append(Fault(f"the table {kind.table} holds no documents", RESTORE))
        return {}
    for number, document in documents.items():
        try:
            found = read_numbered(kind, int(number), document)
        except (*UNREADABLE, ValueError):
            faults.append(Fault(f"document {number} of {kind.table} can't be read", RESTORE))
            continue
        if read.keys() & found.keys():
            faults.append(Fault(f"document {number} of {kind.table} has the id of another", RESTORE))
        read |= found
    return read


def _log_faults(log: Mapping[int, LogEntry], recorded: Recorded) -> Iterator[Fault]:
    for number, entry in log.items():
        if entry.entry != number:
            yield Fault(f"log entry {entry.entry} stands as document {number}", RESTORE)
    for record in _all(recorded):
        if record.entry not in log:
            yield Fault(f"{record.id} names log entry {record.entry}, which isn't there", RESTORE)


def _id_faults(kind: type[Record], documents: Mapping[int, Record]) -> Iterator[Fault]:
    entries: dict[str, set[int]] = {}
    for number, record in documents.items():
        if record.replaces is not None:
            if record.replaces not in entries.get(record.id, ()):
                yield Fault(f"document {number} of {kind.table} amends {record.id}, which isn't there", RESTORE)
        elif kind is not Patient and record.id != f"{kind.kind}:{number}":
            yield Fault(f"{record.id} stands as document {number} of {kind.table}", RESTORE)
        entries.setdefault(record.id, set()).add(record.entry)


def _patients_twice(recorded: Recorded) -> Iterator[Fault]:
    voids, undone = _taken_back(recorded)
    first = [patient for patient in recorded[Patient].values() if patient.replaces is None]
    seen: set[str] = set()
    for patient in standing(first, voids, undone):
        if patient.id in seen:
            yield Fault(f"the patient {patient.id} was recorded twice", RESTORE)
        seen.add(patient.id)


def _references_to_nothing(recorded: Recorded) -> Iterator[Fault]:
    ids = {record.id for record in _all(recorded)}
    for record in _all(recorded):
        if isinstance(record, Void) and record.target not in ids:
            yield Fault(f"{record.id} takes back {record.target}, which isn't there", RESTORE)
        elif isinstance(record, Undo) and record.undoes >= record.entry:
            yield Fault(f"{record.id} takes back entry {record.undoes}, which isn't an earlier one", RESTORE)


def _implausible(now: Collection[Record]) -> Iterator[Fault]:
    """Faults of the records in force: what was taken back or corrected since has been mended."""
    patients = {record.id: record for record in now if isinstance(record, Patient)}
    for record in now:
        if isinstance(record, AboutPatient) and record.patient not in patients:
            mend = f"record them with `migcli add-patient {record.patient}`, or `migcli void {record.id}`"
            yield Fault(f"{record.id} is about the patient {record.patient}, who isn't there", mend)
    yield from implausible(now, patients)


def _other_days(tables: Tables, now: Collection[Record]) -> Iterator[Fault]:
    kinds = kept_days.dated()
    days = kept_days.drawn_from(record for record in now if isinstance(record, kinds))
    if (kept := kept_days.kept(tables)) is not None and not kept.tells_as(days):
        yield Fault("the days kept for the due list aren't those of the records", RESTORE)


def _now(recorded: Recorded) -> list[Record]:
    voids, undone = _taken_back(recorded)
    return [record for kind in recorded.values() for record in in_force(list(kind.values()), voids, undone).values()]


def _taken_back(recorded: Recorded) -> tuple[list[Void], frozenset[int]]:
    voids = [void for void in recorded[Void].values() if isinstance(void, Void)]
    return voids, undone_entries(undo for undo in recorded[Undo].values() if isinstance(undo, Undo))


def _all(recorded: Recorded) -> Iterator[Record]:
    for documents in recorded.values():
        yield from documents.values()
