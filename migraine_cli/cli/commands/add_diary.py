"""`migcli add-diary`: record what is known of single days."""

from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.options import DryRun, FormatOption, Note, Patient, Place
from migraine_cli.cli.unlisted_medicines import named_in_full, warnings_of
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import recording_for
from migraine_cli.errors import InvalidValue
from migraine_cli.listings.diary import DiaryEntryRow
from migraine_cli.recording.together import held
from migraine_cli.records.diary import DayStatement, DiaryEntry
from migraine_cli.reference.data import medicines
from migraine_cli.words.dates import parse_days, spans
from migraine_cli.words.medicines import medicines_taken
from migraine_cli.words.text import optional
from migraine_cli.words.values import headache_facts, number, whole_number


def add_diary(
    patient: Patient,
    days: Annotated[
        str, typer.Argument(metavar="DAYS", help="A day, a range A..B or a comma list.", show_default=False)
    ],
    headache: Annotated[bool, typer.Option("--headache", help="Headache days.")] = False,
    free: Annotated[bool, typer.Option("--free", help="Days free of headache.")] = False,
    hours: Annotated[str | None, typer.Option(metavar="H", help="Hours of headache on each day.")] = None,
    severity: Annotated[str | None, typer.Option(metavar="0-10", help="Worst pain of the day.")] = None,
    migraine: Annotated[bool, typer.Option("--migraine", help="Migraine days.")] = False,
    no_migraine: Annotated[bool, typer.Option("--no-migraine", help="Headache without migraine.")] = False,
    took: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MEDICINE[=CLASS]",
            help="An acute medicine taken, or none; its class if it isn't listed; may be given several times.",
        ),
    ] = None,
    note: Note = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record what is known of single days; later statements win.

    What is left out stays as it was.

    Examples:
      migcli add-diary P0001 2026-10-03..2026-10-05 --headache --hours 6 --migraine --took sumatriptan
      migcli add-diary P0001 yesterday --free
    """
    dates = parse_days(days, clock.today())
    had = _either("--headache", headache, "--free", free)
    kind = _either("--migraine", migraine, "--no-migraine", no_migraine)
    if had is None and not kind:
        raise InvalidValue("say whether there was a headache: --headache or --free.")
    typed_hours = None if hours is None else number(hours, "hours", 0, 24)
    typed_severity = None if severity is None else whole_number(severity, "severity", 0, 10)
    known = headache_facts(had, typed_hours, typed_severity, kind)
    statement = DayStatement(
        days=spans(dates),
        headache=known[0],
        hours=known[1],
        severity=known[2] or None,
        migraine=known[3],
        medicines=None if took is None else _taken(took),
        note=optional(note, "note", lines=True),
    )
    with recording_for(patient, place, "add-diary", dry_run=dry_run) as (clinic, person):
        stated = DiaryEntry(patient=person.id, statements=(statement,))
        told = held(stated, clinic, clock.today())
        entry = clinic.add(stated)
    unlisted = warnings_of(statement.medicines or ())
    row = DiaryEntryRow.of(entry, person, told.changed, (*told.warnings, *unlisted))
    confirm(Recorded("diary-entries", row, row.sentence(), dry_run=dry_run), clock.today(), form)


def _taken(took: list[str]) -> tuple[str, ...]:
    listed = medicines()
    return named_in_full(medicines_taken(took, listed.aliases, listed.acute))


def _either(yes: str, said_yes: bool, no: str, said_no: bool) -> bool | None:
    """What one of two options says; None when neither is given. Raises InvalidValue for both."""
    if said_yes and said_no:
        raise InvalidValue(f"{yes} and {no} contradict each other; give the one that is true.")
    return said_yes if said_yes or said_no else None
