"""A progress bar on stderr for work that takes over a second at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sized
from itertools import chain
from time import monotonic
from typing import TypeVar

_PATIENCE = 1.0  # seconds before a bar is worth showing

Step = TypeVar("Step")


def progress(steps: Iterable[Step], what: str) -> Iterator[Step]:
    """The steps one by one; a bar headed `what` shows when they take over a second and a person watches."""
    return _watched(steps, what) if sys.stderr.isatty() else iter(steps)


def _watched(steps: Iterable[Step], what: str) -> Iterator[Step]:
    total = len(steps) if isinstance(steps, Sized) else None
    shows_at = monotonic() + _PATIENCE
    rest = iter(steps)
    for done, step in enumerate(rest):
        if monotonic() > shows_at:
            yield from _with_bar(chain([step], rest), done, total, what)
            return
        yield step


def _with_bar(steps: Iterable[Step], done: int, total: int | None, what: str) -> Iterator[Step]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, completed=done)
        for step in steps:
            yield step
            bar.advance(task)
