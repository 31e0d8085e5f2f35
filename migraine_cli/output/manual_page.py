"""A page of the manual: drawn at a terminal, as it is written in a file or a pipe and for screen readers."""

from __future__ import annotations

from migraine_cli.output import streams

_WIDEST = 100
"""Columns of a page on a wide terminal: lines that are longer are hard to follow; ours."""


def show_page(text: str, *, plain: bool) -> None:
    """Puts a page in Markdown on stdout; `plain` leaves it as it is written at a terminal, too."""
    width = streams.width()
    if plain or width is None or not streams.at_terminal():
        streams.write(text)
        return
    from migraine_cli.output.terminal import draw_markdown

    draw_markdown(min(width, _WIDEST), text)
