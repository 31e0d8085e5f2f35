"""The open days of a diary as a page to fill in: dates alone, and nothing of what an answer would do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from migraine_cli.output.cells import shown
from migraine_cli.output.paper import name, paper, told
from migraine_cli.practice.own_clinic import OwnClinic

_HEADINGS = ("Date", "Headache", "How many hours", "Migraine", "Medicines taken")
_BOXES = "☐ yes  ☐ no"


def as_page(patients: Sequence[tuple[str, Sequence[date]]], own: OwnClinic | None) -> str:
    """A section for each patient who has open days."""
    sections = [_section(called, days) for called, days in patients if days]
    signed = ", ".join(filter(None, (own.sender, own.telephone))) if own else ""
    content = "".join(sections) or told("p", "No day is open.")
    return paper("Days of the diary to fill in", content + (told("p", shown(signed)) if signed else ""))


def _section(called: str, days: Sequence[date]) -> str:
    head = "".join(f'<th scope="col">{heading}</th>' for heading in _HEADINGS)
    rows = "".join(_row(day) for day in days)
    note = told("p", "Please fill in these days as you remember them. Leave open what you don't remember.")
    return f"<section>\n<h2>{name(shown(called))}</h2>\n{note}<table>\n<tr>{head}</tr>\n{rows}</table>\n</section>\n"


def _row(day: date) -> str:
    return f'<tr><th scope="row">{day:%A} {day}</th><td>{_BOXES}</td><td></td><td>{_BOXES}</td><td></td></tr>\n'
