"""The session that a day sheet is held for: as the last one of its kind, else by the protocol's fixed sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM
from migraine_cli.records.session import Session, Sites
from migraine_cli.treatment.protocol import Protocol, total_units


def planned_session(patient: str, day: date, earlier: Iterable[Session], protocol: Protocol) -> Session:
    """Onabotulinumtoxin for chronic migraine at the sites of the last such session; at the protocol's where its map
    isn't known.
    """
    last = last_map(earlier)
    site_map = protocol.fixed_map() if last is None else dict(last)
    return Session(patient=patient, date=day, protocol=protocol.id, units=total_units(site_map), site_map=site_map)


def last_map(earlier: Iterable[Session]) -> Mapping[str, Sites] | None:
    """The map of the latest session of onabotulinumtoxin for chronic migraine; None when it isn't known."""
    of_kind = [each for each in earlier if (each.product, each.indication) == (ONABOTULINUM, CHRONIC_MIGRAINE)]
    return max(of_kind, key=lambda each: each.date).site_map if of_kind else None


def beside_the_fixed(site_map: Mapping[str, Sites], protocol: Protocol) -> tuple[str, ...]:
    """Where a map has more or fewer sites than the protocol's fixed ones, such as "+1 temporalis left"."""
    fixed = protocol.fixed_map()
    places = dict.fromkeys([*fixed, *site_map])
    return tuple(
        f"{difference:+d} {place.replace('-', ' ')}"
        for place in places
        if (difference := _sites(site_map, place) - _sites(fixed, place))
    )


def dilution(protocol: Protocol) -> str:
    """How each size of vial is diluted, as the label has it; of onabotulinumtoxin only."""
    sizes = ", ".join(f"{size} U in {size / protocol.units_per_ml:g} mL" for size in (50, 100, 200))
    return f"{sizes} = {protocol.units_per_ml / 10:g} U per 0.1 mL; {ONABOTULINUM} only"


def _sites(site_map: Mapping[str, Sites], place: str) -> int:
    return site_map[place].sites if place in site_map else 0
