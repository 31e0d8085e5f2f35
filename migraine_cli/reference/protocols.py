"""Injection protocols and limits of data/, in the types that deciding takes."""

from __future__ import annotations

from migraine_cli.errors import NotFound
from migraine_cli.reference.data import names, typed
from migraine_cli.treatment.limits import Limits
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.words.text import quoted

DEFAULT_PROTOCOL = "preempt-155"


def protocol(id_: str = DEFAULT_PROTOCOL) -> Protocol:
    """The injection protocol of this id. Raises NotFound."""
    if id_ not in names("protocols"):
        raise NotFound(f"there is no protocol {quoted(id_)}; there is {', '.join(names('protocols'))}.")
    return typed(f"protocols/{id_}.toml", Protocol)


def limits() -> Limits:
    """The limits that safety rules hold a session against."""
    return typed("limits.toml", Limits)
