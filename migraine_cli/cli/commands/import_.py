"""`migcli import`: bring in a spreadsheet, all or nothing, safe to repeat."""

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.cli.vocabulary import lookups
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.columns import KINDS, read_rows
from migraine_cli.exchange.import_plan import Plan
from migraine_cli.exchange.importing import known_of, plan
from migraine_cli.output.listing import Listing, show
from migraine_cli.output.progress import progress
from migraine_cli.output.streams import say, warn, write
from migraine_cli.records.effect import Effect
from migraine_cli.records.session import Session
from migraine_cli.reference.protocols import limits, protocol
from migraine_cli.store.tinydb_file import Transaction
from migraine_cli.words.values import code

Row = TypeVar("Row")


class ImportRow(Struct, frozen=True, kw_only=True):
    """What an import brought in. `changed` gives by patient the days or months of which a known fact is now another."""

    kind: str
    file: str
    rows: int
    added: int
    amended: int
    skipped: int
    changed: dict[str, tuple[str, ...]]
    warnings: tuple[str, ...]
    dry_run: bool


def import_(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"One of {', '.join(KINDS)}.", show_default=False)],
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A CSV or JSON file; - is standard input.", show_default=False)
    ],
    update: Annotated[
        bool, typer.Option("--update", help="Let rows of patients change what is recorded of them.")
    ] = False,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Bring in a spreadsheet: all of it or nothing, and nothing twice.

    Every faulty row is named with its line. Columns that are missing are not known; the README lists them all.

    Examples:
      migcli import patients patients.csv
      migcli import diary - --dry-run < diary.csv
    """
    known_kind = code(kind, KINDS, "kind of file")
    content = _content(file)
    with recording(place, f"import {known_kind}", dry_run=dry_run, back_up=True) as clinic:
        rows = read_rows(known_kind, content, lookups(), name=file, track=partial(_tracked, known_kind))
        planned = plan(known_kind, rows, known_of(known_kind, clinic), update=update)
        if known_kind == "sessions":
            planned.warnings += _safety_warnings(planned, clinic)
        for record in planned.added:
            clinic.add(record)
        for old, new in planned.amended:
            clinic.amend(old, new)
    _tell(_row(known_kind, file, len(rows.read), planned, dry_run), form)


def _tracked(kind: str, rows: Iterable[Row]) -> Iterable[Row]:
    return progress(list(rows), f"reading {kind}")


def _safety_warnings(planned: Plan, clinic: Transaction) -> list[str]:
    from migraine_cli.exchange.past_sessions import safety_warnings

    return safety_warnings(
        planned.added,
        clinic.records(Session),
        clinic.patients(),
        clinic.by_patient(Effect),
        limits=limits(),
        protocol=protocol(),
        today=clock.today(),
    )


def _content(file: str) -> bytes:
    if file == "-":
        if sys.stdin.isatty():
            say("reading rows from the terminal; end with Ctrl-D.")
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as fault:
        raise InvalidValue(f"the file {file} can't be read ({fault.strerror}); correct its path.") from fault


def _row(kind: str, file: str, rows: int, planned: Plan, dry_run: bool) -> ImportRow:
    return ImportRow(
        kind=kind,
        file=file,
        rows=rows,
        added=len(planned.added),
        amended=len(planned.amended),
        skipped=planned.skipped,
        changed=planned.changed,
        warnings=tuple(planned.warnings),
        dry_run=dry_run,
    )


def _tell(row: ImportRow, form: str) -> None:
    if form != "table":
        show(Listing("import", ImportRow, clock.today(), [row]), form)  # type: ignore[arg-type]
        return
    for warning in row.warnings:
        warn(warning)
    for patient, days in row.changed.items():
        warn(f"changed what was recorded of {patient}: {', '.join(days)}.")
    done = "would bring in" if row.dry_run else "brought in"
    write(f"{done} {row.rows - row.skipped} of {row.rows} rows of {row.kind}; {row.skipped} said nothing new.\n")
    if row.dry_run:
        say("nothing was written.")
