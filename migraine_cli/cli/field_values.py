"""What can stand behind `FIELD=` of `amend`: what the command that records it takes there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from migraine_cli.records.codes import COURSE_STEPS
from migraine_cli.records.record import Record
from migraine_cli.records.visits import BOOKING_STATED

if TYPE_CHECKING:
    from migraine_cli.cli.typer_internals import Parameter

_RECORDED_BY = {
    "authorisation": "add-authorisation",
    "booking": "book",
    "checkup": "add-checkup",
    "contact": "add-contact",
    "diary": "add-diary",
    "effect": "add-effect",
    "month": "add-month",
    "patient": "add-patient",
    "preventive": "add-preventive",
    "receipt": "add-vials",
    "score": "add-score",
    "session": "add-session",
}

_ASKED_AS = {"medicines": "took", "for": "for_patient"}
"""Fields that the recording command asks for under another name, beside their singular."""

STATED = {
    ("booking", "status"): BOOKING_STATED,
    ("course", "step"): COURSE_STEPS,
    ("diary", "headache"): ("yes", "no"),
    ("diary", "migraine"): ("yes", "no"),
}
"""What no command asks for by a value: the field of a kind of record, and its codes."""


def recording_parameter(record: Record, field: str) -> tuple[str, Parameter] | None:
    """The command that records such a field, and its parameter for it; None where a command has none."""
    command = _RECORDED_BY.get(record.kind)
    if command is None:
        return None
    names = set(_asked_as(field))
    found = (each for each in _parameters(command) if (each.name or "").rstrip("_") in names)
    return next(((command, each) for each in found), None)


def _asked_as(field: str) -> Iterator[str]:
    yield field
    yield field.removesuffix("s")
    if field in _ASKED_AS:
        yield _ASKED_AS[field]


def _parameters(command: str) -> list[Parameter]:
    from migraine_cli.cli.all_commands import COMMANDS

    return next(listed for listed in COMMANDS if listed.name == command).load().params
