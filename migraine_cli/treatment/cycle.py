"""One cycle of a course as it is listed: days as bounds, scores, effects, wear-off and the stop rules."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.eligibility.finding import Finding


class Days(Struct, frozen=True, gc=False):
    """The least and the most days that there can have been."""

    low: int
    high: int

    def __str__(self) -> str:
        return str(Bounds(self.low, self.high))


class Percent(Struct, frozen=True, gc=False):
    """The least and the most percent fewer headache days; below 0 there are more of them. For showing only."""

    low: float
    high: float


class ScoreChange(Struct, frozen=True, kw_only=True, gc=False):
    """The latest score up to the course's first session, the latest of the cycle, and the points between them.

    `matters` says for HIT-6 whether 6 points or more lie between them, which matters to a person with chronic migraine;
    None for MIDAS.
    """

    before: int | None
    before_on: date | None
    now: int | None
    now_on: date | None
    change: int | None
    matters: Answer | None


class WearOff(Struct, frozen=True, kw_only=True, gc=False):
    """Headache days in weeks 5 to 8 and in weeks 9 to 12 after the session; `more` in the later ones."""

    weeks_5_to_8: Days
    weeks_9_to_12: Days
    more: Answer


class EffectSeen(Struct, frozen=True, kw_only=True):
    """A side effect that began in the cycle."""

    kind: str
    date: date
    severity: str | None


class Cycle(Struct, frozen=True, kw_only=True):
    """One cycle: `session` begins it and `until` is its last day. `month` None: none is complete yet.

    `control_days` are the days of the month with migraine or a moderate to severe headache, and `control` the levels of
    control that they can lie in, the best first. `late_months` are those of the cycle that were passed over, as
    treatment was late. `wear_off` is None before 84 days have passed; `stop_rules` are the policy's, judged at the
    cycle's end, and `goes_on` is None when it has none. `missing` says what would settle what is unknown.
    """

    patient: str
    name: str | None
    course: int
    cycle: int
    session: date
    until: date
    baseline_month: str
    baseline: Days
    baseline_migraine_days: Days
    month: str | None
    headache_days: Days | None
    migraine_days: Days | None
    reduction_percent: Percent | None
    reached_30: Answer
    reached_50: Answer
    reached_75: Answer
    control_days: Days | None
    control: tuple[str, ...]
    late_months: tuple[str, ...]
    hit6: ScoreChange
    midas: ScoreChange
    acute_medicine_days: Days | None
    effects: tuple[EffectSeen, ...]
    wear_off: WearOff | None
    policy: str
    stop_rules: tuple[Finding, ...]
    goes_on: Answer | None
    missing: tuple[str, ...]
