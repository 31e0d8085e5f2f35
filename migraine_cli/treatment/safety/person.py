"""The rules that the patient's own record makes: each says why the session is refused, or None."""

from __future__ import annotations

from collections.abc import Iterator

from migraine_cli.chart.cautions import SPREAD_SIGNS, contraindications, pregnancy_in_words
from migraine_cli.chart.known import Said
from migraine_cli.records.effect import Effect
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.words.dates import age_on
from migraine_cli.words.text import in_words


def contraindicated(case: Circumstances) -> str | None:
    """A recorded contraindication, by the clinic's own policy too, or an allergic reaction up to that day."""
    return "; ".join(contraindications(case.known, case.effects, case.barring)) or None


def pregnancy(case: Circumstances) -> str | None:
    """Pregnancy was stated, as certain or possible, or is recorded as a caution."""
    known = case.known
    recorded = "pregnancy" in known.cautions and "pregnancy" not in case.barring
    return pregnancy_in_words(known) if known.pregnancy or recorded else None


def neuromuscular_disorder(case: Circumstances) -> str | None:
    """A neuromuscular disorder is recorded, and no session was recorded since."""
    if "neuromuscular-disorder" not in case.patient.cautions or "neuromuscular-disorder" in case.barring:
        return None
    since = case.caution_entries.get("neuromuscular-disorder", 0)
    if any(other.entry > since for other in case.others):
        return None
    return "a neuromuscular disorder is recorded, and no session since; the label warns of weakness and spread"


def spread_signs(case: Circumstances) -> str | None:
    """A sign of spread after an earlier session, and no session since; or trouble that is stated that day."""
    return "; ".join([*standing_signs(case), *(trouble_stated(case) if case.before else ())]) or None


def standing_signs(case: Circumstances) -> list[str]:
    """The signs of spread after an earlier session that no session followed."""
    return [told(sign) for sign in signs_of_spread(case) if not _injected_since(case, sign)]


def trouble_stated(case: Circumstances) -> Iterator[str]:
    """Trouble of the session's day that could be a sign of spread."""
    known = case.known
    if swallowing := known.said("swallowing", "trouble"):
        yield f"trouble swallowing, breathing or speaking, {swallowing.stated}"
    if weakness := known.said("weakness", "new"):
        yield f"new weakness, {weakness.stated}"


def signs_of_spread(case: Circumstances) -> list[Effect]:
    """Every sign of spread that began on or after the day of an earlier session."""
    first = min((other.date for other in case.before), default=None)
    return [] if first is None else [sign for sign in case.effects_of(SPREAD_SIGNS) if sign.date >= first]


def told(effect: Effect) -> str:
    """A side effect in words."""
    when = f"on {effect.date}" if effect.until is None else f"from {effect.date} to {effect.until}"
    return f"{in_words(effect.effect)} {when}"


def under_age(case: Circumstances) -> str | None:
    """The birth date makes the patient a minor."""
    born, adult = case.patient.born, case.limits.age.adult_years
    if born is None or age_on(born, case.planned.date) >= adult:
        return None
    if case.planned.date < born:
        return f"{case.planned.date} is before the birth on {born}; correct one of the two"
    return f"the patient is {age_on(born, case.planned.date)}; the label is for adults of {adult} years and over"


def consent(case: Circumstances) -> str | None:
    """Consent was withdrawn, and not given since."""
    said = case.known.withdrawn
    return f"withdrawn, {said.stated}" if said else None


def unjudged_allergy(case: Circumstances) -> Said | None:
    """An allergy that may bar or not, until a session from its check-up on tells that somebody has judged it."""
    said = case.known.other_allergy
    judged = said is not None and any(said.day <= other.date <= case.planned.date for other in case.others)
    return None if judged else said


def _injected_since(case: Circumstances, sign: Effect) -> bool:
    """Whether a session of a later day than the sign's is recorded, be it another one of the planned day."""
    return any(sign.date < other.date <= case.planned.date for other in case.others)
