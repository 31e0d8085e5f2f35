"""Sentences broken between words, where a terminal would break them within one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WHOLE = re.compile(r"\S*`[^`\n]+`\S*|\S+")
"""A word, or a command in backticks, which is copied as it stands."""


def folded(text: str, width: int) -> str:
    """The text in lines of at most `width` columns, but for what is longer in itself."""
    return "\n".join(line for whole in text.split("\n") for line in _lines(whole, width))


def _lines(text: str, width: int) -> Iterator[str]:
    if len(text) <= width:
        yield text
        return
    line = ""
    for word in _WHOLE.findall(text):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
