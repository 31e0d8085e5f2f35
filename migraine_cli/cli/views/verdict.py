"""A verdict explained on one screen: what it says, criterion by criterion, what would settle it, and by whose word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from migraine_cli.chart.answers import Answer
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.verdict import Verdict
from migraine_cli.output.blocks import BLANK, Block, Column, Details, Paragraph, Table

STYLES = {Answer.YES: "bold green", Answer.NO: "bold red", Answer.UNKNOWN: "bold yellow"}

MET = {Answer.YES: "met", Answer.NO: "not met", Answer.UNKNOWN: "unknown"}
"""What people read of a criterion, where JSON keeps yes, no and unknown."""

SPOKEN = {answer.value: f"{answer.value}, {met}" for answer, met in MET.items() if met != answer.value}
"""The same where it is read aloud."""

CRITERIA = (
    Column("criterion", lambda row: f"{row.id} (preference)" if row.preference else row.id),
    Column("answer", lambda row: MET[row.answer], style=lambda row: STYLES[row.answer], shows="answer"),
    Column("needed", "needs", folds=True),
    Column("found", "because", folds=True),
)
_EVIDENCE = (
    Column("medicines", "id"),
    Column("overuse", "answer", style=lambda row: STYLES[Answer.NO] if row.answer is Answer.YES else ""),
    Column("from", "needs", folds=True, spare=1),
    Column("days with intake", "because", folds=True),
)


def explained(verdict: Verdict, policy: Policy, day: date) -> Iterator[Block]:
    """The verdict as blocks of text."""
    name = verdict.patient if verdict.name is None else f"{verdict.patient} {verdict.name}"
    yield Paragraph(f"{name}: {verdict.verdict.value} – {sentence(verdict, policy)}", STYLES[verdict.verdict])
    yield BLANK
    yield from _criteria(verdict)
    yield from _evidence(verdict)
    if verdict.missing:
        unsettled = "it" if verdict.verdict is Answer.UNKNOWN else "whether treatment could start"
        yield BLANK
        yield Paragraph(f"What would settle {unsettled}:", "bold")
        yield from (Paragraph(f"  · {what}") for what in verdict.missing)
    yield BLANK
    yield Details(_provenance(verdict, policy, day), "dim")


def _criteria(verdict: Verdict) -> Iterator[Block]:
    """The criteria; once treatment has begun those of going on first, and apart from the start's."""
    of_stage = [finding for finding in verdict.criteria if finding.stage == verdict.stage]
    yield Table(CRITERIA, of_stage)
    if verdict.stage == "continue":
        yield BLANK
        yield Paragraph(f"To start, on the months before the first session: {MET[verdict.start]}", "bold")
        yield Table(CRITERIA, [finding for finding in verdict.criteria if finding.stage == "start"])


def _evidence(verdict: Verdict) -> Iterator[Block]:
    evidence = [each for criterion in verdict.criteria for each in criterion.evidence]
    if evidence:
        yield BLANK
        yield Paragraph("Days with acute medicines in the diary, beside the clinician's statement:", "bold")
        yield Table(_EVIDENCE, evidence)


def month_in_words(days: int | None, day: date) -> str:
    """What was taken for a month: calendar months, or blocks of `days` that end on the day before `day`."""
    if days is None:
        return "calendar months"
    return f"blocks of {days} days in place of months, the latest ending on {day - timedelta(days=1)}"


def sentence(verdict: Verdict, policy: Policy) -> str:
    """What the verdict says, in words no larger than the policy."""
    if verdict.stage == "continue":
        return {
            Answer.YES: "no stop rule is met; treatment can go on",
            Answer.NO: _reason_to_stop(verdict),
            Answer.UNKNOWN: "whether to go on can't be told yet",
        }[verdict.verdict]
    return {
        Answer.YES: policy.claim,
        Answer.NO: f"not met: {policy.title}",
        Answer.UNKNOWN: f"can't be told yet: {policy.title}",
    }[verdict.verdict]


def _reason_to_stop(verdict: Verdict) -> str:
    met = [finding.id for finding in verdict.criteria if finding.stage == "continue" and finding.answer is Answer.NO]
    if not met:
        return "one stop rule or another is met, whatever the missing days were"
    return f"a reason to stop: {', '.join(met)}"


def _provenance(verdict: Verdict, policy: Policy, day: date) -> list[tuple[str, str]]:
    confirmed = "" if policy.confirmed else "; its figures are not confirmed in the primary source"
    stage = "the start, on the months before this day" if verdict.stage == "start" else "going on with treatment"
    months = month_in_words(verdict.month_days, day)
    return [
        ("judged", f"{stage}, as of {day}; {months}"),
        ("missing days", "counted once as headache days and once as free ones"),
        ("policy", f"{policy.id}, {policy.edition}"),
        ("source", f"{policy.source}; read {policy.read}{confirmed}"),
        ("address", policy.address),
        *(("note", note) for note in policy.notes),
        ("", "Decision support for clinicians, not a medical device."),
    ]
