"""Other people's formats: one file each, behind one small interface.

A format's `read` takes the file and whose it is, and gives days; the plan of `import diary` does the rest, so what
comes in passes the same rules as a typed command. A further format is a module here and a line in APPS.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import NamedTuple, cast

from migraine_cli.exchange.formats.text import Source
from migraine_cli.exchange.layout import Fault
from migraine_cli.exchange.row_records import DayRow
from migraine_cli.reference.data import Medicines


class App(NamedTuple):
    """The module that reads an app's file; `once` where it reads the file as a stream, from beginning to end."""

    module: str
    once: bool = False


APPS = {
    "apple-health": App("apple_health", once=True),
    "bearable": App("bearable"),
    "migraine-buddy": App("migraine_buddy"),
}
"""What a person's own app writes, as `import` names it."""


@dataclass(frozen=True, eq=False)
class Diarist:
    """Whose diary a file is, and what it is read against. `date_order` and `encoding` are what was asked for."""

    patient: str
    today: date
    medicines: Medicines
    date_order: str | None = None
    encoding: str | None = None


class Days(NamedTuple):
    """What an app's file says of days, each with the line or record it is from; what can't be taken; what to say."""

    rows: Sequence[tuple[int, DayRow]]
    faults: Sequence[Fault] = ()
    warnings: Sequence[str] = ()
    remark: str = ""


def reader(app: str) -> Callable[[Source, Diarist], Days]:
    """The reader of one of APPS. It raises InvalidValue when the file as a whole can't be read."""
    module = import_module(f"migraine_cli.exchange.formats.{APPS[app].module}")
    return cast("Callable[[Source, Diarist], Days]", module.read)
