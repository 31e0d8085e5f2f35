"""What a policy is judged on: one chart, and the months that count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from migraine_cli.chart.chart import Chart
from migraine_cli.chart.course import present_course
from migraine_cli.chart.day import Day, known_days
from migraine_cli.chart.period import Period, blocks_before, months_before
from migraine_cli.chart.tally import Tally, tally
from migraine_cli.eligibility.overuse import AcuteMedicines, RecordedMonth
from migraine_cli.records.session import Session


class Case(Struct, frozen=True):
    """One chart as it is judged on `as_of`.

    Start criteria look back from `start_before`: the first session of the present course, or `as_of` when none runs,
    because a responder has few headache days on account of the treatment. `block_days` None judges calendar months, a
    number blocks of that many days. `acute` None leaves what the diary shows of acute medicines aside.
    `counted` keeps what was counted already, since several criteria look at the same month.
    """

    chart: Chart
    as_of: date
    course: tuple[Session, ...]
    block_days: int | None = None
    acute: AcuteMedicines | None = None
    counted: dict[Period, Tally] = {}

    @staticmethod
    def of(chart: Chart, as_of: date, block_days: int | None = None, acute: AcuteMedicines | None = None) -> Case:
        """The case that `chart` makes on `as_of`."""
        return Case(chart, as_of, tuple(present_course(chart.sessions, chart.events, as_of)), block_days, acute)

    @property
    def start_before(self) -> date:
        """The day before which the months lie that the start criteria judge."""
        return self.course[0].date if self.course else self.as_of

    def before_start(self, months: int) -> list[Tally]:
        """The latest complete months before the start, the latest first."""
        return self._tallies(self.start_before, months)

    def days_before_start(self, months: int) -> list[RecordedMonth]:
        """Each day of the latest complete months before the start, the latest first."""
        periods = self._periods(self.start_before, months)
        known = known_days(self.chart.diary, periods[-1].first, periods[0].last)
        return [RecordedMonth(period, [known.get(day, Day()) for day in period.days()]) for period in periods]

    def latest(self, months: int) -> list[Tally]:
        """The latest complete months before the date asked for, the latest first."""
        return self._tallies(self.as_of, months)

    def latest_treated(self, months: int) -> list[Tally]:
        """As `latest`, but only months that lie wholly after the first session of the present course."""
        return [month for month in self.latest(months) if month.period.first > self.start_before]

    def _tallies(self, before: date, count: int) -> list[Tally]:
        return [self._tally(period) for period in self._periods(before, count)]

    def _tally(self, period: Period) -> Tally:
        if period not in self.counted:
            days = known_days(self.chart.diary, period.first, period.last)
            self.counted[period] = tally(days, self.chart.months, period)
        return self.counted[period]

    def _periods(self, before: date, count: int) -> Sequence[Period]:
        if self.block_days is None:
            return months_before(before, count)
        return blocks_before(before, count, self.block_days)
