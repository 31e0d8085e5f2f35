"""Medicines as they are written: with doses, as combinations, and what is never shortened to the plain medicine."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from migraine_cli.errors import InvalidValue
from migraine_cli.reference.data import medicines
from migraine_cli.words.medicines import medicine, medicines_taken, preventive_class

MEDICINES = medicines()


@pytest.mark.parametrize(
    ("typed", "generic"),
    [
        ("Topiramate", "topiramate"),
        ("  Mefenamic   Acid ", "mefenamic acid"),
        ("acetaminophen", "paracetamol"),
        ("valproic acid", "valproate"),
        ("Paracetamol and codeine", "codeine + paracetamol"),
        ("acetaminophen/codeine", "codeine + paracetamol"),
        ("co-codamol", "codeine + paracetamol"),
        ("aspirin with acetaminophen, caffeine", "aspirin + caffeine + paracetamol"),
        ("herbal tea", "herbal tea"),
    ],
)
def test_medicines_by_their_generic_name(typed: str, generic: str) -> None:
    assert medicine(typed, MEDICINES.aliases) == generic


@pytest.mark.parametrize(
    ("typed", "generic"),
    [
        ("Ibuprofen 400 mg", "ibuprofen"),
        ("Ibuprofen 400mg", "ibuprofen"),
        ("ibuprofen 2x", "ibuprofen"),
        ("Sumatriptan 50mg 2x", "sumatriptan"),
        ("Sumatriptan 2 x 50 mg", "sumatriptan"),
        ("Sumatriptan 50 mg tablets", "sumatriptan"),
        ("Sumatriptan 6 mg/0.5 ml", "sumatriptan"),
        ("Ibuprofen, 400 mg", "ibuprofen"),
        ("Ibuprofen (400 mg)", "ibuprofen"),
        ("Valproic acid 1,5 g", "valproate"),
        ("Paracetamol 500 mg/codeine 30 mg", "codeine + paracetamol"),
        ("Tramadol 37,5 mg/Paracetamol 325 mg", "paracetamol + tramadol"),
        ("Aspirin 500mg + Caffeine 50 mg (2 tablets)", "aspirin + caffeine"),
        ("paracetamol/codeine 500/30 mg", "codeine + paracetamol"),
        ("co-codamol 30/500", "codeine + paracetamol"),
        ("vitamin b2", "riboflavin"),
        ("coenzyme q10", "coenzyme q10"),
    ],
)
def test_a_dose_is_cut_from_the_end_of_each_part(typed: str, generic: str) -> None:
    assert medicine(typed, MEDICINES.aliases) == generic


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Tylenol 3", "tylenol 3"),
        ("Tylenol 3 500 mg", "tylenol 3"),
        ("Paracetamol Plus", "paracetamol plus"),
        ("Paracetamol Extra 500 mg", "paracetamol extra"),
        ("paracetamol 500/30", "paracetamol 500/30"),
        ("Paracetamol 500 mg/30 mg", "paracetamol 500 mg/30 mg"),
        ("Paracetamol 500 mg/ 30 mg", "paracetamol 500 mg/ 30 mg"),
        ("Paracetamol 500 mg 30 mg", "paracetamol 500 mg 30 mg"),
        ("Paracetamol 500 mg codeine", "paracetamol 500 mg codeine"),
        ("ibuprofen 400", "ibuprofen 400"),
        ("30 mg", "30 mg"),
    ],
)
def test_what_may_be_more_than_a_dose_stays_and_isnt_known(typed: str, kept: str) -> None:
    assert medicine(typed, MEDICINES.aliases) == kept
    assert kept not in MEDICINES.acute


@pytest.mark.parametrize("typed", ["", " ", "/", "\x1b[31m", "\u202etab"])
def test_what_is_no_medicine(typed: str) -> None:
    with pytest.raises(InvalidValue):
        medicine(typed, MEDICINES.aliases)


def test_medicines_of_a_day_and_that_none_was_taken() -> None:
    assert medicines_taken("Sumatriptan; ibuprofen 400 mg;sumatriptan", {}, {}) == ("sumatriptan", "ibuprofen")
    assert medicines_taken("none", {}, {}) == ()


NAMES = st.sampled_from(sorted({*MEDICINES.acute, *MEDICINES.aliases}))
PIECES = st.sampled_from(["500 mg", "30", "2x", "/", " + ", ",", "plus", "(", ")", "and", "tablets", "1,5 g"])


@given(st.lists(NAMES | PIECES | st.text(max_size=5), max_size=6).map(" ".join))
@example("acetaminophen / acetaminophen and")
def test_a_name_once_read_reads_as_itself(typed: str) -> None:
    try:
        generic = medicine(typed, MEDICINES.aliases)
    except InvalidValue:
        return
    assert medicine(generic, MEDICINES.aliases) == generic


@given(NAMES, st.sampled_from([" 400 mg", " 2x", ", 1.5 g", " (2 tablets)", " 50mg x2"]))
def test_a_dose_changes_no_medicine(name: str, dose: str) -> None:
    assert medicine(name + dose, MEDICINES.aliases) == medicine(name, MEDICINES.aliases)


@pytest.mark.parametrize(
    ("medicine", "stated", "found"),
    [
        ("topiramate", None, "antiepileptic"),
        ("topiramate", "antiepileptic", "antiepileptic"),
        ("herbal tea", "other", "other"),
    ],
)
def test_the_class_of_a_preventive(medicine: str, stated: str | None, found: str) -> None:
    assert preventive_class(medicine, stated, MEDICINES.preventive) == found


@pytest.mark.parametrize(
    ("medicine", "stated", "words"),
    [
        ("herbal tea", None, "isn't in the list of medicines; correct it, or state its class"),
        ("topiramat", None, "did you mean topiramate"),
        ("topiramate", "arb", "listed as antiepileptic, not arb"),
    ],
)
def test_a_class_that_cant_be_told_or_contradicts(medicine: str, stated: str | None, words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        preventive_class(medicine, stated, MEDICINES.preventive)
