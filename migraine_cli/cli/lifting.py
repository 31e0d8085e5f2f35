"""Rules overridden by name: `--allow RULE --reason TEXT`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from migraine_cli.errors import InvalidValue
from migraine_cli.records.allowance import Allowance
from migraine_cli.words.text import plain
from migraine_cli.words.values import code


def lifted(rules: Sequence[str], reason: str | None, known: Iterable[str]) -> dict[str, Allowance]:
    """The rules to override, each with the reason. Raises InvalidValue for one without the other."""
    why = plain(reason or "", "reason")
    if bool(rules) != bool(why):
        raise InvalidValue("--allow RULE and --reason TEXT go together; say which rule is overridden, and why.")
    return {rule: Allowance(rule, why) for rule in (code(each, [*known], "rule") for each in rules)}


def how_to_lift(rules: Iterable[str]) -> str:
    """What overrides the rules, for the end of a sentence."""
    return f"if it must be, add {' '.join(f'--allow {rule}' for rule in rules)} --reason TEXT"
