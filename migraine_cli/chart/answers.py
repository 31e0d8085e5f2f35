"""The three-valued answer every criterion and verdict is given in.

>>> Answer.YES & Answer.UNKNOWN
<Answer.UNKNOWN: 'unknown'>
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Answer(Enum):
    """Yes, no or unknown. Unknown is never taken for either: `bool(answer)` raises."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("an Answer has three values; compare it with `is Answer.YES`")

    def __and__(self, other: Answer) -> Answer:
        return _AND[self, other]

    def __or__(self, other: Answer) -> Answer:
        return ~(~self & ~other)

    def __invert__(self) -> Answer:
        return _NOT[self]

    @staticmethod
    def of(fact: bool | None) -> Answer:
        """A recorded yes or no; None, not recorded, is unknown."""
        return Answer.UNKNOWN if fact is None else Answer.YES if fact else Answer.NO

    @staticmethod
    def all(answers: Iterable[Answer]) -> Answer:
        """Every answer is yes; yes of none at all."""
        result = Answer.YES
        for answer in answers:
            result &= answer
        return result


_YES, _NO, _UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN

_AND = {
    (_YES, _YES): _YES,
    (_YES, _UNKNOWN): _UNKNOWN,
    (_YES, _NO): _NO,
    (_UNKNOWN, _YES): _UNKNOWN,
    (_UNKNOWN, _UNKNOWN): _UNKNOWN,
    (_UNKNOWN, _NO): _NO,
    (_NO, _YES): _NO,
    (_NO, _UNKNOWN): _NO,
    (_NO, _NO): _NO,
}
_NOT = {_YES: _NO, _UNKNOWN: _UNKNOWN, _NO: _YES}
