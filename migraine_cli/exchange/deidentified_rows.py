"""What de-identified data hold: days counted from day 0, and no text that a person typed."""

from __future__ import annotations

from msgspec import Struct

from migraine_cli.exchange.deidentified_checkups import CheckUpOn
from migraine_cli.records.session import Sites


class GivenSession(Struct, frozen=True, kw_only=True):
    """A session on `day`; `lifted` are the safety rules that were lifted for it."""

    day: int
    product: str
    indication: str
    protocol: str | None
    units: float | None
    site_map: dict[str, Sites] | None
    vials: tuple[int, ...]
    lifted: tuple[str, ...]


class DiaryDay(Struct, frozen=True, kw_only=True):
    """What is known of one day of the diary; None is not known."""

    day: int
    headache: bool | None
    hours: float | None
    severity: int | None
    migraine: bool | None
    medicines: tuple[str, ...] | None


class CountedMonth(Struct, frozen=True, kw_only=True):
    """The counts of a paper calendar's month, numbered from the month of day 0, which is 0."""

    month: int
    headache_days: int | None
    migraine_days: int | None
    long_days: int | None
    recorded_days: int | None


class TriedPreventive(Struct, frozen=True, kw_only=True):
    """A preventive tried, from day to day; `medicine` None states that none was."""

    medicine: str | None
    drug_class: str | None
    started: int | None
    stopped: int | None
    outcome: str | None


class ScoreOn(Struct, frozen=True, kw_only=True):
    """A questionnaire's result on `day`."""

    day: int
    instrument: str
    total: int
    items: tuple[int, ...] | None


class EffectOn(Struct, frozen=True, kw_only=True):
    """A side effect from `day` until `until`, None when it isn't known to have passed."""

    day: int
    effect: str
    severity: str | None
    until: int | None


class StepOn(Struct, frozen=True, kw_only=True):
    """Treatment paused up to the day before `until`, stopped, or taken up again on `day`."""

    day: int
    step: str
    until: int | None


class GrantedOn(Struct, frozen=True, kw_only=True):
    """What a payer was asked or granted, from day to day. The payer has a number of the patient's own, in the order in
    which they were recorded; a policy of the practice's own is "other".
    """

    payer: int
    policy: str
    supply: str
    status: str
    starts: int | None
    until: int | None
    visits: int | None
    units: float | None


class Deidentified(Struct, frozen=True, kw_only=True):
    """One patient under a number of this export's own. `age` and `year` are those on day 0."""

    patient: str
    sex: str | None
    age: int | str | None
    year: int | None
    chronic_since: int | None
    overuse: str | None
    cautions: tuple[str, ...]
    sessions: tuple[GivenSession, ...]
    preventives: tuple[TriedPreventive, ...]
    diary: tuple[DiaryDay, ...]
    months: tuple[CountedMonth, ...]
    scores: tuple[ScoreOn, ...]
    effects: tuple[EffectOn, ...]
    checkups: tuple[CheckUpOn, ...]
    course: tuple[StepOn, ...]
    authorisations: tuple[GrantedOn, ...]
