"""What the days off within a plan cost: who waits longer than if the clinic were held on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.practice.open_days import OpenDays
from migraine_cli.practice.planning import FreePlace


class ClosureCost(Struct, frozen=True):
    """`longer` patients wait longer, those with a place by `most_days` at most; from the clinic day `level` on everyone
    comes when they would have come, None when that isn't reached within the plan.
    """

    longer: int
    most_days: int
    level: date | None


def without_days_off(days: OpenDays) -> OpenDays:
    """The same clinic with neither closed days nor holidays."""
    return OpenDays(replace(days.own, closed=()))


def days_off(days: OpenDays, first: date, last: date) -> list[date]:
    """The days from `first` to `last` that are off and on which the clinic would else be held."""
    return [day for day in _held(without_days_off(days), first, last) if days.closed_because(day) is not None]


def closure_cost(
    planned: Mapping[str, FreePlace], if_held: Mapping[str, FreePlace], days: OpenDays, last: date
) -> ClosureCost:
    """The plan up to `last` beside the one that there would be without days off; both by patient."""
    waits = {
        patient: planned[patient].day - place.day if patient in planned else None for patient, place in if_held.items()
    }
    longer = {patient: wait for patient, wait in waits.items() if wait is None or wait > timedelta()}
    placed = [wait for wait in longer.values() if wait is not None]
    return ClosureCost(
        longer=len(longer),
        most_days=max(placed, default=timedelta()).days,
        level=_level([planned[patient].day for patient in longer if patient in planned], days, last)
        if len(placed) == len(longer)
        else None,
    )


def _level(late: list[date], days: OpenDays, last: date) -> date | None:
    """The first clinic day after the last one on which somebody comes late."""
    return next(_held(days, max(late) + timedelta(days=1), last), None) if late else None


def _held(days: OpenDays, first: date, last: date) -> Iterator[date]:
    return (day for day in days.held_from(first) if day <= last)
