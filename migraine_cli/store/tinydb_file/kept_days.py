"""The days that a due list looks at, by patient, kept in the clinic file so that it needn't read the records they come
from: the days of the sessions in force, the other days on which a patient came, and the appointments.

They follow from those records, voids and undos alone, and name the digests of the tables they were drawn from. Where
one of those has changed since, under a program that knows nothing of them, they count for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from msgspec.json import decode
from msgspec.structs import replace

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.session_day import SessionDay
from migraine_cli.store.contract import seen_by
from migraine_cli.store.tinydb_file.sealed import KEPT_DAYS, UNREADABLE
from migraine_cli.store.tinydb_file.tables import Tables

if TYPE_CHECKING:
    from migraine_cli.records.checkup import LastingAnswers
    from migraine_cli.records.score import Score
    from migraine_cli.records.visits import Booking, StatedOfBooking

    Dated = SessionDay | Score | LastingAnswers | Booking

SOURCES = ("sessions", "scores", "checkups", "bookings", "voids", "undos")
"""The tables that the days follow from; by name, so that reading them loads no kind of record."""

_BOOKINGS = "bookings"

_DAY = len("2026-10-05")
_STATED = "="

Texts = dict[str, str]
"""What is listed of a patient, separated by blanks, the earliest first, by the patient's id."""


class Booked(Struct, frozen=True, gc=False):
    """An appointment as it is kept: `at` as ISO 8601, with the time where one is agreed."""

    at: str
    status: StatedOfBooking | None

    @property
    def date(self) -> date:
        """Its day."""
        return _day(self.at[:_DAY])


class KeptDays(Struct, frozen=True, kw_only=True):
    """The days of all patients, in ISO 8601: {"P0001": "2026-07-13 2026-10-05"}.

    `days` are those of the sessions for chronic migraine, `came` the others on which the patient was treated, scored or
    checked, and `booked` the appointments, each with what was stated of it: "2026-10-05T09:30=cancelled". `of` are the
    digests of the tables that they were drawn from.
    """

    of: dict[str, str] = {}
    days: Texts
    came: Texts
    booked: Texts

    def latest(self, until: date) -> dict[str, date]:
        """Each patient's latest day of a session for chronic migraine up to and including `until`, of those who have
        one. Raises ClinicFileError for what is no day.
        """
        last, found = until.isoformat(), {}
        for patient, listed in self.days.items():
            end = len(listed)
            while end > 0 and listed[end - _DAY : end] > last:
                end -= _DAY + 1
            if end > 0:
                found[patient] = _day(listed[end - _DAY : end])
        return found

    def seen(self, patient: str) -> set[date]:
        """The days on which a patient came. Raises ClinicFileError for what is no day."""
        return {_day(each) for listed in (self.days, self.came) for each in listed.get(patient, "").split()}

    @property
    def everyone_seen(self) -> set[str]:
        """The patients who ever came."""
        return self.days.keys() | self.came.keys()

    def booked_after(self, patient: str, day: date) -> list[Booked]:
        """A patient's appointments of later days. Raises ClinicFileError for what is no day."""
        listed, last = self.booked.get(patient, ""), day.isoformat()
        if listed[listed.rfind(" ") + 1 :][:_DAY] <= last:
            return []
        later = (each.partition(_STATED) for each in listed.split() if each[:_DAY] > last)
        return [Booked(at, cast("StatedOfBooking | None", status or None)) for at, _, status in later]

    def tells_as(self, other: KeptDays) -> bool:
        """Whether both hold the same days."""
        return replace(self, of={}) == replace(other, of={})

    def without(self, patients: Collection[str]) -> KeptDays:
        """The days of all but these patients."""
        days, came, booked = (_without(each, patients) for each in (self.days, self.came, self.booked))
        return KeptDays(days=days, came=came, booked=booked)


NONE_KEPT = KeptDays(days={}, came={}, booked={})


def drawn_from(records: Iterable[Dated], known: KeptDays = NONE_KEPT) -> KeptDays:
    """The days of these records in force, and those `known` already of others."""
    treated, came, booked = _Listed(known.days), _Listed(known.came), _Listed(known.booked)
    for record in records:
        if record.table == _BOOKINGS:
            booked.of(record.patient).append(_kept_as(cast("Booking", record)))
        elif isinstance(record, SessionDay) and record.indication == CHRONIC_MIGRAINE:
            treated.of(record.patient).append(record.date.isoformat())
        else:
            came.of(record.patient).append(record.date.isoformat())
    for patient in treated.keys() | came.keys():  # a day of both kinds stands among those of treatment alone
        came[patient] = [*set(came.of(patient)).difference(treated.of(patient))]
    return KeptDays(days=treated.texts(), came=came.texts(), booked=booked.texts())


def dated() -> tuple[type[Dated], ...]:
    """The kinds of record that the days come from."""
    from migraine_cli.records.visits import Booking

    return (*seen_by(), Booking)


def kept(tables: Tables) -> KeptDays | None:
    """The days as the file has them; None where it has none that are up to date. Raises ClinicFileError."""
    if not tables.has(KEPT_DAYS):
        return None
    try:
        found = decode(tables.raw(KEPT_DAYS), type=dict[str, KeptDays])["1"]
    except (*UNREADABLE, KeyError):
        return None  # they follow from the records; an earlier program kept fewer of them
    return found if found.of == _sources(tables) else None


def keep(tables: Tables, days: KeptDays) -> None:
    """Put the days in the tables, as drawn from the records, voids and undos that are in them."""
    tables.keep(KEPT_DAYS, document(days, _sources(tables)))


def document(days: KeptDays, digests: dict[str, str]) -> dict[str, KeptDays]:
    """The table of the days, as drawn from tables with these digests."""
    return {"1": replace(days, of=digests)}


class _Listed(dict[str, list[str]]):
    """Texts taken apart where something is added to them."""

    def __init__(self, known: Texts) -> None:
        super().__init__()
        self._known = known

    def of(self, patient: str) -> list[str]:
        """What is listed of a patient, to add to."""
        if patient not in self:
            self[patient] = self._known.get(patient, "").split()
        return self[patient]

    def texts(self) -> Texts:
        """All of it put together again; of whom nothing is listed isn't in it."""
        now = self._known | {patient: " ".join(sorted(listed)) for patient, listed in self.items()}
        return {patient: listed for patient, listed in now.items() if listed}


def _kept_as(booking: Booking) -> str:
    return booking.at if booking.status is None else f"{booking.at}{_STATED}{booking.status}"


def _without(texts: Texts, patients: Collection[str]) -> Texts:
    return {patient: listed for patient, listed in texts.items() if patient not in patients}


def _sources(tables: Tables) -> dict[str, str]:
    return {name: tables.digest(name) for name in SOURCES if name in tables}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ClinicFileError(
            "the clinic file is damaged: the days kept for the due list can't be read; run `migcli check`, which says"
            " what mends it."
        ) from fault
