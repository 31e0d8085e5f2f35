"""What can be wrong with a clinic on a server: its numbering, its records, and what is drawn from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.kinds import EVERY_KIND
from migraine_cli.records.session_day import SessionDay
from migraine_cli.store.contract import Fault
from migraine_cli.store.postgres.versions import owner

if TYPE_CHECKING:
    from migraine_cli.store.postgres.clinic import ServerClinic

_MEND = "have whoever keeps the server restore the database to a moment before this, and say what happened"


def faults(clinic: ServerClinic) -> list[Fault]:
    """All that is wrong, the numbering first."""
    found = [*_entries(clinic), *_records(clinic)]
    return found or [*_session_days(clinic)]


def _entries(clinic: ServerClinic) -> Iterator[Fault]:
    last, there = clinic.numbering()
    missing = sorted(set(range(1, last + 1)) ^ there)
    if missing:
        numbers = ", ".join(map(str, missing[:10]))
        yield Fault(f"the log isn't numbered 1 to {last}: look at entry {numbers}", _MEND)


def _records(clinic: ServerClinic) -> Iterator[Fault]:
    for kind in EVERY_KIND:
        try:
            stored = [(each.id, owner(each), each.entry, each.replaces) for each in clinic.versions(kind)]
        except ClinicFileError:
            yield Fault(f"a {kind.kind} can't be read", _MEND)
            continue
        for told, said in zip(clinic.keys(kind), stored, strict=True):
            if told != said:
                yield Fault(f"{told[0]} lies under another id, patient or entry than it says", _MEND)


def _session_days(clinic: ServerClinic) -> Iterator[Fault]:
    sessions = clinic.records(SessionDay)
    drawn = {(each.patient, each.date) for each in sessions if each.indication == CHRONIC_MIGRAINE}
    if wrong := sorted({patient for patient, _ in drawn ^ clinic.session_days()}):
        named = ", ".join(wrong[:10])
        yield Fault(f"the days of the sessions aren't those recorded, of {len(wrong)} patients: {named}", _MEND)
