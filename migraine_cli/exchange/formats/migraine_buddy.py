"""Migraine Buddy's CSV: attacks with a start, a length, a level of pain and medicines by how they helped.

Above the header stands a block about what goes on at the time; its words are prose, so only a start in it counts, and
that with a warning. Notes, triggers, places and the geohash are never kept. Source: public fixtures of the export.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.attacks import Attack, checked, headache_days, overlong
from migraine_cli.exchange.formats import Days, Diarist
from migraine_cli.exchange.formats.app_csv import AppFile, AppRow, app_file, each_row
from migraine_cli.exchange.formats.remarks import overlong_remark, some_days
from migraine_cli.exchange.formats.text import Source
from migraine_cli.exchange.layout import Fault
from migraine_cli.exchange.row_records import DayRow
from migraine_cli.words.dates import absolute_date
from migraine_cli.words.dates.orders import in_figures, proof, read_figures
from migraine_cli.words.medicines import medicine
from migraine_cli.words.text import quoted
from migraine_cli.words.values import whole_number

_NEEDED = ("started", "lasted", "pain level")
_MEDICATION = tuple(f"{helped} medication" for helped in ("helpful", "somewhat helpful", "unhelpful", "unsure"))
_NONE_TAKEN = "no medication"
_STARTED = re.compile(r"(?a)(\S+(?: [A-Za-z]+ \d{4})?)[ ,]+(\d{1,2}):(\d\d)(?::\d\d)?(?: ?([AaPp])\.?[Mm]\.?)?")
_LASTED = re.compile(r"(?a)(?:(\d{1,4})d)? ?(?:(\d{1,4})h)? ?(?:(\d{1,5})m)?")


def read(source: Source, diarist: Diarist) -> Days:
    """The days of the attacks in the file. Raises InvalidValue when it isn't Migraine Buddy's CSV."""
    faults: list[Fault] = []
    file = app_file(source, diarist.encoding, _NEEDED, "Migraine Buddy", faults)
    starts = [(row.line, row.cell("started").partition(" ")[0]) for row in file.rows]
    reading = _Reading(diarist, diarist.date_order or proof(starts).order)
    each_row(file.rows, reading.take, faults)
    ongoing = list(_ongoing(file, reading, faults))
    attacks = [*reading.attacks, *ongoing]
    rows = [(line, DayRow(diarist.patient, day, facts)) for day, (line, facts) in headache_days(attacks).items()]
    return Days(rows, faults, [*reading.remarks(ongoing), *overlong_remark(overlong(attacks))])


class _Reading:
    """The attacks read so far, and those of level 0, which are no headache."""

    def __init__(self, diarist: Diarist, order: str | None) -> None:
        self._diarist = diarist
        self._order = order
        self.attacks: list[Attack] = []
        self._painless: list[Attack] = []

    def take(self, row: AppRow) -> None:
        """Adds the attack of a row. Raises InvalidValue."""
        start = self.moment(row.cell("started"))
        length = _length(row.cell("lasted"))
        level = row.cell("pain level")
        attack = Attack(
            number=row.line,
            start=start,
            end=None if length is None else start + length,
            severity=whole_number(level, "pain level", 0, 10) if level else None,
            migraine=True if "migraine" in row.cell("attack types").casefold() else None,
            medicines=self._medicines(row),
        )
        (self._painless if attack.severity == 0 else self.attacks).append(checked(attack, self._diarist.today))

    def moment(self, text: str) -> datetime:
        """A start. Raises InvalidValue, with both readings of a date that can be two."""
        found = _STARTED.fullmatch(text)
        if not found:
            raise InvalidValue(f"the start {quoted(text)} can't be read; export the file again.")
        day, hour = found[1], int(found[2])
        if found[4]:
            hour = hour % 12 + (12 if found[4] in "Pp" else 0)
        if hour > 23 or int(found[3]) > 59:
            raise InvalidValue(f"the start {quoted(text)} has no time of day; correct it in the app.")
        date = read_figures(day, self._order, "start") if in_figures(day) else absolute_date(day, "start")
        return datetime.combine(date, time(hour, int(found[3])))

    def remarks(self, ongoing: list[Attack]) -> Iterator[str]:
        """What was not taken for a headache, and what was taken from prose."""
        if self._painless:
            days = some_days(attack.start.date() for attack in self._painless)
            yield f"an attack of pain level 0 is no headache, and says nothing of its day: {days}."
        if ongoing:
            days = some_days(attack.start.date() for attack in ongoing)
            yield f"an attack that goes on counts on the day it began, its length unknown: {days}."

    def _medicines(self, row: AppRow) -> tuple[str, ...] | None:
        named = [name.strip() for column in _MEDICATION for name in row.cell(column).split(",") if name.strip()]
        taken = [name for name in named if name.casefold() != _NONE_TAKEN]
        aliases = self._diarist.medicines.aliases
        return tuple(dict.fromkeys(medicine(name, aliases) for name in taken)) if named else None


def _ongoing(file: AppFile, reading: _Reading, faults: list[Fault]) -> Iterator[Attack]:
    """The attacks that the block above the header says began and haven't ended."""
    for line, row in file.above:
        for cell in row:
            if started := re.search(r"(?i)\battack started (.+)$", cell.strip()):
                try:
                    yield Attack(line, reading.moment(started[1].rstrip(".")))
                except InvalidValue as fault:
                    faults.append((line, fault.sentence))


def _length(text: str) -> timedelta | None:
    """How long an attack lasted; None when that isn't known. Raises InvalidValue."""
    if text.casefold() in ("", "ongoing"):
        return None
    found = _LASTED.fullmatch(text)
    if not found:
        raise InvalidValue(f"the length {quoted(text)} can't be read; it is written like 1d 02h 15m.")
    days, hours, minutes = (int(each or 0) for each in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)
