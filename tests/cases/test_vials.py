"""The vials of a session: each with its own lot and expiry, who had a lot, and who is billed for what."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Ran, Run

TODAY = date(2026, 11, 20)
DONE, INVALID, NOT_FOUND, REFUSED = 0, 2, 3, 4


@pytest.fixture
def typed(migcli_here: Run) -> Run:
    def run(command: str, *more: str) -> Ran:
        return migcli_here(*command.split(), *more, today=TODAY)

    run("init")
    run("add-patient P1 --name Ann --born 1980-01-01")
    return run


VIALS = {
    "one vial, with its lot and expiry": (
        "--vial 200:C7654:2027-03",
        ([200], "C7654", "2027-03-31"),
        "200:C7654:2027-03-31",
    ),
    "two vials of two lots": (
        "--vial 100:B2:2027-05 --vial 100:A1:12/2026",
        ([100, 100], "B2; A1", "2026-12-31"),
        "100:B2:2027-05-31;100:A1:2026-12-31",
    ),
    "a lot and an expiry for the vials that name none": (
        "--vial 100 --vial 100:A1 --lot B2 --expiry 2027-05",
        ([100, 100], "B2; A1", "2027-05-31"),
        "100:B2:2027-05-31;100:A1:2027-05-31",
    ),
    "one lot in two spellings": (
        "--vial 100:SYN-1 --vial 100:syn1",
        ([100, 100], "SYN-1", None),
        "100:SYN-1;100:syn1",
    ),
    "a lot alone": ("--lot C1 --expiry 2027-12", ([], "C1", "2027-12-31"), ""),
    "vials of 50 U": ("--vial 50 --vial 50 --vial 100", ([50, 50, 100], None, None), "50;50;100"),
    "an expiry without a lot": ("--vial 200::2027-03-05", ([200], None, "2027-03-05"), "200::2027-03-05"),
}


@pytest.mark.parametrize(("options", "told", "cell"), VIALS.values(), ids=VIALS)
def test_vials_are_recorded_listed_and_imported_alike(
    typed: Run, tmp_path: Path, options: str, told: tuple[list[int], str | None, str | None], cell: str
) -> None:
    (item,) = typed(f"add-session P1 2026-10-05 {options} --format json").items
    sizes, lot, expiry = told
    assert (item["vials"], item["lot"], item["expiry"]) == (sizes, lot, expiry)
    assert [each["units"] for each in item["vial_lots"]] == sizes
    assert all(set(each) == {"units", "lot", "expiry", "supply"} for each in item["vial_lots"])
    (row,) = csv.DictReader(typed("sessions --format csv").out.splitlines())
    assert row["vials"] == cell
    typed("add-patient P2 --born 1980-01-01")
    file = tmp_path / "sessions.csv"
    file.write_text(f"patient,date,lot,expiry,vials\nP2,2026-10-05,{lot or ''},{expiry or ''},{cell}\n")
    assert typed("import sessions", str(file)).code == DONE
    (copy,) = typed("sessions P2 --format json").items
    assert [copy[key] for key in ("vials", "lot", "expiry", "vial_lots")] == [
        item[key] for key in ("vials", "lot", "expiry", "vial_lots")
    ]


REFUSALS = {
    "two lots beside the vials": ("--lot A1 --lot A2 --vial 100 --vial 100", INVALID, "--vial 100:A1:2027-03"),
    "two expiry dates": ("--expiry 2027-01 --expiry 2027-02 --vial 200", INVALID, "--expiry is given 2 times"),
    "a size that there is not": ("--vial 300", INVALID, "50, 100 or 200"),
    "a fourth part": ("--vial 200:A:2027-01:x", INVALID, "can't be read"),
    "a month that there is not": ("--vial 200:A:13/2027", INVALID, "13/2027"),
    "one of two vials expired": ("--vial 100:A1:2026-09 --vial 100:B2:2027-05", REFUSED, "lot A1, expired"),
    "expired, and no vial recorded": ("--expiry 9/2026", REFUSED, "expired on 2026-09-30"),
    "fewer units than are given": ("--vial 50 --vial 100", REFUSED, "over-vial"),
    "an unknown supply": ("--vial 200 --supply bought", INVALID, "supply"),
}


@pytest.mark.parametrize(("options", "code", "words"), REFUSALS.values(), ids=REFUSALS)
def test_vials_that_are_refused(typed: Run, options: str, code: int, words: str) -> None:
    done = typed(f"add-session P1 2026-10-05 {options}")
    assert done.code == code
    assert words in done.err
    assert typed("sessions --format json").items == []


def test_the_last_day_of_the_month_counts(typed: Run) -> None:
    assert typed("add-session P1 2026-09-30 --vial 200:A1:2026-09").code == DONE


@pytest.mark.parametrize("spelt", ["SYN-2026Q3", "syn-2026q3", "SYN 2026 Q3", "syn2026q3"])
def test_who_had_a_lot_however_it_is_spelt(typed: Run, spelt: str) -> None:
    typed("add-session P1 2026-10-05 --vial 100:A1 --vial 100:SYN-2026Q3")
    assert [item["patient"] for item in typed("sessions --format json --lot", spelt).items] == ["P1"]


def test_a_lot_that_nobody_had_is_no_all_clear(typed: Run) -> None:
    typed("add-session P1 2026-10-05 --vial 200:SYN-2026Q3")
    done = typed("sessions --lot SYN-2026Q4")
    assert (done.code, done.out) == (NOT_FOUND, "")
    assert "SYN-2026Q3" in done.err


AMENDED = {
    "the lot of every vial": ("--vial 100:A1 --vial 100:A1", ["lot=B2"], ([100, 100], "B2")),
    "vials anew, the lot kept": ("--vial 200:A1", ["vials=100;100"], ([100, 100], "A1")),
    "vials of two lots": ("--vial 200:A1", ["vials=100:B1;100:B2"], ([100, 100], "B1; B2")),
    "one lot in place of two": ("--vial 100:A1 --vial 100:A2", ["vials=200:C1"], ([200], "C1")),
    "no vial known": ("--vial 100:A1 --vial 100:A2", ["vials="], ([], "A1; A2")),
}


@pytest.mark.parametrize(("options", "changes", "told"), AMENDED.values(), ids=AMENDED)
def test_vials_amended(typed: Run, options: str, changes: list[str], told: tuple[list[int], str]) -> None:
    typed(f"add-session P1 2026-10-05 {options}")
    done = typed("amend session:1", *changes)
    assert done.code == DONE, done.err
    (item,) = typed("sessions --format json").items
    assert (item["vials"], item["lot"]) == told


def test_one_lot_in_place_of_several_would_be_a_guess(typed: Run) -> None:
    typed("add-session P1 2026-10-05 --vial 100:A1 --vial 100:A2")
    done = typed("amend session:1 lot=B2")
    assert done.code == INVALID
    assert "vials='100:A1;100:A2'" in done.err


CLAIMS = {
    "bought": (
        "--vial 200 --supply buy-and-bill",
        [("64615", None, 1, None), ("J0585", None, 155, None), ("J0585", "JW", 45, None)],
    ),
    "40a, supply not recorded": (
        "--vial 200",
        [
            ("64615", None, 1, None),
            ("J0585", None, 155, "supply not recorded"),
            ("J0585", "JW", 45, "supply not recorded"),
        ],
    ),
    **{
        f"from {supply}": (f"--vial 200 --supply {supply}", [("64615", None, 1, None)])
        for supply in ("specialty-pharmacy", "hospital", "patient", "sample")
    },
    "supplied, and no vial recorded": ("--supply patient", [("64615", None, 1, None)]),
}


@pytest.mark.parametrize(("options", "lines"), CLAIMS.values(), ids=CLAIMS)
def test_the_drug_is_claimed_only_where_the_practice_bought_it(
    typed: Run, options: str, lines: list[tuple[str, str | None, int, str | None]]
) -> None:
    typed(f"add-session P1 2026-10-05 {options}")
    items = typed("sessions --billing --format json").items
    assert [(item["code"], item["modifier"], item["units"], item["missing"]) for item in items] == lines
