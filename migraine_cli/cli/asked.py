"""Days and reasons as a person typed them."""

from __future__ import annotations

from datetime import date

from migraine_cli.cli import clock
from migraine_cli.errors import InvalidValue
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import plain


def stated_reason(typed: str) -> str:
    """The text of --reason. Raises InvalidValue for a blank one."""
    reason = plain(typed, "reason")
    if not reason:
        raise InvalidValue("the reason is blank; say why with --reason TEXT.")
    return reason


def asked_for(as_of: str | None) -> date:
    """The day that a command judges or lists on."""
    return clock.today() if as_of is None else parse_date(as_of, clock.today(), "day of --as-of")
