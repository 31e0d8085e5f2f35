"""What every record carries."""

from typing import ClassVar

from msgspec import Struct

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.words.text import plain, quoted

_LONGEST_NUMBER = 19
"""Digits of a record's number; ours: no clinic will ever record as much."""


# What is frozen and made of such values is never part of a circle, so that no search for circles need go through it.
class Record(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """What every record carries. `id` and `entry` are given by the clinic file when it is recorded."""

    table: ClassVar[str]
    kind: ClassVar[str]

    id: str = ""
    entry: int = 0
    replaces: int | None = None


class AboutPatient(Record, frozen=True, kw_only=True):
    """A record about one patient."""

    patient: str


def number_of(record: Record) -> int:
    """The number in the id of a record about a patient: 12 of session:12; the higher, the later it was recorded.

    Raises ClinicFileError for an id that none can have.
    """
    number = record.id.rpartition(":")[2]
    if number.isascii() and number.isdigit() and len(number) < _LONGEST_NUMBER:
        return int(number)
    raise ClinicFileError(
        f"the clinic file is damaged: a {record.kind} has the id {quoted(record.id)}, which none can have; run"
        " `migcli check`, which says what mends it."
    )


def kind_of(record_id: str) -> str:
    """The kind that an id tells: session of session:12, patient of one without a kind."""
    kind, numbered, _ = record_id.rpartition(":")
    return kind if numbered else "patient"


def check_texts(**texts: str | None) -> None:
    """Raises InvalidValue for a text that may not be recorded; a note may have line breaks."""
    for what, text in texts.items():
        if text is not None and plain(text, what, lines=what == "note", recorded=True) != text:
            raise InvalidValue(f"the {what} begins or ends with a blank; leave it out.")
