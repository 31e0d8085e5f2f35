"""Every resource of a clinic, or of one patient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from typing import NamedTuple

from migraine_cli.exchange.outgoing.fhir.courses import (
    adverse_event,
    appointment,
    medication_statement,
    score_observation,
)
from migraine_cli.exchange.outgoing.fhir.elements import Ids, Resource
from migraine_cli.exchange.outgoing.fhir.months import month_observations
from migraine_cli.exchange.outgoing.fhir.people import conditions, person
from migraine_cli.exchange.outgoing.fhir.sessions import session_resources
from migraine_cli.exchange.outgoing.identity import clinic_id
from migraine_cli.records.visits import Booking
from migraine_cli.store.charts import came_on, chart_of
from migraine_cli.store.contract import Clinic

TYPES = (
    "Patient",
    "Condition",
    "Observation",
    "Procedure",
    "MedicationAdministration",
    "AdverseEvent",
    "MedicationStatement",
    "Appointment",
)


class Told(NamedTuple):
    """How it is told: as on `day`, in the clinic's `zone` (None is the computer's), with the words for side effects."""

    day: date
    zone: tzinfo | None
    effects: Mapping[str, str]


def resources(clinic: Clinic, patient: str | None, told: Told, *, bundled: bool) -> Iterator[Resource]:
    """The resources patient by patient. Raises NotFound, and ClinicFileError."""
    people = list(clinic.labels()) if patient is None else [patient]
    if not people:  # nor need there be a log, of which ids are made
        return
    ids = Ids(clinic_id(clinic.log()), bundled)
    for each in people:
        yield from _of_patient(clinic, each, ids, told)


def _of_patient(clinic: Clinic, patient: str, ids: Ids, told: Told) -> Iterator[Resource]:
    chart = chart_of(clinic, patient, "scores")
    yield person(ids, chart.patient)
    yield from conditions(ids, chart)
    yield from month_observations(ids, chart, told.day)
    for session in chart.sessions:
        yield from session_resources(ids, session)
    yield from (adverse_event(ids, effect, told.effects) for effect in chart.effects)
    yield from (medication_statement(ids, tried) for tried in chart.preventives)
    yield from (score_observation(ids, score) for score in chart.scores)
    seen = came_on(chart)
    for booking in clinic.of_patient(Booking, patient):
        yield appointment(ids, booking, seen, told.day, told.zone)
