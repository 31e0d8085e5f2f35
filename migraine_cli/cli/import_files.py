"""The file that `import` reads, which can be opened more than once."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import BinaryIO, cast

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.formats.text import Source
from migraine_cli.output.streams import say


def source_of(file: str, *, once: bool = False) -> Source:
    """What opens `file`; - is standard input, held in memory unless it is read `once`. Raises InvalidValue."""
    if file != "-":
        _open(file).close()
        return lambda: _open(file)
    if sys.stdin.isatty():
        say("reading rows from the terminal; end with Ctrl-D.")
    if once:
        return lambda: cast("BinaryIO", sys.stdin.buffer)
    content = sys.stdin.buffer.read()
    return lambda: io.BytesIO(content)


def _open(file: str) -> BinaryIO:
    try:
        return Path(file).open("rb")
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "its name holds a NUL"
        raise InvalidValue(f"the file {file} can't be read ({why}); correct its path.") from fault
