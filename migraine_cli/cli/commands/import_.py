"""`migcli import`: bring in a sheet or an app's export, all or nothing, safe to repeat."""

from typing import Annotated

import typer
from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.import_files import source_of
from migraine_cli.cli.importing import Wanted, column_map, empty_sheet, for_whom, planned
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.errors import FaultyRows, InvalidValue
from migraine_cli.exchange.columns import KINDS
from migraine_cli.exchange.formats import APPS
from migraine_cli.exchange.import_plan import Plan
from migraine_cli.exchange.preview import ColumnRead, Preview
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import say, warn, write
from migraine_cli.reference.column_maps import checked_name, save_map
from migraine_cli.words.text import harmless


class ImportRow(Struct, frozen=True, kw_only=True):
    """What an import brought in. `changed` gives by patient the days or months of which a known fact is now another.

    `kept` gives the days whose recorded headache stays, though an app's file says there was none. `columns` and
    `date_order`, of a dry run of a sheet, say how each column was read and what decided the order of the dates.
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
    columns: tuple[ColumnRead, ...]
    date_order: str | None
    dry_run: bool


def import_(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=f"One of {', '.join([*KINDS, *APPS])}.", show_default=False)
    ],
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="The file; - is standard input.", show_default=False)
    ] = None,
    patient: Annotated[
        str | None, typer.Option(metavar="PATIENT", help=f"Whose the file of an app is ({', '.join(APPS)}).")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="HEADER=COLUMN",
            help="Read the column with this header as this column; nothing after = leaves it out. Can be repeated."
            ' A * stands for any text: "Botox *=date" makes a row of each such column.',
        ),
    ] = None,
    map_file: Annotated[str | None, typer.Option(metavar="NAME", help="Use the map of columns saved as NAME.")] = None,
    save_as: Annotated[str | None, typer.Option("--save-map", metavar="NAME", help="Save the map as NAME.")] = None,
    date_order: Annotated[
        str | None,
        typer.Option(metavar="dmy|mdy|ymd", help="The order of dates such as 3/10/2026, where the file doesn't tell."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="The encoding of a file that isn't in UTF-8, such as cp1252.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="Which sheet of a workbook.")] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Let rows of patients change what is recorded of them.")
    ] = False,
    template: Annotated[bool, typer.Option("--template", help="Print an empty sheet of this kind.")] = False,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Bring in a sheet or an app's export: all of it or nothing, and nothing twice.

    A sheet is CSV, JSON, or with the extra xlsx a workbook. Columns are known under many names; --map says what the
    others are. --dry-run shows how each column was read. Every faulty row is named with its line. A column that is
    missing is not known; --template prints them all.

    Examples:
      migcli import patients patients.csv
      migcli import diary sheet.xlsx --map "Tablets=medicines" --map "Mood=" --dry-run
      migcli import apple-health export.zip --patient P0001
    """
    if template:
        write(empty_sheet(kind))
        return
    if file is None:
        raise InvalidValue(f"say which file to bring in: migcli import {kind} FILE, or - for standard input.")
    asked = Wanted(kind, file, patient, tuple(columns or ()), map_file, date_order, encoding, sheet, update)
    wanted = for_whom(place, asked.checked())
    name = None if save_as is None else checked_name(save_as)
    # Before the clinic is opened, so that nobody waits for what is still being typed.
    source, preview = source_of(wanted.file, read_once=wanted.read_once), Preview() if dry_run else None
    with recording(place, f"import {wanted.kind}", dry_run=dry_run, back_up=True) as clinic:
        try:
            made = planned(wanted, source, clinic, preview)
        except FaultyRows:
            if preview and form == "table":
                _tell_columns(preview.columns(), preview.dates)  # they may show why so many rows are faulty
            raise
        for record in made.added:
            clinic.add(record)
        for old, new in made.amended:
            clinic.amend(old, new)
    _tell(_row(wanted, made, preview), form)
    if name is not None:
        _save(name, wanted, dry_run)


def _save(name: str, wanted: Wanted, dry_run: bool) -> None:
    chosen = column_map(wanted)
    if dry_run:
        say(f"the map {name} would be saved.")
    else:
        say(f"saved the map as {save_map(name, chosen.columns, chosen.date_order)}.")


def _row(wanted: Wanted, made: Plan, preview: Preview | None) -> ImportRow:
    return ImportRow(
        kind=wanted.kind,
        file=wanted.file,
        rows=made.rows,
        added=len(made.added),
        amended=len(made.amended),
        skipped=made.skipped,
        changed=made.changed,
        kept=made.kept,
        warnings=tuple(made.warnings),
        columns=preview.columns() if preview else (),
        date_order=preview.dates if preview else None,
        dry_run=preview is not None,
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
    _tell_columns(row.columns, row.date_order)
    done = "would bring in" if row.dry_run else "brought in"
    write(f"{done} {row.rows - row.skipped} of {row.rows} rows of {row.kind}; {_already(row.skipped)}.\n")
    if row.dry_run:
        say("nothing was written.")


def _already(skipped: int) -> str:
    return f"{skipped} {'was' if skipped == 1 else 'were'} recorded already"


def _tell_columns(columns: tuple[ColumnRead, ...], date_order: str | None) -> None:
    write("".join(f"{_as_read(column)}\n" for column in columns))
    if date_order:
        write(f"order of dates: {date_order}.\n")


def _as_read(column: ColumnRead) -> str:
    """How a column was read, as one line."""
    if column.column is None:
        return harmless(f"{column.header}: left out.")
    examples = ", ".join(
        each.cell if each.cell == each.reading else f"{each.cell} is {each.reading}" for each in column.examples
    )
    shown = f"; {examples}" if examples else ""
    return harmless(f"{column.header} is {column.column}: {column.filled} filled, {column.blank} blank{shown}.")
