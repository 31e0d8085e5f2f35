"""A synthetic clinic: made by chance from a seed, with no real person in it.

`sample_clinic` is the clinic of data/sample, `clinic` one of any size for benchmarks. Both are pure: the same
seed and date give the same clinic on every machine. `python -m migraine_cli.exchange.synthetic FOLDER` writes
the sample anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import cast

from msgspec import Struct

from migraine_cli.chart.chart import Chart
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.synthetic.practice import veteran
from migraine_cli.exchange.synthetic.sample import told
from migraine_cli.exchange.synthetic.stories import STORIES
from migraine_cli.exchange.synthetic.visits import around
from migraine_cli.records.diary import MonthCount
from migraine_cli.records.record import Record

SAMPLE_DATE = date(2026, 10, 5)
"""The day, a Monday, on which the clinic of data/sample is seen."""

SAMPLE_SEED = 2226

MOST_PATIENTS = 50_000


def _nothing(_chart: Chart, _seed: int, _as_of: date) -> Iterable[Record]:
    return ()


class SyntheticClinic(Struct, frozen=True):
    """Patients made one by one whenever it is iterated, so that a large clinic never lies in memory. `make_rest` tells
    what happens around a patient's sessions.
    """

    patients: int
    seed: int
    as_of: date
    make_chart: Callable[[int, int, date], Chart]
    make_rest: Callable[[Chart, int, date], Iterable[Record]] = _nothing

    def __iter__(self) -> Iterator[Chart]:
        """The charts by patient id. Their records carry no entry yet and, but for patients, no id."""
        return (self.make_chart(number, self.seed, self.as_of) for number in range(1, self.patients + 1))

    def records(self) -> Iterator[Record]:
        """Every record of every chart, each patient before what is recorded about them."""
        for chart in self:
            yield chart.patient
            yield from chart.preventives
            yield from chart.sessions
            yield from cast("Sequence[MonthCount]", chart.months)
            yield from chart.diary
            yield from self.make_rest(chart, self.seed, self.as_of)


def sample_clinic(seed: int = SAMPLE_SEED, as_of: date = SAMPLE_DATE) -> SyntheticClinic:
    """About 60 patients with daily diaries and gaps, each the story of one case that a practice meets, and with what
    happens around their sessions: scores, check-ups, side effects, contacts, appointments.
    """
    return SyntheticClinic(len(STORIES), seed, as_of, told, around)


def clinic(patients: int, seed: int, as_of: date) -> SyntheticClinic:
    """A clinic of any size with about 16 sessions and 96 months of counts a patient, and no single days.

    Raises InvalidValue unless there are 1 to MOST_PATIENTS patients.
    """
    if not 1 <= patients <= MOST_PATIENTS:
        raise InvalidValue(f"a synthetic clinic can't have {patients} patients; ask for 1 to {MOST_PATIENTS}.")
    return SyntheticClinic(patients, seed, as_of, veteran)
