"""Telephone numbers, compared by their digits, however they are spaced and with the country's number or without."""

from __future__ import annotations

import re

_WRITTEN_SO = r"[\d\s()/.+-]+"

_WHOLE_NUMBER = 6
"""Digits that a number has at least without its zeros in front; ours, the shortest in use."""


def digits_of(text: str) -> str:
    """The digits of a text that can be of a telephone number; none of any other, and of zeros alone."""
    digits = re.sub(r"\D", "", text) if re.fullmatch(_WRITTEN_SO, text) else ""
    return digits if digits.strip("0") else ""


def holds(number: str, typed: str, fewest: int) -> bool:
    """Whether the telephone number `number` has the digits `typed`, `fewest` of them or more, one after the other.

    Zeros in front of `typed` stand for a country's number, and one in front of it may be missing from `number`.
    """
    recorded, significant = re.sub(r"\D", "", number), typed.lstrip("0")
    if len(typed) >= fewest and typed in recorded:
        return True
    if len(significant) < fewest:
        return False
    own = recorded.lstrip("0")
    return significant in recorded or (len(own) >= _WHOLE_NUMBER and significant.endswith(own))
