"""Where a session injected, muscle-side by muscle-side, and how that differs from PREEMPT's 31 fixed sites of 5 U."""

from __future__ import annotations

import pytest

from migraine_cli.records.session import Sites
from migraine_cli.reference.protocols import protocol
from migraine_cli.treatment.sites import SiteRow, site_rows

PREEMPT = protocol("preempt-155")


def rows(**given: Sites | None) -> dict[str, SiteRow]:
    """The fixed sites but for those named, `temporalis_left=Sites(5, 6)`; None is not injected."""
    places = {name.replace("_", "-"): place for name, place in given.items()}
    site_map = {side: place for side, place in (PREEMPT.fixed_map() | places).items() if place is not None}
    return {row.muscle_side: row for row in site_rows(PREEMPT, site_map)}


# muscle-side, muscle, side, fixed sites and units, extra sites of both sides together
PROTOCOL = [
    ("corrugator-left", "corrugator", "left", 1, 5, 0),
    ("corrugator-right", "corrugator", "right", 1, 5, 0),
    ("procerus", "procerus", "midline", 1, 5, 0),
    ("frontalis-left", "frontalis", "left", 2, 10, 0),
    ("frontalis-right", "frontalis", "right", 2, 10, 0),
    ("temporalis-left", "temporalis", "left", 4, 20, 2),
    ("temporalis-right", "temporalis", "right", 4, 20, 2),
    ("occipitalis-left", "occipitalis", "left", 3, 15, 2),
    ("occipitalis-right", "occipitalis", "right", 3, 15, 2),
    ("cervical-paraspinal-left", "cervical-paraspinal", "left", 2, 10, 0),
    ("cervical-paraspinal-right", "cervical-paraspinal", "right", 2, 10, 0),
    ("trapezius-left", "trapezius", "left", 3, 15, 4),
    ("trapezius-right", "trapezius", "right", 3, 15, 4),
]


def test_the_protocol_in_the_order_in_which_it_is_injected() -> None:
    found = site_rows(PREEMPT)
    assert [(row.muscle_side, row.muscle, row.side, row.sites, row.units, row.extra) for row in found] == PROTOCOL
    assert {(row.given_sites, row.given_units, row.deviates) for row in found} == {(None, None, None)}


def test_a_session_of_the_fixed_sites_deviates_nowhere() -> None:
    found = rows().values()
    assert [(row.given_sites, row.given_units) for row in found] == [(row.sites, row.units) for row in found]
    assert {row.deviates for row in found} == {None}


@pytest.mark.parametrize(
    ("place", "sites", "units", "deviates"),
    [
        (Sites(5, 5), 5, 25, "1 site more (follow the pain)"),
        (Sites(5, 6), 6, 30, "2 sites more (follow the pain)"),
        (Sites(5, 7), 7, 35, "3 sites more than the protocol allows"),
        (Sites(5, 3), 3, 15, "1 site fewer than the protocol"),
        (Sites(5, 2), 2, 10, "2 sites fewer than the protocol"),
        (None, 0, 0, "4 sites fewer than the protocol"),
        (Sites(2.5, 4), 4, 10, "2.5 U a site, the protocol 5 U"),
        (Sites(10, 3), 3, 30, "1 site fewer than the protocol; 10 U a site, the protocol 5 U"),
    ],
)
def test_how_the_left_temporalis_differs(place: Sites | None, sites: int, units: float, deviates: str) -> None:
    row = rows(temporalis_left=place)["temporalis-left"]
    assert (row.given_sites, row.given_units, row.deviates) == (sites, units, deviates)


def test_the_extra_sites_are_those_of_both_sides_together() -> None:
    found = rows(temporalis_left=Sites(5, 6), temporalis_right=Sites(5, 5))
    assert found["temporalis-left"].deviates == "2 sites more than the protocol allows"
    assert found["temporalis-right"].deviates == "1 site more than the protocol allows"


@pytest.mark.parametrize(
    ("name", "muscle", "side"),
    [
        ("masseter_left", "masseter", "left"),
        ("masseter_right", "masseter", "right"),
        ("depressor_septi", "depressor-septi", "midline"),
        ("nasalis", "nasalis", "midline"),
    ],
)
def test_a_muscle_that_the_protocol_lacks_stands_last(name: str, muscle: str, side: str) -> None:
    *_, row = rows(**{name: Sites(2.5, 2)}).values()
    assert row == SiteRow(
        muscle_side=name.replace("_", "-"),
        muscle=muscle,
        side=side,
        sites=0,
        units=0,
        extra=0,
        given_sites=2,
        given_units=5,
        deviates="no muscle of preempt-155",
    )
