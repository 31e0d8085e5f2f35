"""Vials as a clinic keeps them: what came in, who had it, what is left, and what nobody can explain."""

from __future__ import annotations

import io
import json
import re
import shutil
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from migraine_cli.__main__ import main
from migraine_cli.cli import clock
from migraine_cli.errors import InvalidValue, Refused
from migraine_cli.practice.from_shelf import taken_from_shelf, with_vials
from migraine_cli.practice.stock import Stock
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Recall, Receipt, StockCount
from tests.conftest import Ran, Run

DAY = date(2026, 10, 5)


@pytest.fixture
def clinic_of(migcli_here: Run) -> Run:
    def typed(line: str, *more: str, today: date = DAY) -> Ran:
        return migcli_here(*line.split(), *more, today=today)

    typed("init")
    typed("add-patient P1 --name Ann --born 1980-01-01 --phone 0123456 --sex male")
    typed("add-patient P2 --name Bo --born 1984-03-12 --sex male")
    return typed


def vials(typed: Run, today: date = DAY) -> dict[str, dict[str, Any]]:
    return {item["lot"]: item for item in typed("vials --format json", today=today).items}


def test_a_clinic_that_keeps_no_stock_notices_nothing(clinic_of: Run) -> None:
    (item,) = clinic_of("add-session P1 --vial 200:C1 --format json").items
    assert not any("stock" in warning for warning in item["warnings"])
    listed = clinic_of("vials")
    assert (listed.code, listed.out) == (0, "")
    assert "no stock is kept" in listed.err


def test_sessions_before_the_first_receipt_are_not_held_against_the_stock(clinic_of: Run) -> None:
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 1 --expiry 2027-03")
    assert clinic_of("add-session P1 2026-06-30 --vial 200:C1").code == 0
    assert vials(clinic_of)["C1"]["on_shelf"] == 1


def test_every_unit_is_accounted_for(clinic_of: Run) -> None:
    clinic_of("add-vials C7654 2026-07-01 --units 200 --count 6 --expiry 2027-03 --supply buy-and-bill")
    clinic_of("add-session P1 2026-07-06 --vial 200:c-7654")
    clinic_of("add-session P2 2026-07-06 --from-stock")
    clinic_of("discard C7654 --units 200 --reason warm")
    clinic_of("count-vials C7654 --units 200 --count 2", today=date(2026, 10, 6))
    row = vials(clinic_of, date(2026, 10, 7))["C7654"]
    assert (row["received"], row["injected"], row["discarded"], row["on_shelf"]) == (6, 310, 290, 2)
    assert (row["unexplained"], row["note"]) == (200, "1 vial missing (counted 2026-10-06)")


def test_a_count_is_the_shelf_and_only_later_use_is_taken_from_it(clinic_of: Run) -> None:
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 3 --expiry 2027-03", today=date(2026, 7, 1))
    clinic_of("count-vials C1 --units 200 --count 2", today=date(2026, 8, 1))
    clinic_of("add-session P1 2026-07-20 --vial 200:C1", today=date(2026, 8, 2))
    assert vials(clinic_of)["C1"]["on_shelf"] == 2
    clinic_of("add-session P2 2026-08-02 --vial 200:C1", today=date(2026, 8, 2))
    row = vials(clinic_of)["C1"]
    assert (row["on_shelf"], row["unexplained"]) == (1, 0)


REFUSED = {
    "never came in": ("add-session P2 --vial 200:OTHER", "not-in-stock"),
    "none is left, opened that day for someone else": ("add-session P2 --vial 200:ONE", "shared-vial"),
    "none is left, opened on another day": ("add-session P2 2026-10-04 --vial 200:ONE", "not-in-stock"),
    "kept for someone else": ("add-session P2 --vial 100:HERS --vial 100:HERS", "another-patients-vial"),
    "recalled": ("add-session P2 --vial 200:BAD", "recalled-lot"),
    "two of one": ("add-session P2 --vial 100:HALF --vial 100:HALF", "not-in-stock"),
}


@pytest.mark.parametrize(("line", "rule_name"), REFUSED.values(), ids=REFUSED)
def test_what_isnt_on_the_shelf_is_refused_by_name_and_can_be_overridden(
    clinic_of: Run, line: str, rule_name: str
) -> None:
    for lot, size, more in (("ONE", 200, ""), ("HERS", 100, "--for P1"), ("BAD", 200, ""), ("HALF", 100, "")):
        count = 2 if lot == "HERS" else 1
        clinic_of(f"add-vials {lot} 2026-07-01 --units {size} --count {count} --expiry 2027-03 {more}")
    clinic_of("recall-lot BAD --reason notice", today=date(2026, 10, 1))
    clinic_of("add-session P1 --vial 200:ONE")
    refused = clinic_of(line)
    assert refused.code == 4
    assert f"{rule_name}: " in refused.err
    assert clinic_of(line, "--allow", rule_name, "--reason", "it was so").code == 0


def test_vials_that_came_with_the_patient_are_not_held_against_the_stock(clinic_of: Run) -> None:
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 1 --expiry 2027-03")
    assert clinic_of("add-session P1 --vial 200:THEIRS --supply patient").code == 0
    assert set(vials(clinic_of)) == {"C1"}


def test_a_session_without_a_vial_is_warned_of(clinic_of: Run) -> None:
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 1 --expiry 2027-03")
    (item,) = clinic_of("add-session P1 --format json").items
    assert any("nothing is taken from the stock" in warning for warning in item["warnings"])


SHELVES = {
    "the patient's own first": ([("A", 200, 1, "2027-01", None), ("OWN", 200, 1, "2027-09", "P1")], 155, "OWN"),
    "then fewest units wasted": ([("A", 200, 1, "2026-12", None), ("B", 100, 2, "2027-09", None)], 95, "B"),
    "of 155 U none wastes under 45": ([("A", 200, 1, "2027-01", None), ("B", 50, 4, "2026-12", None)], 155, "B B B B"),
    "then the earliest expiry": ([("A", 200, 1, "2027-03", None), ("B", 200, 1, "2027-01", None)], 155, "B"),
    "expiry on the day itself": ([("A", 200, 1, "2027-03", None), ("B", 200, 1, "2026-10-05", None)], 155, "B"),
    "never an expired one": ([("A", 200, 1, "2027-03", None), ("B", 200, 1, "2026-10-04", None)], 155, "A"),
    "then fewest vials": ([("A", 100, 2, "2027-01", None), ("B", 200, 1, "2027-01", None)], 155, "B"),
    "never another patient's": ([("A", 200, 1, "2027-03", None), ("B", 200, 1, "2027-01", "P2")], 155, "A"),
    "195 U of a 200": ([("A", 200, 1, "2027-03", None), ("B", 100, 2, "2027-04", None)], 195, "A"),
}  # fmt: skip


@pytest.mark.parametrize(("shelf", "units", "taken"), SHELVES.values(), ids=SHELVES)
def test_what_is_taken_from_the_shelf(
    clinic_of: Run, shelf: list[tuple[str, int, int, str, str | None]], units: int, taken: str
) -> None:
    for lot, size, count, expiry, whose in shelf:
        more = ["--for", whose] if whose else []
        clinic_of(f"add-vials {lot} 2026-07-01 --units {size} --count {count} --expiry {expiry}", *more)
    dose = [] if units == 155 else ["--units", str(units)]
    (item,) = clinic_of("add-session P1 --from-stock --format json", *dose).items
    assert " ".join(vial["lot"] for vial in item["vial_lots"]) == taken


def test_too_little_on_the_shelf_says_what_isnt_offered(clinic_of: Run) -> None:
    clinic_of("add-vials OLD 2026-07-01 --units 200 --count 1 --expiry 2026-09-30")
    refused = clinic_of("add-session P1 --from-stock")
    assert refused.code == 4
    assert "not-in-stock: the shelf holds 0 U fit for use on 2026-10-05 and 155 U are needed" in refused.err
    assert "1 x 200 U of OLD (expired on 2026-09-30)" in refused.err


def test_claims_follow_the_supply_that_the_stock_knows(clinic_of: Run) -> None:
    clinic_of("add-vials A 2026-07-01 --units 200 --count 1 --expiry 2027-03 --supply specialty-pharmacy")
    clinic_of("add-vials B 2026-07-01 --units 200 --count 1 --expiry 2027-04 --supply buy-and-bill")
    clinic_of("add-session P1 --from-stock")
    clinic_of("add-session P2 --vial 200:B")
    lines = clinic_of("sessions --billing --format json").items
    assert {(line["patient"], line["code"]) for line in lines} == {("P1", "64615"), ("P2", "64615"), ("P2", "J0585")}


def test_claims_follow_a_supply_that_was_recorded_after_the_session(clinic_of: Run) -> None:
    clinic_of("add-vials A 2026-07-01 --units 200 --count 1 --expiry 2027-03")
    clinic_of("add-session P1 --vial 200:A")
    codes = [(line["code"], line["missing"]) for line in clinic_of("sessions --billing --format json").items]
    assert ("J0585", "supply not recorded") in codes
    clinic_of("amend receipt:1 supply=hospital")
    assert {line["code"] for line in clinic_of("sessions --billing --format json").items} == {"64615"}


WARNED = {
    "none came in": ("P1,2026-10-05,155,200:OTHER", "not-in-stock, 1 session: P1 of 2026-10-05, 200 U of lot OTHER"),
    "two of one, the one sheet": ("P1,2026-10-05,155,200:ONE\nP2,2026-10-05,155,200:one", "shared-vial, 2 sessions"),
    "kept for someone else": ("P1,2026-10-05,155,200:HERS", "another-patients-vial, 1 session"),
    "recalled": ("P1,2026-10-05,155,200:BAD", "recalled-lot, 1 session: P1 of 2026-10-05, lot BAD was recalled"),
    "before stock was kept": ("P1,2026-06-30,155,200:OTHER", None),
    "before the recall": ("P1,2026-09-30,155,200:BAD", None),
    "from the shelf": ("P1,2026-10-05,155,200:ONE\nP2,2026-10-05,155,200:HERS", None),
    "brought by the patient": ("P1,2026-10-05,155,200:OTHER,patient", None),
}


@pytest.mark.parametrize(("rows", "warning"), WARNED.values(), ids=WARNED)
def test_an_imported_session_is_held_against_the_stock_by_the_same_rules_and_recorded(
    clinic_of: Run, tmp_path: Path, rows: str, warning: str | None
) -> None:
    for lot, more in (("ONE", ""), ("HERS", "--for P2"), ("BAD", "")):
        clinic_of(f"add-vials {lot} 2026-07-01 --units 200 --count 1 --expiry 2027-03 {more}")
    clinic_of("recall-lot BAD --reason notice", today=date(2026, 10, 1))
    sheet = tmp_path / "sessions.csv"
    sheet.write_text(f"patient,date,units,vials,supply\n{rows}\n")
    (item,) = clinic_of("import sessions", str(sheet), "--format", "json").items
    assert item["added"] == len(rows.splitlines())
    told = [line for line in item["warnings"] if re.match("shared-vial|not-in|another-|recalled", line)]
    assert len(told) == (warning is not None)
    assert all(line.startswith(warning or "") for line in told)


def test_a_receipt_in_use_is_neither_taken_back_nor_made_smaller(clinic_of: Run) -> None:
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 2 --expiry 2027-03")
    clinic_of("add-session P1 --vial 200:C1")
    clinic_of("add-session P2 --vial 200:C1")
    assert clinic_of("void receipt:1 --reason slip").code == 4
    assert clinic_of("amend receipt:1 received=1").code == 4
    assert clinic_of("amend receipt:1 received=3").code == 0
    clinic_of("void session:1 --reason slip")
    clinic_of("void session:2 --reason slip")
    assert clinic_of("void receipt:1 --reason slip").code == 0
    assert vials(clinic_of) == {}


def test_a_receipt_whose_vials_were_used_before_others_came_stays(clinic_of: Run) -> None:
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 1 --expiry 2027-03")
    clinic_of("add-session P1 2026-07-06 --vial 200:C1")
    clinic_of("add-vials C1 2026-08-01 --units 200 --count 1 --expiry 2027-03")
    assert clinic_of("void receipt:1 --reason slip").code == 4
    assert clinic_of("void receipt:2 --reason slip").code == 0


def test_a_recall_names_who_had_the_lot_and_refuses_an_unknown_one(clinic_of: Run) -> None:
    clinic_of("add-vials C7654 2026-07-01 --units 200 --count 2 --expiry 2027-03")
    clinic_of("add-session P1 2026-07-06 --vial 200:C7654")
    (item,) = clinic_of("recall-lot c-7654 --reason notice --format json").items
    assert (item["lot"], item["on_shelf"]) == ("C7654", 1)
    assert [(who["patient"], who["phone"]) for who in item["recipients"]] == [("P1", "0123456")]
    unknown = clinic_of("recall-lot C7655 --reason notice")
    assert (unknown.code, "similar lots are C7654" in unknown.err) == (3, True)


def test_what_expires_is_listed_while_it_is_on_the_shelf(clinic_of: Run) -> None:
    clinic_of("add-vials SOON 2026-07-01 --units 200 --count 1 --expiry 2026-11-30")
    clinic_of("add-vials LATE 2026-07-01 --units 200 --count 1 --expiry 2027-11-30")
    assert [item["lot"] for item in clinic_of("vials --expiring 60d --format json").items] == ["SOON"]
    clinic_of("discard SOON --units 200 --reason expired")
    assert clinic_of("vials --expiring 60d --format json").items == []


def test_the_day_sheet_says_for_whom_there_is_no_vial(clinic_of: Run) -> None:
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 1 --expiry 2027-03")
    for patient in ("P1", "P2"):
        clinic_of(f"book {patient}", f"2026-10-08 {9 + (patient == 'P2'):02}:00")
    told = {}
    for item in clinic_of("day 2026-10-08 --format json").items:
        told[item["patient"]] = {check["id"]: check for check in item["checks"]}["vial"]
    assert (told["P1"]["answer"], told["P1"]["because"]) == ("yes", "200 U of lot C1, use by 2027-03-31")
    assert told["P2"]["answer"] == "no"
    assert "the shelf holds 0 U fit for use" in told["P2"]["because"]


def test_vials_follow_the_patient_whom_they_are_kept_for(clinic_of: Run) -> None:
    clinic_of("add-patient P3 --name Bo --sex male")
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 1 --expiry 2027-03 --for P3")
    assert clinic_of("merge P3 P2 --reason", "same person").code == 0
    assert vials(clinic_of)["C1"]["for"] == "P2"
    assert clinic_of("add-session P2 --from-stock").code == 0
    clinic_of("undo")
    clinic_of("undo")
    assert vials(clinic_of)["C1"]["for"] == "P3"


def test_vials_are_imported_once(clinic_of: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "vials.csv"
    sheet.write_text("lot,date,units,received,expiry,supply,for\nC1,2026-07-01,200,3,2027-03,buy-and-bill,\n")
    for added in (1, 0):
        (item,) = clinic_of("import vials", str(sheet), "--format", "json").items
        assert item["added"] == added
    assert vials(clinic_of)["C1"]["received"] == 3
    sheet.write_text("lot,date,units,received,expiry,for\nC2,2026-07-01,200,3,2027-03,NOBODY\n")
    assert clinic_of("import vials", str(sheet)).code == 2


def test_a_lot_on_two_shelves_must_be_told_apart(clinic_of: Run) -> None:
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 1 --expiry 2027-03")
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 1 --expiry 2027-03 --for P1")
    assert clinic_of("count-vials C1 --units 200 --count 1").code == 2
    assert clinic_of("count-vials C1 --units 200 --count 1 --for P1").code == 0
    assert clinic_of("count-vials C9 --units 200 --count 1").code == 3


class Shelf(RuleBasedStateMachine):
    """Whatever is typed, voided and undone: the listing is what a plain list of the commands in force adds up to."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.today = date(2026, 1, 5)
        self.in_force: list[tuple[str, str, str, int]] = []
        self.before: list[list[tuple[str, str, str, int]]] = []
        self._run("init")
        for patient in ("P1", "P2"):
            self._run("add-patient", patient, "--sex", "male", "--born", "1980-01-01")

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
        out, noon = io.StringIO(), datetime.combine(self.today, time(12)).astimezone()
        was = clock.now
        clock.now = lambda: noon
        form = () if arguments[0] == "init" else ("--format", "json")
        try:
            with redirect_stdout(out), redirect_stderr(io.StringIO()):
                code = main([*arguments, *form, "--clinic", str(self.folder / "clinic.json")])
        finally:
            clock.now = was
        return code, json.loads(out.getvalue())["items"] if code == 0 and form and out.getvalue() else []

    def _recorded(self, kind: str, lot: str, number: int, *arguments: str) -> bool:
        self.today += timedelta(days=40)
        code, items = self._run(*arguments)
        assert code in (0, 2, 3, 4)
        if code == 0:
            self.before.append(list(self.in_force))
            self.in_force.append((items[0]["id"], kind, lot, number))
        return code == 0

    @rule(lot=st.sampled_from("AB"), count=st.integers(1, 3))
    def receive(self, lot: str, count: int) -> None:
        added = ("add-vials", lot, "--units", "100", "--count", str(count), "--expiry", "2099-01")
        assert self._recorded("received", lot, count, *added)

    @rule(lot=st.sampled_from("AB"), units=st.integers(1, 100), patient=st.sampled_from(("P1", "P2")))
    def inject(self, lot: str, units: int, patient: str) -> None:
        there, kept = self._shelf(lot), any(kind == "received" for _, kind, _, _ in self.in_force)
        given = ("add-session", patient, "--indication", "cosmetic", "--units", str(units), "--vial", f"100:{lot}")
        done = self._recorded("injected", lot, units, *given)
        assert done == (there > 0 or not kept)
        if done and not kept:
            self.in_force.pop()

    @rule(lot=st.sampled_from("AB"))
    def throw_away(self, lot: str) -> None:
        there = self._shelf(lot)
        assert self._recorded("discarded", lot, 1, "discard", lot, "--units", "100", "--reason", "x") == (there > 0)

    @precondition(lambda self: self.in_force)
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        taken = data.draw(st.sampled_from(self.in_force))
        left = [each for each in self.in_force if each is not taken]
        code, _ = self._run("void", taken[0], "--reason", "slip")
        assert code == (4 if taken[1] == "received" and self._short(left, taken[2]) else 0)
        if code == 0:
            self.before.append(self.in_force)
            self.in_force = left

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        code, _ = self._run("undo")
        assert code == 0
        self.in_force = self.before.pop()

    @staticmethod
    def _short(left: list[tuple[str, str, str, int]], lot: str) -> bool:
        """Whether at some time more vials were gone than had come in; the commands stand in the order of their days."""
        there = 0
        for _, kind, _, number in (each for each in left if each[2] == lot):
            there += number if kind == "received" else -1
            if there < 0:
                return True
        return False

    def _shelf(self, lot: str) -> int:
        came = sum(number for _, kind, other, number in self.in_force if (kind, other) == ("received", lot))
        return came - sum(1 for _, kind, other, _ in self.in_force if kind != "received" and other == lot)

    @invariant()
    def every_unit_is_where_the_commands_in_force_put_it(self) -> None:
        if not hasattr(self, "folder"):
            return
        _, rows = self._run("vials")
        for row in rows:
            mine = [each for each in self.in_force if each[2] == row["lot"]]
            injected = sum(number for _, kind, _, number in mine if kind == "injected")
            assert row["injected"] == injected
            assert row["on_shelf"] == self._shelf(row["lot"]) >= 0
            assert row["unexplained"] == 0
            assert row["received"] * 100 == injected + row["discarded"] + row["on_shelf"] * 100


Shelf.TestCase.settings = settings(
    max_examples=15, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
)
TestTheShelf = Shelf.TestCase


def brute_force(stock: list[tuple[int, int, int]], units: int) -> tuple[int, list[int], int] | None:
    """The units wasted, the days until the expiries and the number of the set that comes first, over every set."""
    every = [(size, expiry) for size, count, expiry in stock for _ in range(count)]
    found = []
    for chosen in range(2 ** len(every)):
        taken = [vial for place, vial in enumerate(every) if chosen >> place & 1]
        held = sum(size for size, _ in taken)
        if held >= units and all(held - size < units for size, _ in taken):
            found.append((held - units, sorted(expiry for _, expiry in taken), len(taken)))
    return min(found, default=None)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from((50, 100, 200)), st.integers(1, 3), st.integers(0, 9)), max_size=4),
    st.integers(5, 400),
)
def test_no_other_set_of_vials_comes_first(shelf: list[tuple[int, int, int]], units: int) -> None:
    receipts = [
        Receipt(lot=f"L{number}", date=DAY, units=size, count=count, expiry=DAY + timedelta(days=days))
        for number, (size, count, days) in enumerate(shelf)
    ]
    best = brute_force(shelf, units)
    stock = Stock(receipts=receipts)
    if best is None:
        with pytest.raises(Refused, match="not-in-stock"):
            taken_from_shelf(stock, "P1", DAY, units, "onabotulinumtoxinA")
        return
    taken = taken_from_shelf(stock, "P1", DAY, units, "onabotulinumtoxinA")
    days = sorted((vial.expiry - DAY).days for vial in taken if vial.expiry)
    assert (sum(vial.units for vial in taken) - units, days, len(taken)) == best


def received(lot: str, expiry: date = DAY, **facts: Any) -> Receipt:
    return Receipt(lot=lot, date=DAY, units=200, count=1, expiry=expiry, **facts)


UNFIT = {
    "expired the day before": (Stock(receipts=[received("C1", DAY - timedelta(days=1))]), "expired on 2026-10-04"),
    "kept for another patient": (Stock(receipts=[received("C1", for_patient="P2")]), "kept for P2"),
    "recalled that day": (
        Stock(receipts=[received("C1")], recalls=[Recall(lot="C1", date=DAY, reason="warm")]),
        "recalled",
    ),
    "another product": (Stock(receipts=[received("C1", product="abobotulinumtoxinA")]), "abobotulinumtoxinA"),
    "counted, but it never came in": (
        Stock(receipts=[received("A1", for_patient="P2")], counts=[StockCount(lot="C1", date=DAY, units=200, count=1)]),
        "never came in",
    ),
}


@pytest.mark.parametrize(("stock", "why"), UNFIT.values(), ids=UNFIT)
def test_a_vial_that_is_not_offered_says_why(stock: Stock, why: str) -> None:
    with pytest.raises(Refused, match=f"1 x 200 U of C1 \\({why}\\)"):
        taken_from_shelf(stock, "P1", DAY, 155, "onabotulinumtoxinA")


FIT = {
    "on its last day": received("C1"),
    "kept for the patient": received("C1", for_patient="P1"),
}


@pytest.mark.parametrize("receipt", FIT.values(), ids=FIT)
def test_a_vial_that_is_offered(receipt: Receipt) -> None:
    (vial,) = taken_from_shelf(Stock(receipts=[receipt]), "P1", DAY, 155, "onabotulinumtoxinA")
    assert (vial.lot, vial.units, vial.expiry) == ("C1", 200, DAY)


def test_no_vial_is_chosen_for_a_dose_that_is_not_known() -> None:
    unknown = Session(patient="P1", date=DAY, units=None)
    with pytest.raises(InvalidValue, match="how much is given isn't known"):
        with_vials(unknown, Stock(receipts=[received("C1")]), from_stock=True)


def test_a_vial_that_never_came_in_has_a_row_of_its_own(clinic_of: Run) -> None:
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 1 --expiry 2027-03")
    assert clinic_of("add-session P1 2026-07-06 --vial 200:C9 --allow not-in-stock --reason found").code == 0
    row = vials(clinic_of)["C9"]
    assert (row["received"], row["injected"], row["on_shelf"], row["unexplained"]) == (0, 155, 0, -200)
    assert row["note"] == "never came in; 1 vial more than came in"


def test_a_vial_without_a_lot_is_not_taken_from_the_stock_and_says_so(clinic_of: Run) -> None:
    clinic_of("add-vials C1 2026-07-01 --units 200 --count 1 --expiry 2027-03")
    assert "a vial without a lot isn't taken from the stock" in clinic_of("add-session P1 2026-07-06 --vial 200").err
    assert vials(clinic_of)["C1"]["on_shelf"] == 1
