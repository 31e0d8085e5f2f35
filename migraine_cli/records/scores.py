"""HIT-6 and MIDAS as numbers: which can occur, and what they mean. The questions are copyrighted and aren't here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from migraine_cli.errors import InvalidValue

Instrument = Literal["hit6", "midas"]
INSTRUMENTS: tuple[Instrument, ...] = get_args(Instrument)

TITLES: dict[Instrument, str] = {"hit6": "HIT-6", "midas": "MIDAS"}

HIT6_CHANGE_THAT_MATTERS = 6
"""Points that matter to a person with chronic migraine (Houts 2020); 2.3 is a figure between groups."""

_HIT6_ANSWERS = (6, 8, 10, 11, 13)
_HIT6_QUESTIONS = 6
_HIT6_LOWEST, _HIT6_HIGHEST = 36, 78
_HIT6_IMPOSSIBLE = (37, 39, 77)  # no six answers add up to these
_MIDAS_COUNTED = 5
_MIDAS_DAYS = 92  # the three months that are asked about
_MIDAS_WORST_PAIN = 10  # the scale of B

_GRADES: dict[Instrument, tuple[tuple[int, str], ...]] = {
    "hit6": ((60, "severe"), (56, "substantial"), (50, "some"), (0, "little")),
    "midas": ((21, "IV"), (11, "III"), (6, "II"), (0, "I")),
}


def grade(instrument: Instrument, total: int) -> str:
    """HIT-6: little, some, substantial or severe impact; MIDAS: grade I to IV."""
    return next(name for least, name in _GRADES[instrument] if total >= least)


def total_of(instrument: Instrument, items: Sequence[int | None]) -> int:
    """The total of the answers in their order; None is one left blank. MIDAS A and B, items 6 and 7, aren't added.

    Raises InvalidValue for answers that can't occur, and when one that counts is missing: then there is no score.
    """
    counted, most = (_HIT6_QUESTIONS, _HIT6_QUESTIONS) if instrument == "hit6" else (_MIDAS_COUNTED, _MIDAS_COUNTED + 2)
    answers = [answer for answer in items[:counted] if answer is not None]
    if len(answers) < counted:
        raise InvalidValue(
            f"{TITLES[instrument]} needs {counted} answers and {len(answers)} are given, so there is no score;"
            " ask for the rest."
        )
    if len(items) > most:
        raise InvalidValue(f"{TITLES[instrument]} has at most {most} items, not {len(items)}; correct them.")
    _check_answers(instrument, items)
    return sum(answers)


def stated_or_added(instrument: Instrument, total: int | None, items: Sequence[int | None] | None) -> int:
    """The total as stated, or else that of the answers. Raises InvalidValue as total_of, and when there are neither."""
    added_up = None if items is None else total_of(instrument, items)
    if total is None and added_up is None:
        raise InvalidValue("there is neither a total nor answers, so there is no score; state one of them.")
    return added_up if total is None else total  # type: ignore[return-value]


def check_score(instrument: Instrument, total: int, items: Sequence[int] | None) -> None:
    """Raises InvalidValue for a total or items that can't occur, and for a total that isn't that of its items."""
    if instrument == "hit6" and (not _HIT6_LOWEST <= total <= _HIT6_HIGHEST or total in _HIT6_IMPOSSIBLE):
        never = ", ".join(map(str, _HIT6_IMPOSSIBLE))
        raise InvalidValue(
            f"a HIT-6 total of {total} can't occur: it lies from {_HIT6_LOWEST} to {_HIT6_HIGHEST} and is never"
            f" {never}; correct it."
        )
    if instrument == "midas" and not 0 <= total <= _MIDAS_COUNTED * _MIDAS_DAYS:
        raise InvalidValue(f"a MIDAS total lies from 0 to {_MIDAS_COUNTED * _MIDAS_DAYS}, not {total}; correct it.")
    if items is not None and total_of(instrument, items) != total:
        told = f"the items add up to {total_of(instrument, items)}, not to {total}"
        raise InvalidValue(f"{told}; correct the total or the items, or leave the total out.")


def _check_answers(instrument: Instrument, items: Sequence[int | None]) -> None:
    for place, answer in enumerate(items):
        if answer is None:
            continue
        if instrument == "hit6" and answer not in _HIT6_ANSWERS:
            allowed = ", ".join(map(str, _HIT6_ANSWERS))
            raise InvalidValue(f"a HIT-6 answer counts {allowed}, not {answer}; correct item {place + 1}.")
        most = _MIDAS_WORST_PAIN if place == _MIDAS_COUNTED + 1 else _MIDAS_DAYS
        if instrument == "midas" and not 0 <= answer <= most:
            raise InvalidValue(f"MIDAS item {place + 1} lies from 0 to {most}, not {answer}; correct it.")
