"""What stands against imported rows, rule by rule: what is imported is history, so rules warn and refuse nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

NAMED = 5
"""How many rows a line names."""


def told_by_rule(rules: Iterable[str], found: Mapping[str, Sequence[str]], what: str) -> list[str]:
    """A line for each of the `rules` that something was found against: how many rows of `what`, and the first of
    them.
    """
    return [_line(rule, found[rule], what) for rule in rules if rule in found]


def _line(rule: str, told: Sequence[str], what: str) -> str:
    many = what if len(told) == 1 else f"{what}s"
    more = f"; and {len(told) - NAMED} more" if len(told) > NAMED else ""
    return f"{rule}, {len(told)} {many}: {'; '.join(told[:NAMED])}{more}."
