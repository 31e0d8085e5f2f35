"""A letter as a text: what the record proves, what speaks against it and what isn't recorded, each under its heading.

A template says where they stand and can drop none of them. Its lines are the letter's: "# " begins the title, "## " a
heading, "- " an item, and a blank line a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from string import Template
from textwrap import wrap
from typing import Literal, get_args

from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.errors import InvalidValue
from migraine_cli.practice.letter_words import without_codes

LetterKind = Literal["start", "renewal", "appeal", "gp", "aftercare"]
LETTER_KINDS: tuple[LetterKind, ...] = get_args(LetterKind)

LINE = 80
"""Characters of a line, so that it is read easily."""

DRAFT = "Draft. To be checked and signed by the prescriber."

_HEADED: Mapping[Answer, str] = {Answer.YES: "met", Answer.NO: "not_met", Answer.UNKNOWN: "not_recorded"}


class Statement(Struct, frozen=True):
    """A sentence without its full stop, and whether the record bears it out; an unknown one says what is missing."""

    answer: Answer
    said: str


def letter_text(template: str, facts: Mapping[str, str], statements: Sequence[Statement], *, evidence: bool) -> str:
    """The letter that `template` makes. `evidence` letters must have room for every statement, whatever its answer.

    Raises InvalidValue for a name that no letter has, for a lone $, and for a template that would drop statements.
    """
    listed = {name: _items(answer, statements) for answer, name in _HEADED.items()}
    known = {**facts, **(listed if evidence else {})}
    written = Template(template)
    names = _names(written)
    unknown = sorted(names - known.keys())
    if unknown:
        raise InvalidValue(f"the template names ${unknown[0]}, which this letter doesn't have; {_all(known)}.")
    dropped = [f"${name}" for name in listed if evidence and name not in names]
    if dropped:
        raise InvalidValue(f"the template would drop a part of what is known; add {' and '.join(dropped)} to it.")
    return f"{DRAFT}\n\n{written.substitute(known).strip()}\n"


def verdict_of(statements: Iterable[Statement]) -> Answer:
    """Whether all that the letter should say can be said."""
    return Answer.all(each.answer for each in statements)


def as_plain_text(letter: str, columns: int | None = None) -> str:
    """The letter as plain text: titles are underlined, and lines broken between words where there are so many
    columns, LINE at most; else none is broken.
    """
    broken = (line for written in letter.splitlines() for line in _plain_lines(written))
    if columns is None:
        return "".join(f"{line}\n" for line in broken)
    return "".join(f"{part}\n" for line in broken for part in _folded(line, min(columns, LINE)))


def as_page(letter: str, title: str) -> str:
    """The letter as a page of HTML that needs nothing beside it, for the screen and for paper."""
    return _PAGE.format(title=escape(title), body="\n".join(_blocks(letter.splitlines())))


def _names(template: Template) -> set[str]:
    if not template.is_valid():
        raise InvalidValue("the template has a $ that begins no name; write $$ for a dollar sign.")
    return set(template.get_identifiers())


def _all(known: Iterable[str]) -> str:
    return f"the names are {', '.join(sorted(known))}"


def _items(answer: Answer, statements: Iterable[Statement]) -> str:
    said = [f"- {without_codes(_one_line(each.said))}." for each in statements if each.answer is answer]
    return "\n".join(said) or "- none"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain_lines(line: str) -> Iterator[str]:
    heading = re.match(r"(#{1,2}) (.*)", line)
    if heading is None:
        yield line
        return
    yield heading[2]
    yield ("=" if heading[1] == "#" else "-") * len(heading[2])


def _folded(line: str, columns: int) -> list[str]:
    hanging = "  " if line.startswith("- ") else ""
    return wrap(line, columns, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False) or [""]


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    """Paragraphs, headings and lists, one after the other."""
    paragraph: list[str] = []
    items: list[str] = []
    for line in [*lines, ""]:
        heading = re.match(r"(#{1,2}) (.*)", line)
        if items and not line.startswith("- "):
            yield f"<ul>{''.join(f'<li>{_shown(item)}</li>' for item in items)}</ul>"
            items = []
        if paragraph and (heading or not line.strip() or line.startswith("- ")):
            yield f"<p>{'<br>'.join(map(_shown, paragraph))}</p>"
            paragraph = []
        if heading:
            level = len(heading[1])
            yield f"<h{level}>{_shown(heading[2])}</h{level}>"
        elif line.startswith("- "):
            items.append(line[2:])
        elif line.strip():
            paragraph.append(line)


def _shown(text: str) -> str:
    """The text as HTML; no line ends within a date."""
    return re.sub(r"\d{4}-\d\d(?:-\d\d)?", r"<span>\g<0></span>", escape(text))


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
@page {{ size: A4; margin: 18mm }}
body {{ font: 12pt/1.4 sans-serif; color: #000; max-width: 42em; margin: 2em auto; padding: 0 1em }}
h1 {{ font-size: 1.3em; margin: .6em 0 .3em }}
h2 {{ font-size: 1.05em; margin: .9em 0 .2em; break-after: avoid }}
p, ul {{ margin: .3em 0 }}
li {{ break-inside: avoid; margin: .15em 0; overflow-wrap: anywhere }}
span {{ white-space: nowrap }}
@media print {{ body {{ margin: 0; padding: 0; max-width: none }} }}
</style>
<body>
{body}
</body>
</html>
"""
