"""How the audit is shown: each criterion with its counts, who can't be told, and what others published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from migraine_cli.chart.bounds import Bounds
from migraine_cli.eligibility.policy import Policy
from migraine_cli.output.blocks import BLANK, Column, Details, Paragraph, Table
from migraine_cli.practice.audit import FEWEST_FOR_PERCENT, AuditRow
from migraine_cli.reference.data import read_toml
from migraine_cli.treatment.cycle import Percent


def audit_view(rows: Sequence[AuditRow], policy: Policy) -> Iterator[Table | Details | Paragraph]:
    """The table, what its words mean, and the published series."""
    several = len({row.period for row in rows}) > 1
    if rows and not several:
        yield Paragraph(f"patients who started, {rows[0].period}: {rows[0].cohort}")
        yield BLANK
    yield Table(COLUMNS if several else COLUMNS[1:-1], rows)
    yield BLANK
    told = [row for row in rows if row.notes]
    notes = [(f"{row.period} {row.criterion}" if several else row.criterion, ", ".join(row.notes)) for row in told]
    if notes:
        yield Paragraph("Can't tell, or left apart, by reason", "bold")
        yield Details(notes)
        yield BLANK
    yield Paragraph("Published by others: no pass mark, the patients and the rules differ", "bold")
    yield Table(_SERIES, read_toml("published.toml")["series"])
    yield BLANK
    yield Details(
        [
            ("against", f"{policy.title}, with all who started; who stopped or lapsed stays in"),
            ("share", "whatever those were of whom it can't be told"),
            ("with chance", "the 95 % interval (Wilson) around either end, each patient counted once"),
            ("no percent", f"below {FEWEST_FOR_PERCENT} patients: counts alone"),
            ("still treated", "who stopped or lapsed isn't, whatever the reason; a pause is left apart"),
            ("next session", "late, lapsed or before day 84 is no; a stop or a pause is left apart"),
        ],
        "dim",
    )


def percents(share: Percent | None) -> str:
    """Such as "47-67 %"; a dash where there is none."""
    return "–" if share is None else f"{Bounds(round(share.low), round(share.high))} %"


def _patients(series: Any) -> str:
    return str(series.get("patients", ""))


COLUMNS = (
    Column("started", "period", spare=1),
    Column("criterion", "needs", folds=True, shows="criterion"),
    Column("of", "unit", spare=2),
    Column("yes", "yes", right=True),
    Column("no", "no", right=True),
    Column("can't tell", "unknown", right=True),
    Column("share", lambda row: percents(row.share), right=True, shows="share"),
    Column("with chance", lambda row: percents(row.with_chance), right=True, shows="with_chance"),
    Column("cohort", "cohort", right=True),
)

_SERIES = (
    Column("series", lambda row: row["name"]),
    Column("patients", _patients, right=True),
    Column("found", lambda row: row["found"], folds=True),
    Column("source", lambda row: row["source"], folds=True),
)
