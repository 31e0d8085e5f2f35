"""The day with the stock of the manual, typed from its page on the clinic of `migcli demo`."""

from __future__ import annotations

import re
import shlex

import pytest

from migraine_cli.reference.manual import page
from tests.conftest import MONDAY, Ran, Run

pytestmark = pytest.mark.usefixtures("demo")

BLOCKS = re.findall(r"```\n(.*?)```", page("vials-and-payers"), re.DOTALL)
TYPED = [line for block in BLOCKS for line in block.splitlines()]
"""The commands of the page, in its order."""


@pytest.fixture
def day(migcli_here: Run) -> dict[str, Ran]:
    """What each line of the page said, the last time it was typed, and the clinic after all of them."""
    said = {}
    for line in TYPED:
        program, *arguments = shlex.split(line.partition(" > ")[0])
        assert program == "migcli"
        ran = migcli_here(*arguments, today=MONDAY)
        assert ran.code in ((0, 10, 11) if arguments[0] == "letter" else (0,)), f"{line}: {ran.err}"
        said[line] = ran
    return said


def test_each_patient_is_given_the_vial_that_the_page_says(day: dict[str, Ran], migcli_here: Run) -> None:
    lots = {
        item["patient"]: item["lot"]
        for item in migcli_here("sessions", "--format", "json", today=MONDAY).items
        if item["date"] == str(MONDAY)
    }
    assert lots == {"P0050": "H0042", "P0051": "C7100"}
    assert "J0585" not in day["migcli sessions P0050 --billing"].out.split("2026-10-05")[1].split("\n")[0]


def test_one_vial_is_missing_and_everything_else_is_accounted_for(day: dict[str, Ran], migcli_here: Run) -> None:
    rows = {item["lot"]: item for item in migcli_here("vials", "--format", "json", today=MONDAY).items}
    assert {lot: (row["on_shelf"], row["unexplained"]) for lot, row in rows.items()} == {
        "C7100": (0, 0),
        "H0042": (0, 0),
        "C7654": (5, 200),
    }
    assert "one vial" not in day["migcli vials"].out
    assert "1 vial missing (counted 2026-10-05)" in " ".join(day["migcli vials"].out.split())


def test_the_recall_names_who_had_it_and_bars_the_lot(day: dict[str, Ran], migcli_here: Run) -> None:
    told = day['migcli recall-lot C7100 --reason "notice 12 of the regulator"'].out
    assert "1 patient had it" in told
    assert "P0051" in told
    assert "recalled-lot" in migcli_here("add-session", "P0053", "--vial", "200:C7100", today=MONDAY).err


def test_the_visit_of_today_is_taken_from_what_the_payer_granted(day: dict[str, Ran], migcli_here: Run) -> None:
    assert "of 2" in day["migcli authorisations P0051"].out
    (row,) = migcli_here("authorisations", "P0051", "--format", "json", today=MONDAY).items
    assert row["visits_left"] == 1


def test_the_letter_the_leaflet_and_the_audit_are_written(day: dict[str, Ran]) -> None:
    letter = day["migcli letter P0051 --kind renewal > renewal.txt"].out
    assert letter.startswith("Draft. To be checked and signed by the prescriber.")
    assert "To: Payer One" in letter
    leaflet = day["migcli letter P0051 --kind aftercare --format html > aftercare.html"].out
    assert "The next session is due on <span>2026-12-28</span>." in leaflet
    assert "Hull, under TA260" in day["migcli audit --policy nice-ta260 --format html > audit.html"].out
