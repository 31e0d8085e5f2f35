"""What a session is recorded with all the same: nothing that is always there, and each with the record it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.cautions import CARE, LOCAL_WEAKNESS
from migraine_cli.chart.course import CYCLE_DAYS, interruption, present_course
from migraine_cli.records.checkup import NONE
from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM
from migraine_cli.treatment.dose import windows
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.treatment.safety.person import (
    neuromuscular_disorder,
    pregnancy,
    signs_of_spread,
    spread_signs,
    told,
    trouble_stated,
    unjudged_allergy,
)
from migraine_cli.words.dates.months import months_earlier
from migraine_cli.words.text import how_many, in_words

if TYPE_CHECKING:
    from migraine_cli.eligibility.verdict import Verdict


class Remark(Struct, frozen=True):
    """A warning as a sentence without its full stop. `record` is the id of what it rests on; `field` is what is blank
    or wrong there, None where nothing needs mending.
    """

    said: str
    record: str | None = None
    field: str | None = None


def warnings(case: Circumstances) -> list[Remark]:
    """Every warning, in the order of the contract."""
    return [remark for warn in _WARNINGS for remark in warn(case)]


def _untold_dose(case: Circumstances) -> Iterator[Remark]:
    if case.planned.product != ONABOTULINUM:
        return
    limit = case.limits.cumulative
    found = windows(case.planned, case.others, limit.months)
    if any(window.units > limit.units for window in found):
        return
    unknown = {session.id: session for window in found for session in window.unknown if session is not case.planned}
    for session in sorted(unknown.values(), key=lambda each: each.date):
        doubt = f"whether {limit.units:g} U in {limit.months} months are exceeded can't be told"
        yield Remark(f"{doubt}: the session of {session.date} has no units recorded", session.id or None, "units")


def _small_dose(case: Circumstances) -> Iterator[Remark]:
    if case.protocol is None:
        return
    units, sites = case.planned.units, case.planned.sites
    if units is not None and units < case.protocol.label_units:
        yield Remark(f"{units:g} U is under the {case.protocol.label_units:g} U of the label")
    if sites is not None and sites < case.protocol.fixed_sites:
        yield Remark(f"{sites} sites are fewer than the {case.protocol.fixed_sites} of {case.protocol.id}")


def _large_dose(case: Circumstances) -> Iterator[Remark]:
    units = case.planned.units
    if case.protocol is not None and units is not None and units > case.protocol.label_units:
        yield Remark(f"{units:g} U is above the US label's {case.protocol.label_units:g} U")


def _without_map(case: Circumstances) -> Iterator[Remark]:
    """Not in silence: no rule about sites can be held against a map that isn't known."""
    if case.protocol is not None and case.planned.site_map is None:
        yield Remark("the injection sites are not recorded, so the units a site can't be checked")


def _cautions(case: Circumstances) -> Iterator[Remark]:
    refused = {"pregnancy", *(("neuromuscular-disorder",) if neuromuscular_disorder(case) else ())}
    for caution, words in CARE.items():
        if caution in case.known.cautions and caution not in refused and caution not in case.barring:
            yield Remark(words, case.patient.id)


def _answers(case: Circumstances) -> Iterator[Remark]:
    """What was stated that day and calls for care."""
    known = case.known
    if (fed := known.said("breastfeeding", "yes")) and "breastfeeding" not in known.cautions:
        yield Remark(f"breastfeeding, {fed.stated}")
    if thinner := known.named("anticoagulant"):
        yield Remark(f"an anticoagulant, {thinner.answer}, {thinner.stated}; expect bruising")
    if medicine := known.named("new_medicine"):
        yield Remark(f"a new medicine, {medicine.answer}, {medicine.stated}; {_STRENGTHENING}")
    if not case.before:
        yield from (Remark(f"{trouble}; the label warns of both") for trouble in trouble_stated(case))
    if allergy := unjudged_allergy(case):
        yield Remark(f"an allergy, {allergy.answer}, {allergy.stated}; judge whether it bars the injection")


_STRENGTHENING = "an aminoglycoside or a muscle relaxant can strengthen the toxin's effect"


def _pregnancy_unasked(case: Circumstances) -> Iterator[Remark]:
    """A former session's answer never satisfies today's."""
    known = case.known
    if not case.checkups_kept or case.patient.sex == "male" or pregnancy(case) or "pregnancy" in known.cautions:
        return
    if declined := known.said("pregnancy", "declined"):
        yield Remark(f"whether the patient is pregnant was not answered, {declined.stated}")
    elif "pregnancy" not in known.asked:
        yield Remark(f"pregnancy was not asked for on {known.on}", case.patient.id, "pregnancy")


def _no_birth_date(case: Circumstances) -> Iterator[Remark]:
    if case.patient.born is None:
        yield Remark("no date of birth is recorded, so the age can't be checked", case.patient.id, "born")


def _spread_before(case: Circumstances) -> Iterator[Remark]:
    """Signs of spread that a session followed since: said each time."""
    standing = spread_signs(case) or ""
    for sign in signs_of_spread(case):
        if told(sign) not in standing:
            yield Remark(f"{told(sign)}, a possible sign of spread after an earlier session", sign.id)


def _weakness_after_the_last(case: Circumstances) -> Iterator[Remark]:
    if not case.before:
        return
    last = case.before[-1].date
    for effect in case.effects_of(LOCAL_WEAKNESS):
        if effect.date >= last:
            yield Remark(f"{told(effect)}, after the last session of {last}", effect.id)


def _toxin_elsewhere(case: Circumstances) -> Iterator[Remark]:
    planned, found = case.planned, False
    for other in case.others:
        days = (planned.date - other.date).days
        if other.indication == planned.indication or not 0 <= days < CYCLE_DAYS:
            continue
        found = True
        dose = "unknown units" if other.units is None else f"{other.units:g} U"
        when = f"{how_many(days, 'day')} before" if days else "the same day"
        yield Remark(f"{dose} of {other.product} for {in_words(other.indication)} on {other.date}, {when}", other.id)
    if found:
        yield Remark(f"the {case.limits.cumulative.units:g} U limit knows recorded doses only")


def _other_toxin(case: Circumstances) -> Iterator[Remark]:
    planned, months = case.planned, case.limits.other_toxin.months
    since = months_earlier(planned.date, months)
    for checkup in case.checkups:
        if checkup.other_toxin not in (None, NONE) and since < checkup.date <= planned.date:
            said = f"{checkup.other_toxin} was given elsewhere, as stated {checkup.date}; its units are in no sum"
            yield Remark(said, checkup.id or None)
    for other in case.others:
        if other.product != planned.product and since < other.date <= planned.date:
            said = f"{other.product} was given on {other.date}, within {months} months; its units are not added"
            yield Remark(said, other.id)


def _interrupted(case: Circumstances) -> Iterator[Remark]:
    """A session takes up a treatment that was paused or stopped, and says so."""
    if case.planned.indication != CHRONIC_MIGRAINE:
        return
    day = case.planned.date
    last = max((other.date for other in case.before if other.indication == CHRONIC_MIGRAINE), default=None)
    found = interruption([event for event in case.events if event.date < day], last, day)
    if found is None:
        return
    why = f" ({found.reason})" if found.reason else ""
    if found.step == "pause":
        yield Remark(f"treatment is paused until {found.until}{why}; this session ends the pause", found.id)
    else:
        yield Remark(f"treatment was stopped on {found.date}{why}; this session begins a new course", found.id)


def _stock(case: Circumstances) -> Iterator[Remark]:
    yield from map(Remark, case.stock_remarks)


def _eligibility(case: Circumstances) -> Iterator[Remark]:
    """Not known to be eligible is said at the first session of a course alone: later it would be said each time."""
    verdict = case.verdict
    if verdict is None or verdict.verdict is Answer.YES:
        return
    if verdict.verdict is Answer.UNKNOWN:
        if not present_course(case.others, case.events, case.planned.date):
            yield Remark(f"whether the patient is eligible under the policy {verdict.policy} can't be told")
    elif verdict.stage == "continue" and _stopping(verdict):
        yield Remark(f"a stop rule of the policy {verdict.policy} is met: {_stopping(verdict)}")
    else:
        yield Remark(f"not eligible under the policy {verdict.policy}")


def _stopping(verdict: Verdict) -> str:
    against = [finding for finding in verdict.criteria if finding.stage == "continue" and finding.answer is Answer.NO]
    return "; ".join(f"{finding.id}: {finding.because}" for finding in against)


_WARNINGS: tuple[Callable[[Circumstances], Iterator[Remark]], ...] = (
    _untold_dose,
    _small_dose,
    _large_dose,
    _without_map,
    _cautions,
    _answers,
    _pregnancy_unasked,
    _no_birth_date,
    _spread_before,
    _weakness_after_the_last,
    _toxin_elsewhere,
    _other_toxin,
    _interrupted,
    _stock,
    _eligibility,
)
