"""The table [clinic] of the config file, read into what the clinic says of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar

from msgspec import Meta, Struct

from migraine_cli.errors import InvalidValue
from migraine_cli.practice.own_clinic import OwnClinic
from migraine_cli.words.dates import absolute_date
from migraine_cli.words.dates.names import WEEKDAY_NUMBERS
from migraine_cli.words.dates.rhythm import parse_rhythm
from migraine_cli.words.dates.times import Opening, parse_hours
from migraine_cli.words.text import plain, quoted

if TYPE_CHECKING:
    from migraine_cli.reference.toml_words import Place

T = TypeVar("T")

_TABLE = "clinic"
_COUNTRY = "the two letters of a country in quotes, such as DE or GB"
_ZONE = "a time zone in quotes, such as Europe/Berlin"


class WrittenClinic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the table says; None where it says nothing."""

    sender: str | None = None
    slot_minutes: Annotated[int, Meta(ge=5, le=240)] | None = None
    injectors: Annotated[int, Meta(ge=1, le=50)] | None = None
    hours: Annotated[dict[str, str], Meta(description='a table such as {tue = "09:00-12:30"}')] | None = None
    every: str | None = None
    closed: tuple[str, ...] | None = None
    holidays: Annotated[str, Meta(description=_COUNTRY)] | None = None
    zone: Annotated[str, Meta(description=_ZONE)] | None = None
    name: str | None = None
    telephone: str | None = None


class Source(Protocol):
    """Where the table was read: a file, or what a server keeps."""

    def faulty(self, place: Place, allowed: str) -> InvalidValue:
        """The fault at a place of it."""


def own_clinic(file: Source, said: WrittenClinic) -> OwnClinic:
    """What the clinic says of itself. Raises InvalidValue with the line of the first fault."""
    stated = {key: value for key in WrittenClinic.__struct_fields__ if (value := getattr(said, key)) is not None}
    for key, read in _READ.items():
        if key in stated:
            stated[key] = _at(file, (_TABLE, key), read, stated[key])
    if said.hours is not None:
        stated["hours"] = _hours(file, said.hours)
    if said.closed is not None:
        stated["closed"] = tuple(_at(file, (_TABLE, "closed", n), _span, span) for n, span in enumerate(said.closed))
    return OwnClinic(**stated)


def _at(file: Source, place: Place, read: Callable[[str], T], text: str) -> T:
    """What `read` makes of the text at a place of the file; what it refuses is told with its line."""
    try:
        return read(text)
    except InvalidValue as fault:
        key = next(step for step in reversed(place) if isinstance(step, str))
        raise file.faulty(place, f"{key}: {fault.sentence.rstrip('.')}") from fault


def _hours(file: Source, hours: dict[str, str]) -> dict[int, tuple[Opening, ...]]:
    by_day: dict[int, tuple[Opening, ...]] = {}
    for day, text in hours.items():
        place = (_TABLE, "hours", day)
        number = WEEKDAY_NUMBERS.get(day.casefold())
        if number is None:
            raise file.faulty(place, f"{quoted(day)} is no day of the week; write mon, tue, wed, thu, fri, sat or sun")
        if number in by_day:
            raise file.faulty(place, f"the hours of {day} stand there twice; write all of a day's hours in one text")
        by_day[number] = _at(file, place, parse_hours, text)
    return by_day


def _span(text: str) -> str:
    first, dots, last = text.partition("..")
    start = absolute_date(first, "closed day")
    end = absolute_date(last, "closed day") if dots else start
    if end < start:
        raise InvalidValue(f"the range {quoted(text)} runs backwards; write {end}..{start}.")
    return f"{start}" if start == end else f"{start}..{end}"


def _country(text: str) -> str:
    code = text.strip().upper()
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise InvalidValue(f"it must be {_COUNTRY}.")
    return code


def _zone(text: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(text.strip()).key
    except (KeyError, ValueError, OSError) as fault:  # KeyError: no such zone; the others: no name of a zone at all
        raise InvalidValue(f"it must be {_ZONE}.") from fault


_READ: dict[str, Callable[[str], Any]] = {
    "every": parse_rhythm,
    "holidays": _country,
    "zone": _zone,
    "sender": lambda text: plain(text, "sender"),
    "name": lambda text: plain(text, "name"),
    "telephone": lambda text: plain(text, "telephone"),
}
