"""All that is in force as sheets, one for each kind of file that `import` takes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any, NamedTuple

from migraine_cli.exchange.columns import KINDS
from migraine_cli.exchange.record_rows import Row, rows
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.stock import OfSize
from migraine_cli.store.contract import Clinic


class Sheet(NamedTuple):
    """A sheet: its name, which is the kind that `import` takes it as, its header and its rows, to be gone through
    once.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Row]


def sheets(clinic: Clinic, patient: str | None) -> Iterator[Sheet]:
    """The sheets of the whole clinic, or of one patient, in the order in which they can be imported.

    Raises NotFound, and ClinicFileError.
    """
    for name, kind in KINDS.items():
        columns = kind.layout.columns
        sheet = Sheet(name, columns, rows(kind.record, _records(clinic, kind.record, patient), columns))
        yield _without_blank(sheet, kind.layout.rare) if kind.layout.rare else sheet


def _without_blank(sheet: Sheet, rare: Container[str]) -> Sheet:
    """The sheet without those of its rare columns that no row fills."""
    told = list(sheet.rows)
    kept = [
        place
        for place, column in enumerate(sheet.columns)
        if column not in rare or any(row[place] is not None for row in told)
    ]
    columns = tuple(sheet.columns[place] for place in kept)
    return Sheet(sheet.name, columns, (tuple(row[place] for place in kept) for row in told))


def _records(clinic: Clinic, kind: type[Record], patient: str | None) -> Iterable[Any]:
    if patient is None:
        return clinic.records(kind)
    person = clinic.patient(patient)
    if issubclass(kind, AboutPatient):
        return clinic.of_patient(kind, person.id)
    return [person] if kind is Patient else _kept_for(person.id, clinic.records(kind))


def _kept_for(patient: str, records: Iterable[Any]) -> list[OfSize]:
    """What is recorded of the vials that are kept for one patient alone."""
    return [each for each in records if isinstance(each, OfSize) and each.for_patient == patient]
