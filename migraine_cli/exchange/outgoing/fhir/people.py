"""Who is treated, and for what."""

from __future__ import annotations

from collections.abc import Iterator

from migraine_cli.chart.chart import Chart
from migraine_cli.exchange.outgoing.fhir.elements import Ids, Resource, concept, stated
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.patient import Patient


def person(ids: Ids, patient: Patient) -> Resource:
    """The patient, with the practice's id as the identifier."""
    told = (("phone", patient.phone), ("email", patient.email))
    return ids.head("Patient", patient.id) | stated(
        identifier=[{"system": ids.clinic.urn, "value": patient.id}],
        name=[{"text": patient.name}] if patient.name else None,
        telecom=[{"system": system, "value": value} for system, value in told if value],
        gender=patient.sex,
        birthDate=patient.born and patient.born.isoformat(),
    )


def conditions(ids: Ids, chart: Chart) -> Iterator[Resource]:
    """Chronic migraine, where the record says since when or the patient was treated for it."""
    patient = chart.patient
    if patient.chronic_since or any(session.indication == CHRONIC_MIGRAINE for session in chart.sessions):
        yield ids.head("Condition", patient.id, CHRONIC_MIGRAINE) | stated(
            code=concept("Chronic migraine", CHRONIC_MIGRAINE),
            subject=ids.patient(patient.id),
            onsetDateTime=patient.chronic_since and patient.chronic_since.isoformat(),
        )
