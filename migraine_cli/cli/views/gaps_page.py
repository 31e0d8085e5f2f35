"""The open days of a diary as a page to fill in: dates alone, and nothing of what an answer would do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from migraine_cli.output.cells import shown
from migraine_cli.output.paper import dated, name, paper, told
from migraine_cli.practice.own_clinic import OwnClinic

_HEADINGS = ("Date", "Headache", "How many hours", "Migraine", "Medicines taken")
_BOXES = '<span class="short">☐ yes</span> <span class="short">☐ no</span>'


def as_page(patients: Sequence[tuple[str, Sequence[date]]], own: OwnClinic | None) -> str:
    """A section for each patient who has open days, on paper a sheet of its own."""
    signed = ", ".join(filter(None, (own.sender, own.telephone))) if own else ""
    sections = [_section(called, days, signed) for called, days in patients if days]
    return paper("Days of the diary to fill in", "".join(sections) or told("p", "No day is open."))


def _section(called: str, days: Sequence[date], signed: str) -> str:
    head = "".join(f'<th scope="col">{heading}</th>' for heading in _HEADINGS)
    rows = "".join(_row(day) for day in days)
    note = told("p", "Please fill in these days as you remember them. Leave open what you don't remember.")
    caption = told("caption", f"Open days of the diary, {days[0]} to {days[-1]}" if len(days) > 1 else "One open day")
    table = f"<table>\n{caption}<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
    end = told("p", shown(signed)) if signed else ""
    return f'<section class="sheet">\n<h2>{name(shown(called))}</h2>\n{note}{table}{end}</section>\n'


def _row(day: date) -> str:
    called = dated(f"{day:%A} {day}")
    return f'<tr><th scope="row">{called}</th><td>{_BOXES}</td><td></td><td>{_BOXES}</td><td></td></tr>\n'
