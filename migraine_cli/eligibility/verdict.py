"""The verdict on one patient under one policy, with every criterion answered."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import Finding, Stage
from migraine_cli.eligibility.policy import Contraindications, Policy
from migraine_cli.eligibility.start import start_finding
from migraine_cli.eligibility.stop import goes_on, stop_finding


class Verdict(Struct, frozen=True, kw_only=True):
    """May this patient be treated (again) under this policy? `start` is the answer of the start criteria alone.

    `missing` says what would settle an unknown `verdict` or `start`. `month_days` is the length of the blocks that were
    judged in place of calendar months, None when those were.
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


def judge(policy: Policy, case: Case) -> Verdict:
    """Answers every criterion of `policy`; a preference never bars, and stop rules count once treatment has begun."""
    findings = [start_finding(criterion, case) for criterion in policy.start]
    if not (case.course and policy.stop):
        start = _all_met(findings)
        return _verdict(policy, case, "start", start, start, findings, _open(start, findings))
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


def _open(answer: Answer, findings: list[Finding]) -> list[str]:
    """What would settle the answer that these findings give together; nothing can change one that is decided."""
    if answer is not Answer.UNKNOWN:
        return []
    unknown = [finding for finding in findings if finding.answer is Answer.UNKNOWN and not finding.preference]
    return [what for finding in unknown for what in finding.missing]


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
    )
