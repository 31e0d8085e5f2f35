"""One patient as loaded and decided: what a screen and a report show."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from migraine_cli.chart.cautions import stated
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.course import interruption
from migraine_cli.chart.day import known_days
from migraine_cli.chart.known import known_on
from migraine_cli.chart.period import months_before
from migraine_cli.chart.tally import tally
from migraine_cli.cli.granted import granted_rows
from migraine_cli.cli.held import held_back
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.verdict import judge
from migraine_cli.listings.authorisations import AuthorisationRow
from migraine_cli.listings.checkups import CheckUpRow
from migraine_cli.listings.course import ContactRow, CourseEventRow, EffectRow, ScoreRow
from migraine_cli.listings.patient_screen import MonthSeen, PatientScreen, RecordedBy
from migraine_cli.listings.patients import PatientRow
from migraine_cli.listings.preventives import PreventiveRow
from migraine_cli.listings.sessions import SessionRow
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.effect import Effect
from migraine_cli.records.log import entry_of
from migraine_cli.records.patient import Patient as Person
from migraine_cli.records.patient import PatientLabel
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Contact
from migraine_cli.reference.policies import acute_medicines
from migraine_cli.reference.settings import settings
from migraine_cli.store.charts import recalls_of
from migraine_cli.store.contract import Clinic
from migraine_cli.treatment.response import cycles, telling
from migraine_cli.treatment.schedule import Recalls, Retreatment, last_migraine_session, next_booking, retreatments
from migraine_cli.words.dates import age_on

MONTHS_SHOWN = 12

Dated = TypeVar("Dated", CheckUp, Contact, Effect, Score, Session)


def patient_seen(clinic: Clinic, chart: Chart, day: date, rules: Policy) -> PatientScreen:
    """All that is shown of the patient of a chart, which has the part "scores" besides."""
    who = chart.patient
    last = last_migraine_session(chart.sessions, day)
    held = {} if last is None else held_back(clinic, {who.id: last}, day)
    recorded, granted = tuple(_recorded(clinic, who)), tuple(granted_rows(clinic, chart, day))
    return _screen(chart, recalls_of(clinic, who.id), day, rules, recorded, held, granted)


def _screen(
    chart: Chart,
    recalled: Recalls,
    day: date,
    rules: Policy,
    recorded: tuple[RecordedBy, ...],
    held: Mapping[str, str],
    granted: tuple[AuthorisationRow, ...],
) -> PatientScreen:
    person = chart.patient
    sessions = _until(day, chart.sessions)
    last = last_migraine_session(sessions, day)
    step = interruption(chart.events, last, day)
    seen = cycles(chart, rules, day)
    bookings = recalled.bookings.get(person.id, ())
    return PatientScreen(
        patient=person.id,
        name=person.name,
        age=None if person.born is None else age_on(person.born, day),
        facts=PatientRow.of(person),
        verdict=judge(rules, Case.of(chart, day, acute=acute_medicines([rules]))),
        retreatment=None if last is None else _retreatment(person, last, recalled, day, held),
        interrupted=None if step is None else CourseEventRow.of(step, person),
        booked=next_booking(bookings, last, day),
        response=telling(seen) if seen else None,
        months=tuple(_months(chart, day)),
        sessions=tuple(SessionRow.of(session, person) for session in sessions),
        preventives=tuple(PreventiveRow.of(preventive, person) for preventive in chart.preventives),
        scores=tuple(ScoreRow.of(score, person) for score in _until(day, chart.scores)),
        effects=tuple(EffectRow.of(effect, person) for effect in _until(day, chart.effects)),
        stated=tuple(stated(known_on(day, person.cautions, chart.checkups))),
        checkups=tuple(CheckUpRow.of(checkup, person) for checkup in _until(day, chart.checkups)),
        contacts=tuple(ContactRow.of(contact, person) for contact in _until(day, recalled.contacts.get(person.id, ()))),
        authorisations=granted,
        recorded=recorded,
    )


def _retreatment(
    person: PatientLabel, last: date, recalled: Recalls, day: date, held: Mapping[str, str]
) -> Retreatment:
    grace = settings().overdue_after_days
    (row,) = retreatments({person.id: person}, {person.id: last}, day, day, recalled, overdue_after=grace, held=held)
    return row


def _until(day: date, records: Iterable[Dated]) -> list[Dated]:
    """The records up to and including `day`, the earliest first."""
    return sorted((record for record in records if record.date <= day), key=lambda record: record.date)


def _recorded(clinic: Clinic, person: Person) -> Iterator[RecordedBy]:
    entries = {entry.entry: entry for entry in clinic.log(patient=person.id)}
    for record in (person, *clinic.about(person.id)):
        entry = entry_of(entries, record.entry, record.id)
        yield RecordedBy(id=record.id, at=entry.at, by=entry.by, command=entry.command)


def _months(chart: Chart, day: date) -> Iterator[MonthSeen]:
    """The latest complete months that anything is known of, the earliest first."""
    periods = months_before(day, MONTHS_SHOWN)[::-1]
    days = known_days(chart.diary, periods[0].first, periods[-1].last)
    tallies = [tally(days, chart.months, period) for period in periods]
    while tallies and tallies[0].empty:
        tallies.pop(0)
    for found in tallies:
        given = tuple(
            session.date for session in chart.sessions if found.period.first <= session.date <= found.period.last
        )
        yield MonthSeen(
            month=str(found.period),
            headache_low=found.headache.low,
            headache_high=found.headache.high,
            migraine_low=found.migraine.low,
            migraine_high=found.migraine.high,
            sessions=given,
            contradiction=found.contradiction,
        )
