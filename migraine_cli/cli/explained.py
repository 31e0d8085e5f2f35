"""A verdict explained on one screen: what it says, criterion by criterion, what would settle it, and by whose word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from migraine_cli.answers import Answer
from migraine_cli.eligibility.finding import Finding
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.verdict import Verdict
from migraine_cli.output.blocks import BLANK, Block, Column, Details, Paragraph, Table

STYLES = {Answer.YES: "bold green", Answer.NO: "bold red", Answer.UNKNOWN: "bold yellow"}

CRITERIA = (
    Column("criterion", lambda row: f"{row.id} (preference)" if row.preference else row.id),
    Column("answer", "answer", style=lambda row: STYLES[row.answer]),
    Column("needed", "needs", folds=True),
    Column("found", "because", folds=True),
)


def explained(verdict: Verdict, policy: Policy, day: date) -> Iterator[Block]:
    """The verdict as blocks of text."""
    name = verdict.patient if verdict.name is None else f"{verdict.patient} {verdict.name}"
    yield Paragraph(f"{name}: {verdict.verdict.value} – {sentence(verdict, policy)}", STYLES[verdict.verdict])
    yield BLANK
    yield Table(CRITERIA, sorted(verdict.criteria, key=_order))
    if verdict.missing:
        yield BLANK
        yield Paragraph("What would settle it:", "bold")
        yield from (Paragraph(f"  · {what}") for what in verdict.missing)
    yield BLANK
    yield Details(_provenance(verdict, policy, day), "dim")


def sentence(verdict: Verdict, policy: Policy) -> str:
    """What the verdict says, in words no larger than the policy."""
    if verdict.stage == "continue":
        return {
            Answer.YES: "no stop rule is met; treatment can go on",
            Answer.NO: "a stop rule is met",
            Answer.UNKNOWN: "whether to go on can't be told yet",
        }[verdict.verdict]
    return {
        Answer.YES: policy.claim,
        Answer.NO: f"not met: {policy.title}",
        Answer.UNKNOWN: f"can't be told yet: {policy.title}",
    }[verdict.verdict]


def _order(finding: Finding) -> int:
    return 0 if finding.stage == "start" else 1


def _provenance(verdict: Verdict, policy: Policy, day: date) -> list[tuple[str, str]]:
    confirmed = "" if policy.confirmed else "; its figures are not confirmed in the primary source"
    stage = "the start, on the months before it" if verdict.stage == "start" else "going on with treatment"
    return [
        ("judged", f"{stage}, as of {day}; calendar months, missing days counted both ways"),
        ("policy", f"{policy.id}, {policy.edition}"),
        ("source", f"{policy.source}; read {policy.read}{confirmed}"),
        ("address", policy.address),
        *(("note", note) for note in policy.notes),
        ("", "Decision support for clinicians, not a medical device."),
    ]
