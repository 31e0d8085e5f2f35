"""One visit with injections."""

from datetime import date as _Date  # noqa: N812 a field named `date` hides the type
from typing import Annotated

from msgspec import Meta, Struct

from migraine_cli.errors import InvalidValue
from migraine_cli.records.allowance import Allowance
from migraine_cli.records.codes import Supply
from migraine_cli.records.record import check_texts
from migraine_cli.records.session_day import SessionDay
from migraine_cli.records.vials import Vial, lots_in, vial_fields

Units = Annotated[float, Meta(gt=0, le=5000)]
"""Units of a botulinum toxin; the products' units differ and are never added or converted."""

VialSize = Annotated[int, Meta(gt=0, le=5000)]
"""Units that a vial held."""


class Sites(Struct, frozen=True, array_like=True):
    """Injections into one muscle of one side: so many units at each of so many sites."""

    units: Units
    sites: Annotated[int, Meta(ge=1, le=50)]


class Session(SessionDay, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One visit with injections. `units` None is a dose that isn't known; `site_map` None a map that isn't known.

    `site_map` maps a muscle-side such as "temporalis-left" to its sites. `vials` are the units that each vial held;
    `lot` and `expiry` hold for all of them, or are the lots joined and the earliest day where `vial_lots` tells the
    vials apart.
    """

    protocol: str | None = None
    units: Units | None = None
    site_map: dict[str, Sites] | None = None
    lot: str | None = None
    expiry: _Date | None = None  # the field `date` hides the type of that name
    vials: tuple[VialSize, ...] = ()
    supply: Supply | None = None
    vial_lots: tuple[Vial, ...] = ()
    by: str | None = None
    note: str | None = None
    allowed: tuple[Allowance, ...] = ()

    def __post_init__(self) -> None:
        check_texts(lot=self.lot, by=self.by, note=self.note)
        told = {"vials": self.vials, "lot": self.lot, "expiry": self.expiry, "vial_lots": self.vial_lots}
        if self.vial_lots and told != vial_fields(self.vial_lots):
            raise InvalidValue("the lots and expiry dates aren't those of the vials; state the vials alone.")

    @property
    def each_vial(self) -> tuple[Vial, ...]:
        """Every vial used, with what is known of it."""
        own = (Vial(units=size, lot=self.lot, expiry=self.expiry, supply=self.supply) for size in self.vials)
        return self.vial_lots or tuple(own)

    @property
    def lots(self) -> tuple[str, ...]:
        """Every lot used, be it known which vial was of it or not."""
        return lots_in(self.lot)

    @property
    def sites(self) -> int | None:
        """Number of injection sites; None when the map isn't known."""
        return None if self.site_map is None else sum(place.sites for place in self.site_map.values())

    @property
    def discarded(self) -> float | None:
        """Units left over in the vials; None when either isn't known, or the vials hold fewer than were given."""
        left = sum(self.vials) - (self.units or 0)
        return left if self.vials and self.units and left >= 0 else None
