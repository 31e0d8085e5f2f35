"""Letters: a sentence only for what the record bears out, and nothing that is known against it left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraine_cli.chart.answers import Answer
from migraine_cli.errors import InvalidValue
from migraine_cli.practice.letters import DRAFT, Statement, as_page, letter_text
from tests.conftest import Ran, Run

DAY = date(2026, 10, 5)
SECTIONS = "## Met\n$met\n## Not met\n$not_met\n## Not recorded\n$not_recorded\n"
HEADED = {Answer.YES: "Met", Answer.NO: "Not met", Answer.UNKNOWN: "Not recorded"}


@given(st.lists(st.tuples(st.sampled_from(list(Answer)), st.text("abc $<&", min_size=1)), max_size=6))
def test_every_statement_stands_under_its_own_heading(found: list[tuple[Answer, str]]) -> None:
    said = [Statement(answer, f"{number} {text}".strip()) for number, (answer, text) in enumerate(found)]
    letter = letter_text(SECTIONS, {}, said, evidence=True)
    assert letter.startswith(DRAFT)
    parts = letter.split("## ")[1:]
    under = {part.partition("\n")[0]: part.partition("\n")[2].strip().splitlines() for part in parts}
    for answer, heading in HEADED.items():
        expected = [f"- {' '.join(each.said.split())}." for each in said if each.answer is answer]
        assert under[heading] == (expected or ["- none"])


FAULTY = {
    "an unknown name": (SECTIONS + "$doctor", "names \\$doctor"),
    "a lone dollar": (SECTIONS + "5 $ a day", "begins no name"),
    "what isn't recorded is left out": (SECTIONS.replace("$not_recorded", ""), "add \\$not_recorded"),
    "what isn't met is left out": (SECTIONS.replace("$not_met", ""), "add \\$not_met"),
}


@pytest.mark.parametrize(("template", "fault"), FAULTY.values(), ids=FAULTY)
def test_a_template_that_would_mislead_is_refused(template: str, fault: str) -> None:
    with pytest.raises(InvalidValue, match=fault):
        letter_text(template, {}, [], evidence=True)


def test_a_page_runs_nothing_that_was_recorded() -> None:
    page = as_page("# <script>x</script>\n\n- a & b\n\nline <b>", "<t>")
    assert "<script>x" not in page
    assert "<li>a &amp; b</li>" in page
    assert "<title>&lt;t&gt;</title>" in page


@pytest.fixture
def typed(migcli_here: Run) -> Run:
    def run(line: str, *more: str, today: date = DAY) -> Ran:
        return migcli_here(*line.split(), *more, today=today)

    run("init")
    run("add-patient P1 --name Ann --born 1980-01-01 --sex male")
    for medicine in ("topiramate", "amitriptyline", "propranolol"):
        run(f"add-preventive P1 {medicine} --from 2025-01-01 --to 2025-06-01 --outcome failed")
    return run


def under(letter: str, heading: str) -> list[str]:
    lines = letter.partition(f"\n{heading}\n")[2].splitlines()[1:]
    return [line[2:] for line in lines[: next((n for n, line in enumerate(lines) if not line), None)]]


def test_a_letter_of_start_says_what_is_met_what_isnt_and_what_isnt_recorded(typed: Run) -> None:
    typed("add-month P1 2026-09 --headache 20 --recorded 30")
    letter = typed("letter P1 --kind start --policy uhc")
    assert letter.code == 11
    assert letter.out.startswith(f"{DRAFT}\n")
    assert any("headache days in 2026-09: 20" in each for each in under(letter.out, "Met"))
    assert any("8 or more migraine days" in each for each in under(letter.out, "Not recorded"))
    assert under(letter.out, "Not met") == ["none"]
    assert "propranolol (beta-blocker), 2025-01-01 to 2025-06-01: failed" in letter.out


def test_a_known_no_stands_under_not_met_and_exits_10(typed: Run) -> None:
    typed("add-month P1 2026-09 --headache 3 --migraine 2 --long 2 --recorded 30")
    letter = typed("letter P1 --kind start --policy uhc")
    assert letter.code == 10
    assert len(under(letter.out, "Not met")) == 3
    assert not any("headache days" in each for each in under(letter.out, "Met"))


def test_all_met_exits_0(typed: Run) -> None:
    typed("add-month P1 2026-09 --headache 20 --migraine 10 --long 18 --recorded 30")
    letter = typed("letter P1 --kind start --policy uhc")
    assert (letter.code, under(letter.out, "Not met"), under(letter.out, "Not recorded")) == (0, ["none"], ["none"])


def test_a_renewal_says_the_dose_and_the_response_with_bounds(typed: Run) -> None:
    typed("add-month P1 2026-03 --headache 20 --migraine 10 --long 18 --recorded 31")
    typed("add-session P1 2026-04-06 --vial 200:C1")
    typed("add-session P1 2026-06-29 --vial 200:C1")
    typed("add-month P1 2026-09 --headache 10 --migraine 5 --recorded 28")
    typed("add-authorisation P1 --payer One --policy nice-ta260 --supply hospital --status approved --reference A-17")
    letter = typed("letter P1 --kind renewal")
    met = under(letter.out, "Met")
    assert "155 U of onabotulinumtoxinA at 31 sites on 2026-06-29, 45 U discarded." in met
    assert "Headache days: 20 in 2026-03 before treatment, 10 to 12 in 2026-09: 40 to 50 % fewer." in met
    assert "2 sessions since 2026-04-06; the last two 84 days apart." in met
    assert "To: One\nReference: A-17\n" in letter.out


def test_more_headache_days_are_never_a_negative_percentage(typed: Run) -> None:
    typed("add-month P1 2026-03 --headache 16 --recorded 31")
    typed("add-session P1 2026-04-06")
    typed("add-month P1 2026-05 --headache 20 --recorded 31")
    letter = typed("letter P1 --kind gp", today=date(2026, 6, 10))
    assert "Headache days: 16 in 2026-03 before treatment, 20 in 2026-05." in letter.out
    assert "-2" not in letter.out.partition("Headache days: ")[2].partition("\n")[0].replace("2026-0", "")


@pytest.mark.parametrize("kind", ["renewal", "gp"])
def test_a_month_of_which_nothing_is_known_is_not_recorded(typed: Run, kind: str) -> None:
    typed("add-session P1 2026-04-06")
    letter = typed(f"letter P1 --kind {kind}", today=date(2026, 6, 10))
    assert "headache days in 2026-03 before treatment and in 2026-05." in under(letter.out, "Not recorded")
    assert "0 to 31" not in letter.out
    typed("add-month P1 2026-05 --headache 20 --recorded 31")
    letter = typed(f"letter P1 --kind {kind}", today=date(2026, 6, 10))
    assert "headache days in 2026-03 before treatment." in under(letter.out, "Not recorded")
    assert "- Headache days: 20 in 2026-05.\n" in letter.out


AFTERCARE = (
    "trouble breathing, swallowing or speaking",
    "weeks after the injections",
    "don't drive",
    "a few days",
    "some weeks",
    "never given sooner than 12 weeks",
)


@pytest.mark.parametrize("said", AFTERCARE)
def test_the_leaflet_says_days_weeks_and_at_once_rightly(typed: Run, said: str) -> None:
    leaflet = typed("letter P1 --kind aftercare")
    assert leaflet.code == 0
    assert said in leaflet.out


def test_a_practice_may_edit_the_template(typed: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text(f"# Ours, 5 $$\n\n{SECTIONS}")
    assert "Ours, 5 $" in typed("letter P1 --kind gp", "--template", str(own)).out
    own.write_text("$nobody")
    refused = typed("letter P1 --kind gp", "--template", str(own))
    assert (refused.code, refused.out) == (2, "")
    assert typed("letter P1 --kind gp --template", str(tmp_path / "none.txt")).code == 2


def test_a_letter_is_put_into_a_new_file_only(typed: Run, tmp_path: Path) -> None:
    to = tmp_path / "letter.html"
    assert typed("letter P1 --kind aftercare --format html", str(to)).code == 0
    assert to.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert typed("letter P1 --kind aftercare", str(to)).code == 2


DONE = "What was done, and how it went"


@pytest.mark.parametrize(
    ("recorded", "heading", "said"),
    [
        ([], "Not recorded", "any session for chronic migraine."),
        (["add-session P1 2026-06-29", "amend session:1 units= sites="], "Not recorded", "the dose of the session of"),
        (
            ["add-session P1 2026-06-29 --units 155"],
            "Not recorded",
            "the injection sites of the session of 2026-06-29.",
        ),
        (["add-session P1 2026-06-29 --units 155"], DONE, "155 U of onabotulinumtoxinA on 2026-06-29."),
        (["add-session P1 2026-06-29"], DONE, "No side effect is recorded since 2026-06-29."),
        (
            ["add-session P1 2026-06-29", "add-effect P1 ptosis 2026-07-02 --severity mild --until 2026-07-20"],
            DONE,
            "Side effect: mild ptosis from 2026-07-02 to 2026-07-20.",
        ),
        (
            ["add-session P1 2026-06-29", "add-effect P1 neck-pain 2026-06-29"],
            DONE,
            "Side effect: neck pain from 2026-06-29, not known to have passed.",
        ),
        (
            ["add-session P1 2026-06-29", "add-effect P1 neck-pain 2026-06-28"],
            DONE,
            "No side effect is recorded since 2026-06-29.",
        ),
    ],
)
def test_what_a_letter_to_the_general_practitioner_says_of_the_treatment(
    typed: Run, recorded: list[str], heading: str, said: str
) -> None:
    for command in recorded:
        assert typed(command).code == 0, command
    letter = typed("letter P1 --kind gp").out
    assert any(each.startswith(said) for each in under(letter, heading)), letter


def test_a_letter_says_that_no_preventive_is_recorded_or_that_none_was_tried(typed: Run) -> None:
    typed("add-patient P2 --name Bo --born 1984-03-12 --sex male")
    assert under(typed("letter P2 --kind gp").out, "Preventives tried") == ["not recorded"]
    typed("add-preventive P2 none")
    assert under(typed("letter P2 --kind gp").out, "Preventives tried") == ["none was tried"]


def test_a_letter_says_nothing_twice_and_no_code(typed: Run) -> None:
    typed("add-preventive P1 flunarizine --from 2025-08-01 --to 2025-09-01 --outcome not-tolerated")
    typed("add-preventive P1 erenumab --from 2026-01-01 --outcome ongoing")
    letter = typed("letter P1 --kind start --policy nice-ta260").out
    assert "- None recorded of: hypersensitivity, site infection, allergic reaction.\n" in letter
    assert "flunarizine (calcium channel blocker), 2025-08-01 to 2025-09-01: not tolerated" in letter
    assert "erenumab (CGRP antibody), 2026-01-01 to now: still taken" in letter


@pytest.mark.parametrize("kind", ["start", "renewal", "appeal", "gp", "aftercare"])
def test_a_letter_folds_between_words_where_there_are_columns_and_is_whole_else(
    typed: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    whole = typed(f"letter P1 --kind {kind} --policy uhc").out
    assert any(len(line) > 80 for line in whole.splitlines())
    typed(f"letter P1 --kind {kind} --policy uhc", str(tmp_path / "letter.txt"))
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == whole
    monkeypatch.setenv("COLUMNS", "80")
    folded = typed(f"letter P1 --kind {kind} --policy uhc").out
    assert all(len(line) <= 80 for line in folded.splitlines())
    assert folded.split() == whole.split()
