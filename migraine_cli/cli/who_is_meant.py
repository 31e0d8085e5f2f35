"""Which patient is meant by what stands for PATIENT: the one place that every command asks.

An id, in any case, wins over whatever else it could be. Commands that read take what names one patient only, and say
whom they took; commands that write take an id, and a name only once the person at the terminal has said yes to it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from migraine_cli.cli.opening import reading, recording
from migraine_cli.cli.question import agree
from migraine_cli.errors import NotFound, NotOneMeant
from migraine_cli.output.streams import say
from migraine_cli.records.history import leads
from migraine_cli.records.log import Void
from migraine_cli.records.patient import Patient, PatientLabel
from migraine_cli.records.record import Record
from migraine_cli.store.contract import Clinic, Recording
from migraine_cli.words.ids import introduced, meant, near
from migraine_cli.words.text import quoted
from migraine_cli.words.values import can_be_patient_id

if TYPE_CHECKING:
    from migraine_cli.recording.ids import Ids

_MOST_NAMED = 20
"""Candidates that a person can still look through; a script gets them all."""

_MOST_NEAR = 3
"""Patients with a name nearly so that one can still choose between."""


def whom_to_show(clinic: Clinic, typed: str) -> Patient:
    """The patient whom a command that reads is asked about; said on stderr unless it was the id. Raises as `whom`."""
    person = whom(clinic, typed)
    if typed.strip().casefold() != person.id.casefold():
        say(f"{who_is(person)}.")
    return person


def whom(clinic: Clinic, typed: str) -> Patient:
    """The patient with the id that was typed, else the only one whom it names.

    Raises NotFound, and NotOneMeant where several are named.
    """
    by_id = _by_id(clinic, typed)
    return clinic.patient(_the_one_named(clinic, typed).id) if by_id is None else by_id


def whose_log(clinic: Clinic, typed: str) -> str:
    """The id of the patient whose log is asked for, be it of one who was taken back or merged. Raises as `whom`."""
    if can_be_patient_id(typed) and clinic.versions(Patient, typed):
        return typed
    ever = meant(typed, {version.id for version in clinic.versions(Patient)})
    return ever[0] if len(ever) == 1 else whom_to_show(clinic, typed).id


def whom_to_record(clinic: Clinic, typed: str) -> Patient:
    """The patient whose id was typed. Raises NotFound, and NotOneMeant for a name, with whom it can mean."""
    by_id = _by_id(clinic, typed)
    if by_id is not None:
        return by_id
    people = _named(clinic, typed)
    raise NotOneMeant(
        f"{quoted(typed)} is no patient's id, which recording needs; write"
        f" {f'{people[0].id} if that is meant' if len(people) == 1 else 'the id of the one who is meant'}.",
        _candidates(people),
    )


def agreed(place: str | None, typed: str) -> str:
    """What was typed for a command that writes; of a name, at a terminal, the id once the person there says yes.

    The clinic isn't locked while the question waits. Raises as `whom_to_show`; a no ends the command.
    """
    if _of_record(typed) or not sys.stdin.isatty():
        return typed
    with reading(place) as clinic:
        if _by_id(clinic, typed) is not None:
            return typed
        person = _the_one_named(clinic, typed)
    agree(f"{who_is(person)}?")
    return person.id


@contextmanager
def recording_for(
    typed: str, place: str | None, command: str, *, dry_run: bool, reason: str | None = None
) -> Iterator[tuple[Recording, Patient]]:
    """The clinic to record in, and the patient whom it is recorded for. Raises as `whom_to_record`."""
    id_ = agreed(place, typed)
    with recording(place, command, dry_run=dry_run, reason=reason) as clinic:
        yield clinic, whom_to_record(clinic, id_)


def record_meant(clinic: Clinic, typed: str) -> Record:
    """The record that an id such as session:12, or a patient's, means in any case. Raises as `whom_to_record`."""
    return clinic.record(typed.strip().casefold()) if _of_record(typed) else whom_to_record(clinic, typed)


def name_candidates(fault: NotOneMeant) -> None:
    """Puts those who can be meant on stderr, a line each."""
    for candidate in fault.candidates[:_MOST_NAMED]:
        say(introduced(*candidate))
    if (more := len(fault.candidates) - _MOST_NAMED) > 0:
        say(f"and {more} more; give more of the name, or the birth date.")


def who_is(person: PatientLabel) -> str:
    """P0001 Ann Smith, born 1984-03-12."""
    return introduced(person.id, person.name, person.born)


def _of_record(typed: str) -> bool:
    return ":" in typed


def _by_id(clinic: Clinic, typed: str) -> Patient | None:
    """The patient with this id, in any case; of one alone the others stay undecoded where the case is right."""
    typed = typed.strip()
    if not can_be_patient_id(typed):
        return None
    try:
        return clinic.patient(typed)
    except NotFound:
        found = _ids(clinic).all_meant(typed)
    if len(found) > 1:
        labels = clinic.labels(found)
        raise NotOneMeant(
            f"{typed} can be {' or '.join(found)}; write the one that is meant.",
            _candidates([labels[id_] for id_ in found]),
        )
    return clinic.patient(found[0]) if found else None


def _ids(clinic: Clinic) -> Ids:
    from migraine_cli.recording.ids import Ids  # what is typed as it is recorded does without

    return Ids(clinic.labels(), leads(clinic.versions(Void), clinic.undone()))


def _the_one_named(clinic: Clinic, typed: str) -> PatientLabel:
    people = _named(clinic, typed)
    if len(people) > 1:
        raise NotOneMeant(
            f"{quoted(typed)} can be any of {len(people)} patients; give the id of the one who is meant.",
            _candidates(people),
        )
    return people[0]


def _named(clinic: Clinic, typed: str) -> Sequence[PatientLabel]:
    """Those whom the text names, one at least. Raises NotFound."""
    from migraine_cli.records.sought import named  # an id does without

    people = named(typed, clinic.labels().values())
    if not people:
        raise _nobody(clinic, typed)
    return people


def _nobody(clinic: Clinic, typed: str) -> NotFound:
    from migraine_cli.records.sought import nearly

    labels = clinic.labels()
    ids = near(typed, labels) if can_be_patient_id(typed) else []
    close = [labels[id_] for id_ in ids] or nearly(typed, list(labels.values()))
    if 0 < len(close) <= _MOST_NEAR:
        return NotFound(
            f"there is no patient {_shown(typed)}; did you mean {', or '.join(map(who_is, close))}?"
            " `migcli patients` lists all."
        )
    id_ = f" {typed}" if can_be_patient_id(typed) and not typed.isalpha() else ""  # a word alone is rather a name
    return NotFound(
        f"there is no patient {_shown(typed)}; see `migcli patients`, or record them with `migcli add-patient{id_}`."
    )


def _shown(typed: str) -> str:
    return typed if can_be_patient_id(typed) else quoted(typed)


def _candidates(people: Sequence[PatientLabel]) -> list[tuple[str, str | None, date | None]]:
    return [(person.id, person.name, person.born) for person in people]
