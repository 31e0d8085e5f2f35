"""The record that one row of a file makes.

Every maker takes a row's cells and raises InvalidValue for the first that can't be right. What is blank or
missing is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.cell_values import cell, given, text
from migraine_cli.exchange.layout import Cells
from migraine_cli.records.codes import (
    CAUTIONS,
    CHRONIC_MIGRAINE,
    EFFECT_SEVERITIES,
    INDICATIONS,
    ONABOTULINUM,
    OUTCOMES,
    OVERUSES,
    PREVENTIVE_CLASSES,
    PRODUCTS,
    SEXES,
    SUPPLIES,
    Supply,
)
from migraine_cli.records.diary import MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.score import Score
from migraine_cli.records.scores import INSTRUMENTS, stated_or_added
from migraine_cli.records.session import Session, Sites
from migraine_cli.records.vials import used_vials
from migraine_cli.reference.data import Effects, Medicines
from migraine_cli.treatment.protocol import total_units
from migraine_cli.words import values
from migraine_cli.words.dates import absolute_date, absolute_month, month_days, no_later
from migraine_cli.words.dates.absences import parse_absences
from migraine_cli.words.medicines import medicine as generic_name
from migraine_cli.words.medicines import medicines_taken, preventive_class
from migraine_cli.words.text import plain
from migraine_cli.words.vials import expiry, vial

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Lookups:
    """What rows are read against: the day of the import, the medicines known, the protocols' maps, the effects."""

    today: date
    medicines: Medicines
    protocols: Mapping[str, dict[str, Sites]]
    effects: Effects


class Facts(NamedTuple):
    """What is stated of a day; None is not stated. The fields are those of a DayStatement."""

    headache: bool | None = None
    hours: float | None = None
    severity: int | None = None
    migraine: bool | None = None
    medicines: tuple[str, ...] | None = None
    note: str | None = None


class DayRow(Struct, frozen=True):
    """One row of a diary: what it states of one day of one patient."""

    patient: str
    day: date
    said: Facts


def patient(cells: Cells, _lookups: Lookups) -> Patient:
    """A row of patients."""

    def day(column: str, what: str) -> date | None:
        return given(cells, column, lambda text: absolute_date(text, what))

    return Patient(
        id=values.patient_id(cell(cells, "id")),
        name=text(cells, "name"),
        born=day("born", "date of birth"),
        sex=given(cells, "sex", lambda text: values.code(text, SEXES, "sex")),
        phone=text(cells, "phone"),
        email=text(cells, "email"),
        chronic_since=day("chronic_since", "chronic_since"),
        overuse=given(cells, "overuse", lambda text: values.code(text, OVERUSES, "overuse")),
        cautions=values.codes(cell(cells, "cautions"), CAUTIONS, "caution"),
        not_on=parse_absences(cell(cells, "not")),
        goals=tuple(plain(goal, "goal") for goal in values.parts(cell(cells, "goals"))),
        note=text(cells, "note"),
    )


def day_row(cells: Cells, lookups: Lookups) -> DayRow:
    """A row of a diary."""
    cell = cells.get
    said = _said(
        cell("headache", ""),
        cell("hours", ""),
        cell("severity", ""),
        cell("migraine", ""),
        cell("medicines", ""),
        cell("note", ""),
        lookups.medicines,
    )
    day = _past_day(cell("date", ""), lookups.today)
    return DayRow(values.patient_id(cell("patient", "")), day, said)


# Diaries are kept on the same days and say the same of most of them, so each day and each way of saying it is read
# once.
@lru_cache(maxsize=8192)
def _past_day(text: str, today: date) -> date:
    return no_later(absolute_date(text), today)


@lru_cache(maxsize=65536)
def _said(
    headache: str, hours: str, severity: str, migraine: str, medicines: str, note: str, known: Medicines
) -> Facts:
    facts = values.headache_facts(
        values.yes_no(headache),
        values.number(hours, "hours", 0, 24) if hours else None,
        values.whole_number(severity, "severity", 0, 10) if severity else None,
        values.yes_no(migraine),
    )
    taken = medicines_taken(medicines, known.aliases, known.acute) if medicines else None
    return Facts(*facts, medicines=taken, note=plain(note, "note", lines=True) or None)


def month_count(cells: Cells, _lookups: Lookups) -> MonthCount:
    """A row of months."""
    month = absolute_month(cell(cells, "month"))

    def days(column: str) -> int | None:
        return given(cells, column, lambda text: values.whole_number(text, column, 0, month_days(month)[1].day))

    return MonthCount(
        patient=values.patient_id(cell(cells, "patient")),
        month=month,
        headache_days=days("headache_days"),
        migraine_days=days("migraine_days"),
        long_days=days("long_days"),
        recorded_days=days("recorded_days"),
    )


def preventive(cells: Cells, lookups: Lookups) -> Preventive:
    """A row of preventives; the medicine none states that none was tried."""
    owner = values.patient_id(cell(cells, "patient"))
    if cell(cells, "medicine").casefold() == "none":
        if any(cells.get(column) for column in ("class", "started", "stopped", "outcome")):
            raise InvalidValue("none states that no preventive was tried; leave the other columns of its row blank.")
        return Preventive(patient=owner)

    def day(column: str) -> date | None:
        return given(cells, column, lambda text: absolute_date(text, column))

    medicine = generic_name(cell(cells, "medicine"), lookups.medicines.aliases)
    stated = given(cells, "class", lambda text: values.code(text, PREVENTIVE_CLASSES, "class"))
    drug_class = preventive_class(medicine, stated, lookups.medicines.preventive)
    return Preventive(
        patient=owner,
        medicine=medicine,
        drug_class=values.code(drug_class, PREVENTIVE_CLASSES, "class"),
        started=day("started"),
        stopped=day("stopped"),
        outcome=given(cells, "outcome", lambda text: values.code(text, OUTCOMES, "outcome")),
    )


def session(cells: Cells, lookups: Lookups) -> Session:
    """A row of sessions; its map is the sites', else that of the protocol it names, else not known."""
    protocol = given(cells, "protocol", lambda text: values.code(text, lookups.protocols, "protocol"))
    site_map = given(cells, "sites", _site_map)
    if site_map is None and protocol is not None:
        site_map = lookups.protocols[protocol]
    product = given(cells, "product", lambda text: values.code(text, PRODUCTS, "product"))
    indication = given(cells, "indication", lambda text: values.code(text, INDICATIONS, "indication"))
    return Session(
        patient=values.patient_id(cell(cells, "patient")),
        date=absolute_date(cell(cells, "date")),
        product=product or ONABOTULINUM,
        indication=indication or CHRONIC_MIGRAINE,
        protocol=protocol,
        units=summed_units(given(cells, "units", values.units), site_map),
        site_map=site_map,
        **_vials(cells),
        by=text(cells, "by"),
        note=text(cells, "note"),
    )


def score(cells: Cells, _lookups: Lookups) -> Score:
    """A row of scores; its total is that of its items where only they are given."""
    instrument = values.code(cell(cells, "instrument"), INSTRUMENTS, "instrument")
    total = given(cells, "total", lambda text: values.whole_number(text, "total", 0, 999))
    items = given(cells, "items", values.answers)
    return Score(
        patient=values.patient_id(cell(cells, "patient")),
        date=absolute_date(cell(cells, "date")),
        instrument=instrument,
        total=stated_or_added(instrument, total, items),
        items=None if items is None else tuple(item for item in items if item is not None),
    )


def effect(cells: Cells, lookups: Lookups) -> Effect:
    """A row of effects."""
    return Effect(
        patient=values.patient_id(cell(cells, "patient")),
        date=absolute_date(cell(cells, "date")),
        effect=values.effect(cell(cells, "kind"), lookups.effects.terms, lookups.effects.aliases),
        severity=given(cells, "severity", lambda text: values.code(text, EFFECT_SEVERITIES, "severity")),
        until=given(cells, "until", lambda text: absolute_date(text, "until")),
        note=text(cells, "note"),
    )


def _vials(cells: Cells) -> dict[str, Any]:
    """The vials; `lot` and `expiry` stand for those that name none, unless they only sum up what the others name."""
    vials = [vial(each) for each in values.parts(cell(cells, "vials"))]
    lot, day = text(cells, "lot"), given(cells, "expiry", expiry)
    supply = given(cells, "supply", partial(_supply, vials=len(vials)))
    named = used_vials(vials)
    sums_up = vials and (lot, day) == (named["lot"], named["expiry"])
    return used_vials(vials, supply=supply) if sums_up else used_vials(vials, lot, day, supply)


def _supply(text: str, *, vials: int) -> Supply | list[Supply | None]:
    """One code for all the vials, or one for each with `;` between them, a blank where it isn't known."""
    if ";" not in text:
        return values.code(text, SUPPLIES, "supply")
    each = [values.code(part, SUPPLIES, "supply") if part.strip() else None for part in text.split(";")]
    if len(each) != vials:
        raise InvalidValue(f"the supply names {len(each)} vials, where there are {vials}; give one code, or one each.")
    return each


def _site_map(text: str) -> dict[str, Sites]:
    site_map: dict[str, Sites] = {}
    for part in values.parts(text):
        side, units, sites = values.site(part)
        if side in site_map:
            raise InvalidValue(f"{side} stands twice among the sites; state all its sites once.")
        site_map[side] = Sites(units, sites)
    return site_map


def summed_units(stated: float | None, site_map: Mapping[str, Sites] | None) -> float | None:
    """The units of a session: the sum of its sites, or what is stated. Raises InvalidValue when the two differ."""
    if site_map is None:
        return stated
    total = total_units(site_map)
    if stated is not None and stated != total:
        raise InvalidValue(f"units {stated:g} aren't the sum of the sites, {total:g}; correct one of the two.")
    return total
