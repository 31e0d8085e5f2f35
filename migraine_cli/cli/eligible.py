"""`migcli eligible`: may this patient be treated (again) under this policy, and why."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from migraine_cli.answers import Answer
from migraine_cli.cli.books import asked_for, charts, reading
from migraine_cli.cli.explained import STYLES, explained
from migraine_cli.cli.house_rules import DEFAULT_POLICY, chosen_policy
from migraine_cli.cli.options import AsKnownOn, AsOf, Clinic, FormatOption
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.verdict import Verdict, judge
from migraine_cli.output.blocks import Column
from migraine_cli.output.listing import Listing, show

EXIT_CODES = {Answer.YES: 0, Answer.NO: 10, Answer.UNKNOWN: 11}


def deciding(verdict: Verdict) -> str:
    """Why the verdict is what it is: the criteria with its own answer, or all when it is yes."""
    barring = [finding for finding in verdict.criteria if finding.stage == verdict.stage and not finding.preference]
    decisive = [finding for finding in barring if finding.answer is verdict.verdict] or barring
    return "; ".join(finding.because for finding in decisive if finding.found or finding.answer is not Answer.YES)


_COLUMNS = (
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("stage", "stage", spare=2),
    Column("verdict", "verdict", style=lambda row: STYLES[row.verdict]),
    Column("because", deciding, folds=True),
    Column("missing", "missing", folds=True, optional=True, spare=1),
)


def eligible(
    patient: Annotated[
        str | None, typer.Argument(metavar="[PATIENT]", help="One patient, explained; all without.")
    ] = None,
    policy: Annotated[str, typer.Option(metavar="ID|FILE.toml", help="See `migcli policies`.")] = DEFAULT_POLICY,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    clinic: Clinic = None,
) -> None:
    """Judge by a policy who may be treated (again), and explain it.

    With one PATIENT the exit code is the verdict: 0 yes, 10 no, 11 it can't be told. Decision support, not a medical
    device.

    Examples:
      migcli eligible P0001
      migcli eligible --policy nice-ta260 --as-of 2026-10-05 --format json
    """
    judged_by = chosen_policy(policy)
    day = asked_for(as_of)
    found = charts(reading(clinic, as_known_on), patient)
    verdicts = [judge(judged_by, Case.of(chart, day)) for _, chart in sorted(found.items())]
    if patient is None:
        empty = "no patient is recorded; begin with `migcli add-patient`."
        caption = _totals(verdicts, judged_by.id)
        show(Listing("eligible", Verdict, day, verdicts, _COLUMNS, empty=empty, caption=caption), form)
        return
    (verdict,) = verdicts
    show(Listing("eligible", Verdict, day, verdicts, view=lambda: explained(verdict, judged_by, day)), form)
    raise typer.Exit(EXIT_CODES[verdict.verdict])


def _totals(verdicts: list[Verdict], policy: str) -> str:
    counts = Counter(verdict.verdict.value for verdict in verdicts)
    return f"{policy}: " + ", ".join(f"{counts[answer.value]} {answer.value}" for answer in Answer)
