"""`migcli show`: one patient on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from msgspec import Struct

from migraine_cli.chart import Chart
from migraine_cli.cli.books import asked_for, chart_of, reading
from migraine_cli.cli.explained import STYLES, sentence
from migraine_cli.cli.house_rules import policy
from migraine_cli.cli.options import AsKnownOn, AsOf, Clinic, FormatOption, Patient
from migraine_cli.clinic_file import Clinic as ClinicFile
from migraine_cli.dates import age_on
from migraine_cli.diary import Tally, known_days, months_before, tally
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.verdict import Verdict, judge
from migraine_cli.output.blocks import BLANK, Block, Column, Details, Paragraph, Table
from migraine_cli.output.listing import Listing
from migraine_cli.output.listing import show as show_listing
from migraine_cli.rows import PatientRow, PreventiveRow, SessionRow
from migraine_cli.treatment.schedule import Retreatment, retreatments

MONTHS_SHOWN = 12


class MonthSeen(Struct, frozen=True, kw_only=True):
    """One month of the diary: the least and the most headache and migraine days there can have been, and its
    sessions.
    """

    month: str
    headache_low: int
    headache_high: int
    migraine_low: int
    migraine_high: int
    sessions: tuple[date, ...]
    contradiction: str | None


class RecordedBy(Struct, frozen=True, kw_only=True):
    """When, by whom and with which command a record was made as it is; `migcli log` tells what it said before."""

    id: str
    at: datetime
    by: str
    command: str


class PatientScreen(Struct, frozen=True, kw_only=True):
    """All that is known of one patient. `retreatment` is None before the first session for chronic migraine.

    `recorded` is about the patient and every record about them.
    """

    patient: str
    name: str | None
    age: int | None
    facts: PatientRow
    verdict: Verdict
    retreatment: Retreatment | None
    months: tuple[MonthSeen, ...]
    sessions: tuple[SessionRow, ...]
    preventives: tuple[PreventiveRow, ...]
    recorded: tuple[RecordedBy, ...]


def show(
    patient: Patient,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    clinic: Clinic = None,
) -> None:
    """Show one patient on one screen.

    Verdict, next session, headache days by month with the sessions among them, preventives.

    Examples:
      migcli show P0001
      migcli show P0001 --as-of 2026-10-05 --format json
    """
    day, rules = asked_for(as_of), policy()
    book = reading(clinic, as_known_on)
    screen = _screen(chart_of(book, patient), day, rules, tuple(_recorded(book, patient)))
    show_listing(Listing("show", PatientScreen, day, [screen], view=lambda: _view(screen, rules)), form)


def _screen(chart: Chart, day: date, rules: Policy, recorded: tuple[RecordedBy, ...]) -> PatientScreen:
    person = chart.patient
    sessions = sorted((session for session in chart.sessions if session.date <= day), key=lambda session: session.date)
    return PatientScreen(
        patient=person.id,
        name=person.name,
        age=None if person.born is None else age_on(person.born, day),
        facts=PatientRow.of(person),
        verdict=judge(rules, Case.of(chart, day)),
        retreatment=next(iter(retreatments({person.id: person}, chart.sessions, day, day)), None),
        months=tuple(_months(chart, day)),
        sessions=tuple(SessionRow.of(session, person) for session in sessions),
        preventives=tuple(PreventiveRow.of(preventive, person) for preventive in chart.preventives),
        recorded=recorded,
    )


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
    while tallies and not _known(tallies[0]):
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


def _known(month: Tally) -> bool:
    return month.counted or len(month.blank) < month.period.length


def _view(screen: PatientScreen, rules: Policy) -> Iterator[Block]:
    yield Paragraph(f"{screen.patient} {screen.name or ''}".rstrip(), "bold")
    yield Details(list(_facts(screen, rules)))
    if screen.months:
        yield BLANK
        yield Table(_MONTHS, screen.months)
        yield Paragraph("█ headache days   ░ days not known   ◆ session", "dim")
    if screen.sessions:
        yield BLANK
        yield Table(_SESSIONS, screen.sessions[::-1][:_SESSIONS_SHOWN])
    if screen.preventives:
        yield BLANK
        yield Table(_PREVENTIVES, screen.preventives)


_SESSIONS_SHOWN = 6

_MONTHS = (
    Column("month", "month"),
    Column("", lambda row: "█" * row.headache_low + "░" * (row.headache_high - row.headache_low)),
    Column("headache days", lambda row: _bounds(row.headache_low, row.headache_high), right=True),
    Column("migraine days", lambda row: _bounds(row.migraine_low, row.migraine_high), right=True, spare=1),
    Column("", lambda row: "◆" * len(row.sessions), optional=True, style=lambda _: "bold"),
)
_SESSIONS = (
    Column("session", "date"),
    Column("units", "units", right=True),
    Column("sites", "sites", right=True),
    Column("indication", "indication"),
    Column("lot", "lot", optional=True),
    Column("by", "by", optional=True, spare=1),
)
_PREVENTIVES = (
    Column("preventive", lambda row: row.medicine or "none tried"),
    Column("class", "drug_class"),
    Column("from", "started", optional=True),
    Column("to", "stopped", optional=True),
    Column("outcome", "outcome"),
)


def _bounds(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _facts(screen: PatientScreen, rules: Policy) -> Iterator[tuple[str, object] | tuple[str, object, str]]:
    facts, verdict = screen.facts, screen.verdict
    born = "not recorded" if facts.born is None else f"{facts.born} ({screen.age} years)"
    yield "born", f"{born}{f', {facts.sex}' if facts.sex else ''}"
    yield "verdict", f"{verdict.verdict.value} – {sentence(verdict, rules)}", STYLES[verdict.verdict]
    if verdict.missing:
        yield "missing", "; ".join(verdict.missing)
    if screen.retreatment:
        due = screen.retreatment
        yield "next session", f"{due.status}: due {due.due}, {due.days_since} days since {due.last_session}"
    else:
        yield "next session", "none given yet"
    yield "cautions", ", ".join(facts.cautions) or "none recorded", "bold yellow" if facts.cautions else ""
    yield "overuse", facts.overuse or "not stated"
    for label, value in (
        ("chronic since", facts.chronic_since),
        ("goals", "; ".join(facts.goals)),
        ("phone", facts.phone),
        ("e-mail", facts.email),
        ("note", facts.note),
    ):
        if value:
            yield label, value
