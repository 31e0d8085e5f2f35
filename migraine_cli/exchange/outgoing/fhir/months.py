"""The days counted in each month, as bounds: what isn't known is never told as a headache-free day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, takewhile
from typing import Any

from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.day import LONG_HOURS, MEASURES, Measure, known_days
from migraine_cli.chart.period import Period, months_back, months_before
from migraine_cli.chart.tally import Tally, tally
from migraine_cli.exchange.outgoing.fhir.elements import UNKNOWN, Ids, Resource, concept, days, stated

_TEXTS: dict[Measure, str] = {
    "headache": "Headache days a month",
    "migraine": "Migraine days a month",
    "long": f"Days a month with {LONG_HOURS} hours of headache or more",
}


def month_observations(ids: Ids, chart: Chart, day: date) -> Iterator[Resource]:
    """Every whole month before `day` from the first that anything is known of, the earliest first; where nothing is,
    the latest alone.
    """
    months = _months(chart, day)
    diary = known_days(chart.diary, months[0].first, months[-1].last)
    for period in months:
        told = tally(diary, chart.months, period)
        for measure in MEASURES:
            yield _observation(ids, chart.patient.id, told, measure)


def _months(chart: Chart, day: date) -> list[Period]:
    last, *_ = months_before(day, 1)
    spoken_of = (span[:7] for entry in chart.diary for said in entry.statements for span in said.days)
    first = min(chain(spoken_of, (count.month for count in chart.months)), default=str(last))
    every = takewhile(lambda month: str(month) >= first, months_back(day))
    return list(every)[::-1] or [last]


def bounded(bounds: Bounds, length: int) -> dict[str, Any]:
    """A count of a period of `length` days: one number, the least and the most, or that nothing is known."""
    if bounds == (0, length):
        return {"dataAbsentReason": UNKNOWN}
    if bounds.low == bounds.high:
        return {"valueQuantity": days(bounds.low)}
    return {"valueRange": {"low": days(bounds.low), "high": days(bounds.high)}}


def _observation(ids: Ids, patient: str, told: Tally, measure: Measure) -> Resource:
    period = told.period
    recorded = concept("Days of the month recorded", "recorded-days")
    return (
        ids.head("Observation", patient, str(period), measure)
        | stated(
            status="final",
            code=concept(_TEXTS[measure], f"{measure}-days"),
            subject=ids.patient(patient),
            effectivePeriod={"start": period.first.isoformat(), "end": period.last.isoformat()},
            note=[{"text": told.contradiction}] if told.contradiction else None,
            component=[{"code": recorded} | bounded(_recorded(told), period.length)],
        )
        | bounded(told.bounds(measure), period.length)
    )


def _recorded(told: Tally) -> Bounds:
    """The days on which the month was recorded: nobody knows which of them a paper calendar shares with the diary."""
    length = told.period.length
    in_diary = length - len(told.blank)
    if told.count is None:
        return Bounds(in_diary, in_diary)
    if told.count.recorded_days is None:
        return Bounds(in_diary, length)
    return Bounds(max(in_diary, told.count.recorded_days), min(in_diary + told.count.recorded_days, length))
