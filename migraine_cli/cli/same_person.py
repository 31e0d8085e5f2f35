"""A second patient of the same name and birth date: refused, or recorded and said."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from migraine_cli.errors import Refused
from migraine_cli.recording.patients import SAME_PERSON, same_person
from migraine_cli.records.patient import Patient


def one_person(patient: Patient, others: Iterable[Patient], overridden: Collection[str]) -> tuple[str, ...]:
    """What is said of a second patient of the same name and birth date when the rule is overridden.

    Raises Refused when it isn't.
    """
    twins = same_person(patient, others)
    if not twins:
        return ()
    told = f"{' and '.join(twins)} has the same name and birth date"
    if SAME_PERSON in overridden:
        return (told,)
    raise Refused(
        f"not recorded, {SAME_PERSON}: {told}; record it there, or if they are two people, add --allow {SAME_PERSON}"
        " --reason TEXT."
    )
