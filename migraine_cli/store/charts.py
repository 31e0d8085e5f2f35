"""Charts, loaded with just the parts that a decision looks at."""

from __future__ import annotations

from datetime import date

from migraine_cli.chart.chart import Chart
from migraine_cli.records.codes import Caution
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.history import standing
from migraine_cli.records.log import Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import AboutPatient
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session, SessionDay
from migraine_cli.records.visits import Booking, Contact, CourseEvent
from migraine_cli.store.tinydb_file import Clinic
from migraine_cli.treatment.schedule import Recalls


def chart_of(book: Clinic, patient: str, *more: str) -> Chart:
    """All that a verdict on one patient looks at, and the parts named besides. Raises NotFound."""
    person = book.patient(patient)
    return Chart(person, **{part: book.of_patient(_PARTS[part], patient) for part in (*_JUDGED, *more)})


def caution_entry(book: Clinic, person: Patient, caution: Caution) -> int:
    """The log entry since which a patient's record has a caution; 0 when it hasn't."""
    ever = (version for version in book.versions(Patient) if version.id == person.id)
    since = 0
    for version in standing(ever, book.versions(Void), book.undone()):
        since = (since or version.entry) if caution in version.cautions else 0
    return since


def charts(book: Clinic, *more: str) -> dict[str, Chart]:
    """The same for all patients, by patient id."""
    parts = {part: book.by_patient(_PARTS[part]) for part in (*_JUDGED, *more)}
    return {
        id_: Chart(person, **{part: records.get(id_, ()) for part, records in parts.items()})
        for id_, person in book.patients().items()
    }


_PARTS: dict[str, type[AboutPatient]] = {
    "diary": DiaryEntry,
    "months": MonthCount,
    "preventives": Preventive,
    "sessions": Session,
    "effects": Effect,
    "events": CourseEvent,
    "scores": Score,
}


def days_seen_of(book: Clinic, patient: str) -> set[date]:
    """The same of one patient."""
    return {record.date for kind in _SEEN_BY for record in book.of_patient(kind, patient)}


_SEEN_BY: tuple[type[SessionDay] | type[Score], ...] = (SessionDay, Score)
"""The kinds of record that are made when a patient comes."""


_JUDGED = ("diary", "months", "preventives", "sessions", "effects", "events")
"""The parts of a chart that a verdict looks at."""


def recalls(book: Clinic) -> Recalls:
    """What is arranged with patients between sessions."""
    bookings = book.by_patient(Booking)
    seen = days_seen(book) if bookings else {}
    return Recalls(bookings, book.by_patient(Contact), book.by_patient(CourseEvent), seen)


def days_seen(book: Clinic) -> dict[str, set[date]]:
    """The days on which each patient came, as the records tell: those of a session or a score."""
    seen: dict[str, set[date]] = {}
    for kind in _SEEN_BY:
        for record in book.records(kind):
            seen.setdefault(record.patient, set()).add(record.date)
    return seen
