"""What people read: a code of the command line is said as words, and stays a code in JSON and CSV."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

Run = Callable[..., Any]
TODAY = date(2026, 10, 5)

SAID = {
    "add-preventive P1 topiramate --outcome not-tolerated": "not tolerated",
    "add-effect P1 generalised-weakness 2026-10-01": "generalised weakness from 2026-10-01",
    "add-patient P2 --caution site-infection --caution other": "cautions site infection and other",
    "show P1": "neuromuscular disorder",
    "letter P1 --kind gp": "topiramate (antiepileptic), start not recorded to end not recorded: not tolerated",
}


@pytest.mark.parametrize("typed", SAID)
def test_a_code_is_said_as_words(migcli_here: Run, typed: str) -> None:
    for before in (
        "init",
        "add-patient P1 --name Ann --caution neuromuscular-disorder",
        "add-preventive P1 topiramate --outcome not-tolerated",
    ):
        assert migcli_here(*before.split(), today=TODAY).code == 0
    told = migcli_here(*typed.split(), today=TODAY).out
    assert SAID[typed] in told
    assert SAID[typed].split()[0] + "-" not in told


def test_it_stays_a_code_for_scripts(migcli_here: Run) -> None:
    for before in ("init", "add-patient P1 --name Ann"):
        assert migcli_here(*before.split(), today=TODAY).code == 0
    typed = "add-preventive P1 topiramate --outcome not-tolerated --format"
    assert migcli_here(*typed.split(), "json", today=TODAY).items[0]["outcome"] == "not-tolerated"
    assert "not-tolerated" in migcli_here(*typed.split(), "csv", today=TODAY).out
