"""All that is in force as sheets, one for each kind of file that `import` takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from migraine_cli.exchange.columns import KINDS
from migraine_cli.exchange.record_rows import Row, rows
from migraine_cli.records.record import AboutPatient, Record
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
        yield Sheet(name, columns, rows(kind.record, _records(clinic, kind.record, patient), columns))


def _records(clinic: Clinic, kind: type[Record], patient: str | None) -> Iterable[Any]:
    if patient is None:
        return clinic.records(kind)
    person = clinic.patient(patient)
    return clinic.of_patient(kind, person.id) if issubclass(kind, AboutPatient) else [person]
