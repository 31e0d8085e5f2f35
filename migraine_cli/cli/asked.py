"""Days and reasons as a person typed them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from migraine_cli.cli import clock
from migraine_cli.errors import InvalidValue
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import plain
from migraine_cli.words.values import code


def stated_reason(typed: str) -> str:
    """The text of --reason. Raises InvalidValue for a blank one."""
    reason = plain(typed, "reason")
    if not reason:
        raise InvalidValue("the reason is blank; say why with --reason TEXT.")
    return reason


def overriding(rules: Sequence[str], allow: Sequence[str] | None, reason: str | None) -> tuple[list[str], str | None]:
    """The rules of --allow, each one of `rules`, and the reason as the log keeps it.

    Raises InvalidValue for an unknown rule, and for a rule that is overridden without a reason.
    """
    overridden = [code(each, rules, "rule") for each in allow or ()]
    why = None if reason is None else stated_reason(reason)
    if overridden and why is None:
        raise InvalidValue("--allow RULE and --reason TEXT go together; say why the rule is overridden.")
    return overridden, f"{', '.join(overridden)}: {why}" if overridden else why


def asked_for(as_of: str | None) -> date:
    """The day that a command judges or lists on."""
    return clock.today() if as_of is None else parse_date(as_of, clock.today(), "day of --as-of")
