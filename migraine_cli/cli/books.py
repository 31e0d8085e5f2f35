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
from migraine_cli.records import DiaryEntry, MonthCount, Preventive, Session
from migraine_cli.text import plain


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


def chart_of(book: Clinic, patient: str) -> Chart:
    """All that a verdict on one patient looks at. Raises NotFound."""
    return charts(book, patient)[patient]


def charts(book: Clinic, patient: str | None = None) -> dict[str, Chart]:
    """All that verdicts look at, for one patient or for all, by patient id. Raises NotFound."""
    people = book.patients() if patient is None else {patient: book.patient(patient)}
    diary, months = book.by_patient(DiaryEntry), book.by_patient(MonthCount)
    preventives, sessions = book.by_patient(Preventive), book.by_patient(Session)
    return {
        id_: Chart(
            person,
            diary=diary.get(id_, ()),
            months=months.get(id_, ()),
            preventives=preventives.get(id_, ()),
            sessions=sessions.get(id_, ()),
        )
        for id_, person in people.items()
    }
