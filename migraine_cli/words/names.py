"""Names of people, compared as people write them: by whole words in any order, whatever the accents and the case.

O'Brien is also obrien and o brien, Anne-Marie is Anne Marie and Annemarie, "Müller, Änne" is aenne mueller and anne
muller. Mueller and Muller stay two names, though either can be Müller: nothing is taken for the same that nobody
would write for the other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple
from unicodedata import combining, normalize

_SPELT = {
    "ä": ("ae", "a"),
    "ö": ("oe", "o"),
    "ü": ("ue", "u"),
    "ø": ("oe", "o"),
    "å": ("aa", "a"),
    "æ": ("ae",),
    "œ": ("oe",),
    "ł": ("l",),
    "đ": ("d",),
    "ð": ("d",),
    "þ": ("th",),
    "ı": ("i",),
}
"""Letters that are written otherwise than without their accent; ß is ss by its case already."""

_MOST_SPELLINGS = 64
"""Spellings told apart of one word; six letters with two ways each, more than any name has."""

_BETWEEN_WORDS = r"[\s,;.:/()\"“”„]+"
_JOINERS = r"['’‘ʼ`´‐‑–-]+"

Spellings = frozenset[str]


class Word(NamedTuple):
    """A word of a name as a whole, and the parts that an apostrophe or a hyphen joins, each in every spelling."""

    whole: Spellings
    parts: tuple[Spellings, ...]

    @property
    def all(self) -> tuple[Spellings, ...]:
        """The word as a whole and its parts."""
        return (self.whole, *self.parts)


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[Word, ...]:
    """The words of a name in their order."""
    return tuple(word for text in re.split(_BETWEEN_WORDS, normalize("NFC", name)) if (word := _word(text)))


def within(text: str, name: str) -> bool:
    """Whether every word of `text` is a whole word of `name`; of a blank text never."""
    there = [spellings for word in words_of(name) for spellings in word.all]
    asked = words_of(text)
    return bool(asked) and all(_found(word, there) for word in asked)


def partly_within(text: str, name: str) -> bool:
    """Whether every word of `text` is at least a part of a word of `name`; of a blank text never."""
    there = {spelling for word in words_of(name) for spellings in word.all for spelling in spellings}
    asked = words_of(text)
    return bool(asked) and all(_holds(word.whole, there) or _all_hold(word.parts, there) for word in asked)


def same_name(one: str | None, other: str | None) -> bool:
    """Whether both can be written for one person: the same words in any order. A name not known is never the same."""
    return one is not None and other is not None and within(one, other) and within(other, one)


def folded(text: str) -> str:
    """`text` in one spelling of many, without accents, case and punctuation, for measuring how near two names are."""
    return " ".join(min(word.whole, key=len) for word in words_of(text))


def _word(text: str) -> Word | None:
    parts = [part for part in re.split(_JOINERS, text) if part]
    if not parts:
        return None
    return Word(_spellings("".join(parts)), tuple(map(_spellings, parts)) if len(parts) > 1 else ())


def _found(word: Word, there: list[Spellings]) -> bool:
    """Whether the word stands there as a whole, or all of its parts do."""
    return _stands(word.whole, there) or (bool(word.parts) and all(_stands(part, there) for part in word.parts))


def _stands(spellings: Spellings, there: list[Spellings]) -> bool:
    return any(spellings & other for other in there)


def _holds(spellings: Spellings, there: set[str]) -> bool:
    return any(spelling in other for spelling in spellings for other in there)


def _all_hold(parts: tuple[Spellings, ...], there: set[str]) -> bool:
    return bool(parts) and all(_holds(part, there) for part in parts)


def _spellings(word: str) -> Spellings:
    letters = [_SPELT.get(letter) or (_bare(letter),) for letter in normalize("NFC", word.casefold())]
    plainest = "".join(min(ways, key=len) for ways in letters)
    return frozenset("".join(way) for way in islice(product(*letters), _MOST_SPELLINGS)) | {plainest}


def _bare(letter: str) -> str:
    """The letter without accents and points; marks that make another letter of it, as of か and が, stay."""
    if letter.isascii():
        return letter
    return "".join(
        part for part in normalize("NFKD", letter) if not (10 <= combining(part) <= 36 or combining(part) >= 200)
    )
