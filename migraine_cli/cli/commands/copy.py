"""`migcli copy`: a whole clinic to another place."""

from typing import Annotated

import typer
from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.options import FormatOption, Place
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import say
from migraine_cli.store.chosen import chosen_store


class CopyRow(Struct, frozen=True):
    """Where a clinic was copied to, and how many commands its log has."""

    path: str
    entries: int


def copy(
    to: Annotated[
        str,
        typer.Argument(metavar="TO", help="A new file, or a clinic on a server in which nothing is recorded."),
    ],
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Copy the whole clinic to another place: a file, or a server.

    Its history, its log and every id go with it, and nothing changes where it was. A server's schema and site are made
    where they are missing; a place in which something is recorded already is refused.

    Examples:
      migcli copy postgresql://server.example/clinic
      migcli copy ~/clinic.json --clinic service=clinic
    """
    with chosen_store(place).reading() as clinic:
        chosen_store(to).take_over(clinic)
        entries = sum(1 for _ in clinic.log())
    if form == "table":
        commands = "one command" if entries == 1 else f"{entries} commands"
        say(f"copied the clinic, with {commands} in its log, to {to}.")
    else:
        show(Listing("copy", CopyRow, clock.today(), [CopyRow(to, entries)]), form)
