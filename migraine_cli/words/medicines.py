"""Medicines as people write them: the generic name, without the dose behind it.

A dose is cut only where it is certain that nothing but a dose is cut. "Tylenol 3", "Paracetamol Plus" and "Paracetamol
Extra" aren't the plain medicine: a combination counts from 10 days a month on, a plain analgesic from 15 (ICHD-3 8.2).
So what can't be cut stays in the name, and the name is then one that isn't known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from migraine_cli.errors import InvalidValue
from migraine_cli.words.text import did_you_mean, plain, quoted
from migraine_cli.words.values import code, parts

_SLIP = 0.75
"""Likeness of two medicines' names from 0 to 1, as difflib measures it, at which one may be meant; ours."""

# A comma between digits is a decimal comma.
_JOINED = r"\s*[+/]\s*|\s*(?<!\d),\s*|\s*,(?!\d)\s*|\s+(?:with|and)(?:\s+|$)"

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


def medicines_taken(
    given: str | Iterable[str], aliases: Mapping[str, str], classes: Mapping[str, str]
) -> tuple[str, ...]:
    """The medicines of one day, each once; the one word none states that none was taken.

    `classes` are those of the acute medicines that are listed. Raises InvalidValue.
    """
    named = parts(given)
    if [name.casefold() for name in named] == ["none"]:
        return ()
    return tuple(dict.fromkeys(acute_medicine(name, aliases, classes) for name in named))


def acute_medicine(text: str, aliases: Mapping[str, str], classes: Mapping[str, str]) -> str:
    """A medicine's generic name; of one that isn't listed with the class that was stated of it, as in "trexan=triptan".

    Raises InvalidValue for a blank name, an unknown class, and another class than the one that is listed.
    """
    written, sign, stated = text.partition("=")
    name = medicine(written, aliases)
    if not sign:
        return name
    given = code(stated, dict.fromkeys(classes.values()), "class of acute medicines")
    listed = classes.get(name)
    if listed not in (None, given):
        raise InvalidValue(f"{name} is listed as {listed}, not {given}; leave the class out or correct it.")
    return name if listed else f"{name}={given}"


def acute_class(taken: str, classes: Mapping[str, str]) -> str | None:
    """The class of a medicine as `acute_medicine` writes it, listed or stated; None when it isn't known."""
    listed = classes.get(taken)
    if listed or "=" not in taken:
        return listed
    stated = taken.rpartition("=")[2]
    return stated if stated in classes.values() else None


def unlisted(taken: Iterable[str], classes: Mapping[str, str], aliases: Mapping[str, str]) -> dict[str, list[str]]:
    """The medicines whose class is neither listed nor stated, each with the listed name that is near, if one is."""
    unknown = [name for name in taken if acute_class(name, classes) is None]
    if not unknown:
        return {}
    from difflib import get_close_matches

    spellings = {**{name: name for name in classes}, **{name: to for name, to in aliases.items() if to in classes}}
    near = ((name, get_close_matches(name, spellings, n=1, cutoff=_SLIP)) for name in dict.fromkeys(unknown))
    return {name: [spellings[each] for each in found] for name, found in near}


def preventive_class(name: str, given: str | None, classes: Mapping[str, str]) -> str:
    """The class of the preventive `name`: the one in `classes`, or else the one given."""
    known = classes.get(name, given)
    if known is None:
        from difflib import get_close_matches

        meant = did_you_mean(get_close_matches(name, classes, n=1, cutoff=_SLIP))
        raise InvalidValue(
            f"{quoted(name)} isn't in the list of medicines{meant}; correct it, or state its class, such as"
            " beta-blocker or other."
        )
    if given is not None and given != known:
        raise InvalidValue(f"{name} is listed as {known}, not {given}; leave the class out or correct it.")
    return known


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
