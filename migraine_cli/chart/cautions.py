"""Which recorded cautions speak against an injection, and which call for care.

Contraindicated by the US label: hypersensitivity to any botulinum toxin, and infection at an injection site. The rest
the label warns of (clinical.md, US label). Nothing recorded is not the same as nothing there, and is said to be so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from migraine_cli.records.checkup import ALBUMIN, TOXIN

if TYPE_CHECKING:
    from migraine_cli.chart.known import Known
    from migraine_cli.records.codes import Caution
    from migraine_cli.records.effect import Effect

ALLERGIC_REACTION = "allergic-reaction"
"""The term of data/effects.toml that bars a further injection."""

SPREAD_SIGNS = ("dysphagia", "breathing-trouble", "dysphonia", "dysarthria", "generalised-weakness")
"""Terms of data/effects.toml that tell of toxin far from its sites: after a session they bar the next."""

TELLING_EFFECTS = frozenset({ALLERGIC_REACTION, *SPREAD_SIGNS})
"""Terms that can hold a patient back from the next session."""

LOCAL_WEAKNESS = ("ptosis", "neck-weakness")
"""Terms that call for care when they followed the last session."""

_CONTRAINDICATIONS: dict[Caution, str] = {
    "hypersensitivity": "hypersensitivity to a botulinum toxin",
    "site-infection": "infection at an injection site",
}

_ALLERGENS = {TOXIN: "a botulinum toxin", ALBUMIN: "human albumin, which the vials hold"}

CARE: dict[Caution, str] = {
    "aminoglycoside": "an aminoglycoside is recorded; it can strengthen the toxin's effect",
    "neuromuscular-disorder": (
        "a neuromuscular disorder is recorded; in some countries, such as Australia, it is a contraindication"
    ),
    "dysphagia": "dysphagia is recorded; the label warns of swallowing trouble after injection",
    "breathing-disorder": "a breathing disorder is recorded; the label warns of breathing trouble after injection",
    "pregnancy": "PREGNANT or possible, recorded as a caution: decide and document before injecting",
    "breastfeeding": "breastfeeding is recorded",
    "anticoagulant": "an anticoagulant is recorded; expect bruising",
    "anticholinergic": "an anticholinergic is recorded; it can add to the toxin's effect",
    "muscle-relaxant": "a muscle relaxant is recorded; it can strengthen the toxin's effect",
    "other": "another caution is recorded; see the patient's note",
}
"""What calls for care without barring, what strengthens the toxin first."""


_IN_WORDS = CARE | _CONTRAINDICATIONS

BARRING: frozenset[Caution] = frozenset(_CONTRAINDICATIONS)
"""Cautions that bar an injection everywhere; a policy can have more of them (clinical.md, choice 9)."""


def contraindications(known: Known, effects: Iterable[Effect], barring: Collection[Caution] = BARRING) -> list[str]:
    """What bars an injection on a day, in words: of what is known then, and of the side effects up to that day."""
    barred = [words for caution, words in _IN_WORDS.items() if caution in known.cautions and caution in barring]
    reactions = sorted(effect.date for effect in effects if effect.effect == ALLERGIC_REACTION)
    barred += [f"an allergic reaction on {day}" for day in reactions[:1] if day <= known.on]
    barred += _allergies(known)
    infected = known.said("skin", "infected")
    return [*barred, f"infected skin, {infected.stated}"] if infected else barred


def stated(known: Known) -> list[str]:
    """What was stated at check-ups and stands until a later one says otherwise, in words."""
    return [*_allergies(known), *_stated_besides(known)]


def _stated_besides(known: Known) -> Iterator[str]:
    """What was stated that bars under no policy."""
    if known.other_allergy:
        yield f"an allergy to {known.other_allergy.answer}, {known.other_allergy.stated}"
    if known.pregnancy:
        yield pregnancy_in_words(known)
    if known.withdrawn:
        yield f"consent withdrawn, {known.withdrawn.stated}"


def pregnancy_in_words(known: Known) -> str:
    """A pregnancy as it is told: when it was stated, else that it is recorded as a caution."""
    if known.pregnancy is None:
        return CARE["pregnancy"]
    how = "PREGNANT" if known.pregnancy.answer == "yes" else "possibly PREGNANT"
    return f"{how}, {known.pregnancy.stated}: decide and document before injecting"


def _allergies(known: Known) -> list[str]:
    return [f"an allergy to {_ALLERGENS[said.answer]}, {said.stated}" for said in known.allergies]


def beside(known: Known, barring: Collection[Caution] = BARRING) -> list[str]:
    """What stands beside a verdict without barring, in words: cautions, and what was stated at check-ups."""
    twice = ("pregnancy",) if known.pregnancy else ()
    apart = {*barring, *twice}
    recorded = [words for each, words in _IN_WORDS.items() if each in known.cautions and each not in apart]
    allergies = () if barring else _allergies(known)
    return [*recorded, *allergies, *_stated_besides(known)]
