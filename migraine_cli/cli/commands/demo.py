"""`migcli demo`: a synthetic clinic to look at, or to keep for a benchmark."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.options import Place
from migraine_cli.cli.who import who
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.synthetic import SAMPLE_DATE, SyntheticClinic, clinic, sample_clinic
from migraine_cli.output.progress import progress
from migraine_cli.output.streams import say, write
from migraine_cli.reference.folders import at_home
from migraine_cli.reference.settings import DEFAULTS
from migraine_cli.store.places import is_on_a_server
from migraine_cli.store.tinydb_file.creating import create
from migraine_cli.store.tinydb_file.store import FileStore
from migraine_cli.words.values import whole_number

SEED = 1
EXPLAINED = "P0004"
"""The sample's patient whose verdict is explained."""


def demo(
    patients: Annotated[
        str | None, typer.Option(metavar="N", help="A clinic of this size, with 15 sessions and 96 months a patient.")
    ] = None,
    keep: Annotated[
        str | None, typer.Option(metavar="PATH", help="Write the clinic to a new file and stop there.")
    ] = None,
    _place: Place = None,
) -> None:
    """Show the due list and one explained verdict of a synthetic clinic.

    Nothing of yours is touched.

    Examples:
      migcli demo
      migcli demo --patients 500 --keep /tmp/clinic.json
    """
    made = sample_clinic() if patients is None else _of_size(patients)
    with _destination(keep) as path:
        _write(made, path)
        if keep is not None:
            say(f"wrote a synthetic clinic of {made.patients} patients, seen on {made.as_of}, to {path}.")
            return
        _present(path, made.as_of)


def _of_size(patients: str) -> SyntheticClinic:
    return clinic(whole_number(patients, "number of patients", 1, 50_000), SEED, SAMPLE_DATE)


@contextmanager
def _destination(keep: str | None) -> Iterator[Path]:
    if keep is not None:
        if is_on_a_server(keep):
            raise InvalidValue("a demo is kept in a file; bring it to a server with `migcli copy`.")
        yield at_home(keep)
        return
    with TemporaryDirectory(prefix="migcli-demo-") as folder:
        yield Path(folder) / "clinic.json"


def _write(made: SyntheticClinic, path: Path) -> None:
    create(path)
    with FileStore(path).recording("demo", at=clock.now(), by=who()) as clinic:
        for record in progress(made.records(), "making a synthetic clinic"):
            clinic.add(record)


def _present(path: Path, as_of: date) -> None:
    from migraine_cli.cli.commands.due import due
    from migraine_cli.cli.commands.eligible import eligible

    write(f"A synthetic clinic, with no real person in it.\n\n$ migcli due --as-of {as_of}\n\n")
    due(within=DEFAULTS.within, as_of=str(as_of), place=str(path))
    write(f"\n$ migcli eligible {EXPLAINED} --as-of {as_of}\n\n")
    with suppress(typer.Exit):  # its exit code is the verdict
        eligible(EXPLAINED, policy=DEFAULTS.policy, as_of=str(as_of), place=str(path))
