"""What is allowed at a place of a typed file, in words; read from the type itself."""

from __future__ import annotations

from typing import Any

from msgspec import inspect
from msgspec.inspect import IntType, LiteralType, Metadata, StructType, Type, UnionType, VarTupleType

from migraine_cli.words.text import quoted

Place = tuple[str | int, ...]
"""Where something stands in a file: ("start", 2, "at_least") is the key at_least of the third [[start]]."""

_WORDS: dict[type, str] = {
    inspect.StrType: "a text in quotes",
    inspect.BoolType: "true or false",
    inspect.DateType: "a date such as 2026-11-01, without quotes",
    inspect.StructType: "a table",
}


def mend(data: Any, type_: type, place: Place) -> tuple[Place, str]:
    """Where exactly the fault lies that was found at `place` of `data`, and what is allowed there."""
    info, named = _chosen(inspect.type_info(type_), data), ""
    for step in place:
        data = _value(data, step)
        info = _chosen(_inner(info, step), data)
        named = step if isinstance(step, str) else named
    if isinstance(info, StructType) and isinstance(data, dict):
        return _mend_table(data, info, place)
    if isinstance(info, UnionType) and isinstance(data, dict):
        return place, f"{_tag(info)} is missing; it must be {in_words(_tags(info))}"
    return place, f"{named} must be {in_words(info)}"


def in_words(info: Type) -> str:
    """What a value of this type must be."""
    if isinstance(info, Metadata):
        return str((info.extra_json_schema or {}).get("description") or in_words(info.type))
    if isinstance(info, IntType):
        return f"a whole number from {info.ge} to {info.le}"
    if isinstance(info, LiteralType):
        return f"one of {', '.join(map(str, info.values))}"
    if isinstance(info, VarTupleType):
        least = " with at least one" if info.min_length else ""
        return f"a list in brackets{least}, each {in_words(info.item_type)}"
    if isinstance(info, UnionType):
        return f"a table with a {_tag(info)}, {in_words(_tags(info))}"
    return _WORDS[type(info)]


def _mend_table(data: dict[str, Any], info: StructType, place: Place) -> tuple[Place, str]:
    fields = {field.encode_name: field for field in info.fields}
    keys = [info.tag_field, *fields] if info.tag_field else [*fields]
    for key in data:
        if key not in keys:
            return (*place, key), f"{quoted(key)} is no key there; the keys are {', '.join(keys)}"
    missing = next(key for key, field in fields.items() if field.required and key not in data)
    return place, f"{missing} is missing; it must be {in_words(fields[missing].type)}"


def _chosen(info: Type, data: Any) -> Type:
    """`info` as it applies to `data`: of several tables the one that is named, and a type without its None."""
    if not isinstance(info, UnionType):
        return info
    others = [each for each in info.types if not isinstance(each, inspect.NoneType)]
    if len(others) == 1:
        return others[0]
    named = data.get(_tag(info)) if isinstance(data, dict) else None
    return next((each for each in others if isinstance(each, StructType) and each.tag == named), info)


def _inner(info: Type, step: str | int) -> Type:
    """The type of what lies at `step` in a value of the type `info`."""
    if isinstance(info, UnionType):
        return _tags(info)
    if isinstance(info, VarTupleType):
        return info.item_type
    assert isinstance(info, StructType)
    return next(field.type for field in info.fields if field.encode_name == step)


def _value(data: Any, step: str | int) -> Any:
    return data.get(step) if isinstance(data, dict) else data[step]


def _tag(info: UnionType) -> str:
    """The key that says which of several tables one is."""
    return next(each.tag_field for each in info.types if isinstance(each, StructType) and each.tag_field)


def _tags(info: UnionType) -> LiteralType:
    return LiteralType(tuple(str(each.tag) for each in info.types if isinstance(each, StructType)))
