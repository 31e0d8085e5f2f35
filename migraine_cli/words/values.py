"""Numbers, codes and names as a person types them or a file holds them.

Every function here raises InvalidValue for what can't be right. The tables that some of them need (codes,
aliases, classes) are arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from migraine_cli.errors import InvalidValue
from migraine_cli.words.text import quoted

Code = TypeVar("Code", bound=str)

PAIRED_MUSCLES = ("corrugator", "frontalis", "temporalis", "occipitalis", "cervical-paraspinal", "trapezius")
MUSCLE_SIDES = ("procerus", *(f"{muscle}-{side}" for muscle in PAIRED_MUSCLES for side in ("left", "right")))
"""Where a site can be; procerus is one muscle in the midline."""

MOST_UNITS = 5000
"""Units of one session or site; ours, above any product's dose, so that a slipped digit is noticed."""

MOST_SITES = 50
"""Sites in one muscle of one side; ours."""

_PATIENT_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}"
_WHOLE = r"(?a)-?\d{1,9}(\.0+)?"
_NUMBER = r"(?a)-?\d{1,9}(\.\d{1,9})?"
_DECIMAL_COMMA = r"(?a)-?\d{1,9},\d{1,9}"
_SITE = r"([^=]+)=([^=]+?)[xX×]([^=x]+)"
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False, "": None}


def code(text: str, codes: Iterable[Code], what: str) -> Code:
    """The one of `codes` that `text` names, in any case and with blanks or underscores for dashes."""
    by_spelling = {_spelling(known): known for known in codes}
    found = by_spelling.get(_spelling(text))
    if found is not None:
        return found
    from difflib import get_close_matches

    near = get_close_matches(_spelling(text), by_spelling, n=1, cutoff=0.6)
    if near and not _spelling(text).isdecimal():  # no figure is a misspelt other one
        raise InvalidValue(f"{quoted(text)} is not a known {what}; write {by_spelling[near[0]]} if that is meant.")
    raise InvalidValue(f"{quoted(text)} is not a known {what}; write one of {', '.join(by_spelling.values())}.")


def codes(given: str | Iterable[str], known: Iterable[Code], what: str) -> tuple[Code, ...]:
    """Each of the codes given, once and in their order; in a text they are parted by semicolons."""
    known = tuple(known)
    return tuple(dict.fromkeys(code(text, known, what) for text in parts(given)))


def parts(given: str | Iterable[str]) -> list[str]:
    """What a semicolon list holds, without blanks and blank parts; one in quotation marks may hold semicolons."""
    texts = _split(given) if isinstance(given, str) else given
    return [text.strip() for text in texts if text.strip()]


def _split(text: str) -> list[str]:
    if '"' not in text:
        return text.split(";")
    import csv

    return next(csv.reader([text], delimiter=";", skipinitialspace=True), [])


def yes_no(text: str) -> bool | None:
    """True for yes, y or true; False for no, n or false; None, not known, for a blank."""
    word = text.strip().casefold()
    if word not in _YES_NO:
        raise InvalidValue(f"{quoted(text)} is neither yes nor no; write one of them, or leave it blank if not known.")
    return _YES_NO[word]


def whole_number(text: str, what: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`; 7.0, as spreadsheets write it, is 7."""
    if not re.fullmatch(_WHOLE, text.strip()):
        raise InvalidValue(f"the {what} must be a whole number from {low} to {high}, not {quoted(text)}; correct it.")
    return int(_between(float(text), text, what, low, high))


def number(text: str, what: str, low: float, high: float) -> float:
    """A plain decimal number from `low` to `high`, such as 2.5."""
    typed = text.strip()
    if re.fullmatch(_DECIMAL_COMMA, typed):
        raise InvalidValue(f"the {what} {typed} has a decimal comma; write {typed.replace(',', '.')}.")
    if not re.fullmatch(_NUMBER, typed):
        wanted = f"a number from {low:g} to {high:g}, in digits"
        raise InvalidValue(f"the {what} must be {wanted}, not {quoted(text)}; correct it.")
    return _between(float(typed), text, what, low, high)


def units(text: str, what: str = "units") -> float:
    """Units of a botulinum toxin: more than 0, up to MOST_UNITS."""
    given = number(text, what, 0, MOST_UNITS)
    if given == 0:
        raise InvalidValue(f"the {what} must be more than 0; leave them blank if they aren't known.")
    return given


@lru_cache(maxsize=4096)
def patient_id(text: str) -> str:
    """A patient's id: a letter or digit, then up to 31 letters, digits, '.', '_' or '-'."""
    if not can_be_patient_id(text):
        allowed = "a letter or digit, then up to 31 letters, digits, '.', '_' or '-'"
        raise InvalidValue(f"a patient's id is {allowed}; write one like P0001, not {quoted(text)}.")
    return text


def can_be_patient_id(text: str) -> bool:
    """Whether a text is written as a patient's id may be."""
    return re.fullmatch(_PATIENT_ID, text) is not None


def site(text: str) -> tuple[str, float, int]:
    """Muscle-side, units at each site and number of sites, from temporalis-left=5x4."""
    given = re.fullmatch(_SITE, text.strip())
    if not given:
        raise InvalidValue(
            f"the site {quoted(text)} can't be read; write MUSCLE-SIDE=UNITSxSITES like temporalis-left=5x4."
        )
    return muscle_side(given[1]), units(given[2], "units a site"), _sites(given[3])


def extra_site(text: str) -> tuple[str, int]:
    """Muscle-side and number of sites to add there, from trapezius-right=2."""
    side, equals, sites = text.partition("=")
    if not equals:
        raise InvalidValue(
            f"the extra sites {quoted(text)} can't be read; write MUSCLE-SIDE=SITES like trapezius-right=2."
        )
    return muscle_side(side), _sites(sites)


def muscle_side(text: str) -> str:
    """One of MUSCLE_SIDES."""
    return code(text, MUSCLE_SIDES, "muscle-side")


def answers(text: str) -> tuple[int | None, ...]:
    """The answers of a questionnaire in their order, parted by commas or semicolons; None for one left blank."""
    return tuple(
        whole_number(each, f"item {place}", 0, 99) if each.strip() else None
        for place, each in enumerate(re.split("[,;]", text), 1)
    )


def effect(text: str, terms: Iterable[str], aliases: Mapping[str, str]) -> str:
    """The term of a side effect; `aliases` maps other names, such as eyelid-ptosis, to the terms."""
    spelled = _spelling(text)
    return code(aliases.get(spelled, spelled), terms, "effect")


def headache_facts(
    headache: bool | None, hours: float | None, severity: int | None, migraine: bool | None
) -> tuple[bool | None, float | None, int | None, bool | None]:
    """The four facts of one day, completed and checked against each other.

    A migraine, hours or a severity make it a headache day. Zero hours or severity say nothing more of a day
    said to be headache-free, and are too little to make it one.
    """
    sign = "a migraine" if migraine else "hours" if hours else "a severity" if severity else None
    if headache is False and sign:
        raise InvalidValue(f"a headache-free day can't have {sign}; correct one of the two.")
    if headache is False:
        return False, None, None, migraine
    if headache is None and sign is None and 0 in (hours, severity):
        raise InvalidValue("0 hours or severity don't say whether the day was headache-free; state headache yes or no.")
    if hours == 0:
        raise InvalidValue("a headache day can't have 0 hours; correct them, or leave them blank if not known.")
    return (True if sign else headache), hours, severity, migraine


def _spelling(text: str) -> str:
    return re.sub(r"[\s_]+", "-", text.strip().casefold())


def _between(value: float, text: str, what: str, low: float, high: float) -> float:
    if not low <= value <= high:
        raise InvalidValue(f"the {what} must be from {low:g} to {high:g}, not {quoted(text.strip())}; correct it.")
    return value


def _sites(text: str) -> int:
    return whole_number(text, "number of sites", 1, MOST_SITES)
