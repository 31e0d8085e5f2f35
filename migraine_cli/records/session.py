"""One visit with injections."""

from __future__ import annotations

from datetime import date
from datetime import date as _Date  # noqa: N812 a field named `date` hides the type
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM, Indication, Product
from migraine_cli.records.record import AboutPatient, check_texts

Units = Annotated[float, Meta(gt=0, le=5000)]
"""Units of a botulinum toxin; the products' units differ and are never added or converted."""


class Sites(Struct, frozen=True, array_like=True):
    """Injections into one muscle of one side: so many units at each of so many sites."""

    units: Units
    sites: Annotated[int, Meta(ge=1, le=50)]


class Allowance(Struct, frozen=True):
    """A safety rule that was lifted, and why."""

    rule: str
    reason: str


class SessionDay(AboutPatient, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """When a session was and for what: all that a schedule needs, read without the rest of the session."""

    table: ClassVar[str] = "sessions"
    kind: ClassVar[str] = "session"

    date: date
    indication: Indication = CHRONIC_MIGRAINE


class Session(SessionDay, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One visit with injections. `units` None is a dose that isn't known; `site_map` None a map that isn't known.

    `site_map` maps a muscle-side such as "temporalis-left" to its sites.
    """

    product: Product = ONABOTULINUM
    protocol: str | None = None
    units: Units | None = None
    site_map: dict[str, Sites] | None = None
    lot: str | None = None
    expiry: _Date | None = None  # the field `date` hides the type of that name
    vials: tuple[int, ...] = ()
    by: str | None = None
    note: str | None = None
    allowed: tuple[Allowance, ...] = ()

    def __post_init__(self) -> None:
        check_texts(lot=self.lot, by=self.by, note=self.note)

    @property
    def sites(self) -> int | None:
        """Number of injection sites; None when the map isn't known."""
        return None if self.site_map is None else sum(place.sites for place in self.site_map.values())

    @property
    def discarded(self) -> float | None:
        """Units left over in the vials; None when either isn't known, or the vials hold fewer than were given."""
        left = sum(self.vials) - (self.units or 0)
        return left if self.vials and self.units and left >= 0 else None
