"""From what was asked for to the dose: the last session's sites again, PREEMPT's map, other sites, or units alone."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from migraine_cli.errors import InvalidValue
from migraine_cli.records.session import Session, Sites
from migraine_cli.reference.protocols import protocol
from migraine_cli.treatment.plan import Dose, planned_dose, repeated_dose

PREEMPT = protocol("preempt-155")
JANUARY, APRIL, JULY = date(2026, 1, 5), date(2026, 4, 6), date(2026, 7, 6)
FEW, MORE = {"procerus": Sites(5, 1)}, {"procerus": Sites(5, 1), "corrugator-left": Sites(5, 1)}


def session(day: date, site_map: dict[str, Sites] | None = FEW, **facts: str) -> Session:
    return Session(patient="P1", date=day, site_map=site_map, **facts)  # type: ignore[arg-type]


EARLIER = {
    "the latest, in whatever order they were recorded": [session(APRIL, MORE), session(JANUARY)],
    "none of its own day": [session(APRIL, MORE), session(JULY)],
    "none of a later day": [session(APRIL, MORE), session(date(2026, 8, 1))],
    "none of another indication": [session(APRIL, MORE), session(date(2026, 5, 1), indication="cosmetic")],
    "none of another product": [session(APRIL, MORE), session(date(2026, 5, 1), product="abobotulinumtoxinA")],
}


@pytest.mark.parametrize("sessions", EARLIER.values(), ids=EARLIER)
def test_the_session_that_is_repeated(sessions: list[Session]) -> None:
    assert repeated_dose(sessions, Session(patient="P1", date=JULY)) == Dose(units=10, site_map=MORE)


def test_the_protocol_of_the_repeated_session_is_the_new_ones() -> None:
    last = session(APRIL, PREEMPT.fixed_map(), protocol="preempt-155")
    dose = repeated_dose([last], Session(patient="P1", date=JULY))
    assert dose == Dose(protocol="preempt-155", units=155, site_map=PREEMPT.fixed_map())


@pytest.mark.parametrize(
    ("sessions", "fault"),
    [
        ([], "there is no earlier session to repeat"),
        ([session(JULY)], "there is no earlier session to repeat"),
        ([session(JANUARY), session(APRIL, None)], "the session of 2026-04-06 has no sites"),
    ],
)
def test_what_cannot_be_repeated(sessions: list[Session], fault: str) -> None:
    with pytest.raises(InvalidValue, match=fault):
        repeated_dose(sessions, Session(patient="P1", date=JULY))


def test_units_alone_say_nothing_of_sites() -> None:
    assert planned_dose(PREEMPT, by_protocol=False, sites={}, extra={}, units=155) == Dose(units=155)
    assert planned_dose(None, by_protocol=False, sites={}, extra={}, units=200) == Dose(units=200)


def test_the_protocol_is_the_fixed_map_with_its_extra_sites() -> None:
    fixed = planned_dose(PREEMPT, by_protocol=True, sites={}, extra={}, units=None)
    assert fixed == Dose(protocol="preempt-155", units=155, site_map=PREEMPT.fixed_map())
    more = planned_dose(PREEMPT, by_protocol=False, sites={}, extra={"temporalis-left": 2}, units=165)
    assert more == replace(fixed, units=165, site_map=PREEMPT.fixed_map() | {"temporalis-left": Sites(5, 6)})


def test_sites_named_one_by_one_with_extra_ones() -> None:
    asked = {"procerus": Sites(2.5, 2)}
    alone = planned_dose(PREEMPT, by_protocol=False, sites=asked, extra={}, units=None)
    assert alone == Dose(protocol="preempt-155", units=5, site_map=asked)
    more = planned_dose(PREEMPT, by_protocol=False, sites=asked, extra={"trapezius-left": 3}, units=20)
    assert more == Dose(protocol="preempt-155", units=20, site_map=asked | {"trapezius-left": Sites(5, 3)})
    assert planned_dose(None, by_protocol=False, sites=asked, extra={}, units=None) == Dose(units=5, site_map=asked)


@pytest.mark.parametrize(
    ("by_protocol", "sites", "extra", "units", "known", "fault"),
    [
        (True, {}, {}, 150, True, "the units 150 aren't the sum of the sites, 155 U"),
        (False, FEW, {}, 10, True, "the units 10 aren't the sum of the sites, 5 U"),
        (False, {}, {}, None, False, "no protocol is written"),
        (False, FEW, {"procerus": 1}, None, True, "procerus is given as a site and as an extra"),
        (False, FEW, {"frontalis-left": 1}, None, False, "extra sites add to a protocol's map"),
    ],
)
def test_what_is_no_dose(
    by_protocol: bool, sites: dict[str, Sites], extra: dict[str, int], units: float | None, known: bool, fault: str
) -> None:
    with pytest.raises(InvalidValue, match=fault):
        planned_dose(PREEMPT if known else None, by_protocol=by_protocol, sites=sites, extra=extra, units=units)
