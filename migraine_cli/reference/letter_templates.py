"""The templates of letters and leaflets: those of data/, and a practice's own."""

from __future__ import annotations

from migraine_cli.errors import InvalidValue
from migraine_cli.reference.data import path
from migraine_cli.reference.files import read_ordinary
from migraine_cli.reference.folders import at_home

_LEAFLETS = ("aftercare",)


def letter_template(kind: str, own: str | None) -> str:
    """The text of a template; `own` is a practice's file. Raises InvalidValue for a file that can't be read."""
    folder = "leaflets" if kind in _LEAFLETS else "letters"
    file = path(f"{folder}/{kind}.txt") if own is None else at_home(own)
    try:
        return read_ordinary(file).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InvalidValue(f"the template {file} isn't text in UTF-8; save it so.") from fault
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "its name holds a NUL"
        raise InvalidValue(f"the template {file} can't be read ({why}).", advice=("another template",)) from fault
