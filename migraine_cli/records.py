"""What is recorded, as frozen values that check themselves.

A record is only ever added. An amendment is a new version under the same `id` that names, in `replaces`, the entry of
the version it takes the place of; a void and an undo name what they take back. Each carries the number of its log
entry, which says when, by whom and with which command it was recorded. None always means "not known".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from datetime import date as _Date  # noqa: N812 a field named `date` hides the type
from typing import Annotated, ClassVar, Literal, TypeVar, get_args

from msgspec import Meta, Struct

from migraine_cli.dates import month_days
from migraine_cli.errors import InvalidValue
from migraine_cli.scores import Instrument, check_score
from migraine_cli.text import plain
from migraine_cli.values import patient_id

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
CourseStep = Literal["pause", "stop", "resume"]

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

Count = Annotated[int, Meta(ge=0, le=31)]
"""Days of one month."""

Hours = Annotated[float, Meta(gt=0, le=24)]
"""Hours of headache on one day."""

Severity = Annotated[int, Meta(ge=0, le=10)]
"""Worst pain of the day, 0 to 10."""

Units = Annotated[float, Meta(gt=0, le=5000)]
"""Units of a botulinum toxin; the products' units differ and are never added or converted."""


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What every record carries. `id` and `entry` are given by the clinic file when it is recorded."""

    table: ClassVar[str]
    kind: ClassVar[str]

    id: str = ""
    entry: int = 0
    replaces: int | None = None


_Kind = TypeVar("_Kind", bound=Record)


def kinds(above: type[_Kind]) -> Iterator[type[_Kind]]:
    """Every kind of record under `above`, in full: a kind that another one extends is only a part of it."""
    for kind in above.__subclasses__():
        if kind.__subclasses__():
            yield from kinds(kind)
        else:
            yield kind


class PatientLabel(Record, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """What a list of patients shows of one, read without the rest; `id` is the practice's own."""

    table: ClassVar[str] = "patients"
    kind: ClassVar[str] = "patient"

    name: str | None = None
    note: str | None = None


class Patient(PatientLabel, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person the practice looks after."""

    born: date | None = None
    sex: Sex | None = None
    phone: str | None = None
    email: str | None = None
    chronic_since: date | None = None
    overuse: Overuse | None = None
    cautions: tuple[Caution, ...] = ()
    goals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        patient_id(self.id)
        if self.born and self.chronic_since and self.chronic_since < self.born:
            raise InvalidValue("chronic-since lies before the date of birth; correct one of the two.")
        _check_texts(name=self.name, phone=self.phone, email=self.email, note=self.note)
        for goal in self.goals:
            _check_texts(goal=goal)


class AboutPatient(Record, frozen=True, kw_only=True):
    """A record about one patient."""

    patient: str


class DayStatement(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The same facts about one or more days. What is None is not stated, and leaves what was known as it was.

    `days` holds ISO dates and inclusive ranges: ("2026-10-03", "2026-10-05..2026-10-09").
    """

    days: tuple[str, ...]
    headache: bool | None = None
    hours: Hours | None = None
    severity: Severity | None = None
    migraine: bool | None = None
    medicines: tuple[str, ...] | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if self.headache is False and (self.migraine or self.hours or self.severity):
            raise InvalidValue(
                "a headache-free day has no hours, severity or migraine; leave them out or record a headache."
            )
        if self.headache is None and (self.migraine or self.hours or self.severity):
            raise InvalidValue(
                "hours, severity and migraine are facts about a headache; record the headache with them."
            )
        _check_texts(note=self.note)
        for medicine in self.medicines or ():
            _check_texts(medicine=medicine)


class DiaryEntry(AboutPatient, frozen=True, kw_only=True):
    """What one command stated about days of one patient; later statements win over earlier ones, fact by fact."""

    table: ClassVar[str] = "diary"
    kind: ClassVar[str] = "diary"

    statements: tuple[DayStatement, ...]


class MonthCount(AboutPatient, frozen=True, kw_only=True):
    """Days counted in one calendar month of a paper calendar.

    `recorded_days` says on how many days of the month the calendar was kept; not known, the unmarked days are unknown.
    """

    table: ClassVar[str] = "months"
    kind: ClassVar[str] = "month"

    month: Annotated[str, Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    headache_days: Count | None = None
    migraine_days: Count | None = None
    long_days: Count | None = None
    recorded_days: Count | None = None

    def __post_init__(self) -> None:
        length = month_days(self.month)[1].day
        most = length if self.recorded_days is None else self.recorded_days
        if most > length:
            raise InvalidValue(f"{self.month} has {length} days; {most} recorded days can't be right.")
        if (self.headache_days or 0) > most:
            raise InvalidValue(
                f"{self.headache_days} headache days don't fit in {most} recorded days; correct one of the two."
            )
        among = most if self.headache_days is None else self.headache_days
        for days, what in ((self.migraine_days, "migraine days"), (self.long_days, "days of 4 hours or more")):
            if days is not None and days > among:
                raise InvalidValue(f"{days} {what} can't lie within {among} headache days; correct one of the two.")


class Preventive(AboutPatient, frozen=True, kw_only=True):
    """A preventive medicine tried. `medicine` None states that none was ever tried."""

    table: ClassVar[str] = "preventives"
    kind: ClassVar[str] = "preventive"

    medicine: str | None = None
    drug_class: PreventiveClass | None = None
    started: date | None = None
    stopped: date | None = None
    outcome: Outcome | None = None

    def __post_init__(self) -> None:
        if self.started and self.stopped and self.stopped < self.started:
            raise InvalidValue("the preventive was stopped before it was started; correct one of the two dates.")
        _check_texts(medicine=self.medicine)


class Sites(Struct, frozen=True, array_like=True):
    """Injections into one muscle of one side: so many units at each of so many sites."""

    units: Units
    sites: Annotated[int, Meta(ge=1, le=50)]


class Allowance(Struct, frozen=True):
    """A safety rule that was lifted, and why."""

    rule: str
    reason: str


class SessionDay(AboutPatient, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """When a session was and for what: all that a schedule needs, read without the rest of the session."""

    table: ClassVar[str] = "sessions"
    kind: ClassVar[str] = "session"

    date: date
    indication: Indication = CHRONIC_MIGRAINE


class Session(SessionDay, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One visit with injections. `units` None is a dose that isn't known; `site_map` None a map that isn't known.

    `site_map` maps a muscle-side such as "temporalis-left" to its sites.
    """

    product: Product = ONABOTULINUM
    protocol: str | None = None
    units: Units | None = None
    site_map: dict[str, Sites] | None = None
    lot: str | None = None
    expiry: _Date | None = None  # the field `date` hides the type of that name
    vials: tuple[int, ...] = ()
    by: str | None = None
    note: str | None = None
    allowed: tuple[Allowance, ...] = ()

    def __post_init__(self) -> None:
        _check_texts(lot=self.lot, by=self.by, note=self.note)

    @property
    def sites(self) -> int | None:
        """Number of injection sites; None when the map isn't known."""
        return None if self.site_map is None else sum(place.sites for place in self.site_map.values())

    @property
    def discarded(self) -> float | None:
        """Units left over in the vials; None when either isn't known, or the vials hold fewer than were given."""
        left = sum(self.vials) - (self.units or 0)
        return left if self.vials and self.units and left >= 0 else None


class Score(AboutPatient, frozen=True, kw_only=True):
    """A questionnaire's result. `items` None: the total alone is known. MIDAS items 6 and 7 are its A and B."""

    table: ClassVar[str] = "scores"
    kind: ClassVar[str] = "score"

    date: date
    instrument: Instrument
    total: int
    items: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        check_score(self.instrument, self.total, self.items)


class Effect(AboutPatient, frozen=True, kw_only=True):
    """A side effect from `date` to `until` (None: not known to have passed); a term of data/effects.toml."""

    table: ClassVar[str] = "effects"
    kind: ClassVar[str] = "effect"

    date: date
    effect: str
    severity: EffectSeverity | None = None
    until: _Date | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if self.until and self.until < self.date:
            raise InvalidValue("the effect passed before it began; correct one of the two dates.")
        _check_texts(effect=self.effect, note=self.note)


class Contact(AboutPatient, frozen=True, kw_only=True):
    """An attempt to reach the patient, such as a recall: by what means, and what came of it."""

    table: ClassVar[str] = "contacts"
    kind: ClassVar[str] = "contact"

    date: date
    by: str
    result: str | None = None

    def __post_init__(self) -> None:
        _check_texts(by=self.by, result=self.result)


class Booking(AboutPatient, frozen=True, kw_only=True):
    """An appointment in the practice's own time; `time` None when only the day is agreed. A void cancels it."""

    table: ClassVar[str] = "bookings"
    kind: ClassVar[str] = "booking"

    date: date
    time: time | None = None

    @property
    def at(self) -> str:
        """Day and time as ISO 8601, such as "2026-12-28T09:30"."""
        return self.date.isoformat() if self.time is None else f"{self.date}T{self.time:%H:%M}"


class CourseEvent(AboutPatient, frozen=True, kw_only=True):
    """Treatment paused up to the day before `until`, stopped, or taken up again."""

    table: ClassVar[str] = "course"
    kind: ClassVar[str] = "course"

    date: date
    step: CourseStep
    until: _Date | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.until and self.until <= self.date:
            raise InvalidValue(f"a pause from {self.date} can't end on {self.until}; give a later --until.")
        _check_texts(reason=self.reason)


class LogEntry(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One command that changed the clinic file: its number, when, by whom, and which."""

    table: ClassVar[str] = "log"

    entry: int
    at: datetime
    by: str
    command: str
    reason: str | None = None


class Void(Record, frozen=True, kw_only=True):
    """Takes one record back, every version of it; `target` is its id."""

    table: ClassVar[str] = "voids"
    kind: ClassVar[str] = "void"

    target: str
    reason: str


class Undo(Record, frozen=True, kw_only=True):
    """Takes back all that one command recorded; `undoes` is its log entry."""

    table: ClassVar[str] = "undos"
    kind: ClassVar[str] = "undo"

    undoes: int


def _check_texts(**texts: str | None) -> None:
    for what, text in texts.items():
        if text is not None and plain(text, what, lines=what == "note") != text:
            raise InvalidValue(f"the {what} begins or ends with a blank; leave it out.")
