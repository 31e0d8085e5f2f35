"""The patients that a few typed letters or digits can mean: by what names a person, by any part of it, or nearly so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import TypeVar

from migraine_cli.errors import InvalidValue
from migraine_cli.records.patient import PatientLabel
from migraine_cli.words.dates import absolute_date
from migraine_cli.words.names import partly_within, within, words_of
from migraine_cli.words.telephones import digits_of, holds

L = TypeVar("L", bound=PatientLabel)

_FEWEST_DIGITS = 3
"""Digits that are looked for in a telephone number; fewer stand in nearly every one."""

_NAMING_DIGITS = 6
"""Digits of a telephone number that can stand for the person."""

_NEAR_ENOUGH = 0.75
"""Likeness of two words from 0 to 1, as difflib measures it: one slip in a word of four letters; ours."""


def named(text: str, people: Iterable[L]) -> list[L]:
    """Those whom `text` names: by whole words of their name, their birth date, or six digits or more of their telephone
    number.
    """
    digits, born = digits_of(text), _day(text)
    return [
        person
        for person in people
        if within(text, person.name or "")
        or _reached_by(person, digits, _NAMING_DIGITS)
        or (born and born == person.born)
    ]


def holding(text: str, people: Iterable[L]) -> list[L]:
    """Those whose id, name, telephone number or e-mail holds `text`, in parts of words too, or who were born that day.

    A telephone number is compared by its digits, whatever stands in front of it.
    """
    typed, digits, born = text.strip().casefold(), digits_of(text), _day(text)
    return [
        person
        for person in people
        if any(typed in each.casefold() for each in (person.id, person.name, person.email) if each)
        or (person.name and partly_within(text, person.name))
        or _reached_by(person, digits, _FEWEST_DIGITS)
        or (born and born == person.born)
    ]


def nearly(text: str, people: Sequence[L]) -> list[L]:
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


def _reached_by(person: PatientLabel, digits: str, fewest: int) -> bool:
    return bool(digits and person.phone) and holds(person.phone or "", digits, fewest)


def _day(text: str) -> date | None:
    with suppress(InvalidValue):
        return absolute_date(text)
    return None
