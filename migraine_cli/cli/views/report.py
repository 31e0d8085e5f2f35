"""One patient's report as a page, for a clinician, the patient and a payer's reviewer: each chart with its table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from migraine_cli.chart.period import Period
from migraine_cli.cli.views.patient_screen import PREVENTIVES, effect_words, lines, month_bounds
from migraine_cli.cli.views.response import BESIDES, CYCLES, method
from migraine_cli.cli.views.sites_picture import GIVEN_SITES, sites_picture
from migraine_cli.cli.views.verdict import explained
from migraine_cli.cli.views.weeks import WEEK_COLUMNS, called, week_words
from migraine_cli.eligibility.policy import Policy
from migraine_cli.listings.course import ScoreRow
from migraine_cli.listings.patient_screen import MonthSeen, PatientScreen
from migraine_cli.listings.sessions import SessionRow
from migraine_cli.output.as_html import Drawing, Heading, PageBlock, as_html
from migraine_cli.output.blocks import Column, Details, Paragraph, Table
from migraine_cli.output.paper import paper
from migraine_cli.output.svg import Bar, Line, bar_chart, grid_chart
from migraine_cli.records.scores import TITLES
from migraine_cli.treatment.cycle import Cycle
from migraine_cli.treatment.sites import SiteRow
from migraine_cli.treatment.weeks import WEEKS, CycleWeeks
from migraine_cli.words.dates import month_days

_CHRONIC = Line(15, "15 days a month")
"""The days a month with headache from which a migraine is chronic (ICHD-3 1.3)."""

_SEVERE = Line(60, "60: severe")
"""HIT-6 from which the impact is severe."""

_HATCHED = "Solid: headache days that are sure. Hatched: days of which it isn't known. ◆: a session."


class Seen(NamedTuple):
    """What the report is made from. `sites` are those of the last session, None where they aren't recorded."""

    screen: PatientScreen
    cycles: Sequence[Cycle]
    weeks: Sequence[CycleWeeks]
    last: SessionRow | None
    sites: Sequence[SiteRow] | None


def report_page(seen: Seen, rules: Policy, day: date) -> str:
    """The page; it needs nothing beside it and runs no script."""
    return paper(f"Chronic migraine: report on {seen.screen.patient}, as of {day}", as_html(_blocks(seen, rules, day)))


def _blocks(seen: Seen, rules: Policy, day: date) -> Iterator[PageBlock]:
    yield from _at_a_glance(seen.screen, rules)
    yield from _months(seen.screen.months)
    yield from _weeks(seen.weeks)
    yield from _sessions(seen)
    yield from _scores(seen.screen.scores)
    yield from _response(seen, rules)
    yield from _history(seen.screen)
    yield Heading(f"Held against the policy: {rules.title}")
    yield from explained(seen.screen.verdict, rules, day)


def _at_a_glance(screen: PatientScreen, rules: Policy) -> Iterator[PageBlock]:
    facts = screen.facts
    born = "not recorded" if facts.born is None else f"{facts.born}, {screen.age} years"
    who = [("name", screen.name or "not recorded"), ("id", screen.patient), ("born", born), ("sex", facts.sex)]
    yield Heading("At a glance")
    yield Details([line[:2] for line in (*who, *lines(screen, rules)) if line[1] and line[0] not in _OURS])


_OURS = ("authorisation", "contacts", "phone", "e-mail", "note")
"""What the practice keeps for itself when a report goes to others."""


def _months(months: Sequence[MonthSeen]) -> Iterator[PageBlock]:
    yield Heading("Headache days by month")
    if not months:
        yield Paragraph("No complete month is recorded.")
        return
    described = "; ".join(f"{each.month} {month_bounds(each.headache_low, each.headache_high)}" for each in months)
    yield Drawing(
        bar_chart("months", "Headache days by month", f"{described}.", [_month(each) for each in months], 31, _CHRONIC)
    )
    yield Paragraph(_HATCHED)
    yield Table(_MONTHS, months)
    yield from (Paragraph(f"  · {each.contradiction}") for each in months if each.contradiction)


def _month(month: MonthSeen) -> Bar:
    low, high = month.headache_low, month.headache_high
    period = Period(*month_days(month.month))
    words = "?" if low == 0 and high == period.length else str(low) if low == high else f"{low}-{high}"
    marks = [(session.day - 0.5) / period.length for session in month.sessions]
    return Bar(month.month, low, high, words, marks)


def _weeks(rows: Sequence[CycleWeeks]) -> Iterator[PageBlock]:
    yield Heading("Week by week after each session")
    if not rows:
        yield Paragraph("No session of onabotulinumtoxinA for chronic migraine is recorded.")
        return
    described = "; ".join(f"{called(row)}: {', '.join(map(week_words, row.weeks)).rstrip(', ')}" for row in rows)
    drawn = [(called(row), [_week(row, number) for number in range(WEEKS)]) for row in rows]
    numbers = [str(number) for number in range(1, WEEKS + 1)]
    yield Drawing(grid_chart("weeks", "Headache days in each week after a session", f"{described}.", numbers, drawn, 7))
    yield Paragraph(
        "Headaches that come back in weeks 9 to 12 can mean that the effect wears off. ?: nothing is known."
    )
    yield Table(WEEK_COLUMNS, rows)


def _week(row: CycleWeeks, number: int) -> Bar | None:
    days = row.weeks[number]
    return None if days is None else Bar("", days.low, days.high, week_words(days))


def _sessions(seen: Seen) -> Iterator[PageBlock]:
    yield Heading("Sessions")
    if not seen.screen.sessions:
        yield Paragraph("None is recorded.")
        return
    yield Table(_SESSIONS, seen.screen.sessions)
    if seen.last is None:
        return
    yield Heading(f"Sites of the session of {seen.last.date}")
    if seen.sites is None:
        yield Paragraph("Its sites aren't recorded.")
        return
    yield Drawing(sites_picture(seen.sites, f"Sites of the session of {seen.last.date}"))
    yield Paragraph("The number of sites in each muscle. A dashed square: other than the protocol's fixed sites.")
    yield Table(GIVEN_SITES, seen.sites)


def _scores(scores: Sequence[ScoreRow]) -> Iterator[PageBlock]:
    yield Heading("Scores")
    if not scores:
        yield Paragraph("None is recorded.")
        return
    impact = [score for score in scores if score.instrument == "hit6"][-_SCORES_DRAWN:]
    if impact:
        bars = [Bar(f"{score.date:%Y-%m}", score.total, score.total, str(score.total)) for score in impact]
        described = "; ".join(f"{score.date} {score.total}" for score in impact)
        yield Drawing(bar_chart("hit6", "HIT-6, 36 to 78", f"{described}.", bars, 80, _SEVERE))
    yield Table(_SCORES, scores)


_SCORES_DRAWN = 10


def _response(seen: Seen, rules: Policy) -> Iterator[PageBlock]:
    yield Heading("Response and wear-off")
    if not seen.cycles:
        yield Paragraph("No session of onabotulinumtoxinA for chronic migraine is recorded.")
        return
    yield Table((_BEFORE, *CYCLES), seen.cycles)
    yield Table(BESIDES, seen.cycles)
    if seen.cycles[-1].missing:
        yield Paragraph("What would settle the latest cycle:", "bold")
        yield from (Paragraph(f"  · {what}") for what in seen.cycles[-1].missing)
    yield Details(list(method(rules, None)))


def _history(screen: PatientScreen) -> Iterator[PageBlock]:
    yield Heading("Preventives tried")
    yield Table(PREVENTIVES, screen.preventives) if screen.preventives else Paragraph("Not recorded.")
    yield Heading("Side effects")
    yield from _listed(map(effect_words, screen.effects), "None is recorded.")


def _listed(points: Iterable[str], none: str) -> Iterator[PageBlock]:
    told = [Paragraph(f"  · {each}") for each in points]
    yield from told or [Paragraph(none)]


_BEFORE = Column("before treatment", lambda row: f"{row.baseline} in {row.baseline_month}")
_MONTHS = (
    Column("month", "month"),
    Column("headache days", lambda row: month_bounds(row.headache_low, row.headache_high), right=True),
    Column("migraine days", lambda row: month_bounds(row.migraine_low, row.migraine_high), right=True),
    Column("sessions", lambda row: list(row.sessions)),
)
_SESSIONS = (
    Column("date", "date"),
    Column("product", "product"),
    Column("indication", "indication"),
    Column("units", lambda row: "not recorded" if row.units is None else row.units, right=True),
    Column("sites", lambda row: "not recorded" if row.sites is None else row.sites, right=True),
    Column("vials", lambda row: [f"{size} U" for size in row.vials], optional=True),
    Column("lot", "lot", optional=True),
    Column("units discarded", "discarded", right=True, optional=True),
    Column("by", "by", optional=True),
    Column("overridden", lambda row: [f"{each.rule}: {each.reason}" for each in row.allowed], optional=True),
)
_SCORES = (
    Column("date", "date"),
    Column("score", lambda row: TITLES[row.instrument]),
    Column("total", "total", right=True),
    Column("grade", "grade"),
)
