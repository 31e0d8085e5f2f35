"""`eligible` beyond the criteria: all patients, all policies, other months, contradictions, and what is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ran, Run

TODAY = date(2026, 11, 20)
AS_OF = ("--as-of", "2024-05-01")
THREE = ("topiramate", "amitriptyline", "propranolol")


@pytest.fixture
def run(migcli_here: Run) -> Run:
    """migcli with the clock held, in a clinic of its own."""

    def run_on_the_day(*arguments: str) -> Ran:
        return migcli_here(*arguments, today=TODAY)

    run_on_the_day("init")
    return run_on_the_day


_DIARIES = (("YES", "01..15", "16..30"), ("NO", "01..14", "15..30"), ("OPEN", "01..14", "15..28"))


@pytest.fixture
def three(clinic_after: Callable[..., Path], run: Run) -> Run:
    """YES meets the headache-day criterion in April 2024, NO doesn't, OPEN has two days missing."""
    recorded = []
    for patient, headache, free in _DIARIES:
        recorded += [
            ["add-patient", patient, "--name", f"{patient} Lind", "--born", "1980-01-01", "--overuse", "none"],
            ["add-diary", patient, days(headache), "--headache", "--migraine", "--hours", "5"],
            ["add-diary", patient, days(free), "--free"],
        ]
    clinic_after(["init"], *recorded, today=TODAY)
    return run


def done(ran: Ran) -> Ran:
    assert ran.code == 0, ran.err
    return ran


def days(text: str) -> str:
    first, last = text.split("..")
    return f"2024-04-{first}..2024-04-{last}"


def criterion(item: dict[str, Any], id_: str) -> dict[str, Any]:
    return next(each for each in item["criteria"] if each["id"] == id_)


def asked(run: Run, *arguments: str) -> list[dict[str, Any]]:
    return run("eligible", *arguments, *AS_OF, "--format", "json").items


def test_all_patients_with_the_counts_of_each_verdict(three: Run) -> None:
    shown = done(three("eligible", *AS_OF))
    assert shown.out.endswith("headache-days: 1 yes, 1 no, 1 unknown; as of 2024-05-01, by calendar months\n")
    assert [item["verdict"] for item in asked(three)] == ["no", "unknown", "yes"]


@pytest.mark.parametrize(
    ("wanted", "patients"),
    [
        (("yes",), ["YES"]),
        (("no",), ["NO"]),
        (("unknown",), ["OPEN"]),
        (("no", "unknown"), ["NO", "OPEN"]),
        (("UNKNOWN",), ["OPEN"]),
    ],
)
def test_only_some_verdicts(three: Run, wanted: tuple[str, ...], patients: list[str]) -> None:
    arguments = [part for each in wanted for part in ("--verdict", each)]
    assert [item["patient"] for item in asked(three, *arguments)] == patients
    assert "1 yes, 1 no, 1 unknown" in done(three("eligible", *arguments, *AS_OF)).out


def test_no_verdict_of_that_kind(three: Run) -> None:
    ran = done(three("eligible", "--verdict", "yes", "--policy", "ichd-3", *AS_OF))
    totals = "ichd-3: 0 yes, 1 no, 2 unknown; as of 2024-05-01, by calendar months"
    assert (ran.out, ran.err) == ("", f"no verdict is yes; {totals}.\n")
    assert done(three("eligible", "--verdict", "yes", "--policy", "ichd-3", *AS_OF, "--format", "json")).items == []


def test_one_patient_keeps_the_verdict_as_exit_code(three: Run) -> None:
    assert [three("eligible", patient, *AS_OF).code for patient in ("YES", "NO", "OPEN")] == [0, 10, 11]
    assert three("eligible", "NO", "--verdict", "yes", *AS_OF).code == 10


def test_all_policies_side_by_side(three: Run) -> None:
    ran = done(three("eligible", "NO", "--all-policies", *AS_OF, "--format", "json"))
    verdicts = {item["policy"]: item["verdict"] for item in ran.items}
    assert list(verdicts) == [
        "aetna",
        "cda-sr0584",
        "dmkg-2018",
        "ehf-2018",
        "eu-label",
        "headache-days",
        "ichd-3",
        "mbs-18377",
        "nice-ta260",
        "smc-692",
        "uhc",
        "uk-label",
        "us-label",
    ]
    assert verdicts["headache-days"] == "no"
    shown = done(three("eligible", "NO", "--all-policies", *AS_OF)).out
    assert all(f"\n{policy} " in shown for policy in verdicts)
    assert "NO under every policy: " in shown


def test_all_policies_with_one_of_the_practices_own(three: Run, tmp_path: Path) -> None:
    own = tmp_path / "ours.toml"
    own.write_text(OURS, encoding="utf-8")
    items = asked(three, "NO", "--all-policies", "--policy", str(own))
    assert (len(items), items[-1]["policy"], items[-1]["verdict"]) == (14, "ours", "yes")


OURS = """\
id = "ours"
title = "Our own"
claim = "meets our own criteria"
source = "our practice"
address = "our practice"
edition = "2026"
read = 2026-11-01
confirmed = true

[[start]]
id = "headache-days"
measure = "headache-days"
at_least = 14
"""


def test_all_policies_need_a_patient(three: Run) -> None:
    ran = three("eligible", "--all-policies")
    assert (ran.code, ran.err) == (
        2,
        "error: --all-policies compares the verdicts on one patient; name the patient.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--verdict", "maybe"), 2, "write one of yes, no, unknown"),
        (("--month-length", "29"), 2, "write one of 28, 30"),
        (("--policy", "nice"), 3, "there is no policy 'nice'"),
        (("P9",), 3, "P9"),
    ],
)
def test_faulty_use(three: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = three("eligible", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_blocks_in_place_of_months_are_said(three: Run) -> None:
    (item,) = asked(three, "YES", "--month-length", "28")
    assert item["month_days"] == 28
    assert criterion(item, "headache-days")["period"] == "2024-04-03..2024-04-30"
    assert criterion(item, "headache-days")["found"]["low"] == 13
    assert item["verdict"] == "no"
    blocks = "blocks of 28 days in place of months, the latest ending on 2024-04-30"
    assert blocks in three("eligible", "YES", "--month-length", "28", *AS_OF).out
    assert blocks in three("eligible", "--month-length", "28", *AS_OF).out


def test_calendar_months_are_said_too(three: Run) -> None:
    (item,) = asked(three, "YES")
    assert item["month_days"] is None
    assert criterion(item, "headache-days")["period"] == "2024-04"
    assert "; calendar months\n" in three("eligible", "YES", *AS_OF).out


def test_a_calendars_count_cannot_be_used_in_blocks_and_that_is_said(run: Run) -> None:
    done(run("add-patient", "P1"))
    done(run("add-month", "P1", "2024-04", "--headache", "20", "--recorded", "30"))
    (item,) = asked(run, "P1", "--month-length", "28")
    assert criterion(item, "headache-days")["answer"] == "unknown"
    assert (
        "the calendar counts of 2024-04 can't be used in 2024-04-03..2024-04-30"
        in (criterion(item, "headache-days")["because"])
    )
    assert asked(run, "P1")[0]["verdict"] == "yes"
    (thirty,) = asked(run, "P1", "--month-length", "30")
    assert thirty["verdict"] == "yes"  # the 30 days before 1 May are April


def test_where_a_calendar_and_the_days_contradict_each_other_the_days_win(run: Run) -> None:
    done(run("add-patient", "P1"))
    done(run("add-diary", "P1", days("01..14"), "--headache"))
    done(run("add-diary", "P1", days("15..30"), "--free"))
    warned = done(run("add-month", "P1", "2024-04", "--headache", "20", "--recorded", "30"))
    clash = "the calendar of 2024-04 (20 headache days, 30 days recorded) can't be true beside the days"
    assert clash in warned.err
    (item,) = asked(run, "P1")
    assert item["verdict"] == "no"
    found = criterion(item, "headache-days")
    assert found["found"] == {"low": 14, "high": 14, "unit": "headache days a month"}
    assert clash in found["because"]
    assert clash in run("eligible", "P1", *AS_OF).out.replace("\n", " ")


def test_a_contradiction_is_told_of_treated_months_too(run: Run) -> None:
    done(run("add-patient", "P1", "--born", "1980-01-01"))
    done(run("add-diary", "P1", days("01..20"), "--headache", "--migraine"))
    done(run("add-diary", "P1", days("21..30"), "--free"))
    for day in ("2024-05-02", "2024-07-25"):
        done(run("add-session", "P1", day))
    done(run("add-diary", "P1", "2024-09-01..2024-09-30", "--free"))
    done(run("add-month", "P1", "2024-09", "--headache", "16", "--recorded", "30"))
    ran = run("eligible", "P1", "--policy", "mbs-18377", "--as-of", "2024-10-17", "--format", "json")
    assert (
        "the calendar of 2024-09 (16 headache days, 30 days recorded) can't be true"
        in criterion(ran.items[0], "reduction")["because"]
    )
    assert ran.items[0]["verdict"] == "yes"


def test_days_with_acute_medicines_are_evidence_beside_the_statement(run: Run) -> None:
    done(run("add-patient", "P1", "--overuse", "none"))
    for month, last in (("01", 31), ("02", 29), ("03", 31), ("04", 30)):
        done(run("add-diary", "P1", f"2024-{month}-01..2024-{month}-12", "--headache", "--took", "sumatriptan"))
        done(run("add-diary", "P1", f"2024-{month}-13..2024-{month}-{last}", "--free", "--took", "none"))
    (item,) = asked(run, "P1", "--policy", "nice-ta260")
    overuse = criterion(item, "overuse")
    assert overuse["answer"] == "yes"
    assert overuse["evidence"] == [
        {
            "id": "triptan",
            "answer": "yes",
            "needs": "10 or more days with intake in each of 4 months",
            "found": {"low": 12, "high": 12, "unit": "days with intake a month"},
            "period": "2024-01..2024-04",
            "because": "2024-01: 12, 2024-02: 12, 2024-03: 12, 2024-04: 12",
        }
    ]
    assert "overuse of triptan by ICHD-3 8.2 in 2024-01..2024-04" in overuse["because"]
    assert criterion(item, "adult")["evidence"] == []


def test_a_preference_is_shown_and_never_bars(three: Run) -> None:
    (item,) = asked(three, "YES", "--policy", "ehf-2018")
    assert (item["verdict"], criterion(item, "preventives")["answer"]) == ("yes", "unknown")
    assert item["missing"] == []
    assert "preventives (preference)" in three("eligible", "YES", "--policy", "ehf-2018", *AS_OF).out


def test_a_decided_verdict_asks_for_nothing(three: Run) -> None:
    shown = three("eligible", "NO", "--policy", "nice-ta260", *AS_OF).out
    assert "What would settle it" not in shown
    assert "What would settle it:\n  · 2 more diary days of 2024-04 (2024-04-29..2024-04-30)\n" in (
        three("eligible", "OPEN", *AS_OF).out
    )


def test_an_unknown_start_under_treatment_says_what_it_lacks(run: Run) -> None:
    done(run("add-patient", "P1", "--born", "1980-01-01", "--overuse", "none"))
    done(run("add-preventive", "P1", "topiramate", "--outcome", "failed"))
    done(run("add-session", "P1", "2024-05-02"))
    ran = run("eligible", "P1", "--policy", "ehf-2018", "--as-of", "2024-06-01", "--format", "json")
    (item,) = ran.items
    assert (ran.code, item["stage"], item["verdict"], item["start"]) == (0, "continue", "yes", "unknown")
    assert item["missing"] == ["the 30 diary days of 2024-04, of which nothing is recorded"]
    shown = run("eligible", "P1", "--policy", "ehf-2018", "--as-of", "2024-06-01").out
    assert "What would settle whether treatment could start:" in shown
    assert "To start, judged on 2024-04, before the first session: unknown" in shown


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("width", [80, 100, 140])
def test_it_fits_a_terminal(terminal: Callable[..., str], width: int, clinic: Path) -> None:
    for arguments in (("NO",), ("NO", "--all-policies"), ("--policy", "nice-ta260")):
        command = ("-m", "migraine_cli", "eligible", *arguments, *AS_OF, "--clinic", str(clinic))
        lines = terminal(*command, width=width, env={"NO_COLOR": "1"}).splitlines()
        assert max(map(len, lines)) <= width


def test_every_item_has_every_key(three: Run) -> None:
    ran = three("eligible", "OPEN", *AS_OF, "--format", "json")
    (item,) = json.loads(ran.out)["items"]
    assert {"patient", "name", "policy", "stage", "verdict", "start", "criteria", "missing"} <= set(item)
    for each in item["criteria"]:
        assert {"id", "answer", "needs", "found", "period", "because"} <= set(each)
