"""What a clinic says of itself: who it is, and when it treats how many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from migraine_cli.words.dates.rhythm import Rhythm
    from migraine_cli.words.dates.times import Opening

EACH_SESSION = "each-session"
"""What the clinic says of a question that is asked anew at each session, whenever it was last answered."""


class OwnClinic(Struct, frozen=True, kw_only=True):
    """The clinic's own statements; None is not stated.

    `slot_minutes` is how long a place lasts, and at each time of day there are as many places as `injectors`. `hours`
    are the opening hours by weekday as date.weekday() counts (no weekday: closed on it), `every` the days that the
    clinic is held on, `closed` the days off as spans of ISO dates. `holidays` is the country, by its code of ISO 3166-1
    in capitals, whose public holidays are days off too; `zone` the IANA time zone. `sender` is the name that handouts
    use, `name` and `telephone` those of letters.
    """

    sender: str | None = None
    slot_minutes: int = 30
    injectors: int = 1
    hours: Mapping[int, tuple[Opening, ...]] | None = None
    every: Rhythm | None = None
    closed: tuple[str, ...] = ()
    holidays: str | None = None
    zone: str | None = None
    name: str | None = None
    telephone: str | None = None
