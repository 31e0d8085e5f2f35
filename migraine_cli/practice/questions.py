"""What is asked before a session, by clinical.md "Before a session"."""

from __future__ import annotations

from collections.abc import Iterator

from migraine_cli.chart.known import Known
from migraine_cli.records.patient import Patient

_WHO = "name and birth date, said by the patient"

_ASKED: dict[str, tuple[str, ...]] = {
    "allergy to a botulinum toxin or to human albumin": ("allergy",),
    "infected skin at a site": ("skin",),
    "pregnancy": ("pregnancy",),
    "breastfeeding": ("breastfeeding",),
    "swallowing, breathing, voice, new weakness": ("swallowing", "weakness"),
    "new medicines: aminoglycosides, muscle relaxants, anticoagulants": ("new_medicine", "anticoagulant"),
    "any botulinum toxin elsewhere, cosmetic use too": ("other_toxin",),
    "consent": ("consent",),
}
"""Each question, and the answers of a check-up that it gets."""

_NOT_OF_MEN = ("pregnancy", "breastfeeding")


def questions(patient: Patient, known: Known) -> Iterator[str]:
    """What is still to be asked on the day, in the order in which it is asked, with what was last answered.

    Pregnancy isn't asked of men. What was answered on the day isn't asked again, but for who it is.
    """
    yield _WHO
    for question, answers in _ASKED.items():
        if patient.sex == "male" and question in _NOT_OF_MEN:
            continue
        if any(answer not in known.asked for answer in answers):
            yield question + _last(answers, known)


def _last(answers: tuple[str, ...], known: Known) -> str:
    """What was last answered on a former day, such as " (2026-07-13: no)"."""
    said = [known.earlier[answer] for answer in answers if answer in known.earlier]
    return f" ({'; '.join(f'{each.day}: {each.answer}' for each in said)})" if said else ""
