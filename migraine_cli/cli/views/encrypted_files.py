"""What `encrypt` and `decrypt` say of the files that they changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.output.forms import Format
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import say, write
from migraine_cli.words.text import harmless


class FileRow(Struct, frozen=True):
    """A file that now lies encrypted, or open."""

    path: str
    encrypted: bool


def tell(done: str, files: Iterable[Path], form: Format, *, dry_run: bool) -> None:
    """Names the files; `done` is "encrypted" or "decrypted"."""
    rows = [FileRow(str(file), done == "encrypted") for file in files]
    if form == "table":
        write("".join(f"{done} {harmless(row.path)}\n" for row in rows))
        if dry_run:
            say("nothing was written; this is what would be.")
    else:
        show(Listing("encrypt", FileRow, clock.today(), rows), form)
