"""Which rows of patients, of what happened to them and of what was arranged are new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from msgspec.structs import replace

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.import_plan import (
    Differing,
    Growing,
    Known,
    Plan,
    differences,
    of_known_patients,
    stated,
    take,
)
from migraine_cli.exchange.layout import Fault
from migraine_cli.exchange.visit_rows import NthRow
from migraine_cli.recording.birth import born_before
from migraine_cli.recording.patients import SAME_PERSON, same_person
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.changes import facts
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import AboutPatient
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking

R = TypeVar("R", bound=AboutPatient)


def plan_patients(
    rows: Iterable[tuple[int, Patient]], known: Known, plan: Plan, faults: list[Fault], differing: Differing
) -> None:
    """A row that differs from what is recorded is faulty, unless it is to amend what it states."""
    on_record = known.on_record(None)
    imported = _grouped(on_record.imported, lambda version: version.id)
    recorded_before = {version.id for version in on_record.versions}
    first_rows: dict[str, tuple[int, Patient]] = {}
    people: list[Patient] = [*known.patients.values()]
    ids = known.ids
    for line, row in rows:
        earlier_line, earlier = first_rows.setdefault(row.id.casefold(), (line, row))
        try:
            meant = ids.meant(row.id)
            recorded = None if meant is None else known.patients[meant]
            if earlier is not row and differences(earlier, row):
                raise InvalidValue(f"{row.id} has a row at {earlier_line} with other facts; keep one of the two.")
            if earlier is not row or any(not differences(version, row) for version in imported[row.id]):
                plan.skipped += 1
            elif recorded is not None:
                _plan_known_patient(recorded, replace(row, id=recorded.id), known, plan, differing)
            elif row.id in recorded_before:
                raise InvalidValue(f"{row.id} is the id of a patient who was voided; undo that, or give another id.")
            else:
                plan.added.append(row)
                plan.warnings += _twins(row, people)
                people.append(row)
        except InvalidValue as fault:
            faults.append((line, fault.sentence))


def _twins(row: Patient, people: list[Patient]) -> list[str]:
    twins = same_person(row, people)
    return [f"{row.id} has the same name and birth date as {' and '.join(twins)} ({SAME_PERSON})."] if twins else []


def _plan_known_patient(recorded: Patient, row: Patient, known: Known, plan: Plan, differing: Differing) -> None:
    fields = differences(recorded, row)
    if not fields:
        plan.skipped += 1
    elif differing.amend:
        if "born" in fields:
            born_before(row, known.about(row.id))
        plan.amended.append((recorded, replace(recorded, **stated(row))))
    else:
        what = ", ".join(fields)
        raise InvalidValue(f"{row.id} is recorded with other facts ({what}); correct the row{differing.otherwise}.")


def plan_preventives(rows: Iterable[tuple[int, Preventive]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """A further trial of a medicine is added beside the one recorded, with a warning."""
    _plan_events(rows, known, plan, faults, lambda row: (row.patient, row.medicine))


def plan_sessions(rows: Iterable[tuple[int, Session]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """A further session of the same day and indication is added beside the one recorded; `past_sessions` warns."""
    _plan_events(rows, known, plan, faults, lambda row: (row.patient, row.date, row.indication))


def plan_scores(rows: Iterable[tuple[int, Score]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """A further score of the same day is added beside the one recorded, with a warning."""
    _plan_events(rows, known, plan, faults, lambda row: (row.patient, row.date, row.instrument))


def plan_effects(rows: Iterable[tuple[int, Effect]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """A further effect of the same kind and day is added beside the one recorded, with a warning."""
    _plan_events(rows, known, plan, faults, lambda row: (row.patient, row.date, row.effect))


def plan_checkups(rows: Iterable[tuple[int, CheckUp]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """A further check-up of the same day is added beside the one recorded, with a warning."""
    _plan_events(rows, known, plan, faults, lambda row: (row.patient, row.date))


def plan_bookings(rows: Iterable[tuple[int, Booking]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """A further appointment is added beside those recorded."""
    _plan_events(rows, known, plan, faults, lambda row: (row.patient, row.at))


def plan_numbered(rows: Iterable[tuple[int, NthRow]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """A row is new when fewer records that say the same are recorded, or were imported before, than its number."""
    taken = list(of_known_patients(rows, known, faults))
    on_record = known.on_record({row.patient for _, row in taken})
    beside = Growing(known.patients, on_record)
    standing = Counter(_facts(record) for record in on_record.in_force)
    imported = Counter(_facts(record) for record in on_record.imported)
    for line, row in taken:
        facts = _facts(row.said)
        if row.nth <= max(standing[facts], imported[facts]):
            plan.skipped += 1
        elif take(line, row.said, beside, plan, faults):
            standing[facts] += 1


def _facts(record: AboutPatient) -> tuple[object, ...]:
    return tuple(facts(record).values())


def plan_authorisations(
    rows: Iterable[tuple[int, Authorisation]], known: Known, plan: Plan, faults: list[Fault]
) -> None:
    """A further authorisation is added beside those recorded."""
    _plan_events(rows, known, plan, faults, lambda row: (row.patient, row.payer))


def _plan_events(
    rows: Iterable[tuple[int, R]],
    known: Known,
    plan: Plan,
    faults: list[Fault],
    key: Callable[[R], Hashable],
) -> None:
    """Plans the rows that say something new and can stand beside what is recorded."""
    taken = list(of_known_patients(rows, known, faults))
    on_record = known.on_record({row.patient for _, row in taken})
    beside = Growing(known.patients, on_record)
    standing = _grouped(on_record.in_force, key)
    imported = _grouped(on_record.imported, key)
    for line, row in taken:
        like = key(row)
        if any(not differences(other, row) for other in standing[like] + imported[like]):
            plan.skipped += 1
        elif take(line, row, beside, plan, faults):
            standing[like].append(row)


def _grouped(records: Iterable[R], key: Callable[[R], Hashable]) -> defaultdict[Hashable, list[R]]:
    groups: defaultdict[Hashable, list[R]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return groups
