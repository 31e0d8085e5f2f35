"""Authorisations: what covers a visit, what is left, and by when to ask for the next."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from migraine_cli.practice.authorisations import cover, left
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.codes import AuthorisationStatus
from migraine_cli.records.session import Session
from tests.conftest import Ran, Run

DAY = date(2026, 10, 5)


def granted(entry: int = 1, status: AuthorisationStatus = "approved", **limits: Any) -> Authorisation:
    return Authorisation(
        id=f"authorisation:{entry}",
        entry=entry,
        patient="P1",
        payer="Payer One",
        policy="uhc",
        supply="buy-and-bill",
        status=status,
        **limits,
    )


def session(day: date, units: float | None = 155, vials: tuple[int, ...] = (200,)) -> Session:
    return Session(id=f"session:{day:%m%d}", entry=day.toordinal(), patient="P1", date=day, units=units, vials=vials)


EDGES = {
    "nothing limits it": ({}, [], "yes"),
    "the first day": ({"starts": DAY}, [], "yes"),
    "the day before the first": ({"starts": date(2026, 10, 6)}, [], "no"),
    "the until-day itself": ({"until": DAY}, [], "yes"),
    "the day after": ({"until": date(2026, 10, 4)}, [], "no"),
    "the last visit is left": ({"visits": 2}, [date(2026, 7, 13)], "yes"),
    "no visit is left": ({"visits": 1}, [date(2026, 7, 13)], "no"),
    "a visit before it began doesn't count": ({"visits": 1, "starts": date(2026, 8, 1)}, [date(2026, 7, 13)], "yes"),
    "units are left": ({"units": 201}, [date(2026, 7, 13)], "yes"),
    "given and discarded are both billed": ({"units": 200}, [date(2026, 7, 13)], "no"),
    "refused": ({"status": "refused"}, [], "no"),
    "requested": ({"status": "requested"}, [], "no"),
    "appealed": ({"status": "appealed"}, [], "no"),
}


@pytest.mark.parametrize(("limits", "days", "answer"), EDGES.values(), ids=EDGES)
def test_what_covers_a_visit(limits: dict[str, Any], days: list[date], answer: str) -> None:
    assert cover([granted(**limits)], [session(day) for day in days], DAY).answer.value == answer


def test_where_two_overlap_a_visit_is_taken_from_the_one_that_ends_first() -> None:
    later, earlier = granted(1, until=date(2027, 1, 31), visits=4), granted(2, until=date(2026, 10, 31), visits=4)
    assert [each.visits for each in left([later, earlier], [session(date(2026, 7, 13))])] == [4, 3]


def test_units_are_those_given_and_discarded_and_an_unknown_dose_is_named() -> None:
    (one,) = left([granted(units=800)], [session(date(2026, 4, 20)), session(date(2026, 7, 13), None, ())])
    assert (one.units, one.untold) == (600, ("session:0713",))


ASKED = {
    "it doesn't cover the visit: six weeks before it": ({"until": date(2026, 10, 4)}, "2026-08-24"),
    "it covers this visit and not the next": ({"until": date(2026, 12, 27)}, "2026-11-16"),
    "the next falls on the until-day": ({"until": date(2026, 12, 28)}, "2027-02-08"),
    "one visit is left": ({"visits": 1}, "2026-11-16"),
    "nothing runs out": ({}, None),
}


@pytest.mark.parametrize(("limits", "asked"), ASKED.values(), ids=ASKED)
def test_when_to_ask_for_the_next(limits: dict[str, Any], asked: str | None) -> None:
    ask_by = cover([granted(**limits)], [], DAY).ask_by
    assert (ask_by and ask_by.isoformat()) == asked


@pytest.fixture
def typed(migcli_here: Run) -> Run:
    def run(line: str, *more: str, today: date = DAY) -> Ran:
        return migcli_here(*line.split(), *more, today=today)

    run("init")
    run("add-patient P1 --name Ann --born 1980-01-01 --sex male")
    run("add-patient P2 --name Bo --born 1984-03-12 --sex male")
    run("add-session P1 2026-07-20 --vial 200:C1")
    return run


GRANTED = "add-authorisation P1 --payer One --policy uhc --supply buy-and-bill --status approved"


def test_a_clinic_without_authorisations_sees_none(typed: Run) -> None:
    (item,) = typed("due --format json --within 4w").items
    assert (item["authorisation"], item["ask_by"]) == (None, None)
    typed("book P1", "2026-10-12 09:00")
    (row,) = typed("day 2026-10-12 --format json").items
    assert "authorisation" not in {check["id"] for check in row["checks"]}
    assert typed("authorisations --exit-code").code == 10


def test_due_says_what_covers_the_visit_and_when_to_ask(typed: Run) -> None:
    typed(GRANTED, "--until", "2026-10-20", "--visits", "2", "--from", "2026-07-01")
    (item,) = typed("due --format json --within 4w").items
    assert item["authorisation"] == "One: approved until 2026-10-20, 1 of 2 visits left"
    assert item["ask_by"] == "2026-11-23"


def test_the_day_sheet_checks_the_funding(typed: Run) -> None:
    typed(GRANTED, "--until", "2026-10-11")
    for patient, at in (("P1", "09:00"), ("P2", "10:00")):
        typed(f"book {patient}", f"2026-10-12 {at}")
    found = {}
    for row in typed("day 2026-10-12 --format json").items:
        checks = {check["id"]: check for check in row["checks"]}
        assert checks["authorisation"]["group"] == "funding"
        found[row["patient"]] = checks["authorisation"]["answer"]
    assert found == {"P1": "no", "P2": "unknown"}


def test_a_void_gives_its_visit_back(typed: Run) -> None:
    typed(GRANTED, "--visits", "2")
    (item,) = typed("authorisations P1 --format json").items
    assert (item["visits_left"], item["visits"]) == (1, 2)
    typed("void session:1 --reason slip")
    (item,) = typed("authorisations --format json").items
    assert item["visits_left"] == 2


def test_the_list_names_what_the_payers_policy_would_still_want_to_know(typed: Run) -> None:
    typed(GRANTED, "--until", "2026-10-20")
    (item,) = typed("authorisations --within 8w --format json").items
    assert any("diary days" in what for what in item["missing"])
    assert typed("authorisations --within 1w --exit-code").code == 10


def test_an_answer_that_came_is_amended_and_all_is_imported_again(typed: Run, tmp_path: Path) -> None:
    typed("add-authorisation P1 --payer One --policy uhc --supply buy-and-bill --status requested")
    assert typed("amend authorisation:1 status=approved from=2026-10-06 until=2027-10-05 visits=4").code == 0
    listed = typed("authorisations --format json").items[0]
    assert (listed["status"], listed["from"], listed["until"], listed["visits"]) == (
        "approved",
        "2026-10-06",
        "2027-10-05",
        4,
    )
    assert typed("amend authorisation:1 until=2026-10-01").code == 2
    sheet = tmp_path / "authorisations.csv"
    sheet.write_text(
        "patient,payer,policy,supply,status,from,until,visits\n"
        "P1,One,uhc,buy-and-bill,approved,2026-10-06,2027-10-05,4\nP2,Two,uhc,hospital,refused,,,\n"
    )
    assert [typed("import authorisations", str(sheet), "--format", "json").items[0]["added"] for _ in range(2)] == [
        1,
        0,
    ]


WRONG = {
    "an unknown policy": (GRANTED.replace("uhc", "nobody"), 3),
    "an unknown status": (GRANTED.replace("approved", "granted"), 2),
    "it ends before it begins": (GRANTED + " --from 2026-10-06 --until 2026-10-05", 2),
    "no visit": (GRANTED + " --visits 0", 2),
    "nobody": (GRANTED.replace("P1", "P9"), 3),
}


@pytest.mark.parametrize(("line", "code"), WRONG.values(), ids=WRONG)
def test_what_cant_be_right_is_refused(typed: Run, line: str, code: int) -> None:
    assert typed(line).code == code


def test_a_session_for_something_else_takes_nothing() -> None:
    bladder = replace(session(date(2026, 7, 13)), indication="bladder")
    (one,) = left([granted(visits=2, units=400)], [bladder])
    assert (one.visits, one.units) == (2, 400)


@pytest.fixture
def run(migcli_here: Run, typed: Run) -> Run:
    """The same clinic, each word of a command by itself."""
    assert typed("patients").code == 0

    def ask(*words: str, **more: Any) -> Ran:
        return migcli_here(*words, today=DAY, **more)

    return ask


def asked_of(policy: str) -> list[str]:
    return ["add-authorisation", "P1", "--payer", "One", "--policy", policy, *SUPPLIED]


SUPPLIED = ["--supply", "hospital", "--status", "approved", "--visits", "2"]
SHEET = "patient,payer,policy,supply,status\nP1,One,{},hospital,approved\n"


def test_a_policy_is_recorded_by_its_id_in_whatever_case_it_is_typed(run: Run) -> None:
    assert run(*asked_of("UHC"), "--format", "json").items[0]["policy"] == "uhc"
    assert run("amend", "authorisation:1", "policy=NICE-ta260", "--format", "json").items[0]["policy"] == "nice-ta260"
    assert run("import", "authorisations", "-", input=SHEET.format("Aetna")).code == 0
    assert run("eligible", "P1", "--policy", "SMC-692").code in (10, 11)
    assert {each["policy"] for each in run("authorisations", "--format", "json").items} == {"nice-ta260", "aetna"}


@pytest.mark.parametrize("door", ["command", "import", "amend"])
def test_a_policy_that_there_isnt_is_refused_at_every_door(run: Run, door: str) -> None:
    run(*asked_of("uhc"))
    typed = {
        "command": (asked_of("nix"), 3),
        "import": (["import", "authorisations", "-"], 2),
        "amend": (["amend", "authorisation:1", "policy=nix"], 3),
    }
    words, code = typed[door]
    ran = run(*words, input=SHEET.format("nix"))
    assert (ran.code, "there is no policy 'nix'" in ran.err) == (code, True)


def test_a_policy_file_that_has_gone_hides_no_authorisation(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = Path(__file__).parents[2] / "data" / "policies" / "uhc.toml"
    own = tmp_path / "own.toml"
    own.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(*asked_of("own.toml")).code == 0
    monkeypatch.chdir(tmp_path.parent)
    assert not any("can't be read" in each for each in missing(run))
    own.unlink()
    assert missing(run) == [f"the policy {own}, which can't be read here"]
    assert run("amend", "authorisation:1", "status=refused").code == 0


def missing(run: Run) -> list[str]:
    (only,) = run("authorisations", "--format", "json").items
    asked: list[str] = only["missing"]
    return asked


def test_the_patients_screen_shows_what_is_left_and_when_to_ask(typed: Run) -> None:
    typed(f"{GRANTED} --from 2026-01-01 --until 2026-12-27 --visits 4")
    (item,) = typed("show P1 --format json").items
    (row,) = item["authorisations"]
    assert (row["payer"], row["visits_left"], row["ask_by"]) == ("One", 3, "2026-11-23")
    shown = " ".join(typed("show P1").out.split())
    assert "One: approved from 2026-01-01 until 2026-12-27, 3 of 4 visits left, ask for the next by 2026-11-23" in shown
    assert "3 of 4 visits left" not in typed("report P1").out


def test_deidentified_data_tells_no_payer_and_no_number(typed: Run) -> None:
    typed(f"{GRANTED} --reference AB-12345 --until 2026-12-27")
    exported = typed("export P1 --deidentified --format json")
    (item,) = exported.items
    (row,) = item["authorisations"]
    assert (row["payer"], row["policy"], row["starts"]) == (1, "uhc", None)
    assert row["until"] > 0
    assert not any(told in exported.out for told in ("One", "AB-12345", "2026-12-27"))
