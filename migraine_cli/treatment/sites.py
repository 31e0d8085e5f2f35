"""Where a session injected, held against its protocol: a row for every muscle-side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from migraine_cli.records.session import Sites
from migraine_cli.treatment.protocol import Muscle, Protocol


class SiteRow(Struct, frozen=True, kw_only=True):
    """One muscle-side: the protocol's fixed `sites` and `units`, the `extra` sites that both sides may have together,
    and what the session gave. `side` is the patient's; `given_sites` None: no session is looked at. `deviates` says how
    what was given differs from the fixed sites, None where it doesn't.
    """

    muscle_side: str
    muscle: str
    side: str
    sites: int
    units: float
    extra: int
    given_sites: int | None
    given_units: float | None
    deviates: str | None


def site_rows(protocol: Protocol, site_map: Mapping[str, Sites] | None = None) -> list[SiteRow]:
    """The protocol's muscle-sides in the order in which they are injected, then those that it lacks."""
    rows = [_row(protocol, muscle, side, site_map) for muscle in protocol.muscle for side in muscle.sides]
    known = {row.muscle_side for row in rows}
    foreign = {side: place for side, place in (site_map or {}).items() if side not in known}
    return rows + [_foreign(protocol, side, place) for side, place in foreign.items()]


def _row(protocol: Protocol, muscle: Muscle, side: str, site_map: Mapping[str, Sites] | None) -> SiteRow:
    place = None if site_map is None else site_map.get(side)
    given = 0 if place is None else place.sites
    return SiteRow(
        muscle_side=side,
        muscle=muscle.name,
        side=_side(side),
        sites=muscle.sites,
        units=muscle.sites * protocol.units_per_site,
        extra=muscle.extra,
        given_sites=None if site_map is None else given,
        given_units=None if site_map is None else given * (place.units if place else 0),
        deviates=None if site_map is None else "; ".join(_deviations(protocol, muscle, given, place, site_map)) or None,
    )


def _deviations(
    protocol: Protocol, muscle: Muscle, given: int, place: Sites | None, site_map: Mapping[str, Sites]
) -> Iterator[str]:
    if given != muscle.sites:
        count = abs(given - muscle.sites)
        yield f"{count} {'site' if count == 1 else 'sites'} {_how(protocol, muscle, given, site_map)}"
    if place is not None and place.units != protocol.units_per_site:
        yield f"{place.units:g} U a site, the protocol {protocol.units_per_site:g} U"


def _how(protocol: Protocol, muscle: Muscle, given: int, site_map: Mapping[str, Sites]) -> str:
    if given < muscle.sites:
        return "fewer than the protocol"
    return "more than the protocol allows" if protocol.over_ceiling(muscle, site_map) else "more (follow the pain)"


def _foreign(protocol: Protocol, side: str, place: Sites) -> SiteRow:
    return SiteRow(
        muscle_side=side,
        muscle=side.removesuffix(f"-{_side(side)}"),
        side=_side(side),
        sites=0,
        units=0,
        extra=0,
        given_sites=place.sites,
        given_units=place.sites * place.units,
        deviates=f"no muscle of {protocol.id}",
    )


def _side(muscle_side: str) -> str:
    """left, right or midline, of the patient."""
    end = muscle_side.rpartition("-")[2]
    return end if end in ("left", "right") else "midline"
