"""An injection protocol: which muscles, how many sites, and how far the pain may be followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from migraine_cli.records.session import Sites


class Muscle(Struct, frozen=True, forbid_unknown_fields=True):
    """One muscle: `sites` on each side, or at the midline; `extra` sites more, counted over both sides together."""

    name: str
    sites: int
    midline: bool = False
    extra: int = 0

    @property
    def sides(self) -> tuple[str, ...]:
        """The muscle-sides it is injected at, such as "temporalis-left"."""
        return (self.name,) if self.midline else (f"{self.name}-left", f"{self.name}-right")


class Protocol(Struct, frozen=True, forbid_unknown_fields=True):
    """A protocol as its data file states it. Units are of onabotulinumtoxinA."""

    id: str
    title: str
    source: str
    read: date
    confirmed: bool
    units_per_site: float
    label_units: float
    units_per_ml: float
    muscle: tuple[Muscle, ...]

    def fixed_map(self) -> dict[str, Sites]:
        """The fixed sites of every muscle-side."""
        return {side: Sites(self.units_per_site, muscle.sites) for muscle in self.muscle for side in muscle.sides}

    def with_extra(self, extra: Mapping[str, int]) -> dict[str, Sites]:
        """The fixed sites and `extra` sites more at the muscle-sides named, whether or not the protocol has room for
        them.
        """
        site_map = self.fixed_map()
        for side, sites in extra.items():
            fixed = site_map[side].sites if side in site_map else 0
            site_map[side] = Sites(self.units_per_site, fixed + sites)
        return site_map

    @property
    def fixed_sites(self) -> int:
        """Sites of the fixed part; 31 in PREEMPT."""
        return sum(place.sites for place in self.fixed_map().values())

    @property
    def ceiling_units(self) -> float:
        """Units with every extra site; 195 in PREEMPT."""
        extra = sum(muscle.extra for muscle in self.muscle)
        return total_units(self.fixed_map()) + extra * self.units_per_site

    def departures(self, site_map: Mapping[str, Sites]) -> list[str]:
        """Where `site_map` has a muscle, a number of sites or units a site that the protocol doesn't have, in words."""
        places = {side: muscle for muscle in self.muscle for side in muscle.sides}
        foreign = [f"{side} is no muscle of {self.id}" for side in site_map if side not in places]
        over = [words for muscle in self.muscle if (words := self.over_ceiling(muscle, site_map))]
        return foreign + over + list(self._other_units(site_map))

    def _other_units(self, site_map: Mapping[str, Sites]) -> Iterator[str]:
        for side, place in site_map.items():
            if place.units != self.units_per_site:
                yield f"{side} has {place.units:g} U a site, {self.id} {self.units_per_site:g} U"

    def over_ceiling(self, muscle: Muscle, site_map: Mapping[str, Sites]) -> str | None:
        """Where a muscle has more sites than the protocol has room for, in words."""
        given = [site_map[side].sites if side in site_map else 0 for side in muscle.sides]
        most_on_a_side = muscle.sites + muscle.extra
        most = muscle.sites * len(muscle.sides) + muscle.extra
        if sum(given) <= most and max(given) <= most_on_a_side:
            return None
        return f"{muscle.name} has {sum(given)} sites, {self.id} at most {most} and {most_on_a_side} on a side"


def total_units(site_map: Mapping[str, Sites]) -> float:
    """Units over all sites."""
    return sum(place.units * place.sites for place in site_map.values())
