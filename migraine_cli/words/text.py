"""Text that came from outside: refused where it could deceive a reader, made harmless where it is shown.

Control characters can drive a terminal (ESC, 0x9b) and bidirectional overrides can show one name as another, so both
are refused at input. Output strips them again, because a clinic file can be edited by another program.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from migraine_cli.errors import InvalidValue

# C0 and C1 controls, line and paragraph separators, bidirectional marks and overrides, byte-order mark, surrogates.
# None of them is printable, so a text that is needn't be searched, and mostly no pattern is ever compiled.
_UNSAFE = "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
_UNSAFE_IN_NOTES = _UNSAFE.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f")

# What shows nothing at all, so that two names that look the same could be two: soft hyphens, zero-width signs, fillers,
# blank Braille, variation selectors, tags.
_UNSEEN = (
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u2800\u3164\ufe00-\ufe0e"
    "\uffa0\ufff0-\ufffb\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Persian, Indian and other scripts write joiners between their letters; anywhere else they are unseen too.
# Pictures of people are joined in the same way, and set in colour by the selector U+FE0F.
_JOINED = "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
_PICTURE = "[\u2600-\u27bf\U0001f000-\U0001faff]"
_INVISIBLE = f"{_UNSEEN}|(?<!{_JOINED})[\u200c\u200d]|(?<!{_PICTURE})\ufe0f"
_AT_THE_END = "[\u200c\u200d]$"

LONGEST_TEXT = 4000
"""Characters a text may hold; ours, so that one slip of a paste can't swell the clinic file."""


def plain(text: str, what: str, *, lines: bool = False, recorded: bool = False) -> str:
    """`text` without surrounding blanks, if it is safe to store; `lines` allows line breaks and tabs, for notes.

    Raises InvalidValue for a control or bidirectional character, and for more than LONGEST_TEXT characters; but for
    notes, also for any other character that shows nothing, unless the text was `recorded` before those were refused.
    """
    text = text.replace("\r\n", "\n").strip() if lines else text.strip()
    in_sight = text.replace("\n", "").replace("\t", "") if lines else text
    unsafe = None if in_sight.isprintable() else re.search(_UNSAFE_IN_NOTES if lines else _UNSAFE, text)
    if not (unsafe or lines or recorded or text.isascii()):
        unsafe = re.search(f"{_INVISIBLE}|{_AT_THE_END}" if what == "name" else _INVISIBLE, text)
    if unsafe:
        code = f"U+{ord(unsafe.group()):04X}"
        raise InvalidValue(f"the {what} holds the invisible character {code}; type it again without it.")
    if len(text) > LONGEST_TEXT:
        raise InvalidValue(f"the {what} has {len(text)} characters; give at most {LONGEST_TEXT}.")
    return text


def optional(text: str | None, what: str, *, lines: bool = False) -> str | None:
    """As plain; None for a text that isn't given or is blank."""
    return None if text is None else plain(text, what, lines=lines) or None


def did_you_mean(near: Sequence[str]) -> str:
    """What is said behind an unknown word, such as " (did you mean due or day?)"; nothing where none is near."""
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def harmless(text: str) -> str:
    """`text` as one line with nothing in it that a terminal or a reader could be misled by."""
    if (line := text.replace("\n", " ").replace("\t", " ")).isprintable():
        return line
    return re.sub(_UNSAFE, lambda found: " " if found.group() in "\n\t\r\u2028\u2029" else "\ufffd", text)


def escaped(json: str) -> str:
    """One line of `json` with the same characters as \\u escapes, which scripts read and terminals don't obey."""
    return json if json.isprintable() else re.sub(_UNSAFE, lambda found: f"\\u{ord(found.group()):04x}", json)


def in_words(code: str) -> str:
    """A code as people say it: "not tolerated"."""
    return code.replace("-", " ")


def how_many(count: int, what: str) -> str:
    """A count with its noun: "1 day", "2 days", "0 days"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def quoted(text: str) -> str:
    """`text` as an error may repeat it: harmless, in quotation marks, cut after 40 characters."""
    shown = harmless(text)
    return f"'{shown if len(shown) <= 40 else shown[:39] + '…'}'"
