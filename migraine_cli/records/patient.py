"""A person the practice looks after."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, TypeVar

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.records.codes import Caution, Overuse, Sex
from migraine_cli.records.record import Record, check_texts
from migraine_cli.words.text import quoted
from migraine_cli.words.values import patient_id


class PatientLabel(Record, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """What a list of patients shows of one, read without the rest; `id` is the practice's own."""

    table: ClassVar[str] = "patients"
    kind: ClassVar[str] = "patient"

    name: str | None = None
    born: date | None = None
    phone: str | None = None
    email: str | None = None
    note: str | None = None
    cautions: tuple[Caution, ...] = ()


class Patient(PatientLabel, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person the practice looks after. `not_on` are the days on which they can't come: "tue", spans of ISO dates."""

    sex: Sex | None = None
    chronic_since: date | None = None
    overuse: Overuse | None = None
    goals: tuple[str, ...] = ()
    not_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        patient_id(self.id)
        if self.born and self.chronic_since and self.chronic_since < self.born:
            raise InvalidValue("chronic-since lies before the date of birth; correct one of the two.")
        check_texts(name=self.name, phone=self.phone, email=self.email, note=self.note)
        for goal in self.goals:
            check_texts(goal=goal)


L = TypeVar("L", bound=PatientLabel)


def cautions_since(standing: Iterable[PatientLabel]) -> dict[Caution, int]:
    """The cautions that a patient's record has, each with the log entry since which it has it; of the patient's
    standing versions, the oldest first.
    """
    since: dict[Caution, int] = {}
    for version in standing:
        since = {caution: since.get(caution, version.entry) for caution in version.cautions}
    return since


class People(dict[str, L]):
    """Patients by id. Raises ClinicFileError for one whom a record speaks of and who isn't there."""

    def __missing__(self, id_: str) -> L:
        raise ClinicFileError(
            f"the clinic file is damaged: something is recorded about the patient {quoted(id_)}, who isn't there; run"
            " `migcli check`, which says what mends it."
        )
