"""Whom a few typed letters or digits find."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from migraine_cli.records.patient import Patient
from migraine_cli.records.sought import holding, named, nearly

PEOPLE = [
    Patient(
        id="KL-01", name="Lucía Fernández", born=date(1984, 3, 12), phone="+44 7700 900123", email="lu@example.org"
    ),
    Patient(id="KL-02", name="Müller, Anna", phone="020 7946 0018"),
    Patient(id="KL-03", name="Nuala O'Brien", born=date(1984, 3, 12)),
    Patient(id="KL-04"),
]


def ids(people: Iterable[Patient]) -> list[str]:
    return [person.id for person in people]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lucia", ["KL-01"]),
        ("nan", ["KL-01"]),
        ("anna mueller", ["KL-02"]),
        ("obrien", ["KL-03"]),
        ("kl-0", ["KL-01", "KL-02", "KL-03", "KL-04"]),
        ("EXAMPLE.org", ["KL-01"]),
        ("1984-3-12", ["KL-01", "KL-03"]),
        ("12 Mar 1984", ["KL-01", "KL-03"]),
        ("07700900123", ["KL-01"]),
        ("0044 7700-900123", ["KL-01"]),
        ("79460018", ["KL-02"]),
        ("0018", ["KL-02"]),
        ("+44 20 7946 0018", ["KL-02"]),
        ("46 00 18", ["KL-02"]),
        ("12/3/1984", []),
        ("lucai", []),
    ],
)
def test_who_holds_what_was_typed(typed: str, found: list[str]) -> None:
    assert ids(holding(typed, PEOPLE)) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Lucia", ["KL-01"]),
        ("fernandez lucia", ["KL-01"]),
        ("Fernández, Lucía", ["KL-01"]),
        ("luc", []),
        ("mueller", ["KL-02"]),
        ("muller anna", ["KL-02"]),
        ("anna smith", []),
        ("obrien", ["KL-03"]),
        ("brien", ["KL-03"]),
        ("KL-04", []),
        ("1984-03-12", ["KL-01", "KL-03"]),
        ("12 Mar 1984", ["KL-01", "KL-03"]),
        ("12/3/1984", []),
        ("1984", []),
        ("020794", ["KL-02"]),
        ("460018", ["KL-02"]),
        ("60018", []),
        ("020 7946 0018", ["KL-02"]),
        ("+44 20 7946 0018", ["KL-02"]),
        ("07700 900123", ["KL-01"]),
        ("lu@example.org", []),
        ("000000", []),
        ("", []),
        (" , ", []),
    ],
)
def test_whom_a_text_names(typed: str, found: list[str]) -> None:
    assert ids(named(typed, PEOPLE)) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lucai", ["KL-01"]),
        ("anna mulelr", ["KL-02"]),
        ("fernandes", ["KL-01"]),
        ("obrein", ["KL-03"]),
        ("zzz", []),
        ("12345", []),
        ("", []),
    ],
)
def test_who_is_nearly_spelt_so(typed: str, found: list[str]) -> None:
    assert ids(nearly(typed, PEOPLE)) == found


def test_a_number_of_zeros_is_no_telephone_number() -> None:
    assert holding("0000", PEOPLE) == []
