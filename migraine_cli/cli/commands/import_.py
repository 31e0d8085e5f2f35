"""`migcli import`: bring in a spreadsheet, all or nothing, safe to repeat."""

from collections.abc import Iterable
from functools import partial
from typing import Annotated, TypeVar

import typer
from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.import_files import source_of
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.cli.vocabulary import lookups
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.columns import KINDS, read_rows
from migraine_cli.exchange.formats import APPS, Diarist, reader
from migraine_cli.exchange.import_plan import Plan
from migraine_cli.exchange.importing import known_of, known_of_patient, plan, plan_app
from migraine_cli.output.listing import Listing, show
from migraine_cli.output.progress import progress
from migraine_cli.output.streams import say, warn, write
from migraine_cli.records.effect import Effect
from migraine_cli.records.session import Session
from migraine_cli.reference.data import medicines
from migraine_cli.reference.protocols import limits, protocol
from migraine_cli.store.tinydb_file import Transaction
from migraine_cli.words.dates.orders import ORDERS
from migraine_cli.words.values import code

Row = TypeVar("Row")

_WHOSE = (
    f"--patient says whose the file of an app ({', '.join(APPS)}) is; give it with these, and leave it out with sheets,"
    " which have a column for it."
)


class ImportRow(Struct, frozen=True, kw_only=True):
    """What an import brought in. `changed` gives by patient the days or months of which a known fact is now another.

    `kept` gives the days whose recorded headache stays, though an app's file says there was none.
    """

    kind: str
    file: str
    rows: int
    added: int
    amended: int
    skipped: int
    changed: dict[str, tuple[str, ...]]
    kept: dict[str, tuple[str, ...]]
    warnings: tuple[str, ...]
    dry_run: bool


def import_(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=f"One of {', '.join([*KINDS, *APPS])}.", show_default=False)
    ],
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file; - is standard input.", show_default=False)],
    update: Annotated[
        bool, typer.Option("--update", help="Let rows of patients change what is recorded of them.")
    ] = False,
    patient: Annotated[
        str | None,
        typer.Option(metavar="PATIENT", help=f"Whose the file of an app is ({', '.join(APPS)})."),
    ] = None,
    date_order: Annotated[
        str | None,
        typer.Option(metavar="dmy|mdy|ymd", help="The order of dates such as 3/10/2026, where the file doesn't tell."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="The encoding of a file that isn't in UTF-8, such as cp1252.")
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Bring in a spreadsheet: all of it or nothing, and nothing twice.

    Every faulty row is named with its line. Columns that are missing are not known; the README lists them all.

    Examples:
      migcli import patients patients.csv
      migcli import diary - --dry-run < diary.csv
      migcli import apple-health export.zip --patient P0001
    """
    known_kind = code(kind, (*KINDS, *APPS), "kind of file")
    order = None if date_order is None else code(date_order, ORDERS, "order of dates")
    if (known_kind in APPS) != (patient is not None):
        raise InvalidValue(_WHOSE)
    with recording(place, f"import {known_kind}", dry_run=dry_run, back_up=True) as clinic:
        if patient is not None:
            rows, planned = _from_app(known_kind, file, clinic, patient, order, encoding)
        else:
            rows, planned = _from_sheet(known_kind, file, clinic, update)
        for record in planned.added:
            clinic.add(record)
        for old, new in planned.amended:
            clinic.amend(old, new)
    _tell(_row(known_kind, file, rows, planned, dry_run), form)


def _from_app(
    app: str, file: str, clinic: Transaction, patient: str, date_order: str | None, encoding: str | None
) -> tuple[int, Plan]:
    """The days that an app's file tells, and the plan of what to record of them."""
    known = known_of_patient(patient, clinic)
    asked = Diarist(patient, clock.today(), medicines(), date_order, encoding)
    days = reader(app)(source_of(file, once=APPS[app].once), asked)
    return len(days.rows), plan_app(patient, days, known)


def _from_sheet(kind: str, file: str, clinic: Transaction, update: bool) -> tuple[int, Plan]:
    """The rows of a sheet, and the plan of what to record of them."""
    with source_of(file)() as opened:
        content = opened.read()
    rows = read_rows(kind, content, lookups(), name=file, track=partial(_tracked, kind))
    planned = plan(kind, rows, known_of(kind, clinic), update=update)
    if kind == "sessions":
        planned.warnings += _safety_warnings(planned, clinic)
    return len(rows.read), planned


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


def _row(kind: str, file: str, rows: int, planned: Plan, dry_run: bool) -> ImportRow:
    return ImportRow(
        kind=kind,
        file=file,
        rows=rows,
        added=len(planned.added),
        amended=len(planned.amended),
        skipped=planned.skipped,
        changed=planned.changed,
        kept=planned.kept,
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
    for patient, days in row.kept.items():
        warn(f"the recorded headache of {patient} stays, though the file says there was none: {', '.join(days)}.")
    done = "would bring in" if row.dry_run else "brought in"
    write(f"{done} {row.rows - row.skipped} of {row.rows} rows of {row.kind}; {row.skipped} said nothing new.\n")
    if row.dry_run:
        say("nothing was written.")
