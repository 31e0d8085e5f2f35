"""Blocks on stdout: folded and coloured by Rich at a terminal; whole and plain in a file or a pipe, unless its reader
asks for a width (COLUMNS) or for colours (FORCE_COLOR).
"""

from __future__ import annotations

from collections.abc import Iterable

from migraine_cli.output import streams
from migraine_cli.output.blocks import Block


def draw(blocks: Iterable[Block]) -> None:
    """Puts blocks on stdout. A reader that has gone away is no fault."""
    width = streams.width()
    if width is None and not streams.coloured():
        from migraine_cli.output.page import page

        streams.write(page(blocks))
    else:
        from migraine_cli.output.terminal import draw_at

        draw_at(width or _ENDLESS, blocks)


_ENDLESS = 100_000
"""Columns of a coloured pipe, where nothing may be folded either."""
