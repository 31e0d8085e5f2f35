"""Times the commands of a day on a clinic in a file and on a server, interleaved: the figures of the server's page.

    pg_virtualenv .bench/bin/python tests/benchmarks/stores.py --patients 500,5000,50000

Where `.bench` is made as run.py says, with the extra server, and the server runs on this machine. Each clinic is copied
to it first. The memory is that of the command, not of the server.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import uuid4

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from clinics import AS_OF, diary_sheet, kept  # noqa: E402 (found through the path set above)
from jobs import DOSE, migcli  # noqa: E402
from run import Run, process  # noqa: E402


class Command(NamedTuple):
    """A command, and the one that takes back what it did, which isn't timed."""

    name: str
    arguments: Sequence[str]
    back: Sequence[str] = ()


def commands(sheet: Path | None) -> list[Command]:
    """The commands of a day, and the import of three years of daily diary where there is a sheet of it."""
    as_of = ("--as-of", str(AS_OF))
    asked = [
        Command("due", ["due", *as_of, "--format", "json"]),
        Command("eligible P0001", ["eligible", "P0001", *as_of]),
        Command("add-session", ["add-session", "P0001", str(AS_OF), *DOSE]),
        Command("eligible, all", ["eligible", *as_of, "--format", "json"]),
    ]
    return asked if sheet is None else [*asked, Command("import", ["import", "diary", str(sheet)], back=["undo"])]


def measured(patients: int, folder: Path, asked: Sequence[Command], runs: int) -> Table:
    """One clinic's table: the least and the middle time, and the most memory, of each command in both places."""
    file = folder / f"{patients}.written.json"
    copyfile(kept(patients, folder, migcli()), file)
    size = file.stat().st_size / 1e6
    server = f"postgresql:///postgres#{uuid4()}"
    places = {"file": str(file), "server": server}
    copied = process([*migcli(), "copy", server, "--clinic", str(file)])
    found: dict[tuple[str, str], list[Run]] = {}
    for _ in range(runs):
        for command, place in random.sample([(each, place) for each in asked for place in places], len(asked) * 2):
            os.sync()  # or what was written before would be flushed within the time measured
            at = ["--clinic", places[place]]
            found.setdefault((command.name, place), []).append(process([*migcli(), *command.arguments, *at]))
            if command.back:
                process([*migcli(), *command.back, *at])
    title = f"{patients:,} patients ({size:,.0f} MB), {runs} runs"
    table = Table(title=f"{title}; copied to the server in {copied.seconds:.1f} s", title_justify="left")
    for header in ("command", "file ms", "middle", "MiB", "server ms", "middle", "MiB"):
        table.add_column(header, justify="left" if header == "command" else "right", no_wrap=True)
    for command in asked:
        table.add_row(command.name, *_cells(found[command.name, "file"]), *_cells(found[command.name, "server"]))
    return table


def _cells(runs: Sequence[Run]) -> list[str]:
    seconds = [run.seconds for run in runs]
    told = (1000 * min(seconds), 1000 * median(seconds), max(run.mebibytes for run in runs))
    return [f"{figure:,.0f}" for figure in told]


def main() -> None:
    """Measures what the arguments ask for, and prints a table per clinic."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", default="500", help="sizes of clinics, such as 500,5000,50000")
    parser.add_argument("--runs", type=int, default=5, help="runs of each command in each place")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the clinics for another time")
    parser.add_argument("--without-import", action="store_true", help="leave out the import, which takes seconds")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="migcli-benchmark-") as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        asked = commands(None if given.without_import else diary_sheet(folder))
        for patients in map(int, given.patients.split(",")):
            Console(width=110).print(measured(patients, folder, asked, given.runs))


if __name__ == "__main__":
    main()
