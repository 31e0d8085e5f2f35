"""`audit` as a page, by quarter, and asked wrongly."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def treated(migcli_here: Any, tmp_path: Any) -> Any:
    """A clinic in which one patient each started in the first and the third quarter of 2025."""
    place = ("--clinic", str(tmp_path / "clinic.json"))
    migcli_here("init", *place)
    for patient, day in (("P1", "2025-02-03"), ("P2", "2025-08-04")):
        migcli_here("add-patient", patient, *place)
        assert migcli_here("add-session", patient, day, *place).code == 0
    return lambda *asked: migcli_here("audit", *asked, "--as-of", "2026-10-05", *place)


def test_each_quarter_has_a_cohort_of_its_own(treated: Any) -> None:
    items = treated("--by", "quarter", "--format", "json").items
    assert {(each["period"], each["cohort"]) for each in items} == {("2025-Q1", 1), ("2025-Q3", 1)}
    assert {each["share"] for each in items} == {None}


def test_the_time_picks_who_started(treated: Any) -> None:
    items = treated("--from", "2025-02-04", "--to", "2025-12-31", "--format", "json").items
    assert {(each["period"], each["cohort"]) for each in items} == {("2025-02-04..2025-12-31", 1)}


def test_the_page_says_what_the_table_says(treated: Any) -> None:
    page = treated("--policy", "nice-ta260", "--format", "html").out
    assert page.startswith("<!doctype html>")
    for told in ("next session 84 to 91 days after the last", "2 lapsed", "no pass mark", "PMC9863104"):
        assert told in page
    assert "<script" not in page


@pytest.mark.parametrize(
    "wrong", [("--from", "2026-01-02", "--to", "2026-01-01"), ("--by", "week"), ("--format", "html", "--sort", "yes")]
)
def test_what_makes_no_sense_is_refused(treated: Any, wrong: tuple[str, ...]) -> None:
    assert treated(*wrong).code == 2
