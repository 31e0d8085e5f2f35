"""A year of a clinic that keeps stock, over its own commands: at the end not one unit is unexplained."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from migraine_cli.exchange.synthetic.chance import Chance
from tests.conftest import Ran, Run

BEGIN, END = date(2026, 1, 5), date(2026, 12, 28)
PATIENTS = [f"P{number:04}" for number in range(1, 13)]
SUPPLIES = ("buy-and-bill", "specialty-pharmacy", "hospital")


class Year:
    """The clinic's year, day by day, with what was typed counted by hand beside it."""

    def __init__(self, run: Run) -> None:
        self._run, self.today, self._chance = run, BEGIN, Chance("a year of stock")
        self.received: Counter[str] = Counter()
        self.thrown: Counter[str] = Counter()
        self.given = 0.0
        self.next_due = {patient: BEGIN + timedelta(days=7 * place) for place, patient in enumerate(PATIENTS)}

    def typed(self, line: str, *more: str) -> Ran:
        """What a command says, which must be done."""
        done = self._run(*line.split(), *more, today=self.today)
        assert done.code == 0, f"{self.today} {line}: {done.err}"
        return done

    def shelves(self) -> list[dict[str, Any]]:
        """The lots as they are listed."""
        items: list[dict[str, Any]] = self.typed("vials --format json").items
        return items

    def live(self) -> None:
        """From the first Monday to the last, a week at a time."""
        self.typed("init")
        for patient in PATIENTS:
            self.typed(f"add-patient {patient} --born 1980-01-01 --sex male")
        while self.today <= END:
            week = (self.today - BEGIN).days // 7
            if week % 4 == 0:
                self._deliver(week)
            self._treat()
            if week % 8 == 5:
                self._change_ones_mind()
            if week % 6 == 3:
                self._throw_away_what_expired()
                self._count()
            self.today += timedelta(days=7)

    def _deliver(self, week: int) -> None:
        size, count = self._chance.one_of((200, 100, 50)), self._chance.between(6, 12)
        lot, expiry = f"L{week:02}", self.today + timedelta(days=self._chance.between(20, 120))
        supply = self._chance.one_of(SUPPLIES)
        self.typed(f"add-vials {lot} --units {size} --count {count} --expiry {expiry} --supply {supply}")
        self.received[lot] += count
        self.typed(
            f"add-vials {lot}B --units 200 --count 4 --expiry {self.today + timedelta(days=300)} --supply {supply}"
        )
        self.received[f"{lot}B"] += 4

    def _treat(self) -> None:
        for patient, due in self.next_due.items():
            if due > self.today:
                continue
            extra = self._chance.between(0, 2)
            more = ["--extra", f"temporalis-left={extra}"] if extra else []
            self.typed(f"add-session {patient} --from-stock", *more)
            self.given += 155 + 5 * extra
            self.next_due[patient] = self.today + timedelta(days=84 + self._chance.between(0, 10))

    def _change_ones_mind(self) -> None:
        """A session voided and recorded again, another command taken back, and a note mended."""
        latest = self.typed("sessions --format json").items[0]
        self.typed(f"void {latest['id']} --reason slip")
        self.typed("undo")
        self.typed(f"amend {latest['id']} note=mended")
        shelf = next(row for row in self.shelves() if row["on_shelf"])
        self.typed(f"discard {shelf['lot']} --units {shelf['units']} --reason slip")
        self.typed("undo")

    def _throw_away_what_expired(self) -> None:
        for row in self.shelves():
            if row["on_shelf"] and row["expiry"] < str(self.today):
                self.typed(f"discard {row['lot']} --units {row['units']} --count {row['on_shelf']} --reason expired")
                self.thrown[row["lot"]] += row["on_shelf"]

    def _count(self) -> None:
        """Someone looks, and finds what is recorded."""
        for row in self.shelves():
            self.typed(f"count-vials {row['lot']} --units {row['units']} --count {row['on_shelf']}")


@pytest.fixture
def year(migcli_here: Run) -> Year:
    lived = Year(migcli_here)
    lived.live()
    return lived


def test_a_year_reconciles_to_nothing_unexplained(year: Year) -> None:
    rows, sessions = year.shelves(), year.typed("sessions --format json").items
    assert len(sessions) >= 45
    assert sum(year.thrown.values()) > 0
    for row in rows:
        accounted = row["injected"] + row["discarded"] + row["on_shelf"] * row["units"] + row["unexplained"]
        assert row["received"] * row["units"] == accounted
        assert (row["unexplained"], row["received"]) == (0, year.received[row["lot"]])
        assert row["on_shelf"] >= 0
    opened = Counter(vial["lot"] for session in sessions for vial in session["vial_lots"])
    left = {row["lot"]: row["on_shelf"] for row in rows}
    assert {lot: opened[lot] + year.thrown[lot] + left[lot] for lot in year.received} == year.received
    assert sum(row["injected"] for row in rows) == sum(session["units"] for session in sessions) == year.given
    wasted = sum(sum(session["vials"]) - session["units"] for session in sessions)
    thrown = sum(row["units"] * year.thrown[row["lot"]] for row in rows)
    assert sum(row["discarded"] for row in rows) == wasted + thrown


def test_one_vial_that_is_gone_is_what_is_missing(year: Year) -> None:
    shelf = next(row for row in year.shelves() if row["on_shelf"])
    year.typed(f"count-vials {shelf['lot']} --units {shelf['units']} --count {shelf['on_shelf'] - 1}")
    missing = {row["lot"]: row["unexplained"] for row in year.shelves() if row["unexplained"]}
    assert missing == {shelf["lot"]: shelf["units"]}
