"""Injection protocols and limits of data/, in the types that deciding takes."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from migraine_cli.errors import MigcliError, NotFound
from migraine_cli.reference.data import names, read_toml
from migraine_cli.treatment.limits import Limits
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.words.text import quoted

DEFAULT_PROTOCOL = "preempt-155"


_Typed = TypeVar("_Typed")


def protocol(id_: str = DEFAULT_PROTOCOL) -> Protocol:
    """The injection protocol of this id. Raises NotFound."""
    if id_ not in names("protocols"):
        raise NotFound(f"there is no protocol {quoted(id_)}; there is {', '.join(names('protocols'))}.")
    return _typed(f"protocols/{id_}.toml", Protocol)


def limits() -> Limits:
    """The limits that safety rules hold a session against."""
    return _typed("limits.toml", Limits)


def _typed(path: str, type_: type[_Typed]) -> _Typed:
    try:
        return msgspec.convert(read_toml(path), type_)
    except msgspec.ValidationError as fault:
        raise MigcliError(f"data/{path} isn't right ({fault}); correct it or install migcli again.") from fault
