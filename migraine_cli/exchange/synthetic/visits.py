"""What happens around the sessions of the sample: scores, check-ups, side effects, contacts and appointments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from migraine_cli.chart.chart import Chart
from migraine_cli.chart.course import CYCLE_DAYS, LAPSED_AFTER_DAYS, migraine_sessions
from migraine_cli.exchange.synthetic.chance import Chance
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking, Contact
from migraine_cli.words.dates import age_on

SCORED_SESSIONS = 4
"""The latest sessions on whose day a HIT-6 is recorded; on those of the latest two a check-up too."""

BOOKED_AHEAD_DAYS = 28
CLINIC_WEEKDAYS = (1, 3)
"""Tuesday and Thursday."""

PLACES = 16
"""Half hours of a clinic day, from 09:00 on."""

ASKED_UP_TO_YEARS = 55
"""Up to which age the sample's women are asked about a pregnancy."""


def around(chart: Chart, seed: int, as_of: date) -> Iterator[AboutPatient]:
    """What is recorded of one patient beside diary, preventives and sessions; only appointments lie in the future."""
    chance = Chance(f"{seed}/{chart.patient.id}/visits")
    sessions = migraine_sessions(chart.sessions, as_of)
    latest = sessions[-SCORED_SESSIONS:]
    yield from _scores(chance, latest)
    if not chart.patient.cautions:
        yield from (_checkup(chart.patient, session) for session in latest[-2:])
    if latest:
        yield from _effects(chance, latest[-1], as_of)
        yield from _appointments(chance, chart.patient, latest[-1].date, as_of)
    elif chance.happens(0.15):
        yield _booking(chart.patient, as_of + timedelta(days=chance.between(1, BOOKED_AHEAD_DAYS)))


def _scores(chance: Chance, sessions: Sequence[Session]) -> Iterator[Score]:
    total = chance.between(62, 70)
    for session in sessions:
        yield Score(patient=session.patient, date=session.date, instrument="hit6", total=total)
        total -= chance.between(1, 5)


def _checkup(patient: Patient, session: Session) -> CheckUp:
    young = patient.born is None or age_on(patient.born, session.date) <= ASKED_UP_TO_YEARS
    return CheckUp(
        patient=session.patient,
        date=session.date,
        pregnancy="no" if patient.sex == "female" and young else None,
        allergy="none",
        skin="clear",
        swallowing="well",
        weakness="none",
        new_medicine="none",
        other_toxin="none",
        consent="given",
        by=session.by,
    )


def _effects(chance: Chance, last: Session, as_of: date) -> Iterator[Effect]:
    begun = last.date + timedelta(days=chance.between(3, 12))
    if chance.happens(0.2) and begun <= as_of:
        passed = begun + timedelta(days=chance.between(10, 35))
        yield Effect(
            patient=last.patient,
            date=begun,
            effect=chance.one_of(("neck-pain", "ptosis")),
            severity=chance.one_of(("mild", "mild", "moderate")),
            until=passed if passed <= as_of else None,
        )


def _appointments(chance: Chance, patient: Patient, last: date, as_of: date) -> Iterator[AboutPatient]:
    """The one that the last session kept, one that was missed, whom the desk tried, and the next."""
    yield Booking(patient=patient.id, date=last, time=_place(patient))
    due = last + timedelta(days=CYCLE_DAYS)
    late = (as_of - due).days
    if late > 7 and (as_of - last).days <= LAPSED_AFTER_DAYS:
        if chance.happens(0.5):
            yield _booking(patient, due)
        tried = as_of - timedelta(days=chance.between(1, 12))
        yield Contact(patient=patient.id, date=tried, by="phone", result=chance.one_of(("no answer", "rings back")))
    if -BOOKED_AHEAD_DAYS <= late <= 7 and chance.happens(0.6):
        yield _booking(patient, max(due, as_of + timedelta(days=1)))


def _booking(patient: Patient, earliest: date) -> Booking:
    """On the first clinic day from `earliest` on."""
    day = earliest
    while day.weekday() not in CLINIC_WEEKDAYS:
        day += timedelta(days=1)
    return Booking(patient=patient.id, date=day, time=_place(patient))


def _place(patient: Patient) -> time:
    """A half hour of each patient's own, so that those with following numbers never meet."""
    return time(*divmod(9 * 60 + 30 * (int(patient.id.lstrip("P")) % PLACES), 60))
