"""Apple Health's headache records, out of its export (export.xml, or the zip around it).

`HKCategoryValueSeverity` names the strength; it is no number from 0 to 10, so the severity stays unknown. The day of a
record is the date in its own offset from UTC; the phone may have printed its offset at the export in place of the
place's. Source: an export's own fixtures and the names of Apple's SDK headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, NoReturn

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.attacks import Attack, checked, headache_days, overlong, touched_days
from migraine_cli.exchange.formats import Days, Diarist
from migraine_cli.exchange.formats.health_export import Scan, Tag, pieces_of
from migraine_cli.exchange.formats.remarks import overlong_remark, some_days
from migraine_cli.exchange.formats.text import Source
from migraine_cli.exchange.layout import Fault
from migraine_cli.exchange.row_records import DayRow, Facts
from migraine_cli.words.dates import every_day
from migraine_cli.words.text import quoted

TYPE = "HKCategoryTypeIdentifierHeadache"
_SEVERITY = "HKCategoryValueSeverity"
_HEADACHES = frozenset(_SEVERITY + name for name in ("Unspecified", "Mild", "Moderate", "Severe"))
_NOT_PRESENT = _SEVERITY + "NotPresent"
_TIME = re.compile(r"(?a)(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)")

# A span that was entered for a whole day may end with the day's last minute.
_DAYS_END = timedelta(minutes=1)


def read(source: Source, diarist: Diarist) -> Days:
    """The days of the export's headache records. Raises InvalidValue for a file that is none, or was cut."""
    with closing(source()) as file, pieces_of(file) as pieces:
        scan = Scan(pieces, TYPE)
        records = [_record(tag) for tag in scan.tags()]
    faults: list[Fault] = []
    sound = list(_sound(records, diarist.today, faults))
    attacks = [record.span for record in sound if record.value != _NOT_PRESENT]
    free = {day for record in sound if record.value == _NOT_PRESENT for day in _days_told(record)}
    rows = [(number, DayRow(diarist.patient, day, facts)) for day, (number, facts) in headache_days(attacks).items()]
    rows += [(0, DayRow(diarist.patient, day, Facts(headache=False))) for day in sorted(free - touched_days(attacks))]
    remark = "" if records else f"no headache records among {scan.records}."
    return Days(rows, faults, [*_unknown_values(sound), *overlong_remark(overlong(attacks))], remark)


class _Record(NamedTuple):
    """One headache record: its time, its value and when it was entered."""

    span: Attack
    value: str
    entered: datetime | None


def _record(tag: Tag) -> _Record:
    told = tag.attributes
    span = Attack(tag.number, _moment(tag, "startDate"), _moment(tag, "endDate"))
    return _Record(span, told.get("value", ""), _moment(tag, "creationDate") if "creationDate" in told else None)


def _moment(tag: Tag, name: str) -> datetime:
    text = tag.attributes.get(name, "")
    try:
        return datetime.fromisoformat(_TIME.sub(r"\1T\2\3:\4", text)) if _TIME.fullmatch(text) else _no_time(tag, text)
    except ValueError:
        return _no_time(tag, text)


def _no_time(tag: Tag, text: str) -> NoReturn:
    raise InvalidValue(f"headache record {tag.number} has no time in {quoted(text)}; export the file again.")


def _sound(records: Iterable[_Record], today: date, faults: list[Fault]) -> Iterator[_Record]:
    for record in records:
        try:
            yield record._replace(span=checked(record.span, today))
        except InvalidValue as fault:
            faults.append((record.span.number, fault.sentence))


def _days_told(record: _Record) -> Iterator[date]:
    """The days that "not present" speaks of as a whole: it covers them, or was entered after they had ended."""
    start, end = record.span.start, record.span.end or record.span.start
    for day in every_day(start.date(), max(start.date(), end.date())):
        begins = datetime.combine(day, time(), start.tzinfo)
        ends = datetime.combine(day + timedelta(days=1), time(), end.tzinfo)
        covers = start <= begins and end >= ends - _DAYS_END
        touches = day == start.date() or end > begins
        if covers or (touches and record.entered is not None and record.entered >= ends):
            yield day


def _unknown_values(records: Iterable[_Record]) -> list[str]:
    unknown = [record.span.start.date() for record in records if record.value not in (*_HEADACHES, _NOT_PRESENT)]
    return [f"a strength that isn't known is taken for a headache: {some_days(unknown)}."] if unknown else []
