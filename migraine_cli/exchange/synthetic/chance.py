"""Chance that falls the same way under every Python.

Only `Random.random()` is promised to give the same numbers in every version; `choice`, `sample` and
`shuffle` aren't. So everything here is drawn from it alone, and the sample can be compared byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of chance events that depends on nothing but its seed."""

    __slots__ = ("_draw",)

    def __init__(self, seed: str) -> None:
        self._draw = Random(seed).random

    def happens(self, probability: float) -> bool:
        """Whether an event of this probability, 0 to 1, happens."""
        return self._draw() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included; `low` when `high` lies below it."""
        return low + int(self._draw() * max(high - low + 1, 1))

    def one_of(self, options: Sequence[T]) -> T:
        """One of the options, each as likely as the others."""
        return options[int(self._draw() * len(options))]

    def some_of(self, options: Sequence[T], count: int) -> list[T]:
        """`count` different options in the order drawn; all of them when there are fewer."""
        left = list(options)
        return [left.pop(int(self._draw() * len(left))) for _ in range(min(count, len(left)))]
