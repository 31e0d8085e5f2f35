"""`migcli check`: is the clinic file whole."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.options import FormatOption, Place
from migraine_cli.cli.question import agree
from migraine_cli.cli.who import who
from migraine_cli.errors import InvalidValue
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import say, warn
from migraine_cli.store.places import locate, server

NOT_WELL = 5


class FaultRow(Struct, frozen=True):
    """One fault of the clinic file, and what mends it."""

    what: str
    mend: str


def check(
    accept: Annotated[
        bool, typer.Option("--accept", help="Accept what another program changed, if it is otherwise in order.")
    ] = False,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Check the clinic file for faults; silent when all is well.

    Else it exits with 5 and names each fault with the command that corrects it. `--accept` shows what another program
    changed, and asks first at a terminal.

    Examples:
      migcli check
      migcli check --accept
    """
    faults = _faults_on_a_server(place, accept) if server(place) else _faults_of_the_file(place, accept)
    if faults or form != "table":
        columns = (Column("fault", "what", folds=True), Column("mend", "mend", folds=True))
        title = "Faults of the clinic" if server(place) else "Faults of the clinic file"
        show(Listing("check", FaultRow, clock.today(), faults, columns, title=title), form, arranged)
    if faults:
        raise typer.Exit(NOT_WELL)


def _faults_on_a_server(place: str | None, accept: bool) -> list[FaultRow]:
    from migraine_cli.store.chosen import chosen_store

    if accept:
        raise InvalidValue("nothing on a server can be changed by another program, so there is nothing to accept.")
    return [FaultRow(what=fault.what, mend=fault.mend) for fault in chosen_store(place).check()]


def _faults_of_the_file(place: str | None, accept: bool) -> list[FaultRow]:
    from migraine_cli.store.tinydb_file import check as looking

    path = locate(place)
    if accept:
        if looking.check_acceptable(path):
            _show_changes(path)
        looking.accept(path, at=clock.now(), by=who())
    faults = [FaultRow(what=fault.what, mend=fault.mend) for fault in looking.faults(path)]
    for warning in looking.warnings(path, clock.now()):
        warn(warning)
    return faults


def _show_changes(path: Path) -> None:
    from migraine_cli.store.tinydb_file.foreign_changes import changed_records

    lines = list(changed_records(path)) or ["no record was changed; the file was only written in another layout."]
    for line in lines:
        say(line)
    if sys.stdin.isatty():
        agree("Accept this?")
