"""From the rows of a file to a plan of what to record, all or nothing and safe to repeat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from migraine_cli.errors import FaultyRows
from migraine_cli.exchange.columns import KINDS, Rows
from migraine_cli.exchange.import_plan import Known, Plan
from migraine_cli.exchange.layout import Fault
from migraine_cli.exchange.new_days import plan_diary, plan_months
from migraine_cli.exchange.new_records import plan_effects, plan_patients, plan_preventives, plan_scores, plan_sessions
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.record import AboutPatient

if TYPE_CHECKING:
    from migraine_cli.store.tinydb_file import Clinic

_PLANNERS: dict[str, Callable[[list[tuple[int, Any]], Known, Plan, list[Fault]], None]] = {
    "diary": plan_diary,
    "months": plan_months,
    "preventives": plan_preventives,
    "sessions": plan_sessions,
    "scores": plan_scores,
    "effects": plan_effects,
}

_LOOKED_AT: dict[str, tuple[type[AboutPatient], ...]] = {"diary": (MonthCount,), "months": (DiaryEntry,)}
"""What the rules of a kind of file look at beside its own records."""


def known_of(kind: str, clinic: Clinic) -> Known:
    """What `clinic` holds of a kind of file. May raise ClinicFileError."""
    undone = clinic.undone()
    record = KINDS[kind].record
    return Known(
        patients=clinic.patients(),
        in_force=clinic.records(record),
        versions=[version for version in clinic.versions(record) if version.entry not in undone],
        imports={entry.entry for entry in clinic.log() if entry.command.split()[:1] == ["import"]},
        others={other: clinic.by_patient(other) for other in _LOOKED_AT.get(kind, ())},
    )


def plan(kind: str, rows: Rows, known: Known, *, update: bool = False) -> Plan:
    """What to record of the rows of a file, in the file's order.

    `update` lets rows of patients change what is recorded. Raises FaultyRows, which names every faulty row.
    """
    made = Plan()
    faults = list(rows.faults)
    if kind == "patients":
        plan_patients(rows.read, known, made, faults, update=update)
    else:
        _PLANNERS[kind](rows.read, known, made, faults)
    if faults:
        total = len(rows.read) + len(rows.faults)
        told = f"{len(faults)} of {total} rows can't be taken and nothing was imported"
        raise FaultyRows(f"{told}; correct them and import the file again.", sorted(faults))
    return made
