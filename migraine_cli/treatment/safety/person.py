"""The rules that the patient's own record makes: each says why the session is refused, or None."""

from __future__ import annotations

from migraine_cli.chart.cautions import SPREAD_SIGNS, contraindications
from migraine_cli.records.effect import Effect
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.words.dates import age_on


def contraindicated(case: Circumstances) -> str | None:
    """A recorded contraindication, by the clinic's own policy too, or an allergic reaction up to that day."""
    return "; ".join(contraindications(case.patient, case.effects, case.planned.date, case.barring)) or None


def pregnancy(case: Circumstances) -> str | None:
    """Pregnancy is recorded."""
    if "pregnancy" not in case.patient.cautions or "pregnancy" in case.barring:
        return None
    return "PREGNANT or possible, recorded as a caution: decide and document before injecting"


def neuromuscular_disorder(case: Circumstances) -> str | None:
    """A neuromuscular disorder is recorded, and no session was recorded since."""
    if "neuromuscular-disorder" not in case.patient.cautions or "neuromuscular-disorder" in case.barring:
        return None
    since = case.caution_entries.get("neuromuscular-disorder", 0)
    if any(other.entry > since for other in case.others):
        return None
    return "a neuromuscular disorder is recorded, and no session since; the label warns of weakness and spread"


def spread_signs(case: Circumstances) -> str | None:
    """A sign of spread after an earlier session, and no session since."""
    standing = [sign for sign in signs_of_spread(case) if not _injected_since(case, sign)]
    return "; ".join(told(sign) for sign in standing) or None


def signs_of_spread(case: Circumstances) -> list[Effect]:
    """Every sign of spread that began on or after the day of an earlier session."""
    first = min((other.date for other in case.before), default=None)
    return [] if first is None else [sign for sign in case.effects_of(SPREAD_SIGNS) if sign.date >= first]


def told(effect: Effect) -> str:
    """A side effect in words."""
    when = f"on {effect.date}" if effect.until is None else f"from {effect.date} to {effect.until}"
    return f"{effect.effect.replace('-', ' ')} {when}"


def under_age(case: Circumstances) -> str | None:
    """The birth date makes the patient a minor."""
    born, adult = case.patient.born, case.limits.age.adult_years
    if born is None or age_on(born, case.planned.date) >= adult:
        return None
    return f"the patient is {age_on(born, case.planned.date)}; the label is for adults of {adult} years and over"


def _injected_since(case: Circumstances, sign: Effect) -> bool:
    return any(other.date > sign.date for other in case.before)
