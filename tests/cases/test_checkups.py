"""Check-ups as they are typed, corrected, brought in and handed out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Ran, Run

TODAY = date(2026, 11, 20)
DONE, INVALID, NOT_FOUND = 0, 2, 3


@pytest.fixture
def typed(migcli_here: Run) -> Run:
    def run(command: str, *more: str, **how: str) -> Ran:
        return migcli_here(*command.split(), *more, today=TODAY, **how)

    run("init")
    run("add-patient P1 --name Ann --born 1980-01-01 --sex female")
    return run


WORDS = {
    "--pregnancy possible": ("pregnancy", "possible"),
    "--breastfeeding YES": ("breastfeeding", "yes"),
    "--allergy NONE": ("allergy", "none"),
    "--allergy Albumin": ("allergy", "albumin"),
    "--allergy botox": ("allergy", "toxin"),
    "--allergy onabotulinumtoxinA": ("allergy", "toxin"),
    "--allergy Latex": ("allergy", "Latex"),
    "--skin infected": ("skin", "infected"),
    "--swallowing trouble": ("swallowing", "trouble"),
    "--weakness new": ("weakness", "new"),
    "--anticoagulant apixaban": ("anticoagulant", "apixaban"),
    "--anticoagulant None": ("anticoagulant", "none"),
    "--new-medicine gentamicin": ("new_medicine", "gentamicin"),
    "--other-toxin abobotulinumtoxina": ("other_toxin", "abobotulinumtoxinA"),
    "--consent withdrawn": ("consent", "withdrawn"),
    "--leaflet aftercare-2026": ("leaflet", "aftercare-2026"),
}


@pytest.mark.parametrize(("option", "field", "answer"), [(o, *said) for o, said in WORDS.items()], ids=WORDS)
def test_an_answer(typed: Run, option: str, field: str, answer: str) -> None:
    (item,) = typed(f"add-checkup P1 2026-11-19 {option} --format json").items
    assert {name for name, said in item.items() if said is not None} - {"warnings"} == {
        "id",
        "patient",
        "name",
        "date",
        field,
    }
    assert (item["id"], item["date"], item[field]) == ("checkup:1", "2026-11-19", answer)


def test_human_albumin_is_albumin(typed: Run) -> None:
    assert typed("add-checkup P1 --allergy", "human  Albumin", "--format", "json").items[0]["allergy"] == "albumin"


REFUSED = {
    "no answer": "add-checkup P1",
    "only who asked": "add-checkup P1 --by Lee",
    "no such answer": "add-checkup P1 --pregnancy maybe",
    "no such product": "add-checkup P1 --other-toxin filler",
    "a day to come": "add-checkup P1 tomorrow --skin clear",
}


@pytest.mark.parametrize("command", REFUSED.values(), ids=REFUSED)
def test_what_is_no_checkup(typed: Run, clinic: Path, command: str) -> None:
    before = clinic.read_bytes()
    assert typed(command).code == INVALID
    assert clinic.read_bytes() == before


def test_a_checkup_of_nobody(typed: Run) -> None:
    assert typed("add-checkup P9 --skin clear").code == NOT_FOUND


def test_the_whole_is_said(typed: Run) -> None:
    said = typed("add-checkup P1 --pregnancy no --skin clear --by Lee").out
    assert said == "recorded checkup:1: check-up of P1 Ann on 2026-11-20, by Lee: pregnancy no, skin clear.\n"


FOLLOWS = {
    "--allergy albumin": "an allergy to albumin is a contraindication; add-session will refuse until a later check-up",
    "--allergy latex": "judge whether the allergy (latex) bars the injection",
    "--skin infected": "infected skin is a contraindication today",
    "--pregnancy yes": "PREGNANT or possible: add-session will refuse until a later check-up says no",
    "--consent withdrawn": "consent is withdrawn; add-session will refuse until a later check-up says given",
    "--swallowing trouble": "`migcli add-effect P1 dysphagia DATE`",
    "--weakness new": "`migcli add-effect P1 generalised-weakness DATE`",
}


@pytest.mark.parametrize(("option", "words"), FOLLOWS.items(), ids=FOLLOWS)
def test_what_follows_from_an_answer_is_said(typed: Run, option: str, words: str) -> None:
    assert words in typed(f"add-checkup P1 {option}").err


def test_nothing_is_said_of_a_clean_checkup(typed: Run) -> None:
    clean = "--pregnancy no --allergy none --skin clear --swallowing well --weakness none --consent given"
    assert typed(f"add-checkup P1 {clean}").err == ""


def test_another_of_the_day_is_kept_and_said(typed: Run) -> None:
    typed("add-checkup P1 --skin clear")
    assert "another check-up of 2026-11-20 is recorded, checkup:1" in typed("add-checkup P1 --skin infected").err


def test_it_is_corrected_taken_back_and_brought_back(typed: Run) -> None:
    def shown() -> list[str | None]:
        return [each["skin"] for each in typed("show P1 --format json").items[0]["checkups"]]

    typed("add-checkup P1 --skin clear --new-medicine none")
    amended = typed("amend checkup:1 skin=infected new-medicine=gentamicin --format json").items[0]
    assert (amended["skin"], amended["new_medicine"]) == ("infected", "gentamicin")
    assert shown() == ["infected"]
    assert typed("void checkup:1 --reason typo").code == DONE
    assert shown() == []
    assert typed("undo").code == DONE
    assert shown() == ["infected"]
    assert "checkup:1" in typed("log P1").out
    assert typed("check").code == DONE


def test_the_only_answer_cant_be_blanked(typed: Run) -> None:
    typed("add-checkup P1 --skin clear")
    assert typed("amend checkup:1 skin=").code == INVALID


def test_a_checkup_before_the_birth_is_refused(typed: Run) -> None:
    typed("add-checkup P1 2000-01-01 --skin clear")
    ran = typed("amend P1 born=2001-01-01")
    assert (ran.code, "checkup:1 speaks of 2000-01-01, before the birth of P1" in ran.err) == (2, True)
    assert typed("check").code == 0


ROWS = "patient,date,pregnancy,allergy,by\nP1,2026-11-01,no,none,Lee\nP1,2026-11-10,,latex,\n"


def test_they_come_in_once(typed: Run) -> None:
    assert typed("import checkups -", input=ROWS).code == DONE
    assert typed("import checkups - --format json", input=ROWS).items[0]["added"] == 0
    found = typed("show P1 --format json").items[0]["checkups"]
    assert [(each["date"], each["pregnancy"], each["allergy"]) for each in found] == [
        ("2026-11-01", "no", "none"),
        ("2026-11-10", None, "latex"),
    ]


def test_a_row_without_an_answer_is_faulty(typed: Run) -> None:
    done = typed("import checkups -", input="patient,date,by\nP1,2026-11-01,Lee\n")
    assert done.code == INVALID
    assert "says nothing" in done.err


def test_nothing_typed_freely_is_handed_out_with_the_names_left_out(typed: Run) -> None:
    typed("add-checkup P1 --allergy Joanwort --anticoagulant Joanaban --leaflet Joan --by Joan --consent given")
    told = typed("export --deidentified").out
    assert "Joan" not in told
    (checkup,) = json.loads(told)["items"][0]["checkups"]
    assert (checkup["day"], checkup["allergy"], checkup["anticoagulant"], checkup["consent"]) == (
        0,
        "other",
        "other",
        "given",
    )


def test_all_of_it_is_handed_out_to_the_patient(typed: Run) -> None:
    typed("add-checkup P1 --allergy latex")
    held = typed("export P1").items[0]["records"]["checkup"]
    assert [each["allergy"] for each in held] == ["latex"]


def test_the_screen_says_when_the_patient_was_last_asked(typed: Run) -> None:
    assert "none recorded; never asked" in typed("show P1").out
    typed("add-checkup P1 2026-11-18 --skin clear")
    assert "none recorded; last asked 2026-11-18" in typed("show P1").out


@pytest.mark.parametrize(
    ("day", "missed"),
    [
        pytest.param("2026-10-11", 1, id="the day before"),
        pytest.param("2026-10-12", 0, id="the day"),
        pytest.param("2026-10-13", 1, id="the day after"),
    ],
)
def test_who_was_checked_has_come(typed: Run, day: str, missed: int) -> None:
    typed("add-session P1 2026-07-13")
    typed("book P1 2026-10-12")
    typed(f"add-checkup P1 {day} --skin clear")
    assert typed("due --format json").items[0]["missed"] == missed


STATED = {
    "--allergy albumin": "an allergy to human albumin, which the vials hold, stated 2026-11-01 (checkup:1)",
    "--allergy latex": "an allergy to latex, stated 2026-11-01 (checkup:1)",
    "--pregnancy possible": "possibly PREGNANT, stated 2026-11-01 (checkup:1): decide and document before injecting",
    "--consent withdrawn": "consent withdrawn, stated 2026-11-01 (checkup:1)",
}


@pytest.mark.parametrize(("option", "words"), STATED.items(), ids=STATED)
def test_the_screen_shows_what_stands_whatever_was_asked_since(typed: Run, option: str, words: str) -> None:
    typed(f"add-checkup P1 2026-11-01 {option}")
    typed("add-checkup P1 2026-11-18 --skin clear")
    assert typed("show P1 --format json").items[0]["stated"] == [words]
    assert words in " ".join(typed("show P1").out.split())
    assert typed("show P1 --as-of 2026-10-31 --format json").items[0]["stated"] == []
