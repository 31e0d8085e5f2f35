"""What is said of an app's file when it is brought in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from migraine_cli.exchange.attacks import Attack

SHOWN = 5
"""Days or rows that a warning names."""


def some_days(days: Iterable[date]) -> str:
    """The first days, in order and each once, and how many more there are."""
    every = sorted(set(days))
    more = f" and {len(every) - SHOWN} more" if len(every) > SHOWN else ""
    return ", ".join(map(str, every[:SHOWN])) + more


def overlong_remark(attacks: Sequence[Attack]) -> list[str]:
    """The warning about attacks that are longer than an attack can be; none without any."""
    if not attacks:
        return []
    named = some_days(attack.start.date() for attack in attacks)
    return [
        "an attack of over 72 hours counts as headache for its first 72 hours, and what came after is unknown:"
        f" {named}. If its end was forgotten, correct it in the app and import again."
    ]
