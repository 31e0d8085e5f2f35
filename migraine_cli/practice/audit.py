"""The clinic's own audit: each criterion answered for a fixed cohort at fixed points, with bounds and chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from dateutil.relativedelta import relativedelta
from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.course import interruption, present_course
from migraine_cli.chart.day import known_days
from migraine_cli.chart.period import Period
from migraine_cli.chart.tally import tally
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.plain_words import fewer_days, needs
from migraine_cli.eligibility.policy import Criterion, Policy, Reduction
from migraine_cli.eligibility.reduction import reached
from migraine_cli.eligibility.start import start_finding
from migraine_cli.practice.cohort import Member, Told, after_cycles
from migraine_cli.treatment.cycle import Percent
from migraine_cli.treatment.shares import wilson

FEWEST_FOR_PERCENT = 10
"""Patients below which only counts are told: a percentage of so few misleads (ours)."""

NEXT_SESSION_DAYS = (84, 91)
"""Days after a session, both included, by which the next one is on time: 12 to 13 weeks."""

LATER_MONTHS = 12
"""Months after the first session at which it is asked who is still treated."""

TRIAL_DAYS, TRIAL_CYCLES, TRIAL_PERCENT = 28, 2, 50
"""PREEMPT's measure: half the days of 4 hours or more, in 28 days, at week 24."""


class AuditRow(Struct, frozen=True, kw_only=True):
    """How many met one criterion. `cohort` is patients; `yes`, `no` and `unknown` count patients too, but sessions
    where `unit` says so. `share` is in percent, whatever the unknown were; `with_chance` from the lower limit of the
    95 % interval (Wilson) around the one to the upper one around the other, each patient counted once. Both None below
    FEWEST_FOR_PERCENT patients. `notes` count, by reason, who can't be told and what is left apart.
    """

    period: str
    criterion: str
    needs: str
    unit: str
    yes: int
    no: int
    unknown: int
    share: Percent | None
    with_chance: Percent | None
    cohort: int
    notes: tuple[str, ...]


def audit(
    members: Sequence[Member], policy: Policy, period: str, as_of: date, *, as_trials: bool = False
) -> list[AuditRow]:
    """A row for each start criterion, each reduction that treatment needs to go on, who is still treated after
    LATER_MONTHS, the next session, what was asked about effects, and, if `as_trials`, the measure of the trials.
    """
    return [_row(members, period, *each) for each in _criteria(policy, as_of, as_trials)]


_Asked = tuple[str, str, str, Callable[[Member], Sequence[Told]]]


def _criteria(policy: Policy, as_of: date, as_trials: bool) -> Iterator[_Asked]:
    for criterion in policy.start:
        if not criterion.preference:
            yield criterion.id, f"at the start: {needs(criterion)}", "patients", partial(_at_start, criterion)
    for rule in policy.stop:
        if isinstance(rule, Reduction):
            words = f"{fewer_days(rule)}, after {rule.after_cycles} cycles"
            yield rule.id, words, "patients", partial(_fewer, rule, as_of)
    yield (
        "treated-later",
        f"still treated {LATER_MONTHS} months after the first session",
        "patients",
        partial(_still_treated, as_of),
    )
    first, last = NEXT_SESSION_DAYS
    yield "next-session", f"next session {first} to {last} days after the last", "sessions", partial(_on_time, as_of)
    yield "effects-asked", "asked about swallowing and weakness at the next session", "sessions", _effects_asked
    if as_trials:
        words = f"at least {TRIAL_PERCENT} % fewer days of 4 hours or more in {TRIAL_DAYS}, after {TRIAL_CYCLES} cycles"
        yield "trial-definition", words, "patients", partial(_as_trials, as_of)


def _row(
    members: Sequence[Member], period: str, id_: str, words: str, unit: str, ask: Callable[[Member], Sequence[Told]]
) -> AuditRow:
    by_member = [ask(member) for member in members]
    told = [each for answers in by_member for each in answers]
    counted = [each.answer for each in told if not each.apart]
    patients = sum(any(not each.apart for each in answers) for answers in by_member)
    yes, unknown = counted.count(Answer.YES), counted.count(Answer.UNKNOWN)
    enough = patients >= FEWEST_FOR_PERCENT
    reasons = Counter(each.reason for each in told if each.reason)
    return AuditRow(
        period=period,
        criterion=id_,
        needs=words,
        unit=unit,
        yes=yes,
        no=counted.count(Answer.NO),
        unknown=unknown,
        share=_share(yes, unknown, len(counted)) if enough else None,
        with_chance=_with_chance(yes, unknown, len(counted), patients) if enough else None,
        cohort=len(members),
        notes=tuple(f"{number} {reason}" for reason, number in reasons.most_common()),
    )


def _share(yes: int, unknown: int, of: int) -> Percent:
    return Percent(100 * yes / of, 100 * (yes + unknown) / of)


def _with_chance(yes: int, unknown: int, of: int, patients: int) -> Percent:
    """A patient's sessions are alike: the interval is that of so many patients, not of so many sessions."""
    low, high = (count * patients / of for count in (yes, yes + unknown))
    return Percent(wilson(low, patients)[0], wilson(high, patients)[1])


def _at_start(criterion: Criterion, member: Member) -> list[Told]:
    first = member.course[0]
    return [Told(start_finding(criterion, Case(member.chart, first.date, (first,))).answer)]


def _fewer(rule: Reduction, as_of: date, member: Member) -> list[Told]:
    def measured(member: Member, by: date) -> Told:
        case = Case(member.chart, by, member.course[: rule.after_cycles])
        now = case.judged_month()
        if now is None or now.period.first <= case.course[-1].date:
            return Told(Answer.UNKNOWN, f"no complete month in cycle {rule.after_cycles}")
        return _of_diary(reached(rule.below_percent, case.before_start(1)[0].headache, now.headache))

    return [after_cycles(member, rule.after_cycles, as_of, measured)]


def _as_trials(as_of: date, member: Member) -> list[Told]:
    def measured(member: Member, by: date) -> Told:
        first, last = member.course[0].date, member.course[TRIAL_CYCLES - 1].date
        over = min(by, last + timedelta(NEXT_SESSION_DAYS[0]))
        return _of_diary(reached(TRIAL_PERCENT, _long_days(member, first), _long_days(member, over)))

    return [after_cycles(member, TRIAL_CYCLES, as_of, measured)]


def _long_days(member: Member, before: date) -> Bounds:
    period = Period(before - timedelta(TRIAL_DAYS), before - timedelta(1))
    return tally(known_days(member.chart.diary, period.first, period.last), (), period).bounds("long")


def _of_diary(answer: Answer) -> Told:
    return Told(answer, "diary days missing" if answer is Answer.UNKNOWN else "")


def _still_treated(as_of: date, member: Member) -> list[Told]:
    """Who stopped or lapsed isn't, whatever the reason; who came back by then is."""
    day = member.course[0].date + relativedelta(months=LATER_MONTHS)
    if day > as_of:
        return [_apart(f"{LATER_MONTHS} months aren't over yet")]
    chart = member.chart
    course = present_course(chart.session_days, chart.events, day)
    latest = max(each.date for each in chart.session_days if each.date <= day)
    step = interruption(chart.events, latest, day)
    if step is not None and step.step == "pause":
        return [_apart("paused")]
    return [Told(Answer.of(bool(course)))]


def _on_time(as_of: date, member: Member) -> list[Told]:
    """An answer for each session of the course; unknown, and left apart, where no next session was to be given yet."""
    return [_next_on_time(member, index, as_of) for index in range(len(member.course))]


def _next_on_time(member: Member, index: int, as_of: date) -> Told:
    first, last = (member.course[index].date + timedelta(days) for days in NEXT_SESSION_DAYS)
    following = member.next_after(index)
    if following and following <= last:
        return Told(Answer.of(following >= first))
    by = min(last, as_of)
    for step, reason in (("stop", "stopped"), ("pause", "paused")):
        if member.step_between(step, member.course[index].date, by):
            return _apart(reason)
    return Told(Answer.NO) if as_of > last else _apart("day 91 isn't over yet")


def _apart(reason: str) -> Told:
    return Told(Answer.UNKNOWN, f"left apart: {reason}", apart=True)


def _effects_asked(member: Member) -> list[Told]:
    """For each session but the first; what isn't recorded as asked may have been asked all the same."""
    asked = {each.date for each in member.chart.checkups if each.swallowing and each.weakness}
    not_recorded = Told(Answer.UNKNOWN, "sessions without the answers")
    return [Told(Answer.YES) if each.date in asked else not_recorded for each in member.course[1:]]
