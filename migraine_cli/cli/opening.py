"""Opening the clinic: to read it, or to record something in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from migraine_cli.cli import clock
from migraine_cli.cli.requests import request
from migraine_cli.cli.who import who
from migraine_cli.store.chosen import chosen_store
from migraine_cli.store.contract import Clinic, Recording
from migraine_cli.words.dates import parse_date


@contextmanager
def reading(place: str | None, as_known_on: str | None = None) -> Iterator[Clinic]:
    """The clinic to read, as it is or as it was known on a day."""
    known_on = None if as_known_on is None else parse_date(as_known_on, clock.today(), "day of --as-known-on")
    with chosen_store(place).reading(known_on) as clinic:
        yield clinic


@contextmanager
def recording(
    place: str | None, command: str, *, dry_run: bool, reason: str | None = None, back_up: bool = False
) -> Iterator[Recording]:
    """The clinic to record in: all of it when the block ends well, nothing otherwise or on a dry run.

    `back_up` keeps a copy of the file before it is changed.
    """
    with chosen_store(place).recording(
        command,
        at=clock.now(),
        by=who(),
        reason=reason,
        dry_run=dry_run,
        back_up=back_up,
        request=request(place),
    ) as clinic:
        yield clinic
