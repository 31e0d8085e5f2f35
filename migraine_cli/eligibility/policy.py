"""The vocabulary that a policy file is written in: a few measures, each with its thresholds, and no expressions.

A policy says who may start and, if it has stop rules, when to stop. It carries its source, the day the source was
read, and whether its figures were confirmed there. Each of its criteria and stop rules has an id of its own.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from migraine_cli.records.codes import Caution, Outcome, Overuse, PreventiveClass

AtLeast = Annotated[int, Meta(ge=1, le=31)]
Months = Annotated[int, Meta(ge=1, le=24)]
Id = Annotated[
    str,
    Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$", description="up to 32 lower-case letters, digits and dashes, in quotes"),
]


ANY_REDUCTION = 1
"""Percent: `below_percent` of a rule that a single headache day fewer satisfies."""


class _Criterion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="measure"):
    """One criterion. A `preference` is shown and never bars.

    `source` is where the criterion comes from when that isn't the policy's own source, and `confirmed` whether it was
    read there.
    """

    id: Id
    preference: bool = False
    source: str | None = None
    confirmed: bool | None = None


class HeadacheDays(_Criterion, frozen=True, kw_only=True, tag="headache-days"):
    """Headache days a month: at least so many in each of the latest complete months, or on average over them."""

    counts: ClassVar[Literal["headache", "migraine", "long"]] = "headache"
    unit: ClassVar[str] = "headache days"

    at_least: AtLeast
    months: Months = 1
    over: Literal["each", "average"] = "each"


class MigraineDays(HeadacheDays, frozen=True, kw_only=True, tag="migraine-days"):
    """Migraine days a month."""

    counts = "migraine"
    unit = "migraine days"


class LongHeadacheDays(HeadacheDays, frozen=True, kw_only=True, tag="long-headache-days"):
    """Days a month with 4 hours of headache or more."""

    counts = "long"
    unit = "days of 4 hours or more"


class Age(_Criterion, frozen=True, kw_only=True, tag="age"):
    """Completed years of age."""

    at_least: Annotated[int, Meta(ge=0, le=120)]


class Preventives(_Criterion, frozen=True, kw_only=True, tag="preventives"):
    """Preventives tried with one of these outcomes, counted by distinct medicine or by distinct class; `oral` ones only
    where the policy says so.

    `trial_days` asks a failed one to have been taken that long; one not tolerated or unsuitable needs no length, unless
    `trial_of` asks it of every one.
    """

    at_least: AtLeast
    distinct: Literal["medicine", "class"] = "medicine"
    outcomes: Annotated[tuple[Outcome, ...], Meta(min_length=1)]
    classes: Annotated[tuple[PreventiveClass, ...], Meta(min_length=1)] | None = None
    trial_days: Annotated[int, Meta(ge=1, le=366)] | None = None
    trial_of: Literal["failed", "every"] = "failed"
    oral: bool = False


class MedicationOveruse(_Criterion, frozen=True, kw_only=True, tag="overuse"):
    """What the clinician states about medication overuse is one of these."""

    accepts: Annotated[tuple[Overuse, ...], Meta(min_length=1)]


class Contraindications(_Criterion, frozen=True, kw_only=True, tag="contraindications"):
    """None of these cautions is recorded, and no allergic reaction to an earlier injection."""

    cautions: Annotated[tuple[Caution, ...], Meta(min_length=1)] = ("hypersensitivity", "site-infection")


Criterion = HeadacheDays | MigraineDays | LongHeadacheDays | Age | Preventives | MedicationOveruse | Contraindications


class _StopRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="measure"):
    """One reason to stop; `advice` says what follows from it."""

    id: Id
    advice: str | None = None


class Reduction(_StopRule, frozen=True, kw_only=True, tag="reduction"):
    """Stop when headache days fell by less than this percentage of the baseline, judged from so many cycles on.

    ANY_REDUCTION asks for any: one day fewer in a month is more than 1 %. `look_again_after` is the number of cycles
    after which the policy allows to judge as well.
    """

    below_percent: Annotated[int, Meta(ge=1, le=100)]
    after_cycles: Annotated[int, Meta(ge=1, le=8)]
    look_again_after: Annotated[int, Meta(ge=2, le=8)] | None = None


class FewHeadacheDays(_StopRule, frozen=True, kw_only=True, tag="few-headache-days"):
    """Stop when there were fewer headache days than this in each of so many latest months."""

    below: AtLeast
    months: Months


StopRule = Reduction | FewHeadacheDays


class EarlierPatients(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a policy says of people whose treatment began before a day; `note` stands beside a "no"."""

    treated_before: date
    note: str


class Policy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named, dated set of criteria. `claim` is what a yes says, in words no larger than the policy.

    `going_on_unread` says that the policy has rules for going on which nobody has read: without stop rules here, its
    verdict on a treated patient is about the start alone.
    """

    id: Id
    title: str
    claim: str
    source: str
    address: str
    edition: str
    read: date
    confirmed: bool
    start: Annotated[tuple[Criterion, ...], Meta(min_length=1)]
    stop: tuple[StopRule, ...] = ()
    going_on_unread: bool = False
    earlier_patients: EarlierPatients | None = None
    notes: tuple[str, ...] = ()
