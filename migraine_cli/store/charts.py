"""Charts, loaded with just the parts that a decision looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from migraine_cli.records.codes import Caution
from migraine_cli.records.history import standing
from migraine_cli.records.log import Void
from migraine_cli.records.patient import Patient, cautions_since
from migraine_cli.store.contract import Clinic

if TYPE_CHECKING:
    from migraine_cli.chart.chart import Chart
    from migraine_cli.records.checkup import LastingAnswers
    from migraine_cli.records.score import Score
    from migraine_cli.records.session_day import SessionDay
    from migraine_cli.treatment.schedule import Recalls

_SOUGHT_ONE_BY_ONE = 15
"""Patients whose charts are sooner sought one by one than found by going through the clinic once; ours, measured."""


def chart_of(clinic: Clinic, patient: str, *more: str) -> Chart:
    """All that a verdict on one patient looks at, and the parts named besides. Raises NotFound."""
    from migraine_cli.chart.chart import JUDGED, PARTS, Chart

    person = clinic.patient(patient)
    chart = Chart(person, **{part: clinic.of_patient(PARTS[part], patient) for part in (*JUDGED, *more)})
    if person.cautions:
        chart.caution_entries = caution_entries(clinic, person.id).get(person.id, {})
    return chart


def caution_entries(clinic: Clinic, patient: str | None = None) -> dict[str, dict[Caution, int]]:
    """The cautions that each patient's record has, or one's, each with the log entry since which it has it."""
    versions: defaultdict[str, list[Patient]] = defaultdict(list)
    for version in standing(clinic.versions(Patient, patient), clinic.versions(Void), clinic.undone()):
        versions[version.id].append(version)
    return {id_: since for id_, theirs in versions.items() if (since := cautions_since(theirs))}


def charts(clinic: Clinic, *more: str) -> Iterator[Chart]:
    """The same for all patients, by patient id, one after the other."""
    from migraine_cli.chart.chart import JUDGED

    return clinic.charts((*JUDGED, *more))


def charts_of(clinic: Clinic, patients: Collection[str], *more: str) -> dict[str, Chart]:
    """The same of some patients, by patient id. Raises NotFound."""
    if len(patients) <= _SOUGHT_ONE_BY_ONE:
        return {patient: chart_of(clinic, patient, *more) for patient in patients}
    from migraine_cli.chart.chart import JUDGED

    return {chart.patient.id: chart for chart in clinic.charts((*JUDGED, *more), of=patients)}


def came_on(chart: Chart) -> set[date]:
    """The days on which a patient came, by a chart with the scores: those of `days_seen`."""
    return {each.date for part in (chart.sessions, chart.scores, chart.checkups) for each in part}


def _seen_by() -> tuple[type[SessionDay] | type[Score] | type[LastingAnswers], ...]:
    """The kinds of record that are made when a patient comes."""
    from migraine_cli.records.checkup import LastingAnswers
    from migraine_cli.records.score import Score
    from migraine_cli.records.session_day import SessionDay

    return SessionDay, Score, LastingAnswers


def days_seen(clinic: Clinic, of: Container[str] | None = None) -> dict[str, set[date]]:
    """The days on which each patient came, or each one `of` those, as the records tell: those of a session, a score or
    a check-up.
    """
    seen: dict[str, set[date]] = {}
    for kind in _seen_by():
        for record in clinic.records(kind):
            if of is None or record.patient in of:
                seen.setdefault(record.patient, set()).add(record.date)
    return seen


def days_seen_of(clinic: Clinic, patient: str) -> set[date]:
    """The same of one patient."""
    return {record.date for kind in _seen_by() for record in clinic.of_patient(kind, patient)}


def recalls(clinic: Clinic, last_sessions: Mapping[str, date], as_of: date) -> Recalls:
    """What is arranged with patients after their last session, whose day is named."""
    from migraine_cli.records.visits import Booking, Contact, CourseEvent
    from migraine_cli.treatment.schedule import Recalls

    every = clinic.by_patient(Booking)
    bookings = {
        patient: [each for each in every[patient] if each.date > last]
        for patient, last in last_sessions.items()
        if patient in every
    }
    # Most come, so that whether one did is looked up for few.
    open_ones = {patient for patient, booked in bookings.items() if any(each.date <= as_of for each in booked)}
    seen = days_seen(clinic, open_ones) if open_ones else {}
    return Recalls(bookings, clinic.by_patient(Contact), clinic.by_patient(CourseEvent), seen)


def recalls_of(clinic: Clinic, patient: str) -> Recalls:
    """What is arranged with one patient."""
    from migraine_cli.records.visits import Booking, Contact, CourseEvent
    from migraine_cli.treatment.schedule import Recalls

    bookings = clinic.of_patient(Booking, patient)
    return Recalls(
        {patient: bookings},
        {patient: clinic.of_patient(Contact, patient)},
        {patient: clinic.of_patient(CourseEvent, patient)},
        {patient: days_seen_of(clinic, patient)} if bookings else {},
    )
