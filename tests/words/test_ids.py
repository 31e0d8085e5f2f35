"""Whom an id means, in whatever case it is typed."""

from __future__ import annotations

import pytest

from migraine_cli.words.ids import meant


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
def test_the_exact_spelling_first_then_any_case(typed, ids, found):
    assert meant(typed, ids) == found
