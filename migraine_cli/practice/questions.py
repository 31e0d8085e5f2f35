"""What is asked before every session, by clinical.md "Before a session"."""

from __future__ import annotations

from migraine_cli.records.patient import Patient

_EVERYBODY = (
    "name and birth date, said by the patient",
    "allergy to a botulinum toxin or to human albumin",
    "infected skin at a site",
    "swallowing, breathing, voice, new weakness",
    "new medicines: aminoglycosides, muscle relaxants, anticoagulants",
    "any botulinum toxin elsewhere, cosmetic use too",
    "consent",
)
_NOT_OF_MEN = ("pregnancy", "breastfeeding")


def questions(patient: Patient) -> tuple[str, ...]:
    """The questions of the check-up, in the order in which they are asked; pregnancy isn't asked of men."""
    return _EVERYBODY if patient.sex == "male" else (*_EVERYBODY[:3], *_NOT_OF_MEN, *_EVERYBODY[3:])
