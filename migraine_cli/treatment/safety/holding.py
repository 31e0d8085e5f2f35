"""What holds a patient back: a safety rule against the next session that waiting doesn't mend."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from migraine_cli.records.codes import Caution
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.treatment.safety.rules import objections

PREGNANCY_DAYS = 300
"""How long a pregnancy holds from the day when it was stated or recorded; afterwards it is asked. Ours (contract)."""

_HOLDING = frozenset({"contraindicated", "consent", "under-age", "pregnancy", "neuromuscular-disorder", "spread-signs"})
_PASSING: frozenset[Caution] = frozenset({"site-infection"})


def held_because(case: Circumstances, pregnant_since: date | None) -> str | None:
    """Why the next session, the one that is planned, can't be given however long one waits; None when it can.

    `pregnant_since` is the day on which a pregnancy was recorded.
    """
    passed = set(_PASSING)
    if pregnant_since is not None and case.today >= pregnant_since + timedelta(days=PREGNANCY_DAYS):
        passed.add("pregnancy")
    cautions = tuple(each for each in case.patient.cautions if each not in passed)
    standing = objections(replace(case, patient=replace(case.patient, cautions=cautions)))
    return "; ".join(f"{each.rule}: {each.because}" for each in standing if each.rule in _HOLDING) or None
