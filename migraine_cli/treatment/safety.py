"""What stands against a session: rules that refuse it unless they are lifted by name, and warnings that are recorded
with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Literal, get_args

from dateutil.relativedelta import relativedelta
from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.cautions import SPREAD_SIGNS, cautions, contraindications
from migraine_cli.chart.course import CYCLE_DAYS, interruption
from migraine_cli.eligibility.verdict import Verdict
from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.records.vials import Vial
from migraine_cli.records.visits import CourseEvent
from migraine_cli.treatment.dose import fullest_window
from migraine_cli.treatment.limits import Limits
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.words.dates import age_on

Rule = Literal[
    "too-early",
    "cumulative-dose",
    "contraindicated",
    "expired-vial",
    "over-vial",
    "protocol",
    "duplicate",
    "under-age",
    "future-date",
]
NEVER_LIFTED: Rule = "future-date"
LIFTABLE: tuple[str, ...] = tuple(rule for rule in get_args(Rule) if rule != NEVER_LIFTED)


class Objection(Struct, frozen=True):
    """A safety rule that stands against the session, and why."""

    rule: Rule
    because: str


class Circumstances(Struct, frozen=True, kw_only=True):
    """What a planned session is held against. `others` are all other sessions of the patient, earlier and later.

    `verdict` is the clinic's policy judged on the session's date, None for an indication that it doesn't speak of;
    `protocol` is None when the session follows none.
    """

    planned: Session
    patient: Patient
    others: Sequence[Session]
    effects: Sequence[Effect]
    events: Sequence[CourseEvent]
    limits: Limits
    protocol: Protocol | None
    verdict: Verdict | None
    today: date


def objections(case: Circumstances) -> list[Objection]:
    """Every rule that stands against the session, in the order of the contract."""
    found = ((rule, check(case)) for rule, check in _RULES.items())
    return [Objection(rule, because) for rule, because in found if because]


def warnings(case: Circumstances) -> list[str]:
    """What the session is recorded with all the same, each as a sentence without its full stop."""
    return [warning for warn in _WARNINGS for warning in warn(case)]


def _too_early(case: Circumstances) -> str | None:
    if case.planned.indication != CHRONIC_MIGRAINE:
        return None
    gaps = [
        (abs(case.planned.date - other.date), other.date)
        for other in case.others
        if other.indication == CHRONIC_MIGRAINE and other.date != case.planned.date
    ]
    gap, nearest = min(gaps, default=(timedelta.max, date.max))
    if gap >= timedelta(days=CYCLE_DAYS):
        return None
    where = "after" if nearest < case.planned.date else "before"
    return f"{gap.days} days {where} the session of {nearest}, {CYCLE_DAYS} are needed"


def _cumulative_dose(case: Circumstances) -> str | None:
    if case.planned.product != ONABOTULINUM:
        return None
    limit = case.limits.cumulative
    window = fullest_window(case.planned, case.others, limit.months)
    if window.units <= limit.units:
        return None
    given = f"{window.units:g} U of {ONABOTULINUM} in the {limit.months} months up to {window.end}"
    return f"{given}, at most {limit.units:g} are allowed"


def _contraindicated(case: Circumstances) -> str | None:
    return "; ".join(contraindications(case.patient, case.effects, case.planned.date)) or None


def _expired_vial(case: Circumstances) -> str | None:
    expiry, day = case.planned.expiry, case.planned.date
    expired = [f"{_named(vial)} expired on {vial.expiry}" for vial in case.planned.each_vial if _is_past(vial, day)]
    alone = [f"the vial expired on {expiry}"] if expiry and expiry < day and not case.planned.vials else []
    return "; ".join(dict.fromkeys(expired + alone)) or None


def _is_past(vial: Vial, day: date) -> bool:
    return vial.expiry is not None and vial.expiry < day


def _named(vial: Vial) -> str:
    return f"the vial of {vial.units} U" + (f", lot {vial.lot}," if vial.lot else "")


def _over_vial(case: Circumstances) -> str | None:
    units, held = case.planned.units, sum(case.planned.vials)
    return f"{units:g} U from vials that hold {held} U" if held and units and units > held else None


def _protocol(case: Circumstances) -> str | None:
    if case.protocol is None or case.planned.site_map is None:
        return None
    return "; ".join(case.protocol.departures(case.planned.site_map)) or None


def _duplicate(case: Circumstances) -> str | None:
    planned = case.planned
    same = any(other.date == planned.date and other.indication == planned.indication for other in case.others)
    return f"a session for {planned.indication} on {planned.date} is already recorded" if same else None


def _under_age(case: Circumstances) -> str | None:
    born, adult = case.patient.born, case.limits.age.adult_years
    if born is None or age_on(born, case.planned.date) >= adult:
        return None
    return f"the patient is {age_on(born, case.planned.date)}; the label is for adults of {adult} years and over"


def _future_date(case: Circumstances) -> str | None:
    return (
        f"{case.planned.date} is in the future; `migcli book` takes appointments"
        if case.planned.date > case.today
        else None
    )


_RULES: dict[Rule, Callable[[Circumstances], str | None]] = {
    "too-early": _too_early,
    "cumulative-dose": _cumulative_dose,
    "contraindicated": _contraindicated,
    "expired-vial": _expired_vial,
    "over-vial": _over_vial,
    "protocol": _protocol,
    "duplicate": _duplicate,
    "under-age": _under_age,
    "future-date": _future_date,
}


def _untold_dose(case: Circumstances) -> list[str]:
    if case.planned.product != ONABOTULINUM:
        return []
    limit = case.limits.cumulative
    window = fullest_window(case.planned, case.others, limit.months)
    if not window.unknown:
        return []
    doubt = f"whether {limit.units:g} U in {limit.months} months are exceeded can't be told"
    return [f"{doubt}: a session up to {window.end} has no units recorded"]


def _small_dose(case: Circumstances) -> list[str]:
    if case.protocol is None:
        return []
    units, sites = case.planned.units, case.planned.sites
    found = []
    if units is not None and units < case.protocol.label_units:
        found.append(f"{units:g} U is under the {case.protocol.label_units:g} U of the label")
    if sites is not None and sites < case.protocol.fixed_sites:
        found.append(f"{sites} sites are fewer than the {case.protocol.fixed_sites} of {case.protocol.id}")
    return found


def _large_dose(case: Circumstances) -> list[str]:
    units = case.planned.units
    if case.protocol is None or units is None or units <= case.protocol.label_units:
        return []
    return [f"{units:g} U is above the US label's {case.protocol.label_units:g} U"]


def _without_map(case: Circumstances) -> list[str]:
    if case.protocol is None or case.planned.site_map is not None:
        return []
    return ["the injection sites are not recorded"]


def _cautions(case: Circumstances) -> list[str]:
    return cautions(case.patient)


def _no_birth_date(case: Circumstances) -> list[str]:
    return [] if case.patient.born else ["no date of birth is recorded, so the age can't be checked"]


def _other_toxin(case: Circumstances) -> list[str]:
    planned, months = case.planned, case.limits.other_toxin.months
    since = planned.date - relativedelta(months=months)
    return [
        f"{other.product} was given on {other.date}, within {months} months; its units are not added"
        for other in case.others
        if other.product != planned.product and since < other.date <= planned.date
    ]


def _effects_of_the_last(case: Circumstances) -> list[str]:
    planned = case.planned.date
    last = max((other.date for other in case.others if other.date < planned), default=None)
    if last is None:
        return []
    since = [effect for effect in case.effects if effect.effect in SPREAD_SIGNS and last <= effect.date <= planned]
    return [f"{effect.effect} {_when(effect)}, after the last session of {last}" for effect in since]


def _when(effect: Effect) -> str:
    return f"on {effect.date}" if effect.until is None else f"from {effect.date} to {effect.until}"


def _interrupted(case: Circumstances) -> list[str]:
    """A session takes up a treatment that was paused or stopped, and says so."""
    if case.planned.indication != CHRONIC_MIGRAINE:
        return []
    day = case.planned.date
    sessions = (other.date for other in case.others if other.indication == CHRONIC_MIGRAINE)
    last = max((other for other in sessions if other < day), default=None)
    found = interruption([event for event in case.events if event.date < day], last, day)
    if found is None:
        return []
    why = f" ({found.reason})" if found.reason else ""
    if found.step == "pause":
        return [f"treatment is paused until {found.until}{why}; this session ends the pause"]
    return [f"treatment was stopped on {found.date}{why}; this session begins a new course"]


def _eligibility(case: Circumstances) -> list[str]:
    if case.verdict is None or case.verdict.verdict is Answer.YES:
        return []
    if case.verdict.stage == "continue" and case.verdict.verdict is Answer.NO:
        return [f"a stop rule of the policy {case.verdict.policy} is met: {_stopping(case.verdict)}"]
    if case.verdict.verdict is Answer.NO:
        return [f"not eligible under the policy {case.verdict.policy}"]
    return [f"whether the patient is eligible under the policy {case.verdict.policy} can't be told"]


def _stopping(verdict: Verdict) -> str:
    against = [finding for finding in verdict.criteria if finding.stage == "continue" and finding.answer is Answer.NO]
    return "; ".join(f"{finding.id}: {finding.because}" for finding in against) or "by one rule or the other"


_WARNINGS: tuple[Callable[[Circumstances], list[str]], ...] = (
    _untold_dose,
    _small_dose,
    _large_dose,
    _without_map,
    _cautions,
    _no_birth_date,
    _other_toxin,
    _effects_of_the_last,
    _interrupted,
    _eligibility,
)
