"""What a paper calendar's count says of a month."""

from __future__ import annotations

from collections.abc import Iterable

from migraine_cli.records.diary import MonthCount


def month_count(counts: Iterable[MonthCount], month: str) -> MonthCount | None:
    """The count of `month`: the latest alone, its blanks unknown; None when there is none.

    A count is the whole of what one calendar says. Taking from an earlier one what a later leaves blank would make up a
    calendar that nobody kept: 18 of 31 recorded days and then 12 became "12 of 31".
    """
    latest: MonthCount | None = None
    for count in counts:
        if count.month == month:
            latest = count
    return latest
