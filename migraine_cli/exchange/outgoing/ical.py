"""iCalendar (RFC 5545): events as text, without anything that tells of a treatment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

_OCTETS = 75
"""The most octets of a line; what is longer goes on in a line that begins with a blank."""


class Event(Struct, frozen=True, kw_only=True):
    """One event. `begins` is a day, a time that is the same wherever it is read (no zone), or a moment; `sequence`
    grows with every change, `stamp` is when the last one was made.
    """

    uid: str
    sequence: int
    stamp: datetime
    begins: date
    minutes: int | None
    summary: str
    cancelled: bool
    alarm: timedelta | None = None


def calendar(events: Iterable[Event], version: str) -> str:
    """The calendar; the same events give the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//migcli//migcli {version}//EN", "CALSCALE:GREGORIAN"]
    lines += [line for event in events for line in _event(event)]
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(event.stamp)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART{_begins(event.begins)}"
    if event.minutes is not None:
        yield f"DURATION:PT{event.minutes}M"
    yield f"SUMMARY:{_text(event.summary)}"
    yield "STATUS:CANCELLED" if event.cancelled else "STATUS:CONFIRMED"
    yield "CLASS:PRIVATE"
    if event.alarm is not None and not event.cancelled:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(event.summary)}")
        yield from (f"TRIGGER:-P{event.alarm.days}D", "END:VALARM")
    yield "END:VEVENT"


def _begins(begins: date) -> str:
    if not isinstance(begins, datetime):
        return f";VALUE=DATE:{begins:%Y%m%d}"
    return f":{begins:%Y%m%dT%H%M%S}" if begins.tzinfo is None else f":{_moment(begins)}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line, cut between characters so that no piece has more than _OCTETS octets."""
    pieces: list[str] = []
    piece = ""
    for char in line:
        # A piece that goes on has its blank before it.
        if len(f"{piece}{char}".encode()) + bool(pieces) > _OCTETS:
            pieces.append(piece)
            piece = ""
        piece += char
    return "\r\n ".join((*pieces, piece))
