"""The table [recheck] of the config file: how long an answer of a check-up is good for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from migraine_cli.errors import InvalidValue
from migraine_cli.practice.own_clinic import EACH_SESSION
from migraine_cli.words.dates import parse_span

if TYPE_CHECKING:
    from migraine_cli.reference.own_clinic import Source

_AGAIN_IN_WORDS = f"{EACH_SESSION} or a span in quotes such as 6m or 1y"
_Again = Annotated[str, Meta(description=_AGAIN_IN_WORDS)] | None


class WrittenRecheck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the table says; None where it says nothing."""

    pregnancy: _Again = None
    breastfeeding: _Again = None
    allergy: _Again = None
    skin: _Again = None
    swallowing: _Again = None
    weakness: _Again = None
    anticoagulant: _Again = None
    new_medicine: _Again = None
    other_toxin: _Again = None
    consent: _Again = None


def recheck(file: Source, said: WrittenRecheck) -> Iterator[tuple[str, str]]:
    """How long each answer holds of which the table says it. Raises InvalidValue for the first fault."""
    for question in said.__struct_fields__:
        text = getattr(said, question)
        if text not in (None, EACH_SESSION):
            try:
                parse_span(text, years=True)
            except InvalidValue as fault:
                raise file.faulty(("recheck", question), f"{question} must be {_AGAIN_IN_WORDS}") from fault
        if text is not None:
            yield question, text
