"""The limits of data/limits.toml, as the safety rules take them."""

from __future__ import annotations

from msgspec import Struct


class Age(Struct, frozen=True, forbid_unknown_fields=True):
    """Completed years from which the labels speak of adults."""

    adult_years: int
    source: str
    confirmed: bool


class Cumulative(Struct, frozen=True, forbid_unknown_fields=True):
    """At most so many units of onabotulinumtoxinA in so many calendar months, over all indications."""

    units: float
    months: int
    source: str
    confirmed: bool


class OtherToxin(Struct, frozen=True, forbid_unknown_fields=True):
    """Calendar months within which another botulinum toxin calls for care."""

    months: int
    source: str
    confirmed: bool


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """All of them."""

    age: Age
    cumulative: Cumulative
    other_toxin: OtherToxin
