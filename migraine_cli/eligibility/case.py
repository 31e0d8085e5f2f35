"""What a policy is judged on: one chart, and the months that count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import groupby, islice, takewhile
from typing import TYPE_CHECKING

from msgspec import Struct

from migraine_cli.chart.chart import Chart
from migraine_cli.chart.course import is_late, present_course
from migraine_cli.chart.day import Day, known_days
from migraine_cli.chart.known import Known, known_on
from migraine_cli.chart.period import Period, blocks_back, months_back
from migraine_cli.chart.tally import Tally, tally

if TYPE_CHECKING:
    from migraine_cli.eligibility.overuse import AcuteMedicines, RecordedMonth
    from migraine_cli.records.session_day import SessionDay


class Case(Struct, frozen=True, dict=True):
    """One chart as it is judged on `as_of`.

    Start criteria look back from `start_before`: the first session of the present course, or `as_of` when none runs,
    because a responder has few headache days on account of the treatment. `block_days` None judges calendar months, a
    number blocks of that many days. `acute` None leaves what the diary shows of acute medicines aside.
    `counted` keeps what was counted already, since several criteria look at the same month.
    """

    chart: Chart
    as_of: date
    course: tuple[SessionDay, ...]
    block_days: int | None = None
    acute: AcuteMedicines | None = None
    counted: dict[Period, Tally] = {}

    @staticmethod
    def of(chart: Chart, as_of: date, block_days: int | None = None, acute: AcuteMedicines | None = None) -> Case:
        """The case that `chart` makes on `as_of`."""
        return Case(chart, as_of, tuple(present_course(chart.session_days, chart.events, as_of)), block_days, acute)

    @property
    def start_before(self) -> date:
        """The day before which the months lie that the start criteria judge."""
        return self.course[0].date if self.course else self.as_of

    @cached_property
    def known(self) -> Known:
        """What is known of the patient on `as_of`."""
        chart = self.chart
        return known_on(self.as_of, chart.patient.cautions, chart.checkups, chart.caution_entries)

    def before_start(self, months: int) -> list[Tally]:
        """The latest complete months before the start, the latest first."""
        return [self._tally(period) for period in self._before_start(months)]

    def days_before_start(self, months: int) -> list[RecordedMonth]:
        """Each day of the latest complete months before the start, the latest first."""
        from migraine_cli.eligibility.overuse import RecordedMonth

        periods = self._before_start(months)
        known = known_days(self.chart.diary, periods[-1].first, periods[0].last)
        return [RecordedMonth(period, [known.get(day, Day()) for day in period.days()]) for period in periods]

    def judged_month(self) -> Tally | None:
        """The latest complete month of the course that tells of its effect: after the first session, and not late.

        None while there is none.
        """
        in_a_row = self.months_in_a_row(1)
        return in_a_row[0] if in_a_row else None

    def months_in_a_row(self, count: int) -> list[Tally]:
        """The latest `count` such months in a row, the latest first; as many as there are of it while there are fewer
        in every row, and empty when there is none.
        """
        longest: list[Period] = []
        for row in self._rows():
            longest = max(longest, list(islice(row, count)), key=len)
            if len(longest) == count:
                break
        return [self._tally(period) for period in longest]

    def late_after(self, month: Tally | None) -> list[Period]:
        """The late months of the course after `month`, or all of them without one, the earliest first."""
        later = takewhile(lambda period: month is None or period.first > month.period.last, self._treated_periods())
        return [period for period in later if self._is_late(period)][::-1]

    def _treated_periods(self) -> Iterator[Period]:
        """The complete months after the course's first session, the latest first."""
        return takewhile(lambda period: period.first > self.start_before, self.periods_before(self.as_of))

    def _rows(self) -> Iterator[Iterator[Period]]:
        """The stretches of months that aren't late, the latest first; each is to be read before the next one."""
        for late, periods in groupby(self._treated_periods(), self._is_late):
            if not late:
                yield periods

    def _is_late(self, period: Period) -> bool:
        return is_late(period, self.course)

    def _before_start(self, months: int) -> list[Period]:
        return list(islice(self.periods_before(self.start_before), months))

    def _tally(self, period: Period) -> Tally:
        if period not in self.counted:
            days = known_days(self.chart.diary, period.first, period.last)
            self.counted[period] = tally(days, self.chart.months, period)
        return self.counted[period]

    def periods_before(self, before: date) -> Iterator[Period]:
        """The complete months before a day, the latest first, without end."""
        return months_back(before) if self.block_days is None else blocks_back(before, self.block_days)
