"""What an import is planned against, what the plan says, and when a row says nothing new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from migraine_cli.exchange.layout import Fault
from migraine_cli.records.changes import facts
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import Record


class AboutSomeone(Protocol):
    """A row about one patient."""

    @property
    def patient(self) -> str:
        """The patient's id."""


A = TypeVar("A", bound=AboutSomeone)


@dataclass(frozen=True)
class Known:
    """What is recorded, of the kind that is being imported.

    `versions` holds every version but those that were undone, and `imports` the log entries of all imports.
    """

    patients: Mapping[str, Patient]
    in_force: Sequence[Any]
    versions: Sequence[Any]
    imports: AbstractSet[int]

    @property
    def imported(self) -> list[Any]:
        """What imports recorded, whether or not it was corrected or voided since."""
        return [version for version in self.versions if version.entry in self.imports]


@dataclass
class Plan:
    """What an import will record.

    `amended` pairs what is recorded with what takes its place. `skipped` counts rows that say nothing new.
    `changed` gives by patient the days, or of months the months, of which a known fact will be another.
    """

    added: list[Record] = field(default_factory=list)
    amended: list[tuple[Patient, Patient]] = field(default_factory=list)
    skipped: int = 0
    changed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def stated(record: Record) -> dict[str, Any]:
    """What a record states, by field: all but what isn't known."""
    return {name: fact for name, fact in facts(record).items() if fact is not None and fact != ()}


def differences(recorded: Record, row: Record) -> list[str]:
    """The fields in which `row` states other than what is recorded; none when it says nothing new."""
    return [name for name, fact in stated(row).items() if getattr(recorded, name) != fact]


def of_known_patients(rows: Iterable[tuple[int, A]], known: Known, faults: list[Fault]) -> Iterator[tuple[int, A]]:
    """The rows about recorded patients; the others go into `faults`."""
    for line, row in rows:
        if row.patient in known.patients:
            yield line, row
        else:
            faults.append((line, f"there is no patient {row.patient}; add or import the patient first."))
