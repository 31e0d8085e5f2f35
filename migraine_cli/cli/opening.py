"""Opening the clinic: to read it, or to record something in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from migraine_cli.cli import clock
from migraine_cli.cli.who import who
from migraine_cli.store.tinydb_file import Clinic, Transaction, changing, locate
from migraine_cli.words.dates import parse_date


def reading(place: str | None, as_known_on: str | None = None) -> Clinic:
    """The clinic file to read, as it is or as it was known on a day."""
    known_on = None if as_known_on is None else parse_date(as_known_on, clock.today(), "--as-known-on")
    return Clinic.open(locate(place), as_known_on=known_on)


@contextmanager
def recording(
    place: str | None, command: str, *, dry_run: bool, reason: str | None = None, back_up: bool = False
) -> Iterator[Transaction]:
    """The clinic file to record in: all of it when the block ends well, nothing otherwise or on a dry run.

    `back_up` keeps a copy of the file before it is changed.
    """
    path, now = locate(place), clock.now()
    with changing(path, command, at=now, by=who(), reason=reason, dry_run=dry_run, back_up=back_up) as clinic:
        yield clinic
