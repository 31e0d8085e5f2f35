"""On which days a record says that something was so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import AboutPatient
from migraine_cli.words.dates import month_days

_DAY = len("2026-10-03")


def days_told(record: AboutPatient) -> Iterator[date]:
    """The days on which something is said to have happened; of a span its two ends, of a month's count its last day.

    Raises ValueError for days that can't be read.
    """
    if isinstance(record, DiaryEntry):
        for statement in record.statements:
            for span in statement.days:
                yield date.fromisoformat(span[:10])
                if len(span) > _DAY:
                    yield date.fromisoformat(span[-10:])
    elif isinstance(record, MonthCount):
        yield month_days(record.month)[1]
    elif isinstance(record, Preventive):
        yield from (day for day in (record.started, record.stopped) if day)
    elif not isinstance(record, Authorisation):  # whose days are a payer's
        yield record.date  # type: ignore[attr-defined]
