"""What is asked before a session, by clinical.md "Before a session"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from migraine_cli.chart.known import Known
from migraine_cli.records.checkup import NONE
from migraine_cli.records.patient import Patient

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

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


_NOTHING_TO_TELL = frozenset({"no", NONE, "clear", "well", "given"})
"""Answers that can stand for a while; any other one is asked again."""


def questions(patient: Patient, known: Known, recheck: Mapping[str, timedelta | relativedelta]) -> Iterator[str]:
    """What is still to be asked on the day, in the order in which it is asked, with what was last answered.

    Pregnancy isn't asked of men. What was answered on the day isn't asked again, but for who it is; nor is what
    `recheck` lets stand for longer, while that span from the answer on isn't over.
    """
    yield _WHO
    for question, answers in _ASKED.items():
        if patient.sex == "male" and question in _NOT_OF_MEN:
            continue
        if any(answer not in known.asked and not _stands(answer, known, recheck) for answer in answers):
            yield question + _last(answers, known)


def _stands(answer: str, known: Known, recheck: Mapping[str, timedelta | relativedelta]) -> bool:
    said = known.earlier.get(answer)
    if said is None or answer not in recheck or said.answer not in _NOTHING_TO_TELL:
        return False
    until: date = said.day + recheck[answer]
    return known.on <= until


def _last(answers: tuple[str, ...], known: Known) -> str:
    """What was last answered on former days, such as " (2026-07-13: no)"."""
    by_day: dict[date, list[str]] = {}
    for said in (known.earlier[answer] for answer in answers if answer in known.earlier):
        by_day.setdefault(said.day, []).append(said.answer)
    told = "; ".join(f"{day}: {', '.join(said)}" for day, said in by_day.items())
    return f" ({told})" if told else ""
