"""How a day sheet looks at a terminal."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from migraine_cli.chart.answers import Answer
from migraine_cli.cli.views.verdict import MET, STYLES
from migraine_cli.listings.day import DayRow, EffectSince
from migraine_cli.output.blocks import BLANK, Block, Column, Details, Paragraph
from migraine_cli.practice.planned_session import dilution
from migraine_cli.practice.readiness import Check
from migraine_cli.practice.vials_of_day import VialsNeeded
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.words.text import in_words

READY = {Answer.YES: "ready", Answer.NO: "NOT READY", Answer.UNKNOWN: "NOT KNOWN TO BE READY"}
_ANSWERED = re.compile(r"(?a)(?P<question>.*) \((?P<day>\d{4}-\d\d-\d\d): (?P<answer>[^;]*)\)")
"""A question with what was answered on one former day."""

SIDES = "left = the patient's left"


class DaySheet(NamedTuple):
    """One clinic day: its patients, all appointments of it, its places (None: no hours are stated), the vials that it
    takes, the injector whose patients alone are shown, and why the clinic is closed (None: it isn't).
    """

    day: date
    rows: Sequence[DayRow]
    booked: int
    places: int | None
    protocol: Protocol
    needed: Sequence[VialsNeeded] = ()
    injector: str | None = None
    closed: str | None = None

    @property
    def title(self) -> str:
        """The day, and how full it is."""
        if self.closed:
            taken = f"{self.booked} booked, though {self.closed}"
        else:
            taken = f"{self.booked} booked" if self.places is None else f"{self.booked} of {self.places} places taken"
        shown = f", {len(self.rows)} with {self.injector.strip()}" if self.injector else ""
        return f"{self.day:%A} {self.day}, {taken}{shown}"

    @property
    def vials(self) -> str:
        """The vials needed for those shown; empty when none is."""
        sizes = [
            f"{each.count} x {each.units} U{'' if each.fit is None else f', fit for use {each.fit}'}"
            for each in self.needed
        ]
        return f"vials needed {'; '.join(sizes)}" if sizes else ""

    @property
    def standing(self) -> str:
        """What holds for all of them."""
        return f"{SIDES}; {dilution(self.protocol)}"


def clock(row: DayRow) -> str:
    """The time of an appointment."""
    return row.at[11:] or "no time"


def identity(row: DayRow) -> str:
    """Who it is, with the birth date that the patient is asked to say."""
    born = "birth date not recorded" if row.born is None else f"born {row.born}"
    return ", ".join(filter(None, (" ".join(filter(None, (row.patient, row.name))), born, row.phone)))


def beside(row: DayRow) -> Iterator[str]:
    """With whom it is, and what became of it."""
    if row.injector:
        yield f"with {row.injector}"
    if row.status != "booked":
        yield row.status


def against(row: DayRow) -> list[Check]:
    """The checks that aren't met, those that stand against the session first."""
    return sorted((each for each in row.checks if each.answer is not Answer.YES), key=lambda each: each.answer.value)


def check_words(check: Check) -> str:
    """One check as a person reads it."""
    return f"{check.group}, {check.id} {MET[check.answer]}: {check.because}"


def last_words(row: DayRow) -> str:
    """The last session."""
    if row.last_session is None:
        return "first visit, no session for chronic migraine yet"
    dose = "dose not recorded" if row.last_units is None else f"{row.last_units:g} U"
    sites = "sites not recorded" if row.last_sites is None else f"{row.last_sites} sites"
    lot = f"lot {row.last_lot}" if row.last_lot else "lot not recorded"
    return ", ".join([str(row.last_session), dose, sites, *row.last_beside, lot])


def effect_words(effect: EffectSince) -> str:
    """A side effect, and whether it has passed."""
    passed = f"passed {effect.until}" if effect.until else "not known to have passed"
    return " ".join(filter(None, (effect.severity, in_words(effect.kind), f"from {effect.date}, {passed}")))


def response_words(row: DayRow) -> str:
    """The headache days before treatment and now."""
    if row.baseline_days is None:
        return ""
    now = "not known yet" if row.headache_days is None else str(row.headache_days)
    return f"headache days a month: {row.baseline_days} before treatment, now {now}"


def asked(asks: Iterable[str]) -> tuple[list[str], dict[str, list[str]]]:
    """What was never answered, and by its day what was: its answer in brackets, as in "consent (given)"."""
    anew, again = [], defaultdict[str, list[str]](list)
    for each in asks:
        if told := _ANSWERED.fullmatch(each):
            again[told["day"]].append(f"{told['question']} ({told['answer']})")
        else:
            anew.append(each)
    return anew, again


def lines(row: DayRow) -> Iterator[tuple[str, str]]:
    """What stands under each name, by label."""
    yield "last", last_words(row)
    yield "effects", "; ".join(map(effect_words, row.effects))
    yield "response", response_words(row)
    yield "warned of", "; ".join(row.warnings)
    anew, again = asked(row.asks)
    yield "ask", "; ".join(anew)
    for day, questions in again.items():
        yield "ask again", f"as answered on {day}: {'; '.join(questions)}"
    yield "note", row.note or ""


def day_view(sheet: DaySheet) -> Iterator[Block]:
    """The sheet as blocks."""
    yield Paragraph("; ".join(filter(None, (sheet.title, sheet.vials))), "bold")
    yield Paragraph(sheet.standing, "dim")
    for row in sheet.rows:
        yield BLANK
        yield Paragraph(", ".join((f"{clock(row)}  {identity(row)}", *beside(row))), "bold")
        yield Paragraph(f"  {READY[row.ready]}", STYLES[row.ready])
        yield from (Paragraph(f"  · {check_words(each)}", STYLES[each.answer]) for each in against(row))
        yield Details([(f"  {label}", value) for label, value in lines(row) if value])


COLUMNS = (
    Column("at", clock, shows="at"),
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("born", "born"),
    Column("ready", lambda row: READY[row.ready], style=lambda row: STYLES[row.ready], shows="ready"),
    Column("not met or unknown", lambda row: "; ".join(map(check_words, against(row))), folds=True, shows="checks"),
    Column("last session", "last_session", spare=1),
    Column("units", "last_units", right=True, spare=2),
    Column("lot", "last_lot", optional=True, spare=3),
    Column("note", "note", folds=True, optional=True, spare=4),
)
