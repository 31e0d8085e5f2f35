"""The JSON Schema (2020-12) of a listing's envelope."""

from __future__ import annotations

from typing import Any

import msgspec

from migraine_cli.output.as_json import schema_id


def envelope_schema(name: str, item_type: type[msgspec.Struct]) -> dict[str, Any]:
    """What `--format json` prints for this listing. More keys are allowed: some may be added one day."""
    (item,), definitions = msgspec.json.schema_components([item_type], ref_template="#/$defs/{name}")
    for definition in definitions.values():
        _all_required(definition)
    properties = {
        "schema": {"const": schema_id(name)},
        "as_of": {"type": "string", "format": "date"},
        "items": {"type": "array", "items": item},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": schema_id(name),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "$defs": definitions,
    }


def _all_required(definition: dict[str, Any]) -> None:
    """Says that every key is always present: a default fills a value in, it doesn't leave a key out."""
    if "properties" in definition:
        definition["required"] = list(definition["properties"])
