"""The dose of a session as it was typed, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.errors import InvalidValue
from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM
from migraine_cli.records.session import Session, Sites
from migraine_cli.reference.protocols import DEFAULT_PROTOCOL, protocol
from migraine_cli.treatment.plan import Dose, planned_dose, repeated_dose
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.words.values import extra_site, site, units


class AskedDose(Struct, frozen=True):
    """The options of add-session that say how much is given, and where."""

    protocol: str | None
    sites: Sequence[str]
    extra: Sequence[str]
    units: str | None
    like_last: bool

    def given(self, visit: Session, earlier: Sequence[Session]) -> tuple[Session, Protocol | None]:
        """The visit with its dose, and the protocol it is held against (None where none is written for it).

        Raises InvalidValue when nothing says how much is given, or two options say it differently.
        """
        if self.like_last and (self.protocol or self.sites or self.extra or self.units):
            raise InvalidValue(
                "--like-last repeats the last session's sites; leave --protocol, --site, --extra and --units out."
            )
        labelled = visit.product == ONABOTULINUM and visit.indication == CHRONIC_MIGRAINE
        yardstick = protocol(self.protocol or DEFAULT_PROTOCOL) if labelled or self.protocol else None
        dose = repeated_dose(earlier, visit) if self.like_last else self._dose(yardstick)
        return replace(visit, protocol=dose.protocol, units=dose.units, site_map=dose.site_map), yardstick

    def _dose(self, yardstick: Protocol | None) -> Dose:
        return planned_dose(
            yardstick,
            by_protocol=self.protocol is not None,
            sites=_site_map(self.sites),
            extra=dict(extra_site(each) for each in self.extra),
            units=None if self.units is None else units(self.units, "units"),
        )


def _site_map(typed: Sequence[str]) -> dict[str, Sites]:
    site_map: dict[str, Sites] = {}
    for each in typed:
        side, at_each, count = site(each)
        if side in site_map:
            raise InvalidValue(f"{side} is given twice with --site; give all its sites at once.")
        site_map[side] = Sites(at_each, count)
    return site_map
