"""Whom an id means, in whatever case it is typed."""

from __future__ import annotations

import pytest

from migraine_cli.words.ids import meant, near


@pytest.mark.parametrize(
    ("typed", "ids", "found"),
    [
        ("kl-01", ["KL-01", "KL-02"], ["KL-01"]),
        ("KL-01", ["KL-01"], ["KL-01"]),
        ("kl-01", ["KL-01", "kl-01"], ["kl-01"]),
        ("Kl-01", ["KL-01", "kl-01"], ["KL-01", "kl-01"]),
        ("kl-1", ["KL-01"], []),
    ],
)
def test_the_exact_spelling_first_then_any_case(typed: str, ids: list[str], found: list[str]) -> None:
    assert meant(typed, ids) == found


NUMBERED = [f"P{number:04}" for number in range(1, 37)]


@pytest.mark.parametrize(
    ("typed", "ids", "found"),
    [
        ("KL01", ["KL-01", "KL-02"], ["KL-01"]),
        ("kl.01", ["KL-01", "KL-02"], ["KL-01"]),
        ("p1", NUMBERED, ["P0001"]),
        ("P001", NUMBERED, ["P0001"]),
        ("KH-71", ["KH-17", "KH-18"], ["KH-17"]),
        ("KG-17", ["KH-17", "KH-18"], ["KH-17"]),
        ("KH-1", ["KH-17"], ["KH-17"]),
        ("P0099", NUMBERED, []),
        ("P0037", NUMBERED, []),
        ("P002", [f"X{number}" for number in range(9)], []),
        ("zzz", NUMBERED, []),
    ],
)
def test_an_id_is_near_where_a_slip_makes_it_so(typed: str, ids: list[str], found: list[str]) -> None:
    assert near(typed, ids) == found
