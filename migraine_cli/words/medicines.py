"""Medicines as people write them: the generic name, without the dose behind it.

A dose is cut only where it is certain that nothing but a dose is cut. "Tylenol 3", "Paracetamol Plus" and "Paracetamol
Extra" aren't the plain medicine: a combination counts from 10 days a month on, a plain analgesic from 15 (ICHD-3 8.2).
So what can't be cut stays in the name, and the name is then one that isn't known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from migraine_cli.errors import InvalidValue
from migraine_cli.words.text import plain
from migraine_cli.words.values import parts

# A comma between digits is a decimal comma.
_JOINED = r"\s*[+/]\s*|\s*(?<!\d),\s*|\s*,(?!\d)\s*|\s+with\s+|\s+and\s+"

_NUMBER = r"\d+(?:[.,]\d+)?"
_UNIT = r"(?:mg|g|mcg|[µμ]g|ug|ml|iu|ie|%)"
_PIECES = r"(?:film-coated\s+)?(?:tablets?|tabs?|capsules?|caps?|pills?|sprays?|puffs?|drops?|ampoules?)"
_STRENGTH = rf"(?P<strength>{_NUMBER}\s*{_UNIT}(?:\s*/\s*(?:{_NUMBER}\s*)?ml)?(?:\s+{_PIECES})?)"
_TIMES = r"\d{1,2}\s*[x×]|[x×]\s*\d{1,2}"
_DOSE = rf"(?:\s+|(?<=[(,])|^)(?:{_STRENGTH}|{_NUMBER}\s*{_PIECES}|{_TIMES})"
_DOSE_TAIL = rf"(?a:(?<![+/\s])[\s,]*(?:\(\s*)?{_DOSE}(?:\s*\))?[\s,]*)$"
_SHARES_TAIL = rf"(?a:\s+({_NUMBER}(?:\s*{_UNIT})?(?:\s*/\s*{_NUMBER}(?:\s*{_UNIT})?)+))$"


def medicine(text: str, aliases: Mapping[str, str]) -> str:
    """A medicine's generic name in lower case; of a combination its parts, sorted and joined by " + ".

    Doses are cut from the end of each part: "Paracetamol 500 mg/codeine 30 mg" is "codeine + paracetamol". `aliases`
    maps other names, such as acetaminophen, to the ones used here. Raises InvalidValue for a blank.
    """
    written = " ".join(plain(text, "medicine").casefold().split())
    if not any(map(str.isalnum, written)):
        raise InvalidValue("the medicine is blank; write its generic name.")
    names = _names(_without_shares(_without_dose(written), aliases), aliases)
    named = names and all(any(map(str.isalpha, name)) for name in names)
    return " + ".join(sorted(set(names))) if named else written


def medicines_taken(given: str | Iterable[str], aliases: Mapping[str, str]) -> tuple[str, ...]:
    """The medicines of one day, each once; the one word none states that none was taken. Raises InvalidValue."""
    named = parts(given)
    if [name.casefold() for name in named] == ["none"]:
        return ()
    return tuple(dict.fromkeys(medicine(name, aliases) for name in named))


def _names(written: str, aliases: Mapping[str, str]) -> list[str]:
    """The medicines of a combination, or the one; blank where nothing but a dose was written."""
    known = aliases.get(written, written)
    named = (_without_dose(part) for part in re.split(_JOINED, known) if part)
    return [part for name in named for part in aliases.get(name, name).split(" + ")]


def _without_shares(written: str, aliases: Mapping[str, str]) -> str:
    """A combination without the shares of its parts: co-codamol 30/500. More or fewer shares than parts are kept."""
    shares = re.search(_SHARES_TAIL, written)
    if not shares:
        return written
    rest = written[: shares.start()]
    return rest if len(_names(rest, aliases)) == shares[1].count("/") + 1 else written


def _without_dose(written: str) -> str:
    """A name without the dose at its end: 400 mg, 50mg 2x, (2 tablets). Two strengths are those of a combination."""
    rest, strengths = written, 0
    while (tail := re.search(_DOSE_TAIL, rest)) and tail.group():
        strengths += tail["strength"] is not None
        rest = rest[: tail.start()]
    return rest if strengths < 2 else written
