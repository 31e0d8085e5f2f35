"""Values that can't be true of a patient, though each could stand in a record of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from migraine_cli.records.days_told import days_told
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.session import Session
from migraine_cli.store.contract import Fault
from migraine_cli.store.tinydb_file.sealed import RESTORE
from migraine_cli.treatment.protocol import total_units
from migraine_cli.words.dates.refusals import FIRST_YEAR, LAST_YEAR


def implausible(in_force: Iterable[Record], patients: Mapping[str, Patient]) -> Iterator[Fault]:
    """The records in force that lie before their patient's birth or in no likely year, whose doses don't add up, or
    whose days are none.
    """
    for record in in_force:
        if not isinstance(record, AboutPatient):
            continue
        if isinstance(record, Session):
            yield from _dose(record)
        try:
            days = list(days_told(record))
        except ValueError:
            yield Fault(f"{record.id} speaks of days that can't be read", RESTORE)
            continue
        if days and not (min(days).year >= FIRST_YEAR and max(days).year <= LAST_YEAR):
            what = f"{record.id} lies outside the years {FIRST_YEAR} to {LAST_YEAR}"
            yield Fault(what, f"correct it with `migcli amend {record.id}`")
        person = patients.get(record.patient)
        if person and person.born and days and min(days) < person.born:
            mend = f"correct it with `migcli amend {record.id}`, or `migcli amend {person.id} born=DATE`"
            yield Fault(f"{record.id} lies before the birth of {person.id}", mend)


def _dose(session: Session) -> Iterator[Fault]:
    if session.site_map is not None and session.units != total_units(session.site_map):
        yield Fault(f"the units of {session.id} aren't the sum of its sites", f"`migcli amend {session.id} units=N`")
