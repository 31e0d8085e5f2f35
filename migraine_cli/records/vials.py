"""The vials that a session used, each with its own lot and expiry."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from migraine_cli.records.codes import Supply
from migraine_cli.words.vials import NamedVial, lot_key

LOTS_APART = "; "
"""Stands between the lots of a session."""


class Vial(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One vial: the units that it held when full, and what is known of it. `supply` says who bought it."""

    units: int
    lot: str | None = None
    expiry: date | None = None
    supply: Supply | None = None

    @property
    def named(self) -> NamedVial:
        """The vial without its supply."""
        return NamedVial(self.units, self.lot, self.expiry)


def used_vials(
    vials: Sequence[NamedVial],
    lot: str | None = None,
    expiry: date | None = None,
    supply: Supply | Sequence[Supply | None] | None = None,
) -> dict[str, Any]:
    """The fields of a session that used these vials: `lot` and `expiry` stand for every vial that names none, or for
    the session where no vial is known. `supply` is that of all, or one for each vial.
    """
    own = [supply] * len(vials) if supply is None or isinstance(supply, str) else supply
    each = [
        Vial(units=vial.units, lot=vial.lot or lot, expiry=vial.expiry or expiry, supply=of_it)
        for vial, of_it in zip(vials, own, strict=True)
    ]
    if supply is not None and not isinstance(supply, str):
        supply = own[0] if len(set(own)) == 1 else None
    return {"supply": supply, **vial_fields(each)} if each else {"supply": supply, "lot": lot, "expiry": expiry}


def vial_fields(each: Sequence[Vial]) -> dict[str, Any]:
    """The fields of a session that say which vials it used; vials that differ by size only are told by the session's
    own lot and expiry, as in every older file.
    """
    told = {(vial.lot, vial.expiry, vial.supply) for vial in each}
    return {
        "vials": tuple(vial.units for vial in each),
        "lot": joined_lots(each),
        "expiry": earliest_expiry(each),
        "vial_lots": tuple(each) if len(told) > 1 else (),
    }


def lots_in(text: str | None) -> tuple[str, ...]:
    """The lots that are joined in one text."""
    return tuple(lot.strip() for lot in (text or "").split(LOTS_APART.strip()) if lot.strip())


def has_lot(text: str | None, lot: str) -> bool:
    """Whether a lot, however it is spelt, is among those joined in one text."""
    return text is not None and lot_key(lot) in map(lot_key, lots_in(text))


def joined_lots(each: Iterable[Vial]) -> str | None:
    """The lots of the vials, each once, in one text."""
    lots: dict[str, str] = {}
    for vial in each:
        if vial.lot:
            lots.setdefault(lot_key(vial.lot), vial.lot)
    return LOTS_APART.join(lots.values()) or None


def earliest_expiry(each: Iterable[Vial]) -> date | None:
    """The first day that one of the vials expires on."""
    return min((vial.expiry for vial in each if vial.expiry), default=None)
