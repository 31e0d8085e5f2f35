"""What overrides a rule is shown whole at a terminal, with whom it is for, and recorded once somebody agrees."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from migraine_cli.cli.question import agree
from migraine_cli.cli.views.confirmation import Recorded
from migraine_cli.cli.who_is_meant import who_is
from migraine_cli.output.streams import say, warn
from migraine_cli.records.patient import Patient


def asks_before_overriding(rules: Iterable[str], *, dry_run: bool) -> bool:
    """Whether there is a rule to override, and somebody at a terminal to ask."""
    return any(rules) and not dry_run and sys.stdin.isatty()


def once_agreed(
    record: Callable[[bool], tuple[Recorded, Patient | None]],
    rules: Iterable[str],
    reason: str | None,
    *,
    dry_run: bool,
) -> Recorded:
    """What `record` records; it is called with whether to write nothing, and says whom the record is for.

    It is rehearsed first, so that others go on recording while the person reads. A no ends the command.
    """
    rules = list(rules)
    if asks_before_overriding(rules, dry_run=dry_run):
        rehearsed, person = record(True)
        for warning in rehearsed.row.warnings:
            warn(f"{warning}.")
        if person:
            say(f"{who_is(person)}.")
        say(f"would record {rehearsed.sentence}.")
        agree(f"Override {', '.join(rules)} ({reason})?")
    return record(dry_run)[0]
