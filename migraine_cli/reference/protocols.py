"""Injection protocols and limits of data/, in the types that deciding takes."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from migraine_cli.errors import InvalidValue, MigcliError
from migraine_cli.reference.data import names, read_toml
from migraine_cli.treatment.limits import Limits
from migraine_cli.treatment.protocol import Protocol

DEFAULT_PROTOCOL = "preempt-155"


_Typed = TypeVar("_Typed")


def protocol(id_: str = DEFAULT_PROTOCOL) -> Protocol:
    """The injection protocol of this id. Raises InvalidValue."""
    if id_ not in names("protocols"):
        raise InvalidValue(f"there is no protocol {id_!r}; there is {', '.join(names('protocols', '.toml'))}.")
    return _typed(f"protocols/{id_}.toml", Protocol)


def limits() -> Limits:
    """The limits that safety rules hold a session against."""
    return _typed("limits.toml", Limits)


def _typed(path: str, type_: type[_Typed]) -> _Typed:
    try:
        return msgspec.convert(read_toml(path), type_)
    except msgspec.ValidationError as fault:
        raise MigcliError(f"data/{path} isn't right ({fault}); correct it or install migcli again.") from fault
