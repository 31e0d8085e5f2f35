"""Opening the clinic file: to read it, or to record something in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from migraine_cli.chart import Chart
from migraine_cli.cli import clock
from migraine_cli.cli.who import who
from migraine_cli.clinic_file import Clinic, Transaction, changing, locate
from migraine_cli.dates import no_later, parse_date
from migraine_cli.errors import InvalidValue
from migraine_cli.records import (
    AboutPatient,
    Booking,
    Contact,
    CourseEvent,
    DiaryEntry,
    Effect,
    MonthCount,
    Preventive,
    Score,
    Session,
)
from migraine_cli.text import plain
from migraine_cli.treatment.schedule import Recalls


def reading(clinic: str | None, as_known_on: str | None = None) -> Clinic:
    """The clinic file to read, as it is or as it was known on a day."""
    known_on = None if as_known_on is None else parse_date(as_known_on, clock.today(), "--as-known-on")
    return Clinic.open(locate(clinic), as_known_on=known_on)


@contextmanager
def recording(
    clinic: str | None, command: str, *, dry_run: bool, reason: str | None = None, back_up: bool = False
) -> Iterator[Transaction]:
    """The clinic file to record in: all of it when the block ends well, nothing otherwise or on a dry run.

    `back_up` keeps a copy of the file before it is changed.
    """
    path, now = locate(clinic), clock.now()
    with changing(path, command, at=now, by=who(), reason=reason, dry_run=dry_run, back_up=back_up) as book:
        yield book


def stated_reason(typed: str) -> str:
    """The text of --reason. Raises InvalidValue for a blank one."""
    reason = plain(typed, "reason")
    if not reason:
        raise InvalidValue("the reason is blank; say why with --reason TEXT.")
    return reason


def asked_for(as_of: str | None) -> date:
    """The day that a command judges or lists on."""
    return clock.today() if as_of is None else parse_date(as_of, clock.today(), "--as-of")


def past_day(text: str, what: str) -> date:
    """A day that has come. Raises InvalidValue for one in the future."""
    return no_later(parse_date(text, clock.today(), what), clock.today(), what)


def chart_of(book: Clinic, patient: str, *more: str) -> Chart:
    """All that a verdict on one patient looks at, and the parts named besides. Raises NotFound."""
    person = book.patient(patient)
    return Chart(person, **{part: book.of_patient(_PARTS[part], patient) for part in (*_JUDGED, *more)})


def charts(book: Clinic, *more: str) -> dict[str, Chart]:
    """The same for all patients, by patient id."""
    parts = {part: book.by_patient(_PARTS[part]) for part in (*_JUDGED, *more)}
    return {
        id_: Chart(person, **{part: records.get(id_, ()) for part, records in parts.items()})
        for id_, person in book.patients().items()
    }


_PARTS: dict[str, type[AboutPatient]] = {
    "diary": DiaryEntry,
    "months": MonthCount,
    "preventives": Preventive,
    "sessions": Session,
    "effects": Effect,
    "events": CourseEvent,
    "scores": Score,
}
_JUDGED = ("diary", "months", "preventives", "sessions", "effects", "events")
"""The parts of a chart that a verdict looks at."""


def recalls(book: Clinic) -> Recalls:
    """What is arranged with patients between sessions."""
    return Recalls(book.by_patient(Booking), book.by_patient(Contact), book.by_patient(CourseEvent))
