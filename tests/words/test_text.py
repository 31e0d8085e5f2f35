"""Text from outside: what could deceive a reader is refused, and made harmless where it is shown."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from migraine_cli.errors import InvalidValue
from migraine_cli.words.text import escaped, harmless, plain

DECEIVING = {"\x00", "\x1b", "\x7f", "\x9b", "\u061c", "\u200e", "\u202e", "\u2066", "\u2069", "\ufeff", "\ud800"}
"""One or more of every group: controls, bidirectional marks and overrides, a byte-order mark, a surrogate."""


@pytest.mark.parametrize("character", sorted(DECEIVING), ids=lambda each: f"U+{ord(each):04X}")
def test_what_could_deceive_is_refused_and_made_harmless(character: str) -> None:
    with pytest.raises(InvalidValue, match=f"invisible character U\\+{ord(character):04X}"):
        plain(f"An{character}n", "name")
    assert harmless(f"An{character}n") == "An\ufffdn"
    assert escaped(f"An{character}n") == f"An\\u{ord(character):04x}n"


def test_every_control_and_bidirectional_character_of_unicode_is_made_harmless() -> None:
    bidirectional = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    every = map(chr, range(sys.maxunicode + 1))
    unsafe = [
        each
        for each in every
        if unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(each) in bidirectional
    ]
    assert len(unsafe) > 2000
    assert [each for each in unsafe if each in harmless(f"a{each}") or each in escaped(f"a{each}")] == []


@pytest.mark.parametrize("text", ["Ann Œrsted", "Jiayi Lüwei", "李小龙", "O\u2019Neill", "a\u00a0b", "👩‍⚕️"])
def test_the_names_of_people_stay_as_they_are(text: str) -> None:
    assert plain(text, "name") == harmless(text) == escaped(text) == text


def test_a_note_keeps_its_lines_and_is_shown_on_one() -> None:
    assert plain("one\r\ntwo\tthree", "note", lines=True) == "one\ntwo\tthree"
    assert harmless("one\ntwo\tthree") == "one two three"


@pytest.mark.parametrize(
    "name", ["A\u00adnn", "A\u200bnn", "Ann\u3164", "A\u200dnn", "Ann\u200d", "Ann\ufe0f", "Ann\U000e0041", "\u2800Ann"]
)
def test_what_shows_nothing_is_in_no_name(name: str) -> None:
    with pytest.raises(InvalidValue, match="invisible character"):
        plain(name, "name")
    # A clinic that holds one already stays readable.
    assert plain(name, "name", recorded=True) == name


@pytest.mark.parametrize("name", ["\u06a9\u0647\u200c\u0627\u06cc", "\u0928\u0935\u094d\u200d\u092f"])
def test_joiners_stay_where_a_script_needs_them(name: str) -> None:
    assert plain(name, "name") == name
