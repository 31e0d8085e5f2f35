"""Stop rules met, in the notes of the due list. Loaded only where the clinic's policy may have such rules: they need
the diary, which the list reads for nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.verdict import judge
from migraine_cli.reference.policies import acute_medicines, chosen_policy
from migraine_cli.store.charts import charts
from migraine_cli.store.contract import Clinic
from migraine_cli.treatment.schedule import Retreatment


def with_stop_rules(rows: Sequence[Retreatment], clinic: Clinic, day: date) -> list[Retreatment]:
    """The rows; where the clinic's policy says stop, whatever the unknown days were, the note begins with that."""
    rules = chosen_policy()
    if not rules.stop:
        return list(rows)
    listed, acute = {row.patient for row in rows}, acute_medicines([rules])
    verdicts = (
        judge(rules, Case.of(chart, day, acute=acute)) for chart in charts(clinic) if chart.patient.id in listed
    )
    stopping = {verdict.patient for verdict in verdicts if verdict.stage == "continue" and verdict.verdict is Answer.NO}
    return [_noted(row, rules.id) if row.patient in stopping else row for row in rows]


def _noted(row: Retreatment, policy: str) -> Retreatment:
    stop = f"{policy} says stop"
    return replace(row, note=stop if row.note is None else f"{stop}; {row.note}")
