"""Bytes to text without guessing: by byte-order mark, else strict UTF-8, else the encoding that was asked for."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable
from typing import BinaryIO, TextIO

from migraine_cli.errors import InvalidValue
from migraine_cli.words.text import quoted

Source = Callable[[], BinaryIO]
"""Opens the file anew, at its beginning."""

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ENOUGH = 4096


def opened(source: Source, encoding: str | None = None) -> TextIO:
    """The file as text, line ends as they are. Raises InvalidValue for an unknown encoding and for what is no text."""
    file = source()
    start = file.read(_ENOUGH)
    file.seek(0)
    marked = next((name for mark, name in _MARKS.items() if start.startswith(mark)), None)
    if marked is None and encoding is None:
        _refuse_binary(start)
    return io.TextIOWrapper(file, encoding=marked or _known(encoding) or "utf-8", newline="")


def undecodable(source: Source, encoding: str | None) -> InvalidValue:
    """The refusal of a file that isn't in its encoding, with the first line that isn't."""
    named = _known(encoding) or "utf-8"
    with source() as file:
        line = next((number for number, line in enumerate(file, 1) if not _decodes(line, named)), 1)
    return InvalidValue(f"the file isn't in {named.upper()} (line {line}).", advice=("the encoding",))


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _known(encoding: str | None) -> str | None:
    """The encoding's own name. Raises InvalidValue for one that isn't known, or is no encoding of text."""
    if encoding is None:
        return None
    try:
        found = codecs.lookup(encoding)
        "".encode(found.name)
    except (LookupError, ValueError):
        raise InvalidValue(
            f"{quoted(encoding)} is no encoding; write one such as cp1252, utf-16 or mac-roman."
        ) from None
    return found.name


def _refuse_binary(start: bytes) -> None:
    if _looks_utf16(start):
        raise InvalidValue("the file is in UTF-16 without a mark.", advice=("which utf-16",))
    if b"\0" in start:
        raise InvalidValue("the file holds NUL bytes, so it is no text or is damaged; save it as CSV UTF-8.")


def _looks_utf16(start: bytes) -> bool:
    """Whether every other one of the first bytes is 0, as in Western text in UTF-16 without a mark."""
    start = start[:64]
    return len(start) > 3 and (not any(start[1::2]) or not any(start[::2]))
