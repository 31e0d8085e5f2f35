"""What else happens over a course: side effects, preventives, scores and appointments."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from migraine_cli.chart.appointments import BookingStatus, status_of
from migraine_cli.exchange.outgoing.fhir.elements import Ids, Resource, concept, stated
from migraine_cli.records.effect import Effect
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.score import Score
from migraine_cli.records.scores import TITLES
from migraine_cli.records.visits import Booking

_SEVERITY = "http://terminology.hl7.org/CodeSystem/adverse-event-severity"
_OUTCOME = "http://terminology.hl7.org/CodeSystem/adverse-event-outcome"

_STATUSES: dict[BookingStatus, str] = {
    "booked": "booked",
    "attended": "fulfilled",
    "missed": "noshow",
    "cancelled": "cancelled",
}


def adverse_event(ids: Ids, effect: Effect, names: Mapping[str, str]) -> Resource:
    """A side effect; `names` gives the words for the terms."""
    term = effect.effect
    passed = effect.until and concept(f"passed {effect.until}", "resolved", _OUTCOME)
    return ids.head("AdverseEvent", effect.id) | stated(
        actuality="actual",
        event=concept(names[term], term) if term in names else concept(term),
        subject=ids.patient(effect.patient),
        date=effect.date.isoformat(),
        severity=effect.severity and concept(effect.severity, effect.severity, _SEVERITY),
        outcome=passed,
    )


def medication_statement(ids: Ids, tried: Preventive) -> Resource:
    """A preventive tried, or that none ever was."""
    medicine = tried.medicine or "any preventive medicine against migraine"
    period = stated(start=tried.started and tried.started.isoformat(), end=tried.stopped and tried.stopped.isoformat())
    return ids.head("MedicationStatement", tried.id) | stated(
        status=_taken(tried),
        statusReason=[concept(tried.outcome.replace("-", " "), tried.outcome)] if tried.outcome else None,
        category=tried.drug_class and concept(tried.drug_class.replace("-", " "), tried.drug_class),
        medicationCodeableConcept=concept(medicine),
        subject=ids.patient(tried.patient),
        effectivePeriod=period,
    )


def _taken(tried: Preventive) -> str:
    if tried.medicine is None or (tried.outcome == "unsuitable" and tried.started is None):
        return "not-taken"
    if tried.outcome == "ongoing":
        return "active"
    return "stopped" if tried.stopped or tried.outcome in ("failed", "not-tolerated") else "unknown"


def score_observation(ids: Ids, score: Score) -> Resource:
    """A questionnaire's total, and its answers where they are known."""
    title = TITLES[score.instrument]
    answers = [
        {"code": concept(f"{title} item {place}", f"{score.instrument}-{place}"), "valueInteger": answer}
        for place, answer in enumerate(score.items or (), 1)
    ]
    return ids.head("Observation", score.id) | stated(
        status="final",
        code=concept(title, score.instrument),
        subject=ids.patient(score.patient),
        effectiveDateTime=score.date.isoformat(),
        valueInteger=score.total,
        component=answers,
    )


def appointment(ids: Ids, booking: Booking, seen: Container[date], day: date, zone: tzinfo | None) -> Resource:
    """An appointment as it stands on `day`; `zone` is the clinic's, None the computer's.

    FHIR takes no appointment without a time: one of which only the day is agreed lasts all of it, and says so.
    """
    begins = datetime.combine(booking.date, booking.time or time())
    ends = begins + (timedelta(minutes=booking.minutes) if booking.time else timedelta(days=1))
    return ids.head("Appointment", booking.id) | stated(
        status=_STATUSES[status_of(booking, seen, day)],
        start=_instant(begins, zone),
        end=_instant(ends, zone),
        comment=None if booking.time else "Only the day is agreed.",
        participant=[{"actor": ids.patient(booking.patient), "status": "accepted"}, *_injector(booking)],
    )


def _injector(booking: Booking) -> list[dict[str, Any]]:
    return [{"actor": {"display": booking.injector}, "status": "accepted"}] if booking.injector else []


def _instant(moment: datetime, zone: tzinfo | None) -> str:
    return (moment.replace(tzinfo=zone) if zone else moment.astimezone()).isoformat()
