"""A progress bar on stderr for work that takes over a second at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TypeVar

_PATIENCE = 1.0  # seconds before a bar is worth showing

Step = TypeVar("Step")


def progress(steps: Sequence[Step], what: str) -> Iterator[Step]:
    """The steps one by one; a bar headed `what` shows when they take over a second and a person watches."""
    watched = sys.stderr.isatty()
    shows_at = monotonic() + _PATIENCE
    for done, step in enumerate(steps):
        if watched and monotonic() > shows_at:
            yield from _with_bar(steps, done, what)
            return
        yield step


def _with_bar(steps: Sequence[Step], done: int, what: str) -> Iterator[Step]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=len(steps), completed=done)
        for step in steps[done:]:
            yield step
            bar.advance(task)
