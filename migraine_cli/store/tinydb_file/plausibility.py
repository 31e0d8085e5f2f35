"""Values that can't be true of a patient, though each could stand in a record of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.diary import DiaryEntry
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.store.contract import Fault
from migraine_cli.store.tinydb_file.sealed import RESTORE
from migraine_cli.treatment.protocol import total_units


def implausible(in_force: Iterable[Record], patients: Mapping[str, Patient]) -> Iterator[Fault]:
    """The records in force that lie before their patient's birth, whose doses don't add up, or whose days are none."""
    for record in in_force:
        if not isinstance(record, AboutPatient):
            continue
        if isinstance(record, Session):
            yield from _dose(record)
        try:
            days = list(_days(record))
        except ValueError:
            yield Fault(f"{record.id} speaks of days that can't be read", RESTORE)
            continue
        person = patients.get(record.patient)
        if person and person.born and days and min(days) < person.born:
            mend = f"correct it with `migcli amend {record.id}`, or `migcli amend {person.id} born=DATE`"
            yield Fault(f"{record.id} lies before the birth of {person.id}", mend)


def _dose(session: Session) -> Iterator[Fault]:
    if session.site_map is not None and session.units != total_units(session.site_map):
        yield Fault(f"the units of {session.id} aren't the sum of its sites", f"`migcli amend {session.id} units=N`")


def _days(record: AboutPatient) -> Iterator[date]:
    """The days on which something is said to have happened; of a span its two ends. Raises ValueError."""
    if isinstance(record, DiaryEntry):
        for statement in record.statements:
            for span in statement.days:
                yield date.fromisoformat(span[:10])
                yield date.fromisoformat(span[-10:])
    elif isinstance(record, Session | Score | Effect | CheckUp):
        yield record.date
    elif isinstance(record, Preventive):
        yield from (day for day in (record.started, record.stopped) if day)
