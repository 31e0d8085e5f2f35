"""The verdict on one patient under one policy, with every criterion answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.cautions import beside
from migraine_cli.chart.course import migraine_sessions
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import Finding, Stage, over
from migraine_cli.eligibility.policy import Contraindications, HeadacheDays, Policy
from migraine_cli.eligibility.start import start_finding
from migraine_cli.records.codes import Caution

GOING_ON_UNREAD = "going on isn't modelled: the policy's rules for it weren't read, so this is about the start alone"


class Verdict(Struct, frozen=True, kw_only=True):
    """May this patient be treated (again) under this policy? `start` is the answer of the start criteria alone.

    `missing` says what would settle an unknown `verdict` or `start`. `month_days` is the length of the blocks that were
    judged in place of calendar months, None when those were. `start_months` are the months that the start was judged
    on; `treated_since` is the first session of the present course, None when none runs; `judged_month` is the latest
    month that going on was judged on, None at the start and while there is none. `cautions` are those recorded that
    don't bar under this policy, and `notes` what must be said with the verdict.
    """

    patient: str
    name: str | None
    policy: str
    stage: Stage
    verdict: Answer
    start: Answer
    criteria: tuple[Finding, ...]
    missing: tuple[str, ...]
    month_days: int | None
    start_months: str
    treated_since: date | None
    judged_month: str | None
    cautions: tuple[str, ...]
    notes: tuple[str, ...]


def judge(policy: Policy, case: Case) -> Verdict:
    """Answers every criterion of `policy`; a preference never bars, and stop rules count once treatment has begun."""
    findings = [start_finding(criterion, case) for criterion in policy.start]
    if not (case.course and policy.stop):
        start = _all_met(findings)
        return _verdict(policy, case, "start", start, start, findings, _open(start, findings))
    from migraine_cli.eligibility.stop import goes_on, stop_finding  # which the headache-day criterion does without

    barring = [replace(finding, stage="continue") for finding in findings if finding.id in _barring(policy)]
    starting = [finding for finding in findings if finding.id not in _barring(policy)]
    rules = [stop_finding(rule, case) for rule in policy.stop]
    start, going_on = _all_met(starting), goes_on(policy.stop, case) & _all_met(barring)
    missing = [*_open(going_on, rules), *_open(start, starting)]
    return _verdict(policy, case, "continue", going_on, start, starting + rules + barring, missing)


def _all_met(findings: list[Finding]) -> Answer:
    return Answer.all(finding.answer for finding in findings if not finding.preference)


def _barring(policy: Policy) -> set[str]:
    """Ids of the criteria that bar at every stage: a contraindication found later stops treatment, it doesn't undo
    the start.
    """
    return {criterion.id for criterion in policy.start if isinstance(criterion, Contraindications)}


def _barring_cautions(policy: Policy) -> set[Caution]:
    return {
        caution
        for criterion in policy.start
        if isinstance(criterion, Contraindications)
        for caution in criterion.cautions
    }


def _open(answer: Answer, findings: list[Finding]) -> list[str]:
    """What would settle the answer that these findings give together; nothing can change one that is decided."""
    if answer is not Answer.UNKNOWN:
        return []
    unknown = [finding for finding in findings if finding.answer is Answer.UNKNOWN and not finding.preference]
    return [what for finding in unknown for what in finding.missing]


def _start_months(policy: Policy, case: Case) -> str:
    """The months that the start criteria look at."""
    most = max((rule.months for rule in policy.start if isinstance(rule, HeadacheDays)), default=1)
    return over(list(islice(case.periods_before(case.start_before), most)))


def _notes(policy: Policy, case: Case, verdict: Answer) -> Iterator[str]:
    if policy.going_on_unread:
        yield GOING_ON_UNREAD
    if (earlier := policy.earlier_patients) and verdict is Answer.NO:
        given = migraine_sessions(case.chart.session_days, case.as_of)
        if given and given[0].date < earlier.treated_before:
            yield earlier.note
    yield from policy.notes


def _verdict(
    policy: Policy,
    case: Case,
    stage: Stage,
    verdict: Answer,
    start: Answer,
    findings: list[Finding],
    missing: list[str],
) -> Verdict:
    patient = case.chart.patient
    stopping = {rule.id for rule in policy.stop} if stage == "continue" else set()
    month = case.judged_month() if any(each.judged for each in findings if each.id in stopping) else None
    return Verdict(
        patient=patient.id,
        name=patient.name,
        policy=policy.id,
        stage=stage,
        verdict=verdict,
        start=start,
        criteria=tuple(findings),
        missing=tuple(dict.fromkeys(missing)),
        month_days=case.block_days,
        start_months=_start_months(policy, case),
        treated_since=case.course[0].date if case.course else None,
        judged_month=str(month.period) if month else None,
        cautions=tuple(beside(case.known, _barring_cautions(policy))),
        notes=tuple(_notes(policy, case, verdict)),
    )
