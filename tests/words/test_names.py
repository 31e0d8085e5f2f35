"""Names as people write them: which are the same, and which hold what was typed."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraine_cli.words.names import folded, partly_within, same_name, within


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lucia", "Lucía Fernández"),
        ("ostlind", "Åke Östlind"),
        ("oestlind ake", "Åke Östlind"),
        ("aake", "Åke Östlind"),
        ("wrobel", "Paweł Wróbel"),
        ("pawel", "Paweł Wróbel"),
        ("sean", "Seán Walsh"),
        ("obrien", "Nuala O'Brien"),
        ("o brien", "Nuala O’Brien"),
        ("O'BRIEN nuala", "Nuala OBrien"),
        ("mueller anna", "Müller, Anna"),
        ("muller anna", "Anna Müller"),
        ("Müller", "Anna Mueller"),
        ("Müller", "Anna Muller"),
        ("gross", "Eva Groß"),
        ("kjaer", "Ida Kjær"),
        ("soren", "Søren Lund"),
        ("soeren", "Søren Lund"),
        ("bjoerk", "Bjǫrk Bjørk"),
        ("anne marie", "Smith, Anne-Marie"),
        ("annemarie", "Smith, Anne-Marie"),
        ("Anne-Marie", "Anne Marie Smith"),
        ("marie", "Smith, Anne-Marie"),
        ("smith-jones", "Jones Smith"),
        ("angstroem", "Bo Ångström"),
        ("angstrom", "Bo Ångström"),
        ("ISIK", "Işık Deniz"),
        ("nguyen", "Nguyễn Thị Lan"),
        ("陳", "陳 小明"),
        ("Rene", "Rene\u0301 Blanc"),
    ],
)
def test_whole_words_in_any_order_and_spelling(typed: str, name: str) -> None:
    assert within(typed, name)
    assert partly_within(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ann", "Anna Smith"),
        ("anna jones", "Anna Smith"),
        ("mueller", "Anna Muller"),
        ("か", "が"),
        ("", "Ann Smith"),
        (" , ", "Ann Smith"),
        ("-", "Anne-Marie"),
        ("ann", ""),
    ],
)
def test_no_less_than_whole_words(typed: str, name: str) -> None:
    assert not within(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"), [("luc", "Lucía Fernández"), ("nand lu", "Lucía Fernández"), ("brie", "O'Brien"), ("ö", "Østby")]
)
def test_parts_of_words(typed: str, name: str) -> None:
    assert partly_within(typed, name)
    assert not within(typed, name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Smith", "smith, ANN"),
        ("Anne-Marie Smith", "Annemarie Smith"),
        ("Müller, Änne", "Aenne Mueller"),
        ("Seán O’Brien", "sean obrien"),
    ],
)
def test_one_name(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ann Smith", "Ann"), ("Ann Smith", "Ann Mary Smith"), ("Anne-Marie Smith", "Anne Smith"), ("Mueller", "Muller")],
)
def test_two_names(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


def test_a_name_that_is_not_known_is_never_the_same() -> None:
    assert not same_name(None, None)
    assert not same_name(None, "Ann")


@pytest.mark.parametrize("name", ["ö" * 3000, "å-" * 500, "öäü" * 30])
def test_an_absurd_name_is_folded_all_the_same(name: str) -> None:
    assert within(name, name)
    assert within(folded(name), name)


NAMES = st.lists(st.text("abcäöüßøåæłéñÉŁçø'-ÀŠ", min_size=1, max_size=12), min_size=1, max_size=4).map(" ".join)


@given(NAMES, st.randoms(use_true_random=False))
def test_order_case_and_composition_never_matter(name: str, chance: random.Random) -> None:
    words = name.split()
    chance.shuffle(words)
    other = unicodedata.normalize(chance.choice(["NFC", "NFD"]), ", ".join(words).upper())
    named = any(letter.isalpha() for letter in name)
    assert same_name(name, other) is named
    assert within(folded(name), name) is named


@given(NAMES, NAMES)
def test_sameness_knows_no_sides_and_words_hold_their_parts(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)
    if within(one, other):
        assert partly_within(one, other)
