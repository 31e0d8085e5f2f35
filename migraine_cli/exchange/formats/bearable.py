"""Bearable's CSV: symptoms with a rating of 1 to 4 (mild, moderate, severe, unbearable) at a time of day.

A rating is no pain from 0 to 10, and a time of day no length, so that severity and hours stay unknown. Other symptoms,
factors, medicines and notes stay out. Source: the test files of a public reader of this export.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.attacks import Attack, checked, headache_days
from migraine_cli.exchange.formats import Days, Diarist
from migraine_cli.exchange.formats.app_csv import AppRow, app_file, each_row
from migraine_cli.exchange.formats.remarks import some_days
from migraine_cli.exchange.formats.text import Source
from migraine_cli.exchange.layout import Fault
from migraine_cli.exchange.row_records import DayRow
from migraine_cli.words.dates import absolute_date
from migraine_cli.words.dates.names import WEEKDAY_NUMBERS, WEEKDAYS
from migraine_cli.words.dates.orders import in_figures, proof, read_figures
from migraine_cli.words.values import number

_NEEDED = ("category", "rating/amount", "detail")
_DATES = ("date formatted", "date")
_LABEL = re.compile(r"\s*\([^()]*\)\s*$")
_ORDINAL = re.compile(r"(?ai)^(\d{1,2})(?:st|nd|rd|th)\b")


def read(source: Source, diarist: Diarist) -> Days:
    """The days of the headaches in the file. Raises InvalidValue when it isn't Bearable's CSV."""
    faults: list[Fault] = []
    rows = app_file(source, diarist.encoding, _NEEDED, "Bearable", faults).rows
    order = diarist.date_order or proof((row.line, _written_day(row)) for row in rows).order
    attacks: list[Attack] = []
    painless: list[date] = []

    def take(row: AppRow) -> None:
        label = _headache(row)
        if label is None:
            return
        start = datetime.combine(_day(row, order), time())
        attack = checked(Attack(row.line, start, migraine="migraine" in label or None), diarist.today)
        rating = row.cell("rating/amount")
        if rating and number(rating, "rating", 0, 4) == 0:
            painless.append(start.date())
        else:
            attacks.append(attack)

    each_row(rows, take, faults)
    days = [(line, DayRow(diarist.patient, day, facts)) for day, (line, facts) in headache_days(attacks).items()]
    warnings = [f"a rating of 0 says nothing of its day: {some_days(painless)}."] if painless else []
    remark = "" if attacks or painless or faults else f"no headaches among {len(rows)} entries."
    return Days(days, faults, warnings, remark)


def _headache(row: AppRow) -> str | None:
    """What a symptom is called, if it is a headache; an aura is none."""
    label = _LABEL.sub("", row.cell("detail")).casefold()
    named = "headache" in label or "migraine" in label
    return label if named and "aura" not in label and row.cell("category").casefold() == "symptom" else None


def _written_day(row: AppRow) -> str:
    return next((row.cell(name) for name in _DATES if row.cell(name)), "")


def _day(row: AppRow, order: str | None) -> date:
    written = _ORDINAL.sub(r"\1", _written_day(row))
    day = read_figures(written, order) if in_figures(written) else absolute_date(written)
    weekday = row.cell("weekday")
    if weekday and WEEKDAY_NUMBERS.get(weekday.casefold()) != day.weekday():
        raise InvalidValue(f"{day} is a {WEEKDAYS[day.weekday()]}, not a {weekday}; export the file again.")
    return day
