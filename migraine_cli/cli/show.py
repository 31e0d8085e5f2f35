"""`migcli show`: one patient on one screen."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from migraine_cli.chart import Chart
from migraine_cli.cli.books import asked_for, chart_of, reading, recalls
from migraine_cli.cli.house_rules import acute_medicines, chosen_policy
from migraine_cli.cli.options import AsKnownOn, AsOf, Clinic, FormatOption, Patient
from migraine_cli.cli.screen import MonthSeen, PatientScreen, RecordedBy
from migraine_cli.cli.screen_view import screen_view
from migraine_cli.cli.settings import settings
from migraine_cli.clinic_file import Clinic as ClinicFile
from migraine_cli.course import interruption
from migraine_cli.course_rows import ContactRow, CourseEventRow, EffectRow, ScoreRow
from migraine_cli.dates import age_on
from migraine_cli.diary import known_days, months_before, tally
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.verdict import judge
from migraine_cli.output.listing import Listing
from migraine_cli.output.listing import show as show_listing
from migraine_cli.records import Contact, Effect, PatientLabel, Score, Session
from migraine_cli.rows import PatientRow, PreventiveRow, SessionRow
from migraine_cli.treatment.response import cycles, telling
from migraine_cli.treatment.schedule import Recalls, Retreatment, last_migraine_session, next_booking, retreatments

MONTHS_SHOWN = 12

Dated = TypeVar("Dated", Contact, Effect, Score, Session)


def show(
    patient: Patient,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    clinic: Clinic = None,
) -> None:
    """Show one patient on one screen.

    Verdict, next session, response, cautions, effects, scores, goals, and the headache days by month with the
    sessions among them.

    Examples:
      migcli show P0001
      migcli show P0001 --as-of 2026-10-05 --format json
    """
    day, rules = asked_for(as_of), chosen_policy()
    book = reading(clinic, as_known_on)
    screen = _screen(chart_of(book, patient, "scores"), recalls(book), day, rules, tuple(_recorded(book, patient)))
    show_listing(Listing("show", PatientScreen, day, [screen], view=lambda: screen_view(screen, rules)), form)


def _screen(
    chart: Chart, arranged: Recalls, day: date, rules: Policy, recorded: tuple[RecordedBy, ...]
) -> PatientScreen:
    person = chart.patient
    sessions = _until(day, chart.sessions)
    last = last_migraine_session(sessions, day)
    step = interruption(chart.events, last, day)
    seen = cycles(chart, rules, day)
    bookings = arranged.bookings.get(person.id, ())
    return PatientScreen(
        patient=person.id,
        name=person.name,
        age=None if person.born is None else age_on(person.born, day),
        facts=PatientRow.of(person),
        verdict=judge(rules, Case.of(chart, day, acute=acute_medicines([rules]))),
        retreatment=None if last is None else _retreatment(person, last, arranged, day),
        interrupted=None if step is None else CourseEventRow.of(step, person),
        booked=next_booking(bookings, last, day),
        response=telling(seen) if seen else None,
        months=tuple(_months(chart, day)),
        sessions=tuple(SessionRow.of(session, person) for session in sessions),
        preventives=tuple(PreventiveRow.of(preventive, person) for preventive in chart.preventives),
        scores=tuple(ScoreRow.of(score, person) for score in _until(day, chart.scores)),
        effects=tuple(EffectRow.of(effect, person) for effect in _until(day, chart.effects)),
        contacts=tuple(ContactRow.of(contact, person) for contact in _until(day, arranged.contacts.get(person.id, ()))),
        recorded=recorded,
    )


def _retreatment(person: PatientLabel, last: date, arranged: Recalls, day: date) -> Retreatment:
    grace = settings().overdue_after_days
    (row,) = retreatments({person.id: person}, {person.id: last}, day, day, arranged, overdue_after=grace)
    return row


def _until(day: date, records: Iterable[Dated]) -> list[Dated]:
    """The records up to and including `day`, the earliest first."""
    return sorted((record for record in records if record.date <= day), key=lambda record: record.date)


def _recorded(book: ClinicFile, patient: str) -> Iterator[RecordedBy]:
    entries = {entry.entry: entry for entry in book.log()}
    for record in (book.patient(patient), *book.about(patient)):
        entry = entries[record.entry]
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
