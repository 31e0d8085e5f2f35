"""What treatment did, cycle by cycle, and the lines of a claim. Recorded and asked through the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest

from tests.conftest import Ran, Run

TODAY = date(2026, 11, 20)
FIRST, SECOND, THIRD = "2026-02-02", "2026-04-27", "2026-07-20"
DONE = 0


Cycles = Callable[..., list[dict[str, Any]]]
"""Asks for the rows of `response`."""


@pytest.fixture
def typed(migcli_here: Run) -> Run:
    """Runs a command about the adult P1: `typed("add-session 2026-02-02")`."""

    def run(line: str, *more: str) -> Ran:
        command, *rest = line.split()
        return migcli_here(command, "P1", *rest, *more, today=TODAY)

    migcli_here("init")
    migcli_here("add-patient", "P1", "--born", "1980-01-01", today=TODAY)
    return run


@pytest.fixture
def cycles(typed: Run) -> Cycles:
    def ask(*options: str) -> list[dict[str, Any]]:
        return typed("response --format json", *options).items

    return ask


def months(typed: Run, **counted: str) -> None:
    """Months of 2026 from a paper calendar: `jan="20"` every day known, `jan="20/28"` on 28 recorded days."""
    for name, count in counted.items():
        number = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug").index(name) + 1
        days, _, recorded = count.partition("/")
        length = (31, 28, 31, 30, 31, 30, 31, 31)[number - 1]
        line = f"add-month 2026-{number:02} --headache {days} --recorded {recorded or length}"
        assert typed(line).code == DONE


class Fell(NamedTuple):
    """A baseline month and the month of the first cycle, and what is reached of 30, 50 and 75 %."""

    baseline: str
    month: str
    percent: tuple[float, float] | None
    reached: tuple[str, str, str]


FALLS = {
    "28a: exactly 30 %": Fell("20", "14", (30, 30), ("yes", "no", "no")),
    "28b: 29.63 % is never rounded": Fell("27", "19", (29.63, 29.63), ("no", "no", "no")),
    "29a: exactly 50 %": Fell("18", "9", (50, 50), ("yes", "yes", "no")),
    "a day short of 50 %": Fell("18", "10", (44.44, 44.44), ("yes", "no", "no")),
    "exactly 75 %": Fell("20", "5", (75, 75), ("yes", "yes", "yes")),
    "30b: 25 to 40 %": Fell("20", "12/28", (25, 40), ("unknown", "no", "no")),
    "more headache days than before": Fell("15", "18", (-20, -20), ("no", "no", "no")),
    "a baseline of 18 to 20": Fell("18/29", "14", (22.22, 30), ("unknown", "no", "no")),
    "none left": Fell("20", "0", (100, 100), ("yes", "yes", "yes")),
}


@pytest.mark.parametrize("case", FALLS.values(), ids=FALLS)
def test_how_far_headache_days_fell(typed: Run, cycles: Cycles, case: Fell) -> None:
    months(typed, jan=case.baseline, mar=case.month)
    typed(f"add-session {FIRST}")
    (row,) = cycles("--as-of", "2026-04-27")
    assert (row["baseline_month"], row["month"]) == ("2026-01", "2026-03")
    found = row["reduction_percent"]
    assert (found["low"], found["high"]) == case.percent
    assert (row["reached_30"], row["reached_50"], row["reached_75"]) == case.reached


def test_32_no_baseline_is_no_denominator(typed: Run, cycles: Cycles) -> None:
    months(typed, mar="5")
    typed(f"add-session {FIRST}")
    (row,) = cycles("--as-of", "2026-04-27")
    assert row["baseline"] == {"low": 0, "high": 31}
    assert row["reduction_percent"] is None
    assert {row["reached_30"], row["reached_50"], row["reached_75"]} == {"unknown"}
    assert row["missing"] == ["the 31 diary days of 2026-01, of which nothing is recorded"]


def test_a_row_for_every_cycle_against_the_same_baseline(typed: Run, cycles: Cycles) -> None:
    months(typed, jan="20", mar="16", jun="12", aug="9")
    for day in (FIRST, SECOND, THIRD):
        assert typed(f"add-session {day}").code == DONE
    rows = cycles("--as-of", "2026-09-01")
    assert [(row["cycle"], row["session"], row["until"], row["month"]) for row in rows] == [
        (1, FIRST, "2026-04-26", "2026-03"),
        (2, SECOND, "2026-07-19", "2026-06"),
        (3, THIRD, "2026-08-31", "2026-08"),
    ]
    assert [row["headache_days"]["low"] for row in rows] == [16, 12, 9]
    assert {row["baseline"]["low"] for row in rows} == {20}


@pytest.mark.parametrize(
    ("as_of", "month"), [("2026-03-31", None), ("2026-04-01", "2026-03")], ids=["a day early", "the month is complete"]
)
def test_a_cycles_month_begins_after_its_session_and_is_complete(
    typed: Run, cycles: Cycles, as_of: str, month: str | None
) -> None:
    typed(f"add-session {FIRST}")
    (row,) = cycles("--as-of", as_of)
    assert row["month"] == month
    assert ("a complete month in the cycle" in row["missing"]) == (month is None)


def test_a_stop_ends_the_course_and_the_next_has_a_baseline_of_its_own(typed: Run, cycles: Cycles) -> None:
    months(typed, jan="20", mar="8", jul="16")
    typed(f"add-session {FIRST}")
    typed("stop 2026-04-01 --reason responder")
    typed("add-session 2026-08-03")
    rows = cycles("--as-of", "2026-09-01")
    assert [(row["course"], row["cycle"], row["baseline"]["low"]) for row in rows] == [(1, 1, 20), (2, 1, 16)]


def test_scores_are_held_against_the_nearest_before_the_course(typed: Run, cycles: Cycles) -> None:
    for day, total in (("2025-12-01", 70), (FIRST, 66), (SECOND, 60), (THIRD, 61)):
        typed(f"add-score hit6 {day} {total}")
    typed(f"add-score midas {FIRST} 60")
    typed("add-score midas 2026-07-01 20")
    for day in (FIRST, SECOND):
        typed(f"add-session {day}")
    first, second = cycles("--as-of", THIRD)
    assert first["hit6"] == {
        "before": 66,
        "before_on": FIRST,
        "now": 60,
        "now_on": SECOND,
        "change": -6,
        "matters": "yes",
    }
    assert (second["hit6"]["now"], second["hit6"]["change"], second["hit6"]["matters"]) == (61, -5, "no")
    assert (first["midas"]["now"], second["midas"]["change"], second["midas"]["matters"]) == (None, -40, None)


WEARING_OFF = {
    "more in the later weeks": (8, 12, 0, "yes"),
    "as many": (8, 8, 0, "no"),
    "fewer": (8, 7, 0, "no"),
    "one more for certain, whatever two days were": (8, 9, 2, "yes"),
    "two days decide": (8, 7, 2, "unknown"),
    "one day can't": (8, 7, 1, "no"),
}


@pytest.mark.parametrize(("middle", "late", "blank", "more"), WEARING_OFF.values(), ids=WEARING_OFF)
def test_wear_off(typed: Run, cycles: Cycles, middle: int, late: int, blank: int, more: str) -> None:
    """Week 5 begins 28 days after the session, week 9 after 56, and week 12 ends before day 84."""
    typed(f"add-session {FIRST}")
    for start, end, headaches in (("2026-03-02", "2026-03-29", middle), ("2026-03-30", "2026-04-26", late)):
        first, last = date.fromisoformat(start), date.fromisoformat(end)
        known = last.toordinal() - (blank if start == "2026-03-30" else 0)
        bad = date.fromordinal(first.toordinal() + headaches - 1)
        typed(f"add-diary {first}..{bad} --headache")
        typed(f"add-diary {date.fromordinal(bad.toordinal() + 1)}..{date.fromordinal(known)} --free")
    (row,) = cycles("--as-of", "2026-04-27")
    assert row["wear_off"] == {
        "weeks_5_to_8": {"low": middle, "high": middle},
        "weeks_9_to_12": {"low": late, "high": late + blank},
        "more": more,
    }
    assert cycles("--as-of", "2026-04-26")[0]["wear_off"] is None


def test_acute_medicines_and_effects_of_the_cycle(typed: Run, cycles: Cycles) -> None:
    typed(f"add-session {FIRST}")
    typed(f"add-session {SECOND}")
    typed("add-diary 2026-03-01..2026-03-05 --headache --took sumatriptan")
    typed("add-diary 2026-03-06..2026-03-25 --free --took none")
    typed("add-effect neck-pain 2026-04-26")
    typed("add-effect ptosis 2026-04-27 --severity mild")
    first, second = cycles("--as-of", "2026-05-10")
    assert first["acute_medicine_days"] == {"low": 5, "high": 11}
    assert first["effects"] == [{"kind": "neck-pain", "date": "2026-04-26", "severity": None}]
    assert second["effects"] == [{"kind": "ptosis", "date": "2026-04-27", "severity": "mild"}]


@pytest.mark.parametrize(("policy", "goes_on"), [("nice-ta260", "no"), ("ehf-2018", "yes"), ("headache-days", None)])
def test_33a_the_policys_stop_rules(typed: Run, cycles: Cycles, policy: str, goes_on: str | None) -> None:
    months(typed, jan="22", may="14", jun="14", jul="14")
    for day in (FIRST, SECOND):
        typed(f"add-session {day}")
    first, second = cycles("--policy", policy, "--as-of", "2026-08-01")
    assert second["goes_on"] == goes_on
    assert first["goes_on"] == (None if goes_on is None else "yes")
    assert len(second["stop_rules"]) == (0 if goes_on is None else 2)


def test_the_whole_clinic_worst_first(migcli_here: Run, typed: Run) -> None:
    months(typed, jan="20", mar="10")
    typed(f"add-session {FIRST}")
    for patient, now in (("P2", "18"), ("P3", None), ("P4", "2")):
        migcli_here("add-patient", patient, "--name", f"Name {patient}")
        for month, days in (("2026-01", "20"), ("2026-03", now)):
            if days:
                migcli_here("add-month", patient, month, "--headache", days, "--recorded", "31", today=TODAY)
        migcli_here("add-session", patient, FIRST, today=TODAY)
    migcli_here("add-patient", "P5")
    asked = ["response", "--as-of", "2026-04-20"]
    rows = migcli_here(*asked, "--format", "json", today=TODAY).items
    assert [row["patient"] for row in rows] == ["P2", "P1", "P4", "P3"]
    shown = migcli_here(*asked, today=TODAY).out
    half = "at least 50 % fewer headache days: 2 to 3 of 4 patients, 50 to 75 % whatever the missing days were"
    assert f"{half}, 15 to 95 % with chance" in shown
    assert "PREEMPT pooled" in shown
    assert "COMPEL" in shown


def test_nobody_treated_is_no_fault(typed: Run) -> None:
    shown = typed("response")
    assert (shown.code, shown.out) == (DONE, "")
    assert typed("response --format json").items == []


class Claim(NamedTuple):
    """What was given and from which vials, and the drug's lines."""

    typed: str
    drug: list[tuple[str | None, float | None]]
    missing: str = ""


CLAIMS = {
    "40a: 155 U from one vial of 200": Claim("--vial 200 --supply buy-and-bill", [(None, 155), ("JW", 45)]),
    "from two of 100": Claim("--vial 100 --vial 100 --supply buy-and-bill", [(None, 155), ("JW", 45)]),
    "40b: 200 of 200": Claim(
        "--units 200 --vial 200 --supply buy-and-bill --allow over-dose --reason x", [("JZ", 200)]
    ),
    "the vials aren't known": Claim("", [(None, 155)], "the vials"),
    "the vials hold less": Claim("--vial 100 --allow over-vial --reason x", [(None, 155)], "hold fewer units"),
    "half a unit": Claim("--units 150.5 --vial 200", [(None, 150.5)], "whole units"),
    "another product": Claim(
        "--product abobotulinumtoxinA --units 500 --allow wrong-product --reason x", [(None, 500)], "the HCPCS code of"
    ),
}


@pytest.mark.parametrize("case", CLAIMS.values(), ids=CLAIMS)
def test_the_lines_of_a_claim(typed: Run, case: Claim) -> None:
    assert typed(f"add-session {FIRST} {case.typed}").code == DONE
    procedure, *drug = typed("sessions --billing --format json").items
    assert (procedure["code"], procedure["units"], procedure["modifier"]) == ("64615", 1, None)
    assert [(line["modifier"], line["units"]) for line in drug] == case.drug
    assert {line["code"] for line in drug} == {None if "HCPCS" in case.missing else "J0585"}
    assert case.missing in (drug[0]["missing"] or "")
    assert bool(drug[0]["missing"]) == bool(case.missing)


def test_a_claim_at_the_terminal_names_the_modifier(typed: Run) -> None:
    typed(f"add-session {FIRST} --vial 200")
    shown = typed("sessions --billing").out
    assert "J0585-JW" in shown
    assert "64615-50" not in shown


def test_another_indication_has_no_lines(typed: Run) -> None:
    typed(f"add-session {FIRST} --indication bladder --units 200")
    assert typed("sessions --billing --format json").items == []


@pytest.mark.parametrize("asked", ["response", "show"])
def test_more_headache_days_are_never_read_out_as_fewer(typed: Run, asked: str) -> None:
    months(typed, jan="18", mar="28/30")
    typed(f"add-session {FIRST}")
    told = typed(f"{asked} --format plain --as-of 2026-04-10").out
    assert "reduction percent low: 61 % more\n" in told
    assert "reduction percent high: 55 % more\n" in told
    assert not any("percent" in line and ": -" in line for line in told.splitlines())


@pytest.mark.parametrize(
    ("asked", "label"),
    [("eligible", "criteria 6"), ("show", "verdict criteria 6"), ("response", "stop rules 1")],
)
def test_a_stop_rule_is_never_read_out_below_0_percent(typed: Run, asked: str, label: str) -> None:
    months(typed, jan="18", mar="20", apr="20", may="20", jun="27", jul="28/30")
    typed(f"add-session {FIRST}")
    typed(f"add-session {SECOND}")
    told = typed(f"{asked} --policy nice-ta260 --format plain --as-of 2026-08-01").out.splitlines()
    assert f"{label} found low: 61 % more" in told
    assert f"{label} found high: 55 % more" in told
    assert f"{label} found unit: % fewer headache days, unless it says more" in told
