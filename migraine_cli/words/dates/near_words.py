"""The date word that a mistyped one is nearest to: tomorow, last munday, 3 Ocotber 2026."""

from __future__ import annotations

import re

from migraine_cli.words.dates.names import MONTHS, WEEKDAYS

_WORDS = [
    *("today", "tomorrow", "yesterday", "last", "next", "ago", "in"),
    *(unit + s for unit in ("day", "week", "month", "year") for s in ("", "s")),
    *(name.casefold() for name in (*MONTHS, *WEEKDAYS)),
]
_NEAR_ENOUGH = 0.75
"""Likeness from 0 to 1, as difflib measures it: one slip in a word of four letters; ours."""


def nearest_words(text: str) -> str:
    """`text` with each of its words, in lower case and of three letters or more, as the nearest that a date has."""
    from difflib import get_close_matches

    def nearest(found: re.Match[str]) -> str:
        near = get_close_matches(found[0], _WORDS, n=3, cutoff=_NEAR_ENOUGH)
        # Munday is as near to Sunday as to Monday; the first letter is the one that is seldom mistyped.
        return min(near, key=lambda word: word[0] != found[0][0], default=found[0])

    return re.sub("[a-z]{3,}", nearest, text)
