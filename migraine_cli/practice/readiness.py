"""Whether a patient is ready for the session that is planned: named checks, each answered with why.

The safety rules are those of treatment/safety, held beforehand; none of them is written here again. An unknown check
never makes a patient ready.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.course import CYCLE_DAYS, LAPSED_AFTER_DAYS, interruption, migraine_sessions
from migraine_cli.chart.known import Said
from migraine_cli.eligibility.verdict import Verdict
from migraine_cli.records.score import Score
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.treatment.safety.person import unjudged_allergy
from migraine_cli.treatment.safety.rules import LIFTABLE, objections
from migraine_cli.treatment.safety.warnings import warnings
from migraine_cli.words.text import how_many

Group = Literal["safety", "funding", "records"]

_OF_VIALS = frozenset(
    {"expired-vial", "over-vial", "shared-vial", "not-in-stock", "another-patients-vial", "recalled-lot"}
)
"""Rules that look at the vials in the hand, which nobody has chosen yet."""

_OF_RECORDS = frozenset({"consent"})
"""Rules that, while they don't stand against the session, are a matter of what is recorded."""

_IDS = {"too-early": "interval"}
"""Rules that a day sheet calls otherwise."""

_DOUBTS = {"born": "under-age", "units": "cumulative-dose"}
"""The rule that can't be told while a field is blank, which a warning names."""

_UNBARRED = {"contraindicated": "none recorded", "under-age": "an adult", "duplicate": "no session of this day yet"}


class Check(Struct, frozen=True):
    """One thing that must be so before the session, and why it is, isn't or can't be told."""

    id: str
    group: Group
    answer: Answer
    because: str


def ready(checks: Iterable[Check]) -> Answer:
    """Ready when every check is met; any that isn't decides, and so does doubt."""
    return Answer.all(check.answer for check in checks)


def checks_of(
    case: Circumstances, scores: Sequence[Score], *, scores_kept: bool, answered: Collection[str] = ()
) -> tuple[Check, ...]:
    """The checks of one patient: safety first, then funding, then records.

    `scores` are the patient's own; where the clinic keeps none at all (not `scores_kept`) they are no check. `answered`
    are the questions that any check-up of the clinic has answered; the others are no check either.
    """
    found = [*_safety(case), *_course(case), *_policy(case.verdict), *_diary(case.verdict)]
    if scores_kept:
        found.append(_score(case, scores))
    found += _of_checkups(case, answered)
    return in_order(found)


def in_order(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks group by group."""
    return tuple(sorted(checks, key=lambda check: _GROUPS.index(check.group)))


_GROUPS: tuple[Group, ...] = ("safety", "funding", "records")


def _safety(case: Circumstances) -> Iterator[Check]:
    against = {each.rule: each.because for each in objections(case)}
    doubts = {_DOUBTS[each.field]: each.said for each in warnings(case) if each.field in _DOUBTS}
    if allergy := unjudged_allergy(case):
        doubts["contraindicated"] = f"an allergy, {allergy.answer}, {allergy.stated}; judge whether it bars"
    for rule in LIFTABLE:
        if rule in _OF_VIALS or (rule in _OF_RECORDS and rule not in against):
            continue
        id_, because = _IDS.get(rule, rule), next((why for name, why in against.items() if name == rule), None)
        if because is not None:
            yield Check(id_, "safety", Answer.NO, because)
        elif rule in doubts:
            yield Check(id_, "safety", Answer.UNKNOWN, doubts[rule])
        else:
            yield Check(id_, "safety", Answer.YES, _met(rule, case))


def _met(rule: str, case: Circumstances) -> str:
    if rule == "too-early":
        last = last_day(case)
        return "no earlier session" if last is None else f"{(case.planned.date - last).days} days since {last}"
    return _UNBARRED.get(rule, "nothing stands against it")


def _course(case: Circumstances) -> Iterator[Check]:
    """A stopped course isn't taken up again unawares; a pause is over by the day or isn't."""
    day, last = case.planned.date, last_day(case)
    step = interruption(case.events, last, day)
    if step is not None:
        why = f" ({step.reason})" if step.reason else ""
        told = f"paused until {step.until}" if step.until else f"stopped on {step.date}"
        yield Check("course", "safety", Answer.NO, f"treatment was {told}{why}")
        return
    if last is None:
        told = "the first session"
    elif (day - last).days > LAPSED_AFTER_DAYS:
        told = f"over {LAPSED_AFTER_DAYS} days since {last}, so a new course would begin"
    else:
        told = f"the course runs, last session {last}"
    yield Check("course", "safety", Answer.YES, told)


def last_day(case: Circumstances) -> date | None:
    """The day of the latest session for chronic migraine before the planned one."""
    earlier = migraine_sessions(case.before, case.planned.date)
    return earlier[-1].date if earlier else None


def _policy(verdict: Verdict | None) -> Iterator[Check]:
    if verdict is None:
        return
    deciding = [each for each in verdict.criteria if each.stage == verdict.stage and not each.preference]
    told = "; ".join(f"{each.id}: {each.because}" for each in deciding if each.answer is verdict.verdict)
    subject = "going on" if verdict.stage == "continue" else "the start"
    yield Check("policy", "funding", verdict.verdict, f"{subject} by {verdict.policy}: {told or 'met'}")


def _diary(verdict: Verdict | None) -> Iterator[Check]:
    """Days that could still change the verdict are missing; others don't matter."""
    if verdict is None:
        return
    if verdict.verdict is Answer.UNKNOWN and verdict.missing:
        yield Check("diary", "records", Answer.UNKNOWN, f"missing: {'; '.join(verdict.missing)}")
    else:
        yield Check("diary", "records", Answer.YES, "no missing day could change the verdict")


def _score(case: Circumstances, scores: Collection[Score]) -> Check:
    """A HIT-6 of the present cycle, or of the last 84 days."""
    day = case.planned.date
    taken = [each.date for each in scores if each.instrument == "hit6" and each.date <= day]
    last = max(taken, default=None)
    if last is None:
        return Check("scores", "records", Answer.UNKNOWN, "no HIT-6 is recorded")
    since = last_day(case) or day - timedelta(days=CYCLE_DAYS)
    answer = Answer.YES if last >= min(since, day - timedelta(days=CYCLE_DAYS)) else Answer.UNKNOWN
    return Check("scores", "records", answer, f"HIT-6 of {last}, {how_many((day - last).days, 'day')} before")


def _of_checkups(case: Circumstances, answered: Collection[str]) -> Iterator[Check]:
    """A check-up, a consent in force and a leaflet are recorded. What is to be asked again on the day is in the
    questions: the answers of a former day change nothing here.
    """
    known = case.known
    said = {**known.earlier, **known.asked}
    if answered:
        last = max(said.values(), key=lambda each: each.day, default=None)
        yield _recorded("checkup", last, "the last")
    for question in ("consent", "leaflet"):
        if question in answered and not (question == "consent" and known.withdrawn):
            told = said.get(question)
            yield _recorded(question, told, told.answer if told else "")


def _recorded(id_: str, said: Said | None, what: str) -> Check:
    if said is None:
        return Check(id_, "records", Answer.UNKNOWN, "none is recorded")
    return Check(id_, "records", Answer.YES, f"{what}, {said.stated}")
