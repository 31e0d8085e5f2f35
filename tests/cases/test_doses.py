"""Sessions: what is recorded, warned about and refused, and when the next one is due. Recorded through the command
line.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pytest

from tests.conftest import Ran, Run

TODAY = date(2026, 11, 20)
DONE, INVALID, REFUSED = 0, 2, 4


class Session(NamedTuple):
    """An add-session command after others, and what comes of it."""

    code: int
    typed: str
    before: tuple[str, ...] = ()
    units: float | None = None
    sites: int | None = None
    warned: str | None = None
    rules: tuple[str, ...] = ()
    born: str = "1980-01-01"


FOLLOWED = " ".join(
    f"--extra {side}=1" for side in ("temporalis-left", "temporalis-right", "occipitalis-left", "occipitalis-right")
)
FOLLOWED += " --extra trapezius-left=2 --extra trapezius-right=2"
THIRTY_SITES = "--site procerus=5x1 --site corrugator-left=5x1 " + " ".join(
    f"--site {muscle}-{side}=5x{sites}"
    for muscle, sites in (
        ("frontalis", 2),
        ("temporalis", 4),
        ("occipitalis", 3),
        ("cervical-paraspinal", 2),
        ("trapezius", 3),
    )
    for side in ("left", "right")
)
ALLOWED = "--allow cumulative-dose --reason agreed"
BLADDER = "2026-03-10 --indication bladder --units 200"


def cosmetic(units: int) -> str:
    return f"2026-03-01 --indication cosmetic --units {units}"


DOSES = {
    "38a: 31 fixed sites of 5 U": Session(DONE, "2026-04-20", units=155, sites=31),
    "38b: followed to the ceilings": Session(
        DONE, f"2026-04-20 {FOLLOWED}", units=195, sites=39, warned="above the US label"
    ),
    "38c: frontalis has no extra": Session(REFUSED, "2026-04-20 --extra frontalis-left=2", rules=("protocol",)),
    "38d: one site past a ceiling": Session(REFUSED, f"2026-04-20 {FOLLOWED} --extra procerus=1", rules=("protocol",)),
    "38e: both extra sites on one side": Session(DONE, "2026-04-20 --extra temporalis-left=2", units=165, sites=33),
    "38f: 30 sites, 150 U": Session(DONE, f"2026-04-20 {THIRTY_SITES}", units=150, sites=30, warned="under the 155 U"),
    "units alone are a dose without a map": Session(
        DONE, "2026-04-20 --units 155", units=155, sites=None, warned="sites are not recorded"
    ),
    "units beside sites must be their sum": Session(INVALID, "2026-04-20 --site procerus=5x1 --units 10"),
    "units that are the sum": Session(DONE, "2026-04-20 --protocol preempt-155 --units 155", units=155, sites=31),
    "a muscle with --site and with --extra": Session(INVALID, "2026-04-20 --site procerus=5x1 --extra procerus=1"),
    "extra sites beside others": Session(
        DONE, "2026-04-20 --site procerus=5x1 --extra temporalis-left=2", units=15, sites=3, warned="under the 155 U"
    ),
    "extra sites without a protocol": Session(
        INVALID, "2026-04-20 --indication cosmetic --site procerus=5x1 --extra frontalis-left=1"
    ),
    "sites without a protocol": Session(DONE, "2026-04-20 --indication cosmetic --site procerus=5x1", units=5, sites=1),
    "nan units": Session(INVALID, "2026-04-20 --units nan"),
    "another indication needs its units": Session(INVALID, "2026-04-20 --indication bladder"),
    "an unknown muscle": Session(INVALID, "2026-04-20 --extra biceps-left=1"),
    "39a: 419 U": Session(REFUSED, "2026-04-20", (BLADDER, cosmetic(64)), rules=("cumulative-dose",)),
    "39b: 400 U exactly": Session(DONE, "2026-04-20", (BLADDER, cosmetic(45)), units=155),
    "39c: 401 U": Session(REFUSED, "2026-04-20", (BLADDER, cosmetic(46)), rules=("cumulative-dose",)),
    "39d: another toxin is never added": Session(
        DONE,
        "2026-04-20",
        ("2026-03-16 --product abobotulinumtoxinA --indication cosmetic --units 300",),
        units=155,
        warned="abobotulinumtoxinA",
    ),
    "39e: the session three months before the day is outside": Session(
        DONE, "2026-04-20", ("2026-01-20 --indication bladder --units 300",), units=155
    ),
    "39f: the day after it is inside": Session(
        REFUSED, "2026-04-20", ("2026-01-21 --indication bladder --units 300",), rules=("cumulative-dose",)
    ),
    "39g: a back-dated session is held against later ones": Session(
        REFUSED, "2026-03-01 --indication bladder --units 300", ("2026-04-20",), rules=("cumulative-dose",)
    ),
    "more than 400 U that were allowed months before aren't held against it": Session(
        DONE,
        "2026-10-05",
        ("2026-01-20 --indication bladder --units 300", "2026-02-20 --indication cosmetic --units 200 " + ALLOWED),
        units=155,
    ),
    "nor are those of the three months that begin with the day after it": Session(
        DONE,
        "2026-01-20 --indication bladder --units 100",
        ("2026-03-01 --indication bladder --units 300", "2026-04-20 --indication cosmetic --units 200 " + ALLOWED),
        units=100,
    ),
    "two sessions of 195 U lie in one window": Session(
        DONE, f"2026-04-20 {FOLLOWED}", (f"2026-01-26 {FOLLOWED}",), units=195, warned="above the US label"
    ),
    "83 days are too early": Session(REFUSED, "2026-04-20", ("2026-01-27",), rules=("too-early",)),
    "84 days are not": Session(DONE, "2026-04-20", ("2026-01-26",), units=155),
    "back-dated to 83 days before the next": Session(REFUSED, "2026-01-27", ("2026-04-20",), rules=("too-early",)),
    "another indication is never too early": Session(
        DONE, "2026-02-01 --indication cosmetic --units 20", ("2026-01-27",), units=20
    ),
    "the same day twice": Session(REFUSED, "2026-04-20", ("2026-04-20",), rules=("duplicate",)),
    "the same day for another indication": Session(
        DONE, "2026-04-20 --indication cosmetic --units 20", ("2026-04-20",), units=20
    ),
    "tomorrow": Session(REFUSED, "2026-11-21", rules=("future-date",)),
    "tomorrow can't be allowed": Session(REFUSED, "2026-11-21 --allow future-date --reason x", rules=("future-date",)),
    "today": Session(DONE, "today", units=155),
    "17 years old": Session(REFUSED, "2026-06-14", born="2008-06-15", rules=("under-age",)),
    "18 years old": Session(DONE, "2026-06-15", born="2008-06-15", units=155),
    "an expired vial": Session(REFUSED, "2026-04-20 --expiry 2026-04-19", rules=("expired-vial",)),
    "a vial on its last day": Session(DONE, "2026-04-20 --expiry 2026-04-20", units=155),
    "more than the vial holds": Session(REFUSED, "2026-04-20 --vial 100", rules=("over-vial",)),
    "two vials": Session(DONE, "2026-04-20 --vial 100 --vial 100", units=155),
    "lifted, with a reason": Session(DONE, "2026-04-20 --allow too-early --reason agreed", ("2026-02-20",), units=155),
    "lifted without a reason": Session(INVALID, "2026-04-20 --allow too-early", ("2026-02-20",)),
    "one of two rules lifted": Session(
        REFUSED, "2026-04-20 --vial 100 --allow too-early --reason agreed", ("2026-02-20",), rules=("over-vial",)
    ),
    "no birth date": Session(DONE, "2026-04-20", units=155, warned="no date of birth", born=""),
    "nothing in the diary": Session(
        DONE, "2026-04-20", units=155, warned="eligible under the policy headache-days can't be told"
    ),
}


@pytest.fixture
def add_session(migcli_here: Run) -> Run:
    def add(typed: str, *more: str) -> Ran:
        return migcli_here("add-session", "P1", *typed.split(), *more, today=TODAY)

    migcli_here("init")
    return add


@pytest.mark.parametrize("case", DOSES.values(), ids=DOSES)
def test_a_session(migcli_here: Run, add_session: Run, case: Session) -> None:
    migcli_here("add-patient", "P1", *(["--born", case.born] if case.born else []), today=TODAY)
    for typed in case.before:
        assert add_session(typed).code == DONE
    done = add_session(case.typed, "--format", "json")
    assert done.code == case.code, done.err
    recorded = migcli_here("sessions", "P1", "--format", "json", "--as-of", "2027-01-01").items
    assert len(recorded) == len(case.before) + (case.code == DONE)
    if case.code == DONE:
        _is_recorded(case, done.items[0])
    for rule in case.rules:
        assert f"{rule}:" in done.err


def _is_recorded(case: Session, item: dict[str, Any]) -> None:
    assert item["units"] == case.units
    if case.sites is not None or "units alone" in case.typed:
        assert item["sites"] == case.sites
    if case.warned:
        assert any(case.warned in warning for warning in item["warnings"]), item["warnings"]


def test_a_dose_that_is_too_high_is_told_with_its_window(migcli_here: Run, add_session: Run) -> None:
    migcli_here("add-patient", "P1")
    add_session("2026-04-20")
    told = add_session("2026-03-01 --indication bladder --units 300").err
    assert "455 U of onabotulinumtoxinA in the 3 months up to 2026-04-20, at most 400 are allowed" in told


def test_a_lifted_rule_is_recorded_with_its_reason(migcli_here: Run, add_session: Run) -> None:
    migcli_here("add-patient", "P1")
    add_session("2026-02-20")
    add_session("2026-04-20 --allow too-early --reason", "her last one was half a dose")
    latest = migcli_here("sessions", "P1", "--format", "json", "--as-of", "2026-11-20").items[0]
    assert latest["allowed"] == [{"rule": "too-early", "reason": "her last one was half a dose"}]


@pytest.mark.parametrize("caution", ["hypersensitivity", "site-infection"])
def test_a_contraindication_refuses_and_the_verdict_is_no(migcli_here: Run, add_session: Run, caution: str) -> None:
    migcli_here("add-patient", "P1", "--caution", caution)
    done = add_session("2026-04-20")
    assert done.code == REFUSED
    assert "contraindicated:" in done.err
    assert migcli_here("eligible", "P1", today=TODAY).code == 10


@pytest.mark.parametrize("caution", ["dysphagia", "breastfeeding", "anticoagulant", "anticholinergic"])
def test_another_caution_warns(migcli_here: Run, add_session: Run, caution: str) -> None:
    migcli_here("add-patient", "P1", "--caution", caution)
    done = add_session("2026-04-20")
    assert done.code == DONE
    assert caution.split("-")[0] in done.err


DUE = {
    "36b: 83 days": ("2023-12-08", "2024-02-29", "upcoming", 1),
    "36b: 84 days": ("2023-12-08", "2024-03-01", "due", 0),
    "36b: 14 days past": ("2023-12-08", "2024-03-15", "due", -14),
    "36b: 15 days past": ("2023-12-08", "2024-03-16", "overdue", -15),
    "182 days since": ("2023-12-08", "2024-06-07", "overdue", -98),
    "183 days since": ("2023-12-08", "2024-06-08", "lapsed", -99),
    "28 days off": ("2023-12-08", "2024-02-02", "upcoming", 28),
    "29 days off": ("2023-12-08", "2024-02-01", "early", 29),
}


@pytest.mark.parametrize(("last", "as_of", "status", "days_until"), DUE.values(), ids=DUE)
def test_due(migcli_here: Run, add_session: Run, last: str, as_of: str, status: str, days_until: int) -> None:
    migcli_here("add-patient", "P1")
    add_session(last)
    (item,) = migcli_here("due", "--all", "--as-of", as_of, "--format", "json", today=TODAY).items
    assert (item["status"], item["days_until"], item["last_session"]) == (status, days_until, last)
    shown = migcli_here("due", "--as-of", as_of, "--format", "json", "--exit-code", today=TODAY)
    assert shown.code == (10 if status == "early" else 0)


def test_36d_the_due_date_is_84_days_later_not_three_months(migcli_here: Run, add_session: Run) -> None:
    migcli_here("add-patient", "P1")
    done = add_session("2026-01-05", "--format", "json")
    assert done.items[0]["next_due"] == "2026-03-30"


def test_a_session_for_another_indication_sets_no_due_date(migcli_here: Run, add_session: Run) -> None:
    migcli_here("add-patient", "P1")
    add_session("2026-01-05 --indication cosmetic --units 20")
    assert migcli_here("due", "--all", "--format", "json", today=TODAY).items == []


@pytest.mark.parametrize(
    ("product", "echo", "listed"),
    [
        ("onabotulinumtoxinA", "60 U of onabotulinumtoxinA on 2026-03-16", False),
        ("abobotulinumtoxinA", "60 U of abobotulinumtoxinA (units of this product only) on 2026-03-16", True),
    ],
)
def test_units_of_another_toxin_never_look_like_those_of_the_treatment(
    migcli_here: Run, product: str, echo: str, listed: bool
) -> None:
    migcli_here("init", today=TODAY)
    migcli_here("add-patient", "P1", "--born", "1980-01-01", today=TODAY)
    given = ("--product", product, "--indication", "cosmetic", "--units", "60")
    assert echo in migcli_here("add-session", "P1", "2026-03-16", *given, today=TODAY).out
    assert (product in migcli_here("show", "P1", today=TODAY).out) == listed
