"""What holds a patient back: a safety rule against the next session that waiting doesn't mend."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from migraine_cli.chart.cautions import SPREAD_SIGNS, contraindications, pregnancy_in_words
from migraine_cli.chart.known import Known
from migraine_cli.records.codes import Caution
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.treatment.safety import person
from migraine_cli.treatment.safety.circumstances import Circumstances

if TYPE_CHECKING:
    from migraine_cli.treatment.safety.rules import Rule  # which whoever is only held back does without

PREGNANCY_DAYS = 300
"""How long a pregnancy holds from the day when it was stated or recorded; afterwards it is asked. Ours (contract)."""

_APART: tuple[Caution, ...] = ("site-infection", "pregnancy")
"""Cautions that don't hold as contraindications: one passes, the other has its own rule."""


def held_because(case: Circumstances, pregnant_since: date | None) -> str | None:
    """Why the next session, the one that is planned, can't be given however long one waits; None when it can.

    `pregnant_since` is the day on which a pregnancy was recorded as a caution.
    """
    return "; ".join(f"{rule}: {because}" for rule, because in _standing(case, pregnant_since) if because) or None


def cautions_that_hold(barring: Collection[Caution]) -> frozenset[Caution]:
    """The recorded cautions that `held_because` looks at; `barring` are those that count as contraindications."""
    return frozenset(barring).difference(_APART) | {"pregnancy", "neuromuscular-disorder"}


def looks_at_sessions(patient: Patient, effects: Iterable[Effect]) -> bool:
    """Whether `held_because` asks for the patient's earlier sessions: they tell whether a session followed a sign of
    spread, or a neuromuscular disorder.
    """
    return "neuromuscular-disorder" in patient.cautions or any(each.effect in SPREAD_SIGNS for each in effects)


def _standing(case: Circumstances, pregnant_since: date | None) -> Iterator[tuple[Rule, str | None]]:
    yield "contraindicated", "; ".join(contraindications(_lasting(case.known), case.effects, case.barring))
    yield "pregnancy", pregnancy_in_words(case.known) if _pregnancy_holds(case, pregnant_since) else None
    yield "neuromuscular-disorder", person.neuromuscular_disorder(case)
    yield "spread-signs", "; ".join(person.standing_signs(case))
    yield "consent", person.consent(case)
    yield "under-age", person.under_age(case)


def _lasting(known: Known) -> Known:
    """What is known without what passes, such as the skin of one day."""
    return replace(known, cautions=tuple(each for each in known.cautions if each not in _APART), asked={})


def _pregnancy_holds(case: Circumstances, recorded: date | None) -> bool:
    """One that was stated or recorded in the last 300 days; a recorded one unless a check-up said no since."""
    known = case.known
    if known.pregnancy is not None and _lasts(known.pregnancy.day, case.today):
        return True
    if recorded is None or "pregnancy" not in known.cautions:
        return False
    ended = known.not_pregnant is not None and known.not_pregnant.day >= recorded
    return _lasts(recorded, case.today) and not ended


def _lasts(since: date, today: date) -> bool:
    return today < since + timedelta(days=PREGNANCY_DAYS)
