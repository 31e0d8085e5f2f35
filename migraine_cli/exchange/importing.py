"""From the rows of a file to a plan of what to record, all or nothing and safe to repeat."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from migraine_cli.errors import FaultyRows
from migraine_cli.exchange.app_days import without_contradictions
from migraine_cli.exchange.columns import KINDS, Rows
from migraine_cli.exchange.import_plan import FAULTY, Differing, Known, OnRecord, Plan
from migraine_cli.exchange.layout import Fault
from migraine_cli.exchange.new_days import plan_diary, plan_months
from migraine_cli.exchange.new_records import (
    plan_authorisations,
    plan_bookings,
    plan_checkups,
    plan_effects,
    plan_numbered,
    plan_patients,
    plan_preventives,
    plan_scores,
    plan_sessions,
)
from migraine_cli.exchange.new_stock import plan_stock
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.history import leads
from migraine_cli.records.log import Void
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.session import Session
from migraine_cli.words.dates import spans

if TYPE_CHECKING:
    from migraine_cli.exchange.formats import Days
    from migraine_cli.store.contract import Clinic

_PLANNERS: dict[str, Callable[[Iterable[tuple[int, Any]], Known, Plan, list[Fault]], None]] = {
    "diary": plan_diary,
    "months": plan_months,
    "preventives": plan_preventives,
    "sessions": plan_sessions,
    "scores": plan_scores,
    "effects": plan_effects,
    "checkups": plan_checkups,
    "bookings": plan_bookings,
    "contacts": plan_numbered,
    "courses": plan_numbered,
    "vials": plan_stock,
    "counts": plan_stock,
    "discards": plan_stock,
    "recalls": plan_stock,
    "authorisations": plan_authorisations,
}

R = TypeVar("R", bound=Record)

_LOOKED_AT: dict[str, tuple[type[AboutPatient], ...]] = {
    "diary": (MonthCount,),
    "months": (DiaryEntry,),
    "courses": (Session,),
}
"""What the rules of a kind of file look at beside its own records."""


def known_of(kind: str, clinic: Clinic) -> Known:
    """What `clinic` holds of a kind of file. May raise ClinicFileError."""
    led = leads(clinic.versions(Void), clinic.undone())
    return Known(clinic.patients(), partial(_on_record, kind, clinic, led), led, clinic.about)


def _on_record(kind: str, clinic: Clinic, led: Mapping[str, str], patients: Collection[str] | None) -> OnRecord:
    """What is recorded of a kind, of these patients alone where it is about patients."""
    record, undone = KINDS[kind].record, clinic.undone()
    if patients is None or not issubclass(record, AboutPatient):
        in_force, versions = list(clinic.records(record)), clinic.versions(record)
    else:
        in_force = list(chain.from_iterable(clinic.by_patient(record, patients).values()))
        versions = clinic.versions_of(record, {*patients, *(id_ for id_, to in led.items() if to in patients)})
    return OnRecord(
        in_force=in_force,
        versions=[_led(version, led) for version in versions if version.entry not in undone],
        imports=_imports(clinic),
        others={other: clinic.by_patient(other, patients) for other in _LOOKED_AT.get(kind, ())},
    )


def known_of_patient(patient: str, clinic: Clinic) -> Known:
    """What `clinic` holds of one patient's diary; the others' isn't read. Raises NotFound, and ClinicFileError."""
    person, led = clinic.patient(patient), leads(clinic.versions(Void), clinic.undone())
    return Known({person.id: person}, partial(_on_record, "diary", clinic, led), led)


def plan_app(patient: str, days: Days, known: Known) -> Plan:
    """What to record of the days that an app's file tells of a patient. Raises FaultyRows as `plan` does.

    What an app calls free stays a headache day where a headache is recorded.
    """
    rows, kept = without_contradictions(days.rows, known.on_record([patient]).in_force)
    made = plan("diary", Rows(list(rows), list(days.faults)), known)
    made.rows += len(days.rows) - len(rows)
    made.skipped += len(days.rows) - len(rows)
    made.warnings += [remark for remark in (*days.warnings, days.remark) if remark]
    if kept:
        made.kept[patient] = spans(kept)
    return made


def _led(version: R, leads: Mapping[str, str]) -> R:
    """What was recorded of a patient who was merged since, as of the one who has it now."""
    if isinstance(version, AboutPatient) and version.patient in leads:
        return replace(version, patient=leads[version.patient])
    return version


def plan(kind: str, rows: Rows, known: Known, differing: Differing = FAULTY) -> Plan:
    """What to record of the rows of a file, in the file's order; `differing` is about rows of patients.

    Raises FaultyRows, which names every faulty row.
    """
    made = Plan()
    faults: list[Fault] = []
    if kind == "patients":
        plan_patients(_counted(rows.read, made), known, made, faults, differing)
    else:
        _PLANNERS[kind](_counted(rows.read, made), known, made, faults)
    if faults := faults + rows.faults:
        told = f"{len(faults)} of {made.rows + len(rows.faults)} rows can't be taken and nothing was imported"
        raise FaultyRows(f"{told}; correct them and import the file again.", sorted(faults))
    return made


def _counted(rows: Iterable[tuple[int, Any]], made: Plan) -> Iterator[tuple[int, Any]]:
    for row in rows:
        made.rows += 1
        yield row


def _imports(clinic: Clinic) -> set[int]:
    """The log entries of all imports."""
    return {entry.entry for entry in clinic.log() if entry.command.split()[:1] == ["import"]}
