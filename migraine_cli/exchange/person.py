"""Everything that is held on one person, to be handed out to them: as one value, and as a page to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from msgspec import Struct, to_builtins

from migraine_cli.output.cells import shown
from migraine_cli.records.changes import Effect, FieldChange, facts
from migraine_cli.records.log import LogEntry, entry_of
from migraine_cli.records.record import Record
from migraine_cli.store.contract import Clinic


class Logged(Struct, frozen=True, kw_only=True):
    """What one command did to one record about the person: what it said before and after, and who did it."""

    at: datetime
    by: str
    command: str
    reason: str | None
    id: str
    effect: Effect
    fields: tuple[FieldChange, ...]


class Person(Struct, frozen=True, kw_only=True):
    """What is held on one person. `records` are those in force by kind, each with when and by whom it was recorded;
    `log` has every change there ever was, the oldest first.
    """

    patient: str
    name: str | None
    records: dict[str, tuple[dict[str, Any], ...]]
    log: tuple[Logged, ...]


def person(clinic: Clinic, patient_id: str) -> Person:
    """Everything held on one patient. Raises NotFound, and ClinicFileError."""
    patient = clinic.patient(patient_id)
    entries = {entry.entry: entry for entry in clinic.log(patient=patient.id)}
    records: dict[str, tuple[dict[str, Any], ...]] = {}
    for record in (patient, *clinic.about(patient.id)):
        records[record.kind] = (
            *records.get(record.kind, ()),
            _told(record, entry_of(entries, record.entry, record.id)),
        )
    return Person(patient=patient.id, name=patient.name, records=records, log=tuple(_log(clinic, patient.id, entries)))


def _told(record: Record, entry: LogEntry) -> dict[str, Any]:
    said = to_builtins(facts(record))
    said.pop("patient", None)
    return {"id": record.id, **said, "recorded_at": entry.at, "recorded_by": entry.by}


def _log(clinic: Clinic, patient_id: str, entries: Mapping[int, LogEntry]) -> Iterable[Logged]:
    for number, changed in clinic.changes(patient=patient_id).items():
        for change in changed:
            entry = entry_of(entries, number, change.record.id)
            yield Logged(
                at=entry.at,
                by=entry.by,
                command=entry.command,
                reason=entry.reason,
                id=change.record.id,
                effect=change.effect,
                fields=change.fields,
            )


def as_page(people: Sequence[Person], day: date) -> str:
    """A page of HTML that needs nothing beside it, readable in a browser and on paper."""
    everyone = "every patient" if len(people) != 1 else _called(people[0])
    return _PAGE.format(
        title=escape(f"Everything held on {everyone}"),
        day=day,
        sections="".join(_sections(held, named=len(people) != 1) for held in people),
    )


def _called(held: Person) -> str:
    return held.patient if held.name is None else f"{held.name} ({held.patient})"


def _sections(held: Person, *, named: bool) -> str:
    sections = [_section(kind, rows) for kind, rows in held.records.items()]
    log = _section("log of every change", [_logged(change) for change in held.log])
    heading = f"<h1>{escape(_called(held))}</h1>\n" if named else ""
    return f"{heading}{''.join(sections)}{log}"


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 15px/1.45 sans-serif; margin: 2em; color: #222 }}
h2 {{ margin: 1.6em 0 .4em; font-size: 1.1em }}
table {{ border-collapse: collapse }}
th, td {{ padding: .25em .8em .25em 0; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd }}
</style>
<h1>{title}</h1>
<p>As of {day}. What isn't known is left blank.</p>
{sections}</html>
"""


def _section(heading: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """A heading and a table of the columns that any row fills."""
    names = dict.fromkeys(name for row in rows for name in row)
    columns = [name for name in names if any(_text(row.get(name)) for row in rows)]
    head = _row("th", [name.replace("_", " ") for name in columns])
    body = "".join(_row("td", [_text(row.get(name)) for name in columns]) for row in rows)
    return f"<h2>{escape(heading)}</h2>\n<table>\n{head}{body}</table>\n"


def _row(tag: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>\n"


def _logged(change: Logged) -> dict[str, Any]:
    fields = {each.field: f"{_text(each.old) or '–'} → {_text(each.new) or '–'}" for each in change.fields}
    return {
        "when": change.at,
        "by": change.by,
        "command": change.command,
        "id": change.id,
        "what": change.effect,
        "fields": fields,
        "why": change.reason,
    }


def _text(value: Any) -> str:
    """A value as a person reads it, lists and what is nested in it too."""
    if isinstance(value, dict):
        return "; ".join(f"{name.replace('_', ' ')}: {_text(part)}" for name, part in value.items())
    return ", ".join(map(_text, value)) if isinstance(value, list | tuple) else shown(value)
