"""What a record said and says, field by field, as a person reads it."""

from __future__ import annotations

from migraine_cli.output.cells import briefly


def field_name(field: str) -> str:
    """A field of a record in words: headache days."""
    return field.replace("_", " ")


def field_value(field: str, value: object) -> str:
    """What a field says in a few words; None is unknown, but a preventive without a medicine is none tried."""
    return "none tried" if field == "medicine" and value is None else briefly(value)
