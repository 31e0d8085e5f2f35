"""A synthetic clinic: made by chance from a seed, with no real person in it.

`sample_clinic` is the clinic of data/sample, `clinic` one of any size. Both are living practices, with scores,
check-ups, side effects, contacts and appointments around the sessions, and both are pure: the same seed and date give
the same clinic on every machine. `python -m migraine_cli.exchange.synthetic FOLDER` writes
the sample anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import cast

from msgspec import Struct

from migraine_cli.chart.chart import Chart
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.synthetic.appointments import Places
from migraine_cli.exchange.synthetic.practice import treated_or_new
from migraine_cli.exchange.synthetic.sample import told
from migraine_cli.exchange.synthetic.stories import STORIES
from migraine_cli.exchange.synthetic.visits import around
from migraine_cli.records.diary import MonthCount
from migraine_cli.records.record import Record

SAMPLE_DATE = date(2026, 10, 5)
"""The day, a Monday, on which the clinic of data/sample is seen."""

SAMPLE_SEED = 2226

MOST_PATIENTS = 50_000


class SyntheticClinic(Struct, frozen=True):
    """Patients made one by one whenever it is iterated, so that a large clinic never lies in memory."""

    patients: int
    seed: int
    as_of: date
    make_chart: Callable[[int, int, date], Chart]

    def __iter__(self) -> Iterator[Chart]:
        """The charts by patient id. Their records carry no entry yet and, but for patients, no id."""
        return (self.make_chart(number, self.seed, self.as_of) for number in range(1, self.patients + 1))

    def records(self) -> Iterator[Record]:
        """Every record of every chart, each patient before what is recorded about them."""
        places = Places()
        for chart in self:
            yield chart.patient
            yield from chart.preventives
            yield from chart.sessions
            yield from cast("Sequence[MonthCount]", chart.months)
            yield from chart.diary
            yield from chart.events
            yield from around(chart, self.seed, self.as_of, places)


def sample_clinic(seed: int = SAMPLE_SEED, as_of: date = SAMPLE_DATE) -> SyntheticClinic:
    """About 60 patients with daily diaries and gaps, each the story of one case that a practice meets."""
    return SyntheticClinic(len(STORIES), seed, as_of, told)


def clinic(patients: int, seed: int, as_of: date) -> SyntheticClinic:
    """A clinic of any size, with about 15 sessions and 96 months a patient; one in four keeps the last months daily.

    Raises InvalidValue unless there are 1 to MOST_PATIENTS patients.
    """
    if not 1 <= patients <= MOST_PATIENTS:
        raise InvalidValue(f"a synthetic clinic can't have {patients} patients; ask for 1 to {MOST_PATIENTS}.")
    return SyntheticClinic(patients, seed, as_of, treated_or_new)
