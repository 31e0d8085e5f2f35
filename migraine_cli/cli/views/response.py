"""How one patient's response is shown, cycle by cycle, and the words that the clinic's listing shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.cli.views.verdict import CRITERIA, MET, STYLES
from migraine_cli.cli.views.weeks import weeks_view
from migraine_cli.eligibility.late import LATE
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.reduction import change_in_words, percent_in_words
from migraine_cli.output.blocks import BLANK, Block, Column, Details, Paragraph, Table
from migraine_cli.output.streams import width
from migraine_cli.treatment.cycle import Cycle, Days, ScoreChange
from migraine_cli.treatment.weeks import CycleWeeks

PERCENTS = (30, 50, 75)
PERCENTS_TOLD = {f"reduction percent {end}": percent_in_words for end in ("low", "high")}
"""What plain lines say of a reduction: never a number below 0."""

_ROOM = 80
"""Columns that twelve weeks need beside each other."""


def patient_view(
    rows: Sequence[Cycle], by_week: Sequence[CycleWeeks], policy: Policy, day: date, month_length: int | None
) -> Iterator[Block]:
    """A table for every course, the cycles week by week where there is room, then the latest cycle's stop rules."""
    for number, course in groupby(rows, key=lambda row: row.course):
        seen = list(course)
        name = f"{seen[0].patient} {seen[0].name or ''}".rstrip()
        yield Paragraph(f"{name}: course {number}, {_before(seen[0])}", "bold")
        yield BLANK
        yield Table(CYCLES, seen)
        yield BLANK
        if any(row.control or row.effects or row.hit6.now or row.midas.now or row.wear_off for row in seen):
            yield Table(BESIDES, seen)
            yield BLANK
        yield from _late(seen)
    if (width() or _ROOM) >= _ROOM:
        yield from weeks_view(by_week)
    latest = rows[-1]
    if latest.stop_rules:
        yield Paragraph(f"To go on under {policy.title}, as of {day}: {MET[latest.goes_on]}", STYLES[latest.goes_on])  # type: ignore[index]
        yield BLANK
        yield Table(CRITERIA, latest.stop_rules)
        yield BLANK
    if latest.missing:
        yield Paragraph("What would settle the latest cycle:", "bold")
        yield from (Paragraph(f"  · {what}") for what in latest.missing)
        yield BLANK
    yield Details(list(method(policy, month_length)), "dim")


def _late(seen: Sequence[Cycle]) -> Iterator[Block]:
    late = [month for row in seen for month in row.late_months]
    if late:
        yield Paragraph(f"Not judged: {', '.join(late)} ({LATE}).", "yellow")
        yield BLANK


def difference(row: Cycle) -> str:
    """The change in headache days, such as "54 % fewer", "25 to 40 % fewer" or "50 % more"; cut and never rounded."""
    now = row.headache_days
    return (now and change_in_words(bounds(row.baseline), bounds(now))) or "unknown"


def bounds(days: Days) -> Bounds:
    return Bounds(days.low, days.high)


def control(row: Cycle) -> str:
    """The levels of control that the cycle's month can lie in, such as "optimal to modest control"."""
    if len(row.control) < 2:
        return "".join(row.control)
    best, worst = row.control[0], row.control[-1]
    return f"{best.removesuffix(' control')} to {worst}"


def change(score: ScoreChange) -> str:
    """A score's change, such as "66 → 58 (-8)"; what isn't known is a dash."""
    if score.now is None:
        return ""
    if score.before is None or score.change is None:
        return f"– → {score.now}"
    return f"{score.before} → {score.now} ({score.change:+d})"


def _before(row: Cycle) -> str:
    return f"{row.baseline} headache days in {row.baseline_month}, the month before treatment"


def reached(row: Cycle) -> str:
    """The greatest threshold that was surely reached."""
    answers = zip(PERCENTS, (row.reached_30, row.reached_50, row.reached_75), strict=True)
    sure = [f"{percent} %" for percent, answer in answers if answer is Answer.YES]
    if sure:
        return sure[-1]
    return "none" if row.reached_30 is Answer.NO else "unknown"


def wear_off(row: Cycle) -> str:
    """Headache days of weeks 5 to 8 and of weeks 9 to 12."""
    if row.wear_off is None:
        return ""
    middle, late = row.wear_off.weeks_5_to_8, row.wear_off.weeks_9_to_12
    return "unknown" if _unknown(middle) and _unknown(late) else f"{middle} → {late}"


def _acute(row: Cycle) -> str:
    days = row.acute_medicine_days
    return "" if days is None else "unknown" if _unknown(days) else str(days)


def _unknown(days: Days) -> bool:
    """Whether nothing is known of the days of a month or of four weeks."""
    return days.low == 0 and days.high >= _FOUR_WEEKS


_FOUR_WEEKS = 28


def effects_seen(row: Cycle) -> list[str]:
    """The effects that began in the cycle."""
    return [f"{each.severity} {each.kind}" if each.severity else each.kind for each in row.effects]


def going_on(row: Cycle) -> str | None:
    """What the stop rules say of going on; None where the policy has none."""
    spared = "none met" if any(rule.judged for rule in row.stop_rules) else "not yet judged"
    words = {Answer.YES: spared, Answer.NO: "stop rule met", Answer.UNKNOWN: "unknown"}
    return None if row.goes_on is None else words[row.goes_on]


_LATE = {Answer.YES: "yellow", Answer.NO: "", Answer.UNKNOWN: "dim"}


def hit6_style(row: Cycle) -> str:
    """Bold for a change that matters."""
    return "bold" if row.hit6.matters is Answer.YES else ""


def wear_off_style(row: Cycle) -> str:
    """Yellow where headaches came back early."""
    return _LATE[row.wear_off.more] if row.wear_off else ""


CYCLES = (
    Column("cycle", "cycle", right=True),
    Column("session", "session"),
    Column("month", lambda row: row.month or "none yet"),
    Column("headache", "headache_days", right=True),
    Column("change", difference, shows="reduction_percent"),
    Column("reached", reached),
    Column("migraine", "migraine_days", right=True, spare=1),
    Column("acute", _acute, right=True, spare=2),
)
BESIDES = (
    Column("cycle", "cycle", right=True),
    Column("in the range of", control, folds=True, optional=True),
    Column("weeks 5-8 → 9-12", wear_off, optional=True, style=wear_off_style),
    Column("HIT-6", lambda row: change(row.hit6), optional=True, style=hit6_style),
    Column("MIDAS", lambda row: change(row.midas), optional=True),
    Column("effects", effects_seen, folds=True, optional=True),
)


def method(policy: Policy, month_length: int | None) -> Iterator[tuple[str, str]]:
    """How it was counted, in a line each."""
    compared = "the latest complete one of the cycle against the latest before the course"
    yield "month", f"{compared}; {_unit(month_length)}"
    yield "unknown days", "counted once as headache days and once as free ones, so a number can be a range"
    yield "weeks", "headache days in weeks 5 to 8 and 9 to 12, from single days; more in the later ones is wear-off"
    yield "in the range of", _LEVELS
    yield "HIT-6", "a change of 6 points matters to a person with chronic migraine (Houts 2020)"
    rules = "judged at each cycle's end" if policy.stop else "it has none; nice-ta260, ehf-2018 and mbs-18377 have"
    yield "stop rules", f"of {policy.id}, {rules}"
    yield "", "It may not work for everyone, and a goal reached counts too."
    yield "", "Decision support for clinicians. Not certified as a medical device; the prescriber checks and decides."


def _unit(month_length: int | None) -> str:
    return "calendar months" if month_length is None else f"blocks of {month_length} days, and no calendar's counts"


_LEVELS = (
    "freedom (0), optimal (under 4), modest (4 to 6) or insufficient control (over 6 days a month with migraine or a "
    "moderate to severe headache); one month shows the range only, the International Headache Society asks for three "
    "and for more than percent (2025)"
)
