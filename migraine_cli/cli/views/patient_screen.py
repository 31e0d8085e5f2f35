"""How one patient's screen looks: what a clinician wants to know before walking into the room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.cautions import ALLERGIC_REACTION
from migraine_cli.cli.views.response import control, difference
from migraine_cli.cli.views.verdict import STYLES, about, sentence
from migraine_cli.eligibility.policy import Policy
from migraine_cli.listings.authorisations import AuthorisationRow
from migraine_cli.listings.course import CourseEventRow, EffectRow, ScoreRow
from migraine_cli.listings.patient_screen import MonthSeen, PatientScreen
from migraine_cli.listings.sessions import SessionRow
from migraine_cli.output.blocks import BLANK, Block, Column, Details, Paragraph, Table
from migraine_cli.records.codes import ONABOTULINUM
from migraine_cli.records.scores import HIT6_CHANGE_THAT_MATTERS, INSTRUMENTS, TITLES
from migraine_cli.words.text import in_words

_SESSIONS_SHOWN = 6
_EFFECTS_SHOWN = 4
_SCORES_SHOWN = 5

_Line = tuple[str, object] | tuple[str, object, str]


def screen_view(screen: PatientScreen, rules: Policy, day: date) -> Iterator[Block]:
    """The screen as blocks."""
    yield Paragraph(f"{_heading(screen)}, as of {day}", "bold")
    yield Details([line for line in lines(screen, rules) if line[1]])
    if screen.months:
        yield BLANK
        yield Table(_MONTHS, screen.months)
        yield Paragraph("█ headache days   ░ days not known   ◆ session", "dim")
        yield from (Paragraph(f"  · {month.contradiction}", "yellow") for month in screen.months if month.contradiction)
    if screen.sessions:
        yield BLANK
        yield Table(_SESSIONS, screen.sessions[::-1][:_SESSIONS_SHOWN])
    if screen.preventives:
        yield BLANK
        yield Table(PREVENTIVES, screen.preventives)


def _heading(screen: PatientScreen) -> str:
    facts = screen.facts
    born = "no date of birth recorded" if facts.born is None else f"born {facts.born}, {screen.age} years"
    name = f"{screen.patient} {screen.name or ''}".rstrip()
    return f"{name} · {born}" + (f", {facts.sex}" if facts.sex else "")


def lines(screen: PatientScreen, rules: Policy) -> Iterator[_Line]:
    """What is known of the patient at a glance, a label and a value each; a blank value is left out."""
    facts, verdict = screen.facts, screen.verdict
    yield "verdict", f"{verdict.verdict.value} – {sentence(verdict, rules)}", STYLES[verdict.verdict]
    yield "about", about(verdict)
    yield "missing", "; ".join(verdict.missing)
    yield "treatment", _interrupted(screen.interrupted), "bold yellow"
    yield "next session", _next_session(screen)
    yield "authorisation", "\n".join(map(granted_words, screen.authorisations))
    yield "response", _response(screen), _response_style(screen)
    yield "scores", "\n".join(filter(None, (_scores(screen, instrument) for instrument in INSTRUMENTS)))
    yield "cautions", _cautions(screen), "bold yellow" if facts.cautions or screen.stated else ""
    yield "check-up", _checkup(screen)
    yield "effects", "\n".join(map(effect_words, screen.effects[::-1][:_EFFECTS_SHOWN])), _effects_style(screen)
    yield "goals", "\n".join(facts.goals)
    yield "contacts", _contacts(screen)
    yield "overuse", facts.overuse or "not stated"
    yield "chronic since", facts.chronic_since
    yield "phone", facts.phone
    yield "e-mail", facts.email
    yield "note", facts.note


def _cautions(screen: PatientScreen) -> str:
    """Those recorded and what was stated at check-ups; where there is nothing, since when that is known."""
    found = [*filter(None, (", ".join(map(in_words, screen.facts.cautions)),)), *screen.stated]
    asked = f"last asked {screen.checkups[-1].date}" if screen.checkups else "never asked"
    return "\n".join(found) or f"none recorded; {asked}"


def _checkup(screen: PatientScreen) -> str:
    """The latest one."""
    return f"{screen.checkups[-1].date}: {screen.checkups[-1].answers()}" if screen.checkups else ""


def _next_session(screen: PatientScreen) -> str:
    booked = f"; booked {screen.booked.replace('T', ' ')}" if screen.booked else ""
    due = screen.retreatment
    if due is None:
        return f"none given yet{booked}"
    since = f"{due.days_since} days since {due.last_session}{booked}"
    return f"{due.due}, {due.status}; {since}" if screen.interrupted is None else f"none due; {since}"


def granted_words(row: AuthorisationRow) -> str:
    """What a payer was asked or granted, what is left of it, and when to ask for the next."""
    spans = [f"from {row.starts}" if row.starts else "", f"until {row.until}" if row.until else ""]
    told = [
        " ".join(filter(None, (f"{row.payer}: {row.status}", *spans))),
        f"{row.visits_left} of {row.visits} visits left" if row.visits_left is not None else "",
        f"{row.units_left:g} of {row.units:g} U left" if row.units_left is not None else "",
        f"ask for the next by {row.ask_by}" if row.ask_by else "",
    ]
    return ", ".join(filter(None, told))


def _interrupted(step: CourseEventRow | None) -> str:
    if step is None:
        return ""
    why = f": {step.reason}" if step.reason else ""
    return f"paused until {step.until}{why}" if step.step == "pause" else f"stopped since {step.date}{why}"


def _response(screen: PatientScreen) -> str:
    seen = screen.response
    if seen is None:
        return ""
    if seen.month is None:
        return f"{seen.baseline} headache days in {seen.baseline_month}; no complete month since"
    if seen.reduction_percent is None:
        told = f"{seen.headache_days} headache days in {seen.month}, {seen.baseline} before treatment, so no percentage"
    else:
        days = f"{seen.baseline} → {seen.headache_days} days"
        told = f"{difference(seen)} ({days}): {seen.month} against {seen.baseline_month}"
    return f"{told}; in the range of {control(seen)}"


def _response_style(screen: PatientScreen) -> str:
    return "bold green" if screen.response and screen.response.reached_50 is Answer.YES else ""


def _scores(screen: PatientScreen, instrument: str) -> str:
    """The latest scores in their order of time, then the points from the first of them to the last."""
    scores = [score for score in screen.scores if score.instrument == instrument]
    if not scores:
        return ""
    title = TITLES[scores[0].instrument]  # type: ignore[index]
    told = f"{title} {', '.join(map(_score, scores[-_SCORES_SHOWN:]))}"
    return told if len(scores) == 1 else f"{told}: {_change(scores)}"


def _score(score: ScoreRow) -> str:
    return f"{score.total} {score.grade} ({score.date})"


def _change(scores: list[ScoreRow]) -> str:
    points = scores[-1].total - scores[0].total
    matters = scores[0].instrument == "hit6" and abs(points) >= HIT6_CHANGE_THAT_MATTERS
    return f"{points:+d} since {scores[0].date}" + (", a change that matters" if matters else "")


def effect_words(effect: EffectRow) -> str:
    """A side effect in words."""
    how = f"{effect.severity} " if effect.severity else ""
    until = f" to {effect.until}" if effect.until else ", not known to have passed"
    return f"{how}{in_words(effect.kind)} from {effect.date}{until}" + (f" ({effect.note})" if effect.note else "")


def _effects_style(screen: PatientScreen) -> str:
    return "bold red" if any(effect.kind == ALLERGIC_REACTION for effect in screen.effects) else ""


def _contacts(screen: PatientScreen) -> str:
    if not screen.contacts:
        return ""
    last = screen.contacts[-1]
    since = f"{screen.retreatment.contacts} since the last session; " if screen.retreatment else ""
    return f"{since}last {last.date}, {last.by}" + (f": {last.result}" if last.result else "")


def month_bounds(low: int, high: int) -> str:
    """Days of a month as bounds."""
    return str(low) if low == high else f"{low} to {high}"


def _given(month: MonthSeen) -> str:
    return " ".join(f"◆ {day:%m-%d}" for day in month.sessions)


def _where(session: SessionRow) -> object:
    return session.sites if session.sites is not None else "not recorded"


_MONTHS = (
    Column("month", "month"),
    Column("days", lambda row: "█" * row.headache_low + "░" * (row.headache_high - row.headache_low), spare=1),
    Column("headache", lambda row: month_bounds(row.headache_low, row.headache_high), right=True),
    Column("migraine", lambda row: month_bounds(row.migraine_low, row.migraine_high), right=True, spare=2),
    Column("session", _given, folds=True, optional=True, style=lambda _: "bold"),
)
_SESSIONS = (
    Column("session", "date"),
    Column("units", "units", right=True),
    Column("sites", _where, right=True),
    Column("indication", lambda row: in_words(row.indication), shows="indication"),
    Column("another toxin", lambda row: None if row.product == ONABOTULINUM else row.product, optional=True),
    Column("lot", "lot", optional=True, spare=1),
    Column("by", "by", optional=True, spare=2),
    Column("overridden", lambda row: [each.rule for each in row.allowed], optional=True, style=lambda _: "yellow"),
)
PREVENTIVES = (
    Column("preventive", lambda row: row.medicine or "none tried", folds=True),
    Column("class", "drug_class", spare=1),
    Column("from", "started", optional=True),
    Column("to", "stopped", optional=True),
    Column("outcome", lambda row: row.outcome and in_words(row.outcome), shows="outcome"),
)
