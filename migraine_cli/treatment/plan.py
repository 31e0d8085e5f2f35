"""From what was asked for to the session that will be recorded: its map of sites and its units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from migraine_cli.errors import InvalidValue
from migraine_cli.records.session import Session, Sites
from migraine_cli.treatment.protocol import Protocol, total_units


class Dose(Struct, frozen=True, kw_only=True):
    """What a session gives. `site_map` None: the map isn't recorded, the units alone are."""

    protocol: str | None = None
    units: float
    site_map: dict[str, Sites] | None = None


def planned_dose(
    protocol: Protocol | None,
    *,
    by_protocol: bool,
    sites: Mapping[str, Sites],
    extra: Mapping[str, int],
    units: float | None,
) -> Dose:
    """The dose asked for: sites named one by one, or the protocol's map with its extra sites, or units alone.

    `protocol` is None for an indication or a product that none is written for; `by_protocol` says that it was asked
    for by name. Raises InvalidValue when nothing says how much is given, or when `units` isn't the sum of the sites.
    """
    if units is not None and not (by_protocol or sites or extra):
        return Dose(units=units)
    site_map = _site_map(protocol, sites, extra)
    total = total_units(site_map)
    if units is not None and units != total:
        raise InvalidValue(f"the units {units:g} aren't the sum of the sites, {total:g} U; correct one of the two.")
    return Dose(protocol=protocol.id if protocol else None, units=total, site_map=site_map)


def repeated_dose(sessions: Iterable[Session], like: Session) -> Dose:
    """The sites of the latest session before `like` of its product and indication. Raises InvalidValue without any."""
    earlier = [
        session
        for session in sessions
        if (session.product, session.indication) == (like.product, like.indication) and session.date < like.date
    ]
    last = max(earlier, key=lambda session: session.date, default=None)
    if last is None or last.site_map is None:
        what = "there is no earlier session to repeat" if last is None else f"the session of {last.date} has no sites"
        raise InvalidValue(f"{what}; state the dose.")
    return Dose(protocol=last.protocol, units=total_units(last.site_map), site_map=dict(last.site_map))


def _site_map(protocol: Protocol | None, sites: Mapping[str, Sites], extra: Mapping[str, int]) -> dict[str, Sites]:
    if not sites:
        if protocol is None:
            raise InvalidValue("no protocol is written for this product and indication; state the units or the sites.")
        return protocol.with_extra(extra)
    twice = next((side for side in extra if side in sites), None)
    if twice:
        raise InvalidValue(f"{twice} is given as a site and as an extra; count all its sites as one.")
    if extra and protocol is None:
        raise InvalidValue(
            "extra sites add to a protocol's map, and this product and indication have none; state every site."
        )
    more = {side: Sites(protocol.units_per_site, count) for side, count in extra.items()} if protocol else {}
    return {**sites, **more}
