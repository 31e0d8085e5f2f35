"""A count as bounds: the least and the most that it can be."""

from __future__ import annotations

from typing import NamedTuple

from migraine_cli.chart.answers import Answer


class Bounds(NamedTuple):
    """The least and the most that a count can be."""

    low: int
    high: int

    def at_least(self, needed: int) -> Answer:
        """Whether the count reaches `needed`, whatever the unknown days were."""
        if self.low >= needed:
            return Answer.YES
        return Answer.NO if self.high < needed else Answer.UNKNOWN

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"
