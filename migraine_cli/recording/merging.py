"""Two records of one person made one: what moves, what is united, what can't stand together, and what differed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.errors import InvalidValue
from migraine_cli.recording.beside import Beside
from migraine_cli.recording.birth import born_before
from migraine_cli.recording.together import together
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.kinds import ABOUT_PATIENTS
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import AboutPatient
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Discard, OfSize, Receipt, StockCount
from migraine_cli.words.dates import spans

P = TypeVar("P", bound=AboutPatient)

OTHER_BIRTH, OTHER_SEX = "other-birth", "other-sex"
MERGE_RULES = (OTHER_BIRTH, OTHER_SEX)
"""What can be overridden, since of two births or sexes one can be a slip."""

_SAID = (CheckUp, DiaryEntry, Effect, MonthCount, Score)
"""The kinds of which something is said when they stand beside others."""

KEPT_FOR_SOMEONE: tuple[type[OfSize], ...] = (Receipt, StockCount, Discard)
"""The kinds of record about vials that can be kept for one patient, and are then kept for whom they are merged into."""

_FILLED = ("name", "born", "sex", "phone", "email", "chronic_since", "overuse", "note")


class Merger(Struct, frozen=True):
    """What a merge records: the patient who stays, as they are then, and what moves to them.

    `told` names what differed between the two and what the moved records change, each without its full stop.
    """

    into: Patient
    moved: tuple[AboutPatient, ...]
    told: tuple[str, ...]


def merger(
    leaving: Patient, staying: Patient, clinic: Beside, records: Sequence[AboutPatient], lifted: Collection[str]
) -> Merger:
    """The merge of `leaving`, whose records these are, into `staying`.

    Raises InvalidValue, naming both, for two records that can't stand together, and for two births or sexes unless
    their rule is among `lifted`.
    """
    if leaving.id == staying.id:
        raise InvalidValue(f"{leaving.id} is one and the same patient; give the two ids that stand for one person.")
    united = _united(leaving, staying)
    against = [*_two_people(leaving, staying, lifted), *_beside_each_other(staying, clinic, records)]
    if against:
        raise InvalidValue(
            f"{leaving.id} and {staying.id} can't be merged as they are: {'; '.join(against)}; settle it with `migcli"
            " void` or `migcli amend` first."
        )
    born_before(united, (*records, *(each for kind in ABOUT_PATIENTS for each in clinic.of_patient(kind, staying.id))))
    moved = tuple(moved_to(record, staying.id) for record in records)
    return Merger(united, moved, (*_differing(leaving, staying), *_said(moved, clinic)))


def moved_to(record: P, patient_id: str) -> P:
    """A record that turned out to be about another patient."""
    return replace(record, patient=patient_id)


def _two_people(leaving: Patient, staying: Patient, lifted: Collection[str]) -> Iterator[str]:
    for rule, field, what in ((OTHER_BIRTH, "born", "birth dates"), (OTHER_SEX, "sex", "sexes")):
        one, other = getattr(leaving, field), getattr(staying, field)
        if rule not in lifted and None not in (one, other) and one != other and "unknown" not in (one, other):
            yield f"{rule}: two {what} are recorded, {one} of {leaving.id} and {other} of {staying.id}"


def _beside_each_other(staying: Patient, clinic: Beside, records: Sequence[AboutPatient]) -> Iterator[str]:
    theirs = clinic.of_patient(Session, staying.id)
    for session in (record for record in records if isinstance(record, Session)):
        for other in theirs:
            if (other.date, other.indication) == (session.date, session.indication):
                yield f"{session.id} and {other.id} are both of {session.date} for {session.indication}"
    tried = clinic.of_patient(Preventive, staying.id)
    for preventive in (record for record in records if isinstance(record, Preventive)):
        for recorded in tried:
            if (preventive.medicine is None) != (recorded.medicine is None):
                none, one = sorted((preventive, recorded), key=lambda each: each.medicine is not None)
                yield f"{none.id} says that no preventive was tried, {one.id} that {one.medicine} was"


def _united(leaving: Patient, staying: Patient) -> Patient:
    blank = [name for name in _FILLED if getattr(staying, name) is None]
    return replace(
        staying,
        cautions=tuple(dict.fromkeys((*staying.cautions, *leaving.cautions))),
        goals=tuple(dict.fromkeys((*staying.goals, *leaving.goals))),
        **{name: getattr(leaving, name) for name in blank},
    )


def _differing(leaving: Patient, staying: Patient) -> Iterator[str]:
    for name in _FILLED:
        gone, kept = getattr(leaving, name), getattr(staying, name)
        if gone is not None and kept is not None and gone != kept:
            yield f"the {name.replace('_', ' ')} of {staying.id} stays {kept}; {leaving.id} had {gone}"


def _said(moved: Sequence[AboutPatient], clinic: Beside) -> Iterator[str]:
    """What each says beside the records of the patient who stays; beside those that came along it was said before."""
    for record in moved:
        if not isinstance(record, _SAID):
            continue
        told = together(record, clinic)
        if told.changed and isinstance(record, DiaryEntry):
            yield f"{record.id} changes what is known of {', '.join(spans(told.changed))}"
        yield from told.warnings
