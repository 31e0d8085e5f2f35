"""Whether another program laid a file out: with the separators of TinyDB, or with an indent, from end to end."""

from __future__ import annotations

import json
import re

_TEXT = rb'"(?:[^"\\]|\\.)*"'
_NUMBER = rb"-?\d[\d.eE+-]*"
_INDENT = rb"\{\r?\n([ \t]+)"


def is_foreign(data: bytes) -> bool:
    """Whether the whole of `data` has the form that Python's json gives it, with its usual separators or an indent.

    A key that stands twice is lost on reading, so that a file with one has no such form.
    """
    try:
        content = json.loads(data)
        if not (isinstance(content, dict) and content):
            return False
        indent = re.match(_INDENT, data)
        written = json.dumps(content, indent=indent[1].decode() if indent else None)
    except (ValueError, RecursionError):
        return False
    return _layout(written.encode()) == _layout(data.replace(b"\r\n", b"\n").rstrip())


def _layout(data: bytes) -> bytes:
    """What is left of JSON without what it says: its brackets, separators and white space."""
    return re.sub(_NUMBER, b"0", re.sub(_TEXT, b'""', data))
