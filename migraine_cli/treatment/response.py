"""What treatment did: a row for every cycle of every course, held against the months before the course.

A cycle runs from its session to the day before the next one, or to the day asked for; never longer than 182 days. Its
month is the latest complete one in it that begins after its session and isn't late, as a stop rule judged at its end
sees it. The baseline is the latest complete month before the course's first session and stays the same for every cycle:
against the weeks before each session a lasting responder would look like no response at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.course import CYCLE_DAYS, LAPSED_AFTER_DAYS, courses
from migraine_cli.chart.day import Day, known_days
from migraine_cli.chart.period import Period
from migraine_cli.chart.tally import Tally, tally
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import gaps
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.reduction import percent_fewer, reached
from migraine_cli.eligibility.stop import goes_on, stop_finding
from migraine_cli.records.score import Score
from migraine_cli.records.scores import HIT6_CHANGE_THAT_MATTERS, Instrument
from migraine_cli.records.session_day import SessionDay
from migraine_cli.treatment.control import burdened_days, levels
from migraine_cli.treatment.cycle import Cycle, Days, EffectSeen, Percent, ScoreChange, WearOff


def cycles(chart: Chart, policy: Policy, as_of: date, block_days: int | None = None) -> list[Cycle]:
    """Every cycle up to `as_of`, the earliest first. `block_days` looks at blocks of that many days, not at months."""
    return [each.cycle() for each in _observed(chart, policy, as_of, block_days)]


def telling_cycle(chart: Chart, policy: Policy, as_of: date) -> Cycle | None:
    """The `telling` one of all cycles, None before the first; those before it aren't looked at."""
    latest: Cycle | None = None
    for each in reversed(_observed(chart, policy, as_of)):
        cycle = each.cycle()
        if cycle.month:
            return cycle
        latest = latest or cycle
    return latest


def telling(seen: Sequence[Cycle]) -> Cycle:
    """Of one patient's cycles the latest with a complete month, else the latest."""
    return next((cycle for cycle in reversed(seen) if cycle.month), seen[-1])


def worst_first(by_patient: Iterable[Sequence[Cycle]]) -> list[Cycle]:
    """The cycles of all patients: first who was helped least even at best, last those of whom that isn't known."""

    def rank(seen: Sequence[Cycle]) -> tuple[bool, float, float, str]:
        fewer = telling(seen).reduction_percent
        return fewer is None, fewer.high if fewer else 0, fewer.low if fewer else 0, seen[-1].patient

    return [cycle for seen in sorted(filter(None, by_patient), key=rank) for cycle in seen]


def _observed(chart: Chart, policy: Policy, as_of: date, block_days: int | None = None) -> list[_Observed]:
    counted: dict[Period, Tally] = {}
    return [
        _Observed(policy, Case(chart, end, tuple(course), block_days, counted=counted), number)
        for number, course, end in _stretches(chart, as_of)
    ]


def _stretches(chart: Chart, as_of: date) -> Iterator[tuple[int, list[SessionDay], date]]:
    """For every cycle the number of its course, the course's sessions up to it, and the day after its last."""
    found = courses(chart.session_days, chart.events, as_of)
    following = [*[session.date for course in found for session in course][1:], as_of]
    ends = iter(following)
    for number, course in enumerate(found, 1):
        for position, session in enumerate(course, 1):
            lapsed = session.date + timedelta(days=LAPSED_AFTER_DAYS + 1)
            yield number, course[:position], min(next(ends), lapsed)


class _Observed(Struct, frozen=True):
    """One cycle as the case that it makes on the day after its last, in the course of that number."""

    policy: Policy
    case: Case
    number: int

    def cycle(self) -> Cycle:
        case, rules = self.case, self.policy.stop
        before, latest = case.before_start(1)[0], case.judged_month()
        now = latest if latest and latest.period.first > self.session else None
        control = burdened_days(self._days(now.period), now) if now else None
        return Cycle(
            patient=case.chart.patient.id,
            name=case.chart.patient.name,
            course=self.number,
            cycle=len(case.course),
            session=self.session,
            until=max(self.session, self.case.as_of - timedelta(days=1)),
            baseline_month=str(before.period),
            baseline=Days(*before.headache),
            baseline_migraine_days=Days(*before.migraine),
            month=str(now.period) if now else None,
            headache_days=Days(*now.headache) if now else None,
            migraine_days=Days(*now.migraine) if now else None,
            reduction_percent=_percent(before, now),
            reached_30=_reached(30, before, now),
            reached_50=_reached(50, before, now),
            reached_75=_reached(75, before, now),
            control_days=control and Days(*control),
            control=levels(control) if control else (),
            late_months=tuple(str(month) for month in case.late_after(now) if month.first > self.session),
            hit6=self._score_change("hit6"),
            midas=self._score_change("midas"),
            acute_medicine_days=self._acute_days(now.period) if now else None,
            effects=tuple(self._effects()),
            wear_off=self._wear_off(),
            policy=self.policy.id,
            stop_rules=tuple(stop_finding(rule, case) for rule in rules),
            goes_on=goes_on(rules, case) if rules else None,
            missing=tuple(_missing(before, now)),
        )

    @property
    def session(self) -> date:
        return self.case.course[-1].date

    def _days(self, period: Period) -> Mapping[date, Day]:
        return known_days(self.case.chart.diary, period.first, period.last)

    def _acute_days(self, period: Period) -> Days:
        days = self._days(period)
        taken = [days[day].medicines if day in days else None for day in period.days()]
        sure = sum(bool(medicines) for medicines in taken)
        return Days(sure, sure + taken.count(None))

    def _score_change(self, instrument: Instrument) -> ScoreChange:
        """The day of the next session belongs to this cycle: a score is taken before the injections."""
        if not self.case.chart.scores:
            return _NO_SCORES[instrument]
        scores = sorted(
            (each for each in self.case.chart.scores if each.instrument == instrument), key=lambda s: s.date
        )
        before = _latest(score for score in scores if score.date <= self.case.start_before)
        now = _latest(score for score in scores if self.session < score.date <= self.case.as_of)
        change = now.total - before.total if now and before else None
        matters = None if change is None else abs(change) >= HIT6_CHANGE_THAT_MATTERS
        return ScoreChange(
            before=before.total if before else None,
            before_on=before.date if before else None,
            now=now.total if now else None,
            now_on=now.date if now else None,
            change=change,
            matters=Answer.of(matters) if instrument == "hit6" else None,
        )

    def _effects(self) -> Iterator[EffectSeen]:
        last_day = self.case.as_of - timedelta(days=1)
        for effect in sorted(self.case.chart.effects, key=lambda effect: effect.date):
            if self.session <= effect.date <= max(self.session, last_day):
                yield EffectSeen(kind=effect.effect, date=effect.date, severity=effect.severity)

    def _wear_off(self) -> WearOff | None:
        if self.case.as_of < self.session + timedelta(days=CYCLE_DAYS):
            return None
        if not self.case.chart.diary:
            return _NO_DIARY
        middle, late = (self._weeks(first) for first in (5, 9))
        answer = Answer.of(None if middle.low < late.high and late.low <= middle.high else late.low > middle.high)
        return WearOff(weeks_5_to_8=Days(*middle), weeks_9_to_12=Days(*late), more=answer)

    def _weeks(self, first: int) -> Bounds:
        """Headache days in four weeks; from single days alone, since a month's count doesn't say in which week."""
        start = self.session + timedelta(weeks=first - 1)
        period = Period(start, start + timedelta(days=27))
        return tally(self._days(period), (), period).headache


def _no_score(matters: Answer | None) -> ScoreChange:
    return ScoreChange(before=None, before_on=None, now=None, now_on=None, change=None, matters=matters)


# Made once for all cycles of a clinic that has neither scores nor diaries: it has more cycles than anything else.
_NO_SCORES: dict[Instrument, ScoreChange] = {"hit6": _no_score(Answer.UNKNOWN), "midas": _no_score(None)}
_FOUR_WEEKS = Days(0, 28)
_NO_DIARY = WearOff(weeks_5_to_8=_FOUR_WEEKS, weeks_9_to_12=_FOUR_WEEKS, more=Answer.UNKNOWN)


def _latest(scores: Iterable[Score]) -> Score | None:
    found = list(scores)
    return found[-1] if found else None


def _reached(percent: int, before: Tally, now: Tally | None) -> Answer:
    return Answer.UNKNOWN if now is None else reached(percent, before.headache, now.headache)


def _percent(before: Tally, now: Tally | None) -> Percent | None:
    fewer = percent_fewer(before.headache, now.headache) if now else None
    return Percent(*fewer) if fewer else None


def _missing(before: Tally, now: Tally | None) -> Iterator[str]:
    if now is None:
        yield "a complete month in the cycle"
    yield from gaps([before, now] if now else [before], "headache")
