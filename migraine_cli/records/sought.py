"""The patients that a few typed letters or digits can mean: as they stand recorded, then as nearly spelt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date

from migraine_cli.errors import InvalidValue
from migraine_cli.records.patient import Patient
from migraine_cli.words.dates import absolute_date
from migraine_cli.words.names import partly_within, words_of

_FEWEST_DIGITS = 3
"""Digits that are looked for in a telephone number; fewer stand in nearly every one."""

_NEAR_ENOUGH = 0.75
"""Likeness of two words from 0 to 1, as difflib measures it: one slip in a word of four letters; ours."""

_TELEPHONE = r"[\d\s()/.+-]+"


def holding(text: str, people: Iterable[Patient]) -> list[Patient]:
    """Those whose id, name, telephone number or e-mail holds `text`, in parts of words too, or who were born that day.

    A telephone number is compared by its digits, without the zeros that a country's number takes the place of.
    """
    typed, digits, born = text.strip().casefold(), _digits(text), _day(text)
    return [
        person
        for person in people
        if any(typed in each.casefold() for each in (person.id, person.name, person.email) if each)
        or (person.name and partly_within(text, person.name))
        or (digits and person.phone and digits in re.sub(r"\D", "", person.phone))
        or (born and born == person.born)
    ]


def nearly(text: str, people: Sequence[Patient]) -> list[Patient]:
    """Those with a word near to each word of `text` in their name, in the order of `people`."""
    names = [_spellings(person.name or "") for person in people]
    vocabulary = set().union(*names)
    asked = [_near(word.whole, vocabulary) for word in words_of(text)]
    return [
        person for person, there in zip(people, names, strict=True) if asked and all(near & there for near in asked)
    ]


def _spellings(name: str) -> set[str]:
    return {spelling for word in words_of(name) for spellings in word.all for spelling in spellings}


def _near(spellings: Iterable[str], vocabulary: set[str]) -> set[str]:
    from difflib import get_close_matches

    wanted = [spelling for spelling in spellings if not spelling.isdecimal()]
    return {near for each in wanted for near in get_close_matches(each, vocabulary, n=20, cutoff=_NEAR_ENOUGH)}


def _digits(text: str) -> str | None:
    digits = re.sub(r"\D", "", text).lstrip("0") if re.fullmatch(_TELEPHONE, text) else ""
    return digits if len(digits) >= _FEWEST_DIGITS else None


def _day(text: str) -> date | None:
    with suppress(InvalidValue):
        return absolute_date(text)
    return None
