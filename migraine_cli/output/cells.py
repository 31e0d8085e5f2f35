"""Values as a person reads them."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import Enum

from migraine_cli.words.text import harmless


def shown(value: object) -> str:
    """A value on one line and harmless to a terminal; None is empty."""
    if isinstance(value, str):
        return harmless(value)
    if value is None:
        return ""
    if isinstance(value, Enum):
        return shown(value.value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value))
    return _scalar(value)


def lines_of(value: object) -> list[str]:
    """A value on as many lines as it has line breaks, each as `shown`."""
    return [shown(line) for line in value.splitlines()] or [""] if isinstance(value, str) else [shown(value)]


_TO_THE_MINUTE = r"\d\d:\d\d(?=:00)"


def briefly(value: object) -> str:
    """A value, as JSON has it, in a few words: what is nested is left to the JSON, a time of day is told to the minute,
    and None is unknown.
    """
    if value is None:
        return "unknown"
    if isinstance(value, str) and len(value) == len("09:30:00") and (told := re.match(_TO_THE_MINUTE, value)):
        return told[0]
    parts = value if isinstance(value, list | tuple) else [value]
    return shown(value) if all(isinstance(part, str | int | float) for part in parts) else "…"


def _scalar(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else harmless(str(value))
