"""Policies, protocols and limits from data/, in the types that deciding takes."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from migraine_cli.eligibility.policy import Policy
from migraine_cli.errors import InvalidValue, MigcliError, NotFound
from migraine_cli.records import Sites
from migraine_cli.reference import names, read_toml
from migraine_cli.treatment.limits import Limits
from migraine_cli.treatment.protocol import Protocol

DEFAULT_POLICY = "headache-days"
DEFAULT_PROTOCOL = "preempt-155"

_Typed = TypeVar("_Typed")


def policy(id_: str = DEFAULT_POLICY) -> Policy:
    """The policy of this id. Raises NotFound."""
    if id_ not in policy_ids():
        raise NotFound(f"there is no policy {id_!r}; there are {', '.join(names('policies', '.toml'))}.")
    return _typed(f"policies/{id_}.toml", Policy)


def policy_ids() -> list[str]:
    """The ids of the shipped policies."""
    return names("policies")


def chosen_policy(named: str) -> Policy:
    """A shipped policy by its id, or a practice's own from a TOML file. Raises NotFound, and InvalidValue for a
    faulty file.
    """
    return _policy_file(Path(named)) if named.endswith(".toml") else policy(named)


def protocol(id_: str = DEFAULT_PROTOCOL) -> Protocol:
    """The injection protocol of this id. Raises InvalidValue."""
    if id_ not in names("protocols"):
        raise InvalidValue(f"there is no protocol {id_!r}; there is {', '.join(names('protocols', '.toml'))}.")
    return _typed(f"protocols/{id_}.toml", Protocol)


def protocol_maps() -> dict[str, dict[str, Sites]]:
    """The fixed sites of every protocol, by its id."""
    return {id_: protocol(id_).fixed_map() for id_ in names("protocols")}


def limits() -> Limits:
    """The limits that safety rules hold a session against."""
    return _typed("limits.toml", Limits)


def _policy_file(path: Path) -> Policy:
    import tomllib

    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Policy)
    except OSError as fault:
        raise NotFound(f"the policy file {path} can't be read ({fault.strerror}); correct --policy.") from fault
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as fault:
        raise InvalidValue(f"the policy file {path} isn't right: {fault}; correct it and try again.") from fault


def _typed(path: str, type_: type[_Typed]) -> _Typed:
    try:
        return msgspec.convert(read_toml(path), type_)
    except msgspec.ValidationError as fault:
        raise MigcliError(f"data/{path} isn't right ({fault}); mend it or install migcli again.") from fault
