"""Counts, discards, recalls and deliveries as records: brought out and in, corrected, and taken back."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ran, Run

DAY = date(2026, 10, 5)


@pytest.fixture
def typed(migcli_here: Run) -> Run:
    def run(line: str, *more: str, today: date = DAY) -> Ran:
        return migcli_here(*line.split(), *more, today=today)

    run("init")
    run("add-patient P1 --name Ann --born 1980-01-01 --phone 0123456 --sex male --note", "a note of hers")
    return run


@pytest.fixture
def shelf(typed: Run) -> Run:
    """A shelf on which everything happened that can."""
    for _ in range(2):
        assert typed("add-vials A 2026-07-01 --units 200 --count 3 --expiry 2027-03 --supply buy-and-bill").code == 0
    typed("add-vials A 2026-07-01 --units 200 --count 1 --expiry 2027-03 --supply buy-and-bill --supplier", "Gray & Co")
    typed("add-vials HERS 2026-07-02 --units 100 --count 2 --expiry 2027-04 --for P1 --supply specialty-pharmacy")
    typed("add-session P1 2026-07-06 --vial 200:A")
    for _ in range(2):
        typed("discard A --units 200 --reason warm")
    typed("count-vials A --units 200 --count 3")
    typed("recall-lot HERS --reason", "notice 12")
    return typed


def test_all_of_it_goes_out_and_comes_in_again(shelf: Run, tmp_path: Path, clinic: Path) -> None:
    shelf("add-session P1 2026-10-04 --indication cosmetic --units 20 --vial 50:X --vial 50:Y --supply patient")
    assert shelf("amend session:2", "vials=50:X;50:Y", "supply=patient;sample").code == 0
    before = {kind: shelf(f"{kind} --format json").items for kind in ("vials", "sessions")}
    assert shelf("export --all --format csv", str(tmp_path / "out")).code == 0
    clinic.unlink()
    shelf("init")
    for again in (False, True):
        for kind in ("patients", "vials", "sessions", "discards", "counts", "recalls"):
            (item,) = shelf(f"import {kind} --format json", str(tmp_path / "out" / f"{kind}.csv")).items
            assert (item["added"] == 0) == again
    after = {kind: shelf(f"{kind} --format json").items for kind in ("vials", "sessions")}
    assert after["vials"] == before["vials"]
    assert [row["vial_lots"] for row in after["sessions"]] == [row["vial_lots"] for row in before["sessions"]]


def test_one_patients_sheets_hold_of_the_vials_those_kept_for_them(shelf: Run, tmp_path: Path) -> None:
    shelf("count-vials HERS --units 100 --count 1")
    assert shelf("export P1 --format csv", str(tmp_path / "out")).code == 0
    for kind, lots in (("vials", ["HERS"]), ("counts", ["HERS"]), ("discards", []), ("recalls", [])):
        with (tmp_path / "out" / f"{kind}.csv").open(encoding="utf-8", newline="") as sheet:
            assert [row["lot"] for row in csv.DictReader(sheet)] == lots


def test_a_supply_for_each_vial_stands_in_the_sheet(typed: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "sessions.csv"
    sheet.write_text("patient,date,units,vials,supply\nP1,2026-10-01,155,100:A;100:B,buy-and-bill;\n")
    assert typed("import sessions", str(sheet)).code == 0
    (item,) = typed("sessions --format json").items
    assert [(vial["lot"], vial["supply"]) for vial in item["vial_lots"]] == [("A", "buy-and-bill"), ("B", None)]
    typed("export --all --format csv", str(tmp_path / "out"))
    (row,) = csv.DictReader((tmp_path / "out" / "sessions.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (row["vials"], row["supply"]) == ("100:A;100:B", "buy-and-bill;")
    sheet.write_text("patient,date,units,vials,supply\nP1,2026-10-02,155,100:A;100:B,a;b;c\n")
    assert typed("import sessions", str(sheet)).code == 2


AMENDED = {
    "a count": ("count:1", "count=4", "A", {"on_shelf": 4, "unexplained": 0}),
    "a discard": ("discard:2", "count=2", "A", {"on_shelf": 3, "unexplained": 0}),
    "a delivery": ("receipt:3", "received=2", "A", {"received": 8, "unexplained": 400}),
}


@pytest.mark.parametrize(("record", "change", "lot", "told"), AMENDED.values(), ids=AMENDED)
def test_each_can_be_amended_voided_and_undone(
    shelf: Run, record: str, change: str, lot: str, told: dict[str, int]
) -> None:
    def row() -> dict[str, Any]:
        return next(item for item in shelf("vials --format json").items if item["lot"] == lot)

    before = row()
    assert {key: before[key] for key in told} != told
    assert shelf(f"amend {record} {change}").code == 0
    assert {key: row()[key] for key in told} == told
    assert record in shelf("log").out
    shelf("undo")
    assert row() == before
    if not record.startswith("receipt"):
        assert shelf(f"void {record} --reason slip").code == 0
        assert row() != before
        shelf("undo")
        assert row() == before


def test_a_recall_can_be_amended_and_taken_back(shelf: Run) -> None:
    assert shelf("amend recall:1 lot=a").code == 0
    assert "recalled-lot" in shelf("add-session P1 --vial 200:A").err
    assert shelf("amend recall:1 lot=NEVER").code == 3
    shelf("void recall:1 --reason", "not our lot")
    assert "recalled-lot" not in shelf("add-session P1 --vial 200:A").err


def test_more_cant_be_thrown_away_than_there_was_by_amending_either(shelf: Run) -> None:
    refused = shelf("amend discard:2 count=5")
    assert refused.code == 2
    assert "can't be thrown away" in refused.err


def test_a_sessions_lot_is_held_against_the_stock_when_it_is_amended(shelf: Run) -> None:
    refused = shelf("amend session:1 lot=OTHER")
    assert (refused.code, "not-in-stock" in refused.err) == (4, True)


def test_what_was_counted_and_never_came_in_is_said(typed: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "counts.csv"
    sheet.write_text("lot,date,units,count\nNEVER,2026-10-01,200,2\n")
    (item,) = typed("import counts --format json", str(sheet)).items
    assert (item["added"], item["warnings"]) == (
        1,
        ["no vial of 200 U of lot NEVER came in; record what came in with `migcli add-vials`."],
    )


def test_a_delivery_that_is_typed_twice_is_warned_of(typed: Run) -> None:
    line = "add-vials A --units 200 --count 3 --expiry 2027-03 --supply hospital --format json"
    warnings = [typed(line).items[0]["warnings"] for _ in range(2)]
    assert warnings == [[], ["the same is recorded of that day (receipt:1); if it was typed twice, `migcli undo`"]]


def test_sessions_that_say_another_supply_are_named_when_a_delivery_is_corrected(shelf: Run) -> None:
    (item,) = shelf("amend receipt:1 supply=hospital --format json").items
    assert item["warnings"] == [
        "session:1 says another supply of its vials; if it is wrong, `migcli amend session:1 supply=hospital`"
    ]
    assert shelf("amend receipt:2 note=checked --format json").items[0]["warnings"] == []
