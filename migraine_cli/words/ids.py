"""Ids of patients, which mean the same in any case, and how it is told who one stands for."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

_MOST_NEAR = 3
"""Ids that one can still choose between."""

_NEAR_ENOUGH = 0.75
"""Likeness of two ids from 0 to 1, as difflib measures it: one slip in four characters; ours."""


def meant(typed: str, ids: Collection[str]) -> list[str]:
    """Those of `ids` that `typed` means: its own spelling alone where it is there, else all that differ by case only.

    More than one are twins of an older file, and `typed` spells neither.
    """
    return [typed] if typed in ids else [id_ for id_ in ids if id_.casefold() == typed.casefold()]


def introduced(id_: str, name: str | None, born: date | None) -> str:
    """Who an id stands for, to be compared with the person in the room: P0001 Ann Smith, born 1984-03-12."""
    return f"{id_} {name or 'without a name'}, born {born or 'on a day not recorded'}"


def near(typed: str, ids: Collection[str]) -> list[str]:
    """Those of `ids` that were probably meant: the same but for zeros, hyphens and dots, else the nearest spelling.

    An id with another digit is another patient's, and no slip. None where so many are as near that none can be told
    from the others.
    """
    alike = [id_ for id_ in ids if _bare(id_) == _bare(typed)] or _nearest(typed.casefold(), ids)
    return alike if len(alike) <= _MOST_NEAR else []


def _nearest(typed: str, ids: Collection[str]) -> list[str]:
    from difflib import SequenceMatcher, get_close_matches

    folded = {id_.casefold(): id_ for id_ in ids if not _other_digits(id_, typed)}
    close = get_close_matches(typed, folded, n=_MOST_NEAR + 1, cutoff=_NEAR_ENOUGH)
    likeness = {id_: SequenceMatcher(None, id_, typed).ratio() for id_ in close}
    return [folded[id_] for id_ in close if likeness[id_] == max(likeness.values())]


def _other_digits(one: str, other: str) -> bool:
    """Whether both have as many digits, and not the same ones in any order."""
    digits, others = (sorted(re.sub(r"\D", "", each)) for each in (one, other))
    return len(digits) == len(others) and digits != others


def _bare(id_: str) -> str:
    return re.sub(r"[._-]|(?<!\d)0+(?=\d)", "", id_.casefold())
