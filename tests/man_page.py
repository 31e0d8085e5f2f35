"""The man page, made from the commands' helps and the manual: `python tests/man_page.py` writes it.

It is kept in data/ beside what it is made from, since a wheel is built where nothing of ours can be imported; a test
holds it against its sources.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from migraine_cli import __version__  # noqa: E402 - of this checkout
from migraine_cli.cli.all_commands import COMMANDS  # noqa: E402
from migraine_cli.reference.manual import page, topics  # noqa: E402

WRITTEN = ROOT / "data" / "manual" / "migcli.1"

_HEAD = f""".TH MIGCLI 1 "" "migcli {__version__}" "User Commands"
.SH NAME
migcli \\- the assistant of a chronic\\-migraine botulinum\\-toxin clinic
.SH SYNOPSIS
.B migcli
[\\fB\\-\\-clinic\\fR \\fIPATH\\fR]
.I COMMAND
[\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]
.br
.B migcli help
[\\fICOMMAND\\fR|\\fITOPIC\\fR]
.SH COMMANDS
\\fBmigcli COMMAND \\-\\-help\\fR tells the options of each.
"""


def man_page() -> str:
    """The page in the macros of man(7)."""
    commands = (f".TP\n\\fB{_escaped(each.name)}\\fR\n{_escaped(each.help)}\n" for each in COMMANDS)
    return "".join((_HEAD, *commands, *map(_section, topics())))


def _section(topic: str) -> str:
    tokens = MarkdownIt("commonmark").enable("table").parse(page(topic))
    return "".join(_blocks(iter(tokens), topic))


def _blocks(tokens: Iterator[Token], topic: str) -> Iterator[str]:
    for token in tokens:
        if token.type == "heading_open":
            title = next(tokens).content
            yield f".SH {_escaped(title.upper())}\n" if token.tag == "h1" else f".SS {_escaped(title)}\n"
        elif token.type == "list_item_open":
            yield f".IP \\(bu 2\n{_inline(_next_text(tokens))}\n"
        elif token.type == "fence":
            yield f".PP\n.nf\n.RS 4\n{_lines(token.content)}.RE\n.fi\n"
        elif token.type == "table_open":
            yield _table(list(takewhile(lambda each: each.type != "table_close", tokens)), topic)
        elif token.type == "inline":
            yield f".PP\n{_inline(token)}\n"


def _next_text(tokens: Iterator[Token]) -> Token:
    return next(token for token in tokens if token.type == "inline")


def _table(tokens: list[Token], topic: str) -> str:
    """Two columns as terms and what they mean; a wider table doesn't fit a man page, and is named."""
    wide = sum(token.type == "th_open" for token in tokens)
    if wide > 2:
        return f".PP\nThe figures are shown by \\fBmigcli help {_escaped(topic)}\\fR.\n"
    cells = [_inline(token) for token in tokens if token.type == "inline"][2:]
    return "".join(f".TP\n{term}\n{meaning}\n" for term, meaning in zip(cells[::2], cells[1::2], strict=True))


def _inline(token: Token) -> str:
    return "".join(_piece(child) for child in token.children or ())


def _piece(token: Token) -> str:
    marks = {"strong_open": "\\fB", "strong_close": "\\fR", "em_open": "\\fI", "em_close": "\\fR", "softbreak": "\n"}
    if token.type == "code_inline":
        return f"\\fB{_escaped(token.content)}\\fR"
    if token.type in ("link_open", "link_close"):
        return ""
    return marks[token.type] if token.type in marks else _escaped(token.content)


def _lines(text: str) -> str:
    return "".join(f"\\&{_escaped(line)}\n" for line in text.splitlines())


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    return f"\\&{escaped}" if escaped.startswith(".") else escaped


if __name__ == "__main__":
    WRITTEN.write_text(man_page(), encoding="utf-8")
