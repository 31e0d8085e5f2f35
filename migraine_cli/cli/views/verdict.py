"""A verdict explained on one screen: what it says, criterion by criterion, what would settle it, and by whose word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.eligibility.plain_words import own_source
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.reduction import PERCENT_FEWER, percent_in_words
from migraine_cli.eligibility.verdict import Verdict
from migraine_cli.output.blocks import BLANK, Block, Column, Details, Paragraph, Table

STYLES = {Answer.YES: "bold green", Answer.NO: "bold red", Answer.UNKNOWN: "bold yellow"}

MET = {Answer.YES: "met", Answer.NO: "not met", Answer.UNKNOWN: "unknown"}
"""What people read of a criterion, where JSON keeps yes, no and unknown."""

SPOKEN = {answer.value: f"{answer.value}, {met}" for answer, met in MET.items() if met != answer.value}
"""The same where it is read aloud."""


def read_aloud(criteria: str) -> dict[str, Mapping[str, str] | Callable[[str], str]]:
    """What plain lines say of the criteria under the label `criteria`: no answer alone, and no number below 0."""
    bounds = {f"{criteria} found {end}": _bound for end in ("low", "high")}
    return {f"{criteria} answer": SPOKEN, f"{criteria} found unit": _UNITS, **bounds}


_UNITS = {PERCENT_FEWER: f"{PERCENT_FEWER}, unless it says more"}


def _bound(number: str) -> str:
    """Only a reduction in percent can be below 0."""
    return percent_in_words(number) if number.startswith("-") else number


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
    yield from (Paragraph(f"  · recorded: {caution}", "yellow") for caution in verdict.cautions)
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
        yield Paragraph(
            f"To start, judged on {verdict.start_months}, before the first session: {MET[verdict.start]}", "bold"
        )
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


def about(verdict: Verdict) -> str:
    """What a verdict is about: going on or the start, and the months that it was judged on."""
    if verdict.stage == "continue":
        return f"going on, judged on {verdict.judged_month}" if verdict.judged_month else "going on, not yet judged"
    before = f", before the first session ({verdict.treated_since})" if verdict.treated_since else ""
    return f"the start, judged on {verdict.start_months}{before}"


def sentence(verdict: Verdict, policy: Policy) -> str:
    """What the verdict says, in words no larger than the policy."""
    if verdict.stage == "continue":
        return {
            Answer.YES: f"{_no_stop(verdict)}; safety is not judged here",
            Answer.NO: _why_stop(verdict),
            Answer.UNKNOWN: "whether to go on can't be told yet",
        }[verdict.verdict]
    said = {
        Answer.YES: policy.claim,
        Answer.NO: f"not met: {policy.title}",
        Answer.UNKNOWN: f"can't be told yet: {policy.title}",
    }[verdict.verdict]
    return f"{said} (the start, judged on {verdict.start_months}, before treatment)" if verdict.treated_since else said


def _no_stop(verdict: Verdict) -> str:
    return "no stop rule met" if verdict.judged_month else "no stop rule is judged yet"


def _why_stop(verdict: Verdict) -> str:
    met = [finding for finding in verdict.criteria if finding.stage == "continue" and finding.answer is Answer.NO]
    if not met:
        return "one stop rule or another is met, whatever the missing days were"
    rules = "; ".join(finding.stops for finding in met if finding.stops)
    barring = "; ".join(finding.because for finding in met if not finding.stops)
    return "; ".join(
        filter(None, (f"stop rule met: {rules}" if rules else "", f"contraindicated: {barring}" if barring else ""))
    )


def like_with_like(verdict: Verdict) -> Verdict:
    """The verdict; where months of unlike length decide it, its notes say how to compare blocks of one length."""
    if not any(finding.per_day for finding in verdict.criteria):
        return verdict
    return replace(verdict, notes=(*verdict.notes, _LIKE_WITH_LIKE))


_LIKE_WITH_LIKE = (
    "the months differ in length, and per day the reduction is on the other side: compare --month-length 28"
)


def _provenance(verdict: Verdict, policy: Policy, day: date) -> list[tuple[str, str]]:
    months = month_in_words(verdict.month_days, day)
    return [
        ("judged", f"{about(verdict)}, as of {day}; {months}"),
        ("missing days", "counted once as headache days and once as free ones"),
        ("policy", f"{policy.id}, {policy.edition}"),
        ("source", f"{policy.source}; read {policy.read}{_confirmed(policy.confirmed)}"),
        *((finding.id, own_source(finding)) for finding in verdict.criteria if finding.source),
        ("address", policy.address),
        *(("note", note) for note in verdict.notes),
        ("", "Decision support for clinicians. Not certified as a medical device; the prescriber checks and decides."),
    ]


def _confirmed(confirmed: bool) -> str:
    return "" if confirmed else "; its figures are not confirmed in the primary source"
