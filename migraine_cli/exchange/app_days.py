"""An app's "not present" against what is recorded: it never turns a headache day into a free one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from migraine_cli.chart.day import known_days
from migraine_cli.exchange.row_records import DayRow
from migraine_cli.records.diary import DiaryEntry

Rows = Sequence[tuple[int, DayRow]]


def without_contradictions(rows: Rows, recorded: Iterable[DiaryEntry]) -> tuple[Rows, list[date]]:
    """The rows of one patient that may be recorded, and the days on which a recorded headache is kept."""
    if not rows:
        return rows, []
    days = [row.day for _, row in rows]
    known = known_days(recorded, min(days), max(days))
    kept = {row.day for _, row in rows if row.said.headache is False and row.day in known and known[row.day].headache}
    return [(line, row) for line, row in rows if row.day not in kept], sorted(kept)
