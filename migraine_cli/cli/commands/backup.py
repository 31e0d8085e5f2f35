"""`migcli backup`: a dated, verified copy of the clinic file."""

import hashlib
from typing import Annotated

import typer
from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import say, write
from migraine_cli.reference.folders import at_home
from migraine_cli.store.places import file_only
from migraine_cli.store.tinydb_file.backups import back_up, folder, not_missing, verified
from migraine_cli.words.text import harmless


class BackupRow(Struct, frozen=True):
    """A backup: where it is (its folder, on a dry run), its size in bytes and its digest."""

    path: str
    bytes: int
    sha256: str


def backup(
    to: Annotated[
        str | None, typer.Argument(metavar="[TO]", help="A folder or a new file; else backups beside the clinic file.")
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Make a dated and verified copy of the clinic file.

    An encrypted clinic file has encrypted backups. A copy on another disk outlives this one.

    Examples:
      migcli backup
      migcli backup /media/usb
    """
    path = file_only(place, "on a server, have whoever keeps it make dumps with `pg_dump`, or archive its log")
    target = None if to is None else at_home(to)
    if dry_run:
        verified(path)
        not_missing(target)
        made, content = target or folder(path), path.read_bytes()
    else:
        made = back_up(path, clock.now(), target)
        content = made.read_bytes()
    row = BackupRow(str(made), len(content), hashlib.sha256(content).hexdigest())
    if form != "table":
        show(Listing("backup", BackupRow, clock.today(), [row]), form)
        return
    write(f"{'would back up to' if dry_run else 'backed up to'} {harmless(row.path)}\nsha256 {row.sha256}\n")
    if dry_run:
        say("nothing was written.")
