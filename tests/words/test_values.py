"""Numbers, codes and sites as typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraine_cli.errors import InvalidValue
from migraine_cli.records.codes import CAUTIONS, PRODUCTS
from migraine_cli.words import values
from migraine_cli.words.text import harmless

ACUTE_CLASSES = {
    "triptan",
    "ergot",
    "opioid",
    "combination-analgesic",
    "non-opioid-analgesic",
    "gepant",
    "other",
}


@pytest.mark.parametrize("typed", ["onabotulinumtoxinA", "ONABOTULINUMTOXINA", " onabotulinumtoxina "])
def test_a_code_in_any_case(typed: str) -> None:
    assert values.code(typed, PRODUCTS, "product") == "onabotulinumtoxinA"


@pytest.mark.parametrize("typed", ["site-infection", "site infection", "Site_Infection"])
def test_a_code_with_blanks_for_dashes(typed: str) -> None:
    assert values.code(typed, CAUTIONS, "caution") == "site-infection"


def test_an_unknown_code_names_the_nearest_or_all() -> None:
    with pytest.raises(InvalidValue, match="write pregnancy if that is meant"):
        values.code("pregnnacy", CAUTIONS, "caution")
    with pytest.raises(InvalidValue, match="one of none, managed"):
        values.code("zzz", ("none", "managed"), "overuse")


def test_codes_come_as_a_text_or_a_list_each_once() -> None:
    assert values.codes("dysphagia; pregnancy;;dysphagia", CAUTIONS, "caution") == ("dysphagia", "pregnancy")
    assert values.codes(["dysphagia", "pregnancy"], CAUTIONS, "caution") == ("dysphagia", "pregnancy")
    assert values.codes("", CAUTIONS, "caution") == ()


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("10", 10), (" 7 ", 7), ("7.0", 7), ("007", 7)])
def test_whole_numbers(typed: str, number: int) -> None:
    assert values.whole_number(typed, "severity", 0, 10) == number


@pytest.mark.parametrize("typed", ["11", "-1", "7.5", "1e1", "1_0", "nan", "٣", "", "seven", "9" * 5000])
def test_what_is_no_whole_number_from_0_to_10(typed: str) -> None:
    with pytest.raises(InvalidValue, match=r"^the severity must be .* 0 to 10"):
        values.whole_number(typed, "severity", 0, 10)


@pytest.mark.parametrize(("typed", "number"), [("0", 0.0), ("24", 24.0), ("2.5", 2.5), ("0.25", 0.25)])
def test_numbers(typed: str, number: float) -> None:
    assert values.number(typed, "hours", 0, 24) == number


@pytest.mark.parametrize("typed", ["nan", "inf", "-inf", "1e3", "1_0", "24.1", "-1", "", "2.", "0x10", "9" * 5000])
def test_what_is_no_number_from_0_to_24(typed: str) -> None:
    with pytest.raises(InvalidValue, match=r"^the hours must be .* 0 to 24"):
        values.number(typed, "hours", 0, 24)


def test_a_decimal_comma_is_told_how_to_be_written() -> None:
    with pytest.raises(InvalidValue, match=r"decimal comma; write 2\.5\."):
        values.number("2,5", "hours", 0, 24)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("yes", True),
        ("Y", True),
        ("TRUE", True),
        ("no", False),
        ("n", False),
        ("False", False),
        ("", None),
        (" ", None),
    ],
)
def test_yes_no_and_blank(typed: str, answer: bool | None) -> None:
    assert values.yes_no(typed) is answer


@pytest.mark.parametrize("typed", ["1", "0", "x", "maybe", "ja", "unknown"])
def test_what_is_neither_yes_nor_no(typed: str) -> None:
    with pytest.raises(InvalidValue, match="neither yes nor no"):
        values.yes_no(typed)


@pytest.mark.parametrize("typed", ["P0001", "a", "9.x_y-z", "A" * 32])
def test_ids_of_patients(typed: str) -> None:
    assert values.patient_id(typed) == typed


@pytest.mark.parametrize("typed", ["", "-a", ".a", "A" * 33, "a b", "a/b", "ä", "a\n", " a"])
def test_what_is_no_id(typed: str) -> None:
    with pytest.raises(InvalidValue, match="write one like P0001"):
        values.patient_id(typed)


@pytest.mark.parametrize(
    ("typed", "site"),
    [
        ("temporalis-left=5x4", ("temporalis-left", 5.0, 4)),
        ("Temporalis-Left = 2.5 X 4", ("temporalis-left", 2.5, 4)),
        ("procerus=5×1", ("procerus", 5.0, 1)),
        ("cervical-paraspinal-right=5x2", ("cervical-paraspinal-right", 5.0, 2)),
    ],
)
def test_sites(typed: str, site: tuple[str, float, int]) -> None:
    assert values.site(typed) == site


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("temporalis-left", "MUSCLE-SIDE=UNITSxSITES"),
        ("temporalis-left=20", "MUSCLE-SIDE=UNITSxSITES"),
        ("temporalis=5x4", "write temporalis-"),
        ("procerus-left=5x1", "write procerus if that is meant"),
        ("temporalis-left=0x4", "more than 0"),
        ("temporalis-left=5x0", "from 1 to 50"),
        ("temporalis-left=5x4.5", "whole number"),
        ("temporalis-left=nanx4", "units a site must be"),
    ],
)
def test_what_is_no_site(typed: str, words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        values.site(typed)


def test_extra_sites() -> None:
    assert values.extra_site("trapezius-right=2") == ("trapezius-right", 2)
    with pytest.raises(InvalidValue, match="like trapezius-right=2"):
        values.extra_site("trapezius-right")


def test_thirteen_muscle_sides() -> None:
    assert len(values.MUSCLE_SIDES) == 13


def test_units_are_more_than_none() -> None:
    assert values.units("155") == 155
    with pytest.raises(InvalidValue, match="more than 0"):
        values.units("0")


#   headache  hours  severity  migraine  ->  headache  hours  severity  migraine
@pytest.mark.parametrize(
    ("given_facts", "facts"),
    [
        ((None, None, None, None), (None, None, None, None)),
        ((True, None, None, None), (True, None, None, None)),
        ((None, None, None, True), (True, None, None, True)),
        ((None, 4.0, None, None), (True, 4.0, None, None)),
        ((None, None, 3, None), (True, None, 3, None)),
        ((None, None, None, False), (None, None, None, False)),
        ((False, 0.0, 0, False), (False, None, None, False)),
        ((True, None, 0, None), (True, None, 0, None)),
    ],
    ids=[
        "nothing said",
        "a headache",
        "a migraine is a headache",
        "hours are a headache",
        "a severity is a headache",
        "no migraine says nothing of a headache",
        "zeros on a headache-free day",
        "a headache of severity 0",
    ],
)
def test_the_facts_of_a_day_complete_each_other(given_facts: tuple, facts: tuple) -> None:  # type: ignore[type-arg]
    assert values.headache_facts(*given_facts) == facts


@pytest.mark.parametrize(
    ("given_facts", "words"),
    [
        ((False, None, None, True), "can't have a migraine"),
        ((False, 2.0, None, None), "can't have hours"),
        ((False, None, 5, None), "can't have a severity"),
        ((None, 0.0, None, None), "state headache yes or no"),
        ((None, None, 0, None), "state headache yes or no"),
        ((True, 0.0, None, None), "can't have 0 hours"),
        ((None, 0.0, None, True), "can't have 0 hours"),
    ],
)
def test_the_facts_of_a_day_that_contradict_each_other(given_facts: tuple, words: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(InvalidValue, match=words):
        values.headache_facts(*given_facts)


@pytest.mark.parametrize(
    "parse",
    [
        lambda text: values.code(text, CAUTIONS, "caution"),
        lambda text: values.whole_number(text, "severity", 0, 10),
        lambda text: values.number(text, "hours", 0, 24),
        values.yes_no,
        values.patient_id,
        values.site,
        values.extra_site,
    ],
    ids=["code", "whole number", "number", "yes or no", "patient's id", "site", "extra site"],
)
@given(text=st.text() | st.from_regex(r"\A[a-z-]{0,9}=[0-9.]{0,5}x[0-9.]{0,5}\Z"))
def test_any_text_is_a_value_or_refused_harmlessly(parse: Callable[[str], object], text: str) -> None:
    refusals = []
    try:
        parse(text)
    except InvalidValue as refusal:
        refusals.append(refusal.sentence)
    assert all(sentence == harmless(sentence) and sentence.endswith(".") for sentence in refusals)
