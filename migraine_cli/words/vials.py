"""Vials as a person types them or a file holds them, such as 200:C7654:2027-03, and lots as they are compared.

Every function here raises InvalidValue for what can't be right.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from msgspec import Struct

from migraine_cli.errors import InvalidValue
from migraine_cli.words.dates import absolute_date, absolute_month, month_days, parse_date
from migraine_cli.words.text import plain, quoted

VIALS = (50, 100, 200)
"""Units in a vial of onabotulinumtoxinA; those of 50 are licensed in the UK, Ireland and Belgium."""

_PRINTED_MONTH = r"(?a)(\d{1,2})/(\d{4})"
_MONTH = r"(?a)\d{4}-\d\d?|[^\W\d]+ \d{4}"
_WAY = "write UNITS, UNITS:LOT or UNITS:LOT:EXPIRY like 200:C7654:2027-03"


class NamedVial(Struct, frozen=True):
    """A vial as it was named: its units, and its lot and expiry where they were named with it."""

    units: int
    lot: str | None = None
    expiry: date | None = None


def vial(text: str, today: date | None = None) -> NamedVial:
    """A vial from UNITS[:LOT[:EXPIRY]]; `today` as for `expiry`."""
    size, *rest = (part.strip() for part in text.split(":"))
    units = vial_size(size, f"; {_WAY}")
    if len(rest) > 2:
        raise InvalidValue(f"the vial {quoted(text)} can't be read; {_WAY}.")
    lot = plain(rest[0], "lot") if rest else ""
    day = rest[1] if len(rest) > 1 else ""
    return NamedVial(units, lot or None, expiry(day, today) if day else None)


def vial_size(text: str, way: str = "") -> int:
    """The units that a vial holds; `way` ends the sentence that refuses others."""
    if text.strip() not in map(str, VIALS):
        raise InvalidValue(f"{quoted(text)} isn't the size of a vial: they hold 50, 100 or 200 U{way}.")
    return int(text)


def vial_cell(named: NamedVial) -> str:
    """A vial as a file's cell has it; `vial` reads it again.

    A lot that holds a colon or a semicolon, as older files may, is left to the column of its own.
    """
    if named.lot and re.search("[:;]", named.lot):
        return str(named.units)
    parts = (str(named.units), named.lot or "", str(named.expiry or ""))
    return ":".join(parts).rstrip(":")


def expiry(text: str, today: date | None = None) -> date:
    """The last day on which a vial may be used: a date, or the last day of a month such as 2027-12 or 12/2027.

    With `today` also a day such as "in 3 months".
    """
    typed = text.strip()
    printed = re.fullmatch(_PRINTED_MONTH, typed)
    if printed and not 1 <= int(printed[1]) <= 12:
        raise InvalidValue(f"the expiry {quoted(typed)} is no month; write it like 2027-03, 03/2027 or 2027-03-31.")
    if printed:
        return month_days(absolute_month(f"{printed[2]}-{int(printed[1]):02}"))[1]
    if re.fullmatch(_MONTH, typed):
        return month_days(absolute_month(typed))[1]
    return absolute_date(typed, "expiry") if today is None else parse_date(typed, today, "expiry")


@lru_cache(maxsize=4096)
def lot_key(lot: str) -> str:
    """What two spellings of one lot share: case, spaces and hyphens don't matter."""
    return re.sub(r"[\s\u2010-\u2015-]", "", lot).casefold()
