"""Charts, loaded with just the parts that a decision looks at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from migraine_cli.records.codes import Caution
from migraine_cli.records.history import standing
from migraine_cli.records.log import Void
from migraine_cli.records.patient import Patient, cautions_since
from migraine_cli.store.contract import Clinic, seen_by

if TYPE_CHECKING:
    from migraine_cli.chart.chart import Chart
    from migraine_cli.treatment.schedule import Recalls

_SOUGHT_ONE_BY_ONE = 5
"""Patients whose charts are sooner sought one by one than found by going through the clinic once; ours, measured."""


def chart_of(clinic: Clinic, patient: str, *more: str) -> Chart:
    """All that a verdict on one patient looks at, the sessions whole, and the parts named besides. Raises NotFound."""
    from migraine_cli.chart.chart import JUDGED, Chart, kinds_read

    person, kinds = clinic.patient(patient), kinds_read((*JUDGED, "sessions", *more))
    chart = Chart(person, **{part: clinic.of_patient(kind, patient) for part, kind in kinds.items()})
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
    """The same for all patients, by patient id, one after the other; the sessions whole only where that is asked."""
    from migraine_cli.chart.chart import JUDGED

    return clinic.charts((*JUDGED, *more))


def charts_of(clinic: Clinic, patients: Collection[str], *more: str) -> dict[str, Chart]:
    """The same as `chart_of` of some patients, by patient id. Raises NotFound."""
    if len(patients) <= _SOUGHT_ONE_BY_ONE:
        return {patient: chart_of(clinic, patient, *more) for patient in patients}
    from migraine_cli.chart.chart import JUDGED

    return {chart.patient.id: chart for chart in clinic.charts((*JUDGED, "sessions", *more), of=patients)}


def came_on(chart: Chart) -> set[date]:
    """The days on which a patient came, by a chart with the scores: those of `Clinic.days_seen`."""
    return {each.date for part in (chart.sessions, chart.scores, chart.checkups) for each in part}


def days_seen_of(clinic: Clinic, patient: str) -> set[date]:
    """The days on which one patient came: those of `Clinic.days_seen`."""
    return {record.date for kind in seen_by() for record in clinic.of_patient(kind, patient)}


def recalls(clinic: Clinic, last_sessions: Mapping[str, date], as_of: date) -> Recalls:
    """What is arranged with patients after their last session, whose day is named."""
    from migraine_cli.records.visits import Contact, CourseEvent
    from migraine_cli.treatment.schedule import Recalls

    booked = clinic.appointments(last_sessions)
    # Most come, so that whether one did is looked up for few.
    open_ones = {patient for patient, each in booked.items() if any(one.date <= as_of for one in each)}
    seen = clinic.days_seen(open_ones) if open_ones else {}
    return Recalls(booked, clinic.by_patient(Contact), clinic.by_patient(CourseEvent), seen)


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
