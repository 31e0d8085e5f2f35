"""A day sheet as one page, for paper and for colleagues without a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from migraine_cli.chart.answers import Answer
from migraine_cli.cli.views.day import READY, DaySheet, against, beside, check_words, clock, lines
from migraine_cli.listings.day import DayRow
from migraine_cli.output.cells import shown
from migraine_cli.output.paper import dated, name, paper, told


def as_page(sheet: DaySheet) -> str:
    """The page."""
    content = "".join(told("p", f"{text[0].upper()}{text[1:]}") for text in (sheet.vials, sheet.standing) if text)
    content += "".join(map(_section, sheet.rows)) or told("p", "Nobody is booked.")
    return paper(sheet.title, content)


def _section(row: DayRow) -> str:
    return f"<section>\n{''.join(_parts(row))}</section>\n"


def _parts(row: DayRow) -> Iterator[str]:
    born = "birth date not recorded" if row.born is None else f"born {row.born}"
    called = f"{escape(clock(row))} {escape(row.patient)} {name(shown(row.name or ''))}"
    more = ", ".join(filter(None, (born, row.phone, *beside(row))))
    yield f"<h2>{called}, {dated(escape(shown(more)))}</h2>\n"
    yield told("p", READY[row.ready], row.ready.value)
    if row.ready is not Answer.YES:
        yield _list(told("li", shown(check_words(each)), each.answer.value) for each in against(row))
    told_of = [(label, value) for label, value in lines(row) if value and label not in ("ask", "ask again")]
    yield f"<dl>\n{''.join(told('dt', label) + told('dd', shown(value)) for label, value in told_of)}</dl>\n"
    yield told("h3", "Ask, and tick")
    yield _list((told("li", f"☐ {shown(each)}") for each in row.asks), "tick")


def _list(items: Iterable[str], style: str = "plain") -> str:
    return f'<ul class="{style}">\n{"".join(items)}</ul>\n'
