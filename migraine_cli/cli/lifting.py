"""Rules overridden by name: `--allow RULE --reason TEXT`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from migraine_cli.errors import InvalidValue
from migraine_cli.records.allowance import Allowance
from migraine_cli.words.text import plain
from migraine_cli.words.values import code


def lifted(
    rules: Sequence[str] | None, reason: str | None, known: Iterable[str], *, own_reason: bool = False
) -> dict[str, Allowance]:
    """The rules of --allow, each one of `known`, with the reason; `own_reason`: the command takes one without a rule.

    Raises InvalidValue for an unknown rule, for a rule without a reason, and for a reason that belongs to no rule.
    """
    why = plain(reason or "", "reason")
    if (rules and not why) or (why and not rules and not own_reason):
        raise InvalidValue("--allow RULE and --reason TEXT go together; say which rule is overridden, and why.")
    each_known = [*known]
    return {rule: Allowance(rule, why) for rule in (code(each, each_known, "rule") for each in rules or ())}


def logged_reason(lift: Mapping[str, Allowance], reason: str | None) -> str | None:
    """The reason as the log keeps it: with the rules that are overridden for it."""
    return f"{', '.join(lift)}: {next(iter(lift.values())).reason}" if lift else reason


def how_to_lift(rules: Iterable[str]) -> str:
    """What overrides the rules, for the end of a sentence."""
    return f"if it must be, add {' '.join(f'--allow {rule}' for rule in rules)} --reason TEXT"
