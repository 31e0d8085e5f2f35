"""The JSON Schema of a listing describes what the listing prints."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import Struct
from msgspec.inspect import StructType, type_info

from migraine_cli.cli.commands.schema import LISTINGS, item_type
from migraine_cli.output.schema import envelope_schema


class Inner(Struct):
    low: int = 0


class Item(Struct):
    patient: str
    note: str | None = None
    found: Inner | None = None


def objects(schema: Any) -> list[dict[str, Any]]:
    """Every schema of an object within `schema`."""
    if isinstance(schema, list):
        return [found for part in schema for found in objects(part)]
    if not isinstance(schema, dict):
        return []
    inner = [found for part in schema.values() for found in objects(part)]
    return [schema, *inner] if isinstance(schema.get("properties"), dict) else inner


def structs(info: Any) -> set[type[Struct]]:
    """Every Struct that a type is made of."""
    inner = [field.type for field in info.fields] if isinstance(info, StructType) else []
    for part in ("item_type", "value_type", "item_types", "types"):
        found = getattr(info, part, ())
        inner += found if isinstance(found, tuple) else [found]
    own = {info.cls} if isinstance(info, StructType) else set()
    return own.union(*map(structs, inner))


def test_every_key_is_required_and_more_may_come() -> None:
    schema = envelope_schema("due", Item)
    assert schema["properties"]["schema"] == {"const": "migcli.due/1"}
    assert {tuple(each["required"]) for each in objects(schema)} == {
        ("schema", "as_of", "items"),
        ("patient", "note", "found"),
        ("low",),
    }
    assert not any(each.get("additionalProperties") is False for each in objects(schema))


@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_leaves_no_key_out(name: str) -> None:
    kinds = structs(type_info(item_type(name)))
    assert kinds
    assert not [kind.__name__ for kind in kinds if kind.__struct_config__.omit_defaults]


def test_it_is_printed_by_name(migcli_here: Any) -> None:
    ran = migcli_here("schema", "schema")
    assert ran.code == 0
    assert '"const": "migcli.schema/1"' in ran.out


def test_all_are_named(migcli_here: Any) -> None:
    assert [item["name"] for item in migcli_here("schema", "--format", "json").items] == list(LISTINGS)


def test_an_unknown_name_is_not_found(migcli_here: Any) -> None:
    ran = migcli_here("schema", "dew")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "error: there is no listing 'dew'; `migcli schema` names them all.\n"
