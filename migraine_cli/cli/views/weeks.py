"""Cycles under each other, a column for each week after the injection: where headaches come back early."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migraine_cli.chart.bounds import Bounds
from migraine_cli.output.blocks import BLANK, Block, Column, Paragraph, Table
from migraine_cli.treatment.weeks import WEEKS, CycleWeeks

_WEEK = 7


def weeks_view(rows: Sequence[CycleWeeks]) -> Iterator[Block]:
    """The picture; nothing where there is no cycle."""
    if rows:
        yield Paragraph("Headache days in each week, the weeks before treatment above:", "bold")
        yield Table(WEEK_COLUMNS, rows)
        yield Paragraph("?: nothing is known of the week; 1-4: it depends on the days that aren't known", "dim")
        yield BLANK


def called(row: CycleWeeks) -> str:
    """What stands before a row: the session's day, or that it is about the time before it."""
    return "before" if row.before else row.session.isoformat()


def week_words(days: Bounds | None) -> str:
    """A week in a few signs; empty where it isn't over."""
    if days is None:
        return ""
    if days.low == 0 and days.high == _WEEK:
        return "?"
    return str(days.low) if days.low == days.high else f"{days.low}-{days.high}"


def _week(number: int) -> Column:
    return Column(str(number + 1), lambda row: week_words(row.weeks[number]), right=True)


WEEK_COLUMNS = (Column("week", called), *map(_week, range(WEEKS)))
