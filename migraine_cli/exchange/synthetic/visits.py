"""What happens around invented sessions: scores, check-ups, side effects, contacts and appointments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from migraine_cli.chart.chart import Chart
from migraine_cli.chart.course import migraine_sessions
from migraine_cli.exchange.synthetic.appointments import Places, ahead, first_visit, kept
from migraine_cli.exchange.synthetic.chance import Chance
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.words.dates import age_on

SCORED_SESSIONS = 4
"""The latest sessions on whose day a HIT-6 is recorded; on those of the latest two a check-up too."""

ASKED_UP_TO_YEARS = 55
"""Up to which age women are asked about a pregnancy."""


def around(chart: Chart, seed: int, as_of: date, places: Places) -> Iterator[AboutPatient]:
    """What is recorded of one patient beside diary, preventives, sessions and the course; only appointments, in
    `places`, lie in the future.
    """
    chance = Chance(f"{seed}/{chart.patient.id}/visits")
    latest = migraine_sessions(chart.sessions, as_of)[-SCORED_SESSIONS:]
    yield from _scores(chance, latest)
    if not chart.patient.cautions:
        yield from (_checkup(chart.patient, session) for session in latest[-2:])
    yield from (effect for session in latest for effect in _effects(chance, session, as_of))
    chance = Chance(f"{seed}/{chart.patient.id}/desk")
    yield from kept(chance, places, latest)
    if not latest:
        yield from first_visit(chance, places, chart.patient.id, as_of)
    elif not chart.events:
        yield from ahead(chance, places, latest[-1], as_of)


def _scores(chance: Chance, sessions: Sequence[Session]) -> Iterator[Score]:
    total = chance.between(62, 70)
    for session in sessions:
        yield Score(patient=session.patient, date=session.date, instrument="hit6", total=total)
        total -= chance.between(1, 5)
    if sessions:
        total, last = chance.between(8, 60), sessions[-1]
        yield Score(patient=last.patient, date=last.date, instrument="midas", total=total)


def _checkup(patient: Patient, session: Session) -> CheckUp:
    young = patient.born is None or age_on(patient.born, session.date) <= ASKED_UP_TO_YEARS
    may_be = patient.sex == "female" and young
    return CheckUp(
        patient=session.patient,
        date=session.date,
        pregnancy="no" if may_be else None,
        breastfeeding="no" if may_be else None,
        allergy="none",
        skin="clear",
        swallowing="well",
        weakness="none",
        new_medicine="none",
        other_toxin="none",
        consent="given",
        by=session.by,
    )


def _effects(chance: Chance, after: Session, as_of: date) -> Iterator[Effect]:
    begun = after.date + timedelta(days=chance.between(3, 12))
    if chance.happens(0.15) and begun <= as_of:
        passed = begun + timedelta(days=chance.between(10, 35))
        yield Effect(
            patient=after.patient,
            date=begun,
            effect=chance.one_of(("neck-pain", "ptosis")),
            severity=chance.one_of(("mild", "mild", "moderate")),
            until=passed if passed <= as_of else None,
        )
