"""The one door to data/: the policies, protocols, medicines, effects and limits that a clinician may read and correct.

In a wheel the folder lies in the package as _data, in a checkout beside it. What is read is cached: don't
change it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, ValidationError, convert

from migraine_cli.errors import MigcliError

_Typed = TypeVar("_Typed")


class Medicines(Struct, frozen=True, eq=False):
    """The medicines of data/medicines.toml: generic name -> class, and other name -> generic name."""

    preventive: Mapping[str, str]
    acute: Mapping[str, str]
    aliases: Mapping[str, str]


class EffectTerm(Struct, frozen=True):
    """A side effect of data/effects.toml; the label's rates in percent as it prints them, None where it has none."""

    name: str
    toxin: str | None = None
    placebo: str | None = None
    passes: str | None = None


class Effects(Struct, frozen=True, eq=False):
    """The side effects of data/effects.toml by the term they are recorded under, and other name -> term."""

    terms: Mapping[str, EffectTerm]
    aliases: Mapping[str, str]


def path(relative: str) -> Path:
    """Where a file or folder of data/ lies, such as "policies/headache-days.toml"."""
    return _folder() / relative


def names(folder: str, suffix: str = ".toml") -> list[str]:
    """Names, without their suffix, of the files in a folder of data/, in order."""
    return list(_names(path(folder), suffix))


@lru_cache
def _names(folder: Path, suffix: str) -> tuple[str, ...]:
    return tuple(sorted(found.stem for found in folder.glob(f"*{suffix}")))


@lru_cache
def read_toml(relative: str) -> dict[str, Any]:
    """What a TOML file of data/ holds. Raises MigcliError, naming the file, when it is missing or faulty."""
    import tomllib

    try:
        return tomllib.loads(path(relative).read_text(encoding="utf-8"))
    except OSError as error:
        raise MigcliError(f"data/{relative} can't be opened ({error.strerror}); install migcli again.") from error
    except ValueError as error:
        raise MigcliError(f"data/{relative} is faulty ({error}); correct it, or install migcli again.") from error


def typed(relative: str, type_: type[_Typed]) -> _Typed:
    """The same in a type. Raises MigcliError as read_toml, and for what isn't of the type."""
    try:
        return convert(read_toml(relative), type_)
    except ValidationError as fault:
        raise MigcliError(f"data/{relative} isn't right ({fault}); correct it or install migcli again.") from fault


@lru_cache
def medicines() -> Medicines:
    """The medicines whose class is known. Raises MigcliError as read_toml."""
    listed = read_toml("medicines.toml")
    return Medicines(
        preventive=_class_by_name(listed["preventive"]),
        acute=_class_by_name(listed["acute"]),
        aliases=listed["aliases"],
    )


@lru_cache
def effects() -> Effects:
    """The side effects that have a term. Raises MigcliError as read_toml."""
    listed = read_toml("effects.toml")
    return Effects({term: EffectTerm(**facts) for term, facts in listed["effects"].items()}, listed["aliases"])


def _class_by_name(classes: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {name: medicine_class for medicine_class, codes in classes.items() for name in codes}


def _folder() -> Path:
    package = Path(__file__).parents[1]
    packed = package / "_data"
    return packed if packed.is_dir() else package.parent / "data"
