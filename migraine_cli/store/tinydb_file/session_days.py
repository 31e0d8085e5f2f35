"""The days of the chronic-migraine sessions in force, by patient, kept in the clinic file so that a due list needn't
read the sessions themselves.

They follow from the sessions, voids and undos alone, and name the digests of the tables they were drawn from. Where
one of those has changed since, under a program that knows nothing of them, they count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.json import decode

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.session_day import SessionDay
from migraine_cli.store.tinydb_file.sealed import SESSION_DAYS, UNREADABLE
from migraine_cli.store.tinydb_file.tables import Tables

SOURCES = (SessionDay, Void, Undo)
"""The kinds of records that the days follow from."""

Days = Mapping[str, str]
"""A patient's days in ISO 8601 by their id, the earliest first: {"P0001": "2026-07-13 2026-10-05"}."""

_DAY = len("2026-10-05")


class _Kept(Struct):
    of: dict[str, str]
    days: dict[str, str]


def drawn_from(sessions: Iterable[SessionDay], known: Days | None = None) -> Days:
    """The days of the sessions, and of those `known` already."""
    days = dict(known or {})
    found: dict[str, list[str]] = {}
    for session in sessions:
        if session.indication == CHRONIC_MIGRAINE:
            found.setdefault(session.patient, days.get(session.patient, "").split()).append(session.date.isoformat())
    return days | {patient: " ".join(sorted(listed)) for patient, listed in found.items()}


def latest(days: Days, until: date) -> dict[str, date]:
    """Each patient's latest day up to and including `until`, of those who have one.

    Raises ClinicFileError for what is no day.
    """
    last, found = until.isoformat(), {}
    for patient, listed in days.items():
        end = len(listed)
        while end > 0 and listed[end - _DAY : end] > last:
            end -= _DAY + 1
        if end > 0:
            try:
                found[patient] = date.fromisoformat(listed[end - _DAY : end])
            except ValueError as fault:
                raise ClinicFileError(
                    "the clinic file is damaged: the days kept for the due list can't be read; run `migcli check`,"
                    " which says what mends it."
                ) from fault
    return found


def kept(tables: Tables) -> Days | None:
    """The days as the file has them; None where it has none that are up to date. Raises ClinicFileError."""
    if not tables.has(SESSION_DAYS):
        return None
    try:
        found = decode(tables.raw(SESSION_DAYS), type=dict[str, _Kept])["1"]
    except (*UNREADABLE, KeyError):
        return None  # they follow from the sessions
    return found.days if found.of == _sources(tables) else None


def keep(tables: Tables, days: Days) -> None:
    """Put the days in the tables, as drawn from the sessions, voids and undos that are in them."""
    tables.keep(SESSION_DAYS, {"1": _Kept(_sources(tables), dict(days))})


def _sources(tables: Tables) -> dict[str, str]:
    return {kind.table: tables.digest(kind.table) for kind in SOURCES if kind.table in tables}
