"""The codes that records take, each with its values in the order of the contract."""

from __future__ import annotations

from typing import Literal, get_args

Sex = Literal["female", "male", "other", "unknown"]


Overuse = Literal["none", "managed", "unmanaged"]


Caution = Literal[
    "hypersensitivity",
    "site-infection",
    "neuromuscular-disorder",
    "dysphagia",
    "breathing-disorder",
    "pregnancy",
    "breastfeeding",
    "aminoglycoside",
    "anticoagulant",
    "anticholinergic",
    "muscle-relaxant",
    "other",
]


Indication = Literal[
    "chronic-migraine",
    "cosmetic",
    "bladder",
    "spasticity",
    "dystonia",
    "hyperhidrosis",
    "blepharospasm",
    "sialorrhea",
    "other",
]


Product = Literal[
    "onabotulinumtoxinA",
    "abobotulinumtoxinA",
    "incobotulinumtoxinA",
    "rimabotulinumtoxinB",
    "daxibotulinumtoxinA",
    "prabotulinumtoxinA",
    "letibotulinumtoxinA",
]


PreventiveClass = Literal[
    "antiepileptic",
    "antidepressant",
    "beta-blocker",
    "arb",
    "ace-inhibitor",
    "calcium-channel-blocker",
    "cgrp-antibody",
    "gepant",
    "other",
]


Outcome = Literal["failed", "not-tolerated", "unsuitable", "effective", "ongoing"]


EffectSeverity = Literal["mild", "moderate", "severe"]


AuthorisationStatus = Literal["requested", "approved", "refused", "appealed"]


CourseStep = Literal["pause", "stop", "resume"]


Supply = Literal["buy-and-bill", "specialty-pharmacy", "hospital", "patient", "sample"]


BOUGHT: Supply = "buy-and-bill"
"""The supply of vials that the practice bought, and claims."""


ONABOTULINUM: Product = "onabotulinumtoxinA"


CHRONIC_MIGRAINE: Indication = "chronic-migraine"


SEXES: tuple[Sex, ...] = get_args(Sex)


OVERUSES: tuple[Overuse, ...] = get_args(Overuse)


CAUTIONS: tuple[Caution, ...] = get_args(Caution)


INDICATIONS: tuple[Indication, ...] = get_args(Indication)


PRODUCTS: tuple[Product, ...] = get_args(Product)


PREVENTIVE_CLASSES: tuple[PreventiveClass, ...] = get_args(PreventiveClass)


OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


EFFECT_SEVERITIES: tuple[EffectSeverity, ...] = get_args(EffectSeverity)


AUTHORISATION_STATUSES: tuple[AuthorisationStatus, ...] = get_args(AuthorisationStatus)


SUPPLIES: tuple[Supply, ...] = get_args(Supply)


COURSE_STEPS: tuple[CourseStep, ...] = get_args(CourseStep)
