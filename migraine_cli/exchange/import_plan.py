"""What an import is planned against, what the plan says, and when a row says nothing new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeVar

from msgspec.structs import replace

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.layout import Fault
from migraine_cli.exchange.visit_rows import NthRow
from migraine_cli.recording.beside import Told
from migraine_cli.recording.ids import Ids
from migraine_cli.recording.together import together
from migraine_cli.records.changes import facts
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient, Record


class AboutSomeone(Protocol):
    """A row about one patient."""

    @property
    def patient(self) -> str:
        """The patient's id."""


A = TypeVar("A", bound=AboutSomeone)
P = TypeVar("P", bound=AboutPatient)


@dataclass(frozen=True)
class OnRecord:
    """What is recorded of the kind that is being imported.

    `versions` holds every version but those that were undone, and `imports` the log entries of all imports; `others`
    what the kind's rules look at beside its own records.
    """

    in_force: Sequence[Any]
    versions: Sequence[Any]
    imports: AbstractSet[int]
    others: Mapping[type[AboutPatient], Mapping[str, Sequence[Any]]] = field(default_factory=dict)

    @property
    def imported(self) -> list[Any]:
        """What imports recorded, whether or not it was corrected or voided since."""
        return [version for version in self.versions if version.entry in self.imports]


@dataclass(frozen=True)
class Known:
    """Who is recorded, and what.

    `on_record` tells what is recorded of some patients; of a kind that is about nobody it gets None, and tells all.
    `leads` says where the ids of merged patients lead, `about` what is recorded of a patient.
    """

    patients: Mapping[str, Patient]
    on_record: Callable[[Collection[str] | None], OnRecord]
    leads: Mapping[str, str] = field(default_factory=dict)
    about: Callable[[str], Iterable[AboutPatient]] = lambda _: ()

    @property
    def ids(self) -> Ids:
        """Which patient an id in a file means."""
        return Ids(self.patients, self.leads)


@dataclass
class Plan:
    """What an import will record.

    `rows` counts the rows that were read, `skipped` those that say nothing new. `amended` pairs what is recorded with
    what takes its place.
    `changed` gives by patient the days, or of months the months, of which a known fact will be another; `kept` the days
    whose recorded headache stays, though an app says there was none.
    """

    rows: int = 0
    added: list[Record] = field(default_factory=list)
    amended: list[tuple[Patient, Patient]] = field(default_factory=list)
    skipped: int = 0
    changed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kept: dict[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class Differing(NamedTuple):
    """What becomes of rows of patients that differ from what is recorded: whether they `amend` it; where not, what else
    than to correct them can be done, for the end of a sentence.
    """

    amend: bool = False
    otherwise: str = ""


FAULTY = Differing()
"""They can't be taken."""


class Growing:
    """What is recorded beside the rows of a file, and the rows that were taken before."""

    def __init__(self, patients: Mapping[str, Patient], on_record: OnRecord) -> None:
        self._patients = patients
        self._others = on_record.others
        self._by_patient: defaultdict[str, list[Any]] = defaultdict(list)
        for record in on_record.in_force:
            self._by_patient[record.patient].append(record)

    def patient(self, patient_id: str) -> Patient:
        """The patient whom a row is about."""
        return self._patients[patient_id]

    def of_patient(self, kind: type[P], patient_id: str) -> Sequence[P]:
        """As of a clinic: the kind that is being imported, unless it is one of the others."""
        if kind in self._others:
            return self._others[kind].get(patient_id, ())
        return [record for record in self._by_patient[patient_id] if isinstance(record, kind)]

    def add(self, record: AboutPatient) -> None:
        """Take a row among what is recorded."""
        self._by_patient[record.patient].append(record)


def take(line: int, row: AboutPatient, beside: Growing, plan: Plan, faults: list[Fault]) -> Told | None:
    """Plans the row with what must be said of it; None, and a fault, where it can't stand beside what is recorded."""
    try:
        told = together(row, beside)
    except InvalidValue as fault:
        faults.append((line, fault.sentence))
        return None
    plan.added.append(row)
    plan.warnings += [f"{row.patient}: {warning}." for warning in told.warnings]
    beside.add(row)
    return told


def stated(record: Record) -> dict[str, Any]:
    """What a record states, by field: all but what isn't known."""
    return {name: fact for name, fact in facts(record).items() if fact is not None and fact != ()}


def differences(recorded: Record, row: Record) -> list[str]:
    """The fields in which `row` states other than what is recorded; none when it says nothing new."""
    return [name for name, fact in stated(row).items() if getattr(recorded, name) != fact]


def of_known_patients(rows: Iterable[tuple[int, A]], known: Known, faults: list[Fault]) -> Iterator[tuple[int, A]]:
    """The rows about recorded patients, each under the id that is recorded; the others go into `faults`."""
    ids, patients = known.ids, known.patients
    for line, row in rows:
        if row.patient in patients:
            yield line, row
            continue
        try:
            patient = ids.meant(row.patient)
        except InvalidValue as fault:
            faults.append((line, fault.sentence))
            continue
        if patient is None:
            faults.append((line, f"there is no patient {row.patient}; add or import the patient first."))
        else:
            yield line, _about(row, patient)


def _about(row: Any, patient: str) -> Any:
    if isinstance(row, NthRow):
        return row._replace(said=replace(row.said, patient=patient))
    return replace(row, patient=patient)
