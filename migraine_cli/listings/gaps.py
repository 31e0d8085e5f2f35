"""What to ask before the next visit, as listed."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class GapsRow(Struct, frozen=True, kw_only=True):
    """The facts that can change one patient's verdict. `asks`: an ISO date asks for the whole day, anything else says
    what it asks. `least` is how few of them can settle it, None where that has too many ways; all of them surely do.
    """

    before: date
    patient: str
    name: str | None
    phone: str | None
    policy: str
    asks: tuple[str, ...]
    least: int | None
    settles: str
