"""`migcli restore`: bring a backup back."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.cli.question import agree
from migraine_cli.cli.who import who
from migraine_cli.errors import InvalidValue
from migraine_cli.output.forms import Format
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import say, write
from migraine_cli.reference.folders import at_home
from migraine_cli.store.places import file_only
from migraine_cli.store.tinydb_file.restoring import KindChange, Restoration, preview
from migraine_cli.store.tinydb_file.restoring import restore as bring_back
from migraine_cli.words.text import harmless


class RestorationRow(Struct, frozen=True, kw_only=True):
    """What was restored. `kept` is the copy of what was there before, None on a dry run.

    `damaged` says why what was there couldn't be compared, `changes` is then empty. `now` and `backup` are the times of
    the latest command in each.
    """

    path: str
    restored: str
    kept: str | None
    damaged: str | None
    now: datetime | None
    backup: datetime | None
    changes: tuple[KindChange, ...]
    dry_run: bool


def restore(
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="A backup, as `migcli backup` made it.", show_default=False)
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Restore without being asked, for scripts.")] = False,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Bring a backup back, once it has shown what would change.

    A copy of what is there now is kept, even of a damaged file, so that a restoration can be reversed. A no to the
    question changes nothing and exits with 10.

    Examples:
      migcli restore backups/clinic-2026-10-03T093000.json
      migcli restore /media/usb/clinic-2026-10-03T093000.json --yes
    """
    path = file_only(place, "on a server, whoever keeps it brings its dumps back with `pg_restore`")
    file = at_home(source)
    if not os.path.isfile(file):  # noqa: PTH113  (a name too long is no file either)
        raise InvalidValue(f"there is no backup {file}; correct its path.")
    found = preview(path, file)
    asks = not (yes or dry_run)
    if asks and not sys.stdin.isatty():
        raise InvalidValue("a restoration asks first, and no one is there to answer; add --yes if it is meant.")
    if form == "table":
        write("".join(f"{harmless(line)}\n" for line in _told(found)))
    if asks:
        agree(f"Put {file} in the place of {path}?")
    kept = None if dry_run else bring_back(path, file, at=clock.now(), by=who())
    _tell(_row(found, path, file, kept), form)


def _row(found: Restoration, path: Path, file: Path, kept: Path | None) -> RestorationRow:
    return RestorationRow(
        path=str(path),
        restored=str(file),
        kept=None if kept is None else str(kept),
        damaged=found.damaged,
        now=found.now,
        backup=found.backup,
        changes=tuple(found.changes or ()),
        dry_run=kept is None,
    )


def _tell(row: RestorationRow, form: Format) -> None:
    if form != "table":
        show(Listing("restore", RestorationRow, clock.today(), [row]), form)
    elif row.kept is None:
        say("nothing was written.")
    else:
        write(harmless(f"restored {row.restored}; what was there is kept in {row.kept}") + "\n")


def _told(found: Restoration) -> list[str]:
    """What would change, a line for each kind of record."""
    latest = "empty" if found.backup is None else f"of {found.backup:%Y-%m-%d %H:%M}"
    if found.damaged is not None:
        return [f"the backup is {latest}; what is there now can't be compared, as it is damaged: {found.damaged}."]
    now = "empty" if found.now is None else f"of {found.now:%Y-%m-%d %H:%M}"
    lines = [f"the backup is {latest}, what is there now {now}."]
    for each in found.changes or ():
        counts = {"lost": each.lost, "changed": each.changed, "brought back": each.gained}
        told = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "none changed"
        lines.append(f"{each.kind}: {each.now} now, {each.backup} in the backup; {told}.")
    return lines
