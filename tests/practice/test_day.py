"""The day sheet: who is ready for the session of the day, by which checks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from migraine_cli.chart.answers import Answer
from migraine_cli.practice.readiness import checks_of, ready
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.reference.protocols import limits
from migraine_cli.treatment.safety.circumstances import Circumstances
from tests.conftest import Run

DAY = date(2026, 10, 13)


@pytest.fixture
def run(clinic_after: Callable[..., Path], migcli_here: Run) -> Run:
    """A clinic on its day: P1, treated 91 days before and fit to be treated again, is booked for 09:00."""
    clinic_after(
        ["init"],
        ["add-patient", "P1", "--name", "Ann Smith", "--born", "1980-01-01", "--sex", "female", "--phone", "0123"],
        ["add-month", "P1", "2026-06", "--headache", "20", "--recorded", "30"],
        ["add-session", "P1", "2026-07-14", "--lot", "C1"],
        ["book", "P1", "2026-10-13 09:00"],
        today=DAY,
    )
    return partial(migcli_here, today=DAY)


def row(run: Run, *options: str, today: date = DAY, patient: str = "P1") -> dict[str, Any]:
    items = run("day", str(DAY), "--format", "json", *options, today=today).items
    return next(item for item in items if item["patient"] == patient)


def answers(item: dict[str, Any]) -> dict[str, str]:
    """The answer of each check by its id."""
    return {check["id"]: check["answer"] for check in item["checks"]}


# What is recorded besides, who is ready, and the checks that aren't met.
CASES: dict[str, tuple[list[list[str]], str, dict[str, str]]] = {
    "all is well": ([], "yes", {}),
    "a caution that the policy bars too": (
        [["amend", "P1", "cautions=hypersensitivity"]],
        "no",
        {"contraindicated": "no", "policy": "no"},
    ),
    "90 U for the bladder earlier that day, 400 U in all": (
        [["add-session", "P1", "2026-10-13", "--indication", "bladder", "--units", "90"]],
        "yes",
        {},
    ),
    "91 U for the bladder earlier that day": (
        [["add-session", "P1", "2026-10-13", "--indication", "bladder", "--units", "91"]],
        "no",
        {"cumulative-dose": "no"},
    ),
    "its own session, recorded already": ([["add-session", "P1", "2026-10-13"]], "yes", {}),
    "pregnant": ([["amend", "P1", "cautions=pregnancy"]], "no", {"pregnancy": "no"}),
    "trouble swallowing since": (
        [["add-effect", "P1", "dysphagia", "2026-07-20"]],
        "no",
        {"spread-signs": "no"},
    ),
    "a neuromuscular disorder recorded since": (
        [["amend", "P1", "cautions=neuromuscular-disorder"]],
        "no",
        {"neuromuscular-disorder": "no"},
    ),
    "consent withdrawn": ([["add-checkup", "P1", "2026-07-15", "--consent", "withdrawn"]], "no", {"consent": "no"}),
    "an allergy to albumin": (
        [["add-checkup", "P1", "2026-07-15", "--allergy", "albumin"]],
        "no",
        {"contraindicated": "no", "policy": "no"},
    ),
    "another allergy, until someone judges it": (
        [["add-checkup", "P1", "2026-07-15", "--allergy", "latex"]],
        "unknown",
        {"contraindicated": "unknown"},
    ),
    "another allergy, injected since": ([["add-checkup", "P1", "2026-07-14", "--allergy", "latex"]], "yes", {}),
    "an infected site, clear that day": (
        [["amend", "P1", "cautions=site-infection"], ["add-checkup", "P1", "2026-10-13", "--skin", "clear"]],
        "yes",
        {},
    ),
    "infected skin the day before": ([["add-checkup", "P1", "2026-10-12", "--skin", "infected"]], "yes", {}),
    "infected skin that day": (
        [["add-checkup", "P1", "2026-10-13", "--skin", "infected"]],
        "no",
        {"contraindicated": "no", "policy": "no"},
    ),
    "no birth date": ([["amend", "P1", "born="]], "unknown", {"under-age": "unknown"}),
    "seventeen on the day": ([["amend", "P1", "born=2008-10-14"]], "no", {"under-age": "no"}),
    "eighteen on the day": ([["amend", "P1", "born=2008-10-13"]], "yes", {}),
    "the treatment stopped": (
        [["stop", "P1", "2026-09-01", "--reason", "no effect"]],
        "no",
        {"course": "no", "policy": "unknown"},
    ),
    "paused beyond the day": ([["pause", "P1", "2026-09-01", "--until", "2026-11-01"]], "no", {"course": "no"}),
    "paused up to the day": ([["pause", "P1", "2026-09-01", "--until", "2026-10-13"]], "yes", {}),
    "90 U elsewhere, 400 U in 3 months": (
        [["add-session", "P1", "2026-09-01", "--indication", "bladder", "--units", "90"]],
        "yes",
        {},
    ),
    "91 U elsewhere, 401 U in 3 months": (
        [["add-session", "P1", "2026-09-01", "--indication", "bladder", "--units", "91"]],
        "no",
        {"cumulative-dose": "no"},
    ),
    "no diary before the start": ([["void", "month:1", "--reason", "wrong"]], "unknown", {"policy": "unknown"}),
    "too few headache days": (
        [["add-month", "P1", "2026-06", "--headache", "9", "--recorded", "30"]],
        "no",
        {"policy": "no"},
    ),
}


@pytest.mark.parametrize(("recorded", "is_ready", "unmet"), CASES.values(), ids=CASES)
def test_ready(run: Run, recorded: list[list[str]], is_ready: str, unmet: dict[str, str]) -> None:
    for command in recorded:
        assert run(*command).code == 0, command
    item = row(run)
    assert item["ready"] == is_ready
    found = {name: answer for name, answer in answers(item).items() if answer != "yes" and name != "diary"}
    assert found == unmet
    assert all(check["because"] for check in item["checks"])


@pytest.mark.parametrize(("treated", "answer"), [("2026-07-21", "yes"), ("2026-07-22", "no")])
def test_the_interval_is_judged_on_the_day_of_the_sheet(run: Run, treated: str, answer: str) -> None:
    run("amend", "session:1", f"date={treated}")
    assert answers(row(run))["interval"] == answer


def test_the_groups_stand_in_their_order(run: Run) -> None:
    groups = [check["group"] for check in row(run)["checks"]]
    assert groups == sorted(groups, key=["safety", "funding", "records"].index)
    assert set(groups) == {"safety", "funding", "records"}


def test_a_gap_in_the_diary_is_no_reason_of_safety(run: Run) -> None:
    run("void", "month:1", "--reason", "wrong")
    assert {check["group"] for check in row(run)["checks"] if check["answer"] == "unknown"} == {"funding", "records"}


def test_what_the_clinic_never_records_is_no_check(run: Run) -> None:
    run("add-patient", "P2", "--name", "Bo Lind")
    assert "scores" not in answers(row(run))
    run("add-score", "P2", "hit6", "2026-10-01", "60")
    assert answers(row(run))["scores"] == "unknown"
    run("add-score", "P1", "hit6", "2026-07-13", "60")
    assert answers(row(run))["scores"] == "unknown"
    run("add-score", "P1", "hit6", "2026-07-14", "60")
    assert answers(row(run))["scores"] == "yes"


# What check-ups tell of P1 and P2, and the checks of P1 that rest on them.
CHECKED: dict[str, tuple[list[list[str]], dict[str, str]]] = {
    "none of anybody": ([], {}),
    "of somebody else alone": ([["P2", "2026-10-01", "--pregnancy", "no"]], {"checkup": "unknown"}),
    "of a former day": ([["P1", "2026-07-14", "--pregnancy", "no"]], {"checkup": "yes"}),
    "of the day": ([["P1", "2026-10-13", "--pregnancy", "no"]], {"checkup": "yes"}),
    "consent of somebody else": (
        [["P1", "2026-07-14", "--pregnancy", "no"], ["P2", "2026-10-01", "--consent", "given"]],
        {"checkup": "yes", "consent": "unknown"},
    ),
    "consent given before": ([["P1", "2026-07-14", "--consent", "given"]], {"checkup": "yes", "consent": "yes"}),
    "consent withdrawn since": (
        [["P1", "2026-07-14", "--consent", "given"], ["P1", "2026-10-01", "--consent", "withdrawn"]],
        {"checkup": "yes", "consent": "no"},
    ),
}


@pytest.mark.parametrize(("checkups", "expected"), CHECKED.values(), ids=CHECKED)
def test_what_check_ups_leave_on_record(run: Run, checkups: list[list[str]], expected: dict[str, str]) -> None:
    run("add-patient", "P2", "--name", "Bo Lind")
    for each in checkups:
        assert run("add-checkup", *each).code == 0, each
    found = answers(row(run))
    assert {name: found[name] for name in ("checkup", "consent", "leaflet") if name in found} == expected
    assert len({check["id"] for check in row(run)["checks"]}) == len(row(run)["checks"])


def test_the_planned_map_is_that_of_the_last_session(run: Run) -> None:
    run("amend", "session:1", "sites=temporalis-left=5x5;temporalis-right=5x4", "units=45")
    item = row(run)
    assert (item["last_units"], item["last_sites"], item["last_lot"]) == (45, 9, "C1")
    assert "+1 temporalis left" in item["last_beside"]


def test_a_map_that_departs_from_the_protocol_stands_against_it(run: Run) -> None:
    run("amend", "session:1", "sites=trapezius-left=5x12", "units=60", "--allow", "protocol", "--reason", "before us")
    assert answers(row(run))["protocol"] == "no"


def test_the_day_is_judged_as_it_was_before_its_own_session(run: Run) -> None:
    before = answers(row(run))
    assert run("add-session", "P1", "2026-10-13", today=DAY).code == 0
    item = row(run)
    assert item["status"] == "attended"
    assert answers(item) == before
    assert item["last_session"] == "2026-07-14"


def test_a_first_visit(run: Run) -> None:
    run("add-patient", "P2", "--name", "Bo Lind", "--born", "1970-01-01", "--sex", "male")
    run("book", "P2", str(DAY), "--with", "Dr Gray")
    item = row(run, patient="P2")
    assert (item["first_visit"], item["last_session"], item["at"]) == (True, None, "2026-10-13")
    assert not any("pregnancy" in ask for ask in item["asks"])
    assert any("pregnancy" in ask for ask in row(run)["asks"])
    assert [each["patient"] for each in run("day", str(DAY), "--format", "json").items] == ["P1", "P2"]
    assert [each["patient"] for each in run("day", "--with", "dr gray", "--format", "json").items] == ["P2"]


def test_who_has_nobody_booked_is_named(run: Run) -> None:
    assert "nobody is booked for 2026-10-13 with Dr Who; " in run("day", str(DAY), "--with", "Dr Who").err


def test_a_cancelled_appointment_is_on_no_sheet(run: Run) -> None:
    run("unbook", "P1")
    assert run("day", str(DAY), "--format", "json").items == []
    assert "nobody is booked for 2026-10-13" in run("day", str(DAY)).err


def test_the_sheet_bears_what_the_injector_must_know(run: Run) -> None:
    run("add-effect", "P1", "ptosis", "2026-07-20", "--severity", "mild", "--until", "2026-08-20")
    shown = run("day", str(DAY)).out
    for text in (
        "born 1980-01-01",
        "left = the patient's left",
        "200 U in 4 mL = 5 U per 0.1 mL",
        "onabotulinumtoxinA only",
    ):
        assert text in shown
    assert row(run)["effects"] == [{"kind": "ptosis", "date": "2026-07-20", "severity": "mild", "until": "2026-08-20"}]


class Page(HTMLParser):
    """The elements of a page, and every attribute that could fetch something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attributes if name in ("src", "href", "srcset", "data")]


def test_the_page_needs_nothing_beside_it(run: Run) -> None:
    run("amend", "P1", "name=<b>Нина</b> & Петрова")
    page = run("day", str(DAY), "--format", "html").out
    found = Page(page)
    assert found.fetched == []
    assert not {"script", "link", "img", "iframe"} & set(found.tags)
    assert {"title", "h1", "h2", "main"} <= set(found.tags)
    assert "url(" not in page
    assert "@import" not in page
    assert "&lt;b&gt;Нина&lt;/b&gt; &amp; Петрова" in page
    assert '<html lang="en">' in page


def test_the_page_says_what_the_sheet_says_with_dates_that_are_not_broken(run: Run) -> None:
    page = run("day", str(DAY), "--format", "html").out
    assert "<p>Vials needed 1 x 200 U</p>" in page
    assert "<p>Left = the patient&#x27;s left; 50 U in 1 mL" in page
    assert "born <time>1980-01-01</time>" in page
    assert "<dd><time>2026-07-14</time>, 155 U, 31 sites, lot C1</dd>" in page
    assert "time { white-space: nowrap }" in page


ASKED = {
    "never asked": ((), "pregnancy", True),
    "asked at a former visit": (("2026-07-14", "--pregnancy", "no"), "pregnancy (2026-07-14: no)", True),
    "asked that day": (("2026-10-13", "--pregnancy", "no"), "pregnancy", False),
    "asked the day before": (("2026-10-12", "--consent", "given"), "consent (2026-10-12: given)", True),
    "two answers of a former day": (
        ("2026-07-14", "--swallowing", "well", "--weakness", "none"),
        "swallowing, breathing, voice, new weakness (2026-07-14: well, none)",
        True,
    ),
    "one of two answers": (("2026-10-13", "--swallowing", "well"), "swallowing, breathing, voice, new weakness", True),
    "both of them": (
        ("2026-10-13", "--swallowing", "well", "--weakness", "none"),
        "swallowing, breathing, voice, new weakness",
        False,
    ),
}


@pytest.mark.parametrize(("checkup", "ask", "asked"), ASKED.values(), ids=ASKED)
def test_a_former_answer_is_asked_again_and_changes_nothing(
    run: Run, checkup: tuple[str, ...], ask: str, asked: bool
) -> None:
    if checkup:
        assert run("add-checkup", "P1", *checkup).code == 0
    item = row(run)
    assert (ask in item["asks"]) == asked
    assert item["ready"] == "yes"


def test_the_sheet_parts_what_was_answered_before_from_what_never_was(run: Run) -> None:
    run("add-checkup", "P1", "2026-07-14", "--pregnancy", "no", "--swallowing", "well", "--weakness", "none")
    run("add-checkup", "P1", "2026-10-12", "--consent", "given")
    told = [line.strip() for line in run("day", str(DAY)).out.splitlines() if line.strip().startswith("ask")]
    assert told == [
        "ask        name and birth date, said by the patient; allergy to a botulinum toxin or to human albumin;"
        " infected skin at a site; breastfeeding; new medicines: aminoglycosides, muscle relaxants, anticoagulants;"
        " any botulinum toxin elsewhere, cosmetic use too; HIT-6",
        "ask again  as answered on 2026-07-14: pregnancy (no); swallowing, breathing, voice, new weakness (well, none)",
        "ask again  as answered on 2026-10-12: consent (given)",
    ]
    asks = row(run)["asks"]
    assert sum(len(line.split(";")) for line in told) == len(asks)


def test_the_day_says_when_consent_was_given(run: Run) -> None:
    run("add-checkup", "P1", "2026-07-14", "--consent", "given")
    because = {check["id"]: check["because"] for check in row(run)["checks"]}
    assert because["consent"] == "given, stated 2026-07-14 (checkup:1)"


def test_what_is_still_to_be_asked_is_no_warning_besides(run: Run) -> None:
    run("add-checkup", "P1", "2026-07-14", "--pregnancy", "no")
    assert not any("not asked" in warning for warning in row(run)["warnings"])


def title(run: Run, *options: str) -> str:
    """The first line of the sheet."""
    return run("day", str(DAY), *options).out.splitlines()[0]


# What came in and was booked besides, and what the sheet says of vials: P1 is to have 155 U.
NEEDED: dict[str, tuple[list[str], str]] = {
    "no stock is kept": ([], "vials needed 1 x 200 U"),
    "one on the shelf": (
        ["add-vials C1 2026-08-01 --units 200 --count 1 --expiry 2027-03"],
        "1 x 200 U, fit for use 1",
    ),
    "expired the day before": (
        ["add-vials C1 2026-08-01 --units 200 --count 1 --expiry 2026-10-12"],
        "1 x 200 U, fit for use 0",
    ),
    "expires that day": (["add-vials C1 2026-08-01 --units 200 --count 1 --expiry 2026-10-13"], "fit for use 1"),
    "recalled": (
        ["add-vials C1 2026-08-01 --units 200 --count 1 --expiry 2027-03", "recall-lot C1 --reason fakes"],
        "1 x 200 U, fit for use 0",
    ),
    "kept for another": (
        ["add-patient P2", "add-vials C1 2026-08-01 --units 200 --count 1 --expiry 2027-03 --for P2"],
        "1 x 200 U, fit for use 0",
    ),
    "kept for another who comes too": (
        [
            "add-patient P2 --born 1980-01-01",
            "book P2 2026-10-13T10:00",
            "add-vials C1 2026-08-01 --units 200 --count 1 --expiry 2027-03 --for P2",
        ],
        "2 x 200 U, fit for use 1",
    ),
    "small vials on the shelf": (
        [
            "add-vials C1 2026-08-01 --units 100 --count 1 --expiry 2027-03",
            "add-vials C2 2026-08-01 --units 50 --count 2 --expiry 2027-03",
        ],
        "1 x 100 U, fit for use 1; 2 x 50 U, fit for use 2",
    ),
    "a patient who cancelled": (["add-patient P2", "book P2 2026-10-13T10:00", "unbook P2"], "vials needed 1 x 200 U"),
    "a first visit too": (["add-patient P2", "book P2 2026-10-13T10:00"], "2 booked; vials needed 2 x 200 U"),
}


@pytest.mark.parametrize(("recorded", "told"), NEEDED.values(), ids=NEEDED)
def test_the_vials_that_the_day_takes(run: Run, recorded: list[str], told: str) -> None:
    for command in recorded:
        assert run(*command.split()).code == 0, command
    assert title(run).endswith(told)


def test_who_was_treated_needs_no_vial_any_more(run: Run) -> None:
    run("add-vials", "C2", "2026-08-01", "--units", "200", "--count", "1", "--expiry", "2027-03")
    assert row(run)["vials"] == [200]
    assert run("add-session", "P1", "--from-stock").code == 0
    assert row(run)["vials"] == []
    assert title(run) == "Tuesday 2026-10-13, 1 booked"


def test_a_day_that_is_over_takes_no_vials_and_says_who_came(run: Run) -> None:
    run("add-patient", "P2")
    run("book", "P2", "2026-10-13 10:00")
    run("add-score", "P1", "hit6", "2026-10-13", "60")
    shown = run("day", str(DAY), today=date(2026, 10, 14)).out
    assert shown.splitlines()[0] == "Tuesday 2026-10-13, 2 booked"
    assert "09:00  P1 Ann Smith, born 1980-01-01, 0123, attended\n" in shown
    assert "10:00  P2, birth date not recorded, missed\n" in shown
    assert "0123, attended</h2>" in run("day", str(DAY), "--format", "html", today=date(2026, 10, 14)).out


def test_the_vials_of_one_injector(run: Run) -> None:
    run("add-patient", "P2")
    run("book", "P2", "2026-10-13 10:00", "--with", "Dr Gray")
    assert title(run, "--with", "Dr Gray") == "Tuesday 2026-10-13, 2 booked, 1 with Dr Gray; vials needed 1 x 200 U"


_NAMED = "2026-10-12 --new-medicine none --anticoagulant warfarin"
_NONE = "2026-10-12 --new-medicine none --anticoagulant none"

# What the config file says of asking again, the check-up before 2026-10-13, and whether the question is asked on it.
RECHECKED = {
    "nothing is said": ("", "2026-10-12 --consent given", "consent", True),
    "at each session": ('consent = "each-session"', "2026-10-12 --consent given", "consent", True),
    "a year ago to the day": ('consent = "1y"', "2025-10-13 --consent given", "consent", False),
    "a year and a day ago": ('consent = "1y"', "2025-10-12 --consent given", "consent", True),
    "consent that was withdrawn": ('consent = "1y"', "2026-10-12 --consent withdrawn", "consent", True),
    "pregnancy at each session, consent by the year": (
        'pregnancy = "each-session"\nconsent = "1y"',
        "2026-10-12 --pregnancy no --consent given",
        "pregnancy",
        True,
    ),
    "the answer was declined": ('pregnancy = "3m"', "2026-10-12 --pregnancy declined", "pregnancy", True),
    "a medicine was named": ('new_medicine = "3m"\nanticoagulant = "3m"', _NAMED, "new medicines", True),
    "no medicine, and no anticoagulant": ('new_medicine = "3m"\nanticoagulant = "3m"', _NONE, "new medicines", False),
    "one of two answers stands": ('swallowing = "3m"', "2026-10-12 --swallowing well", "swallowing", True),
}


@pytest.mark.parametrize(("said", "checkup", "question", "asked"), RECHECKED.values(), ids=RECHECKED)
def test_how_long_an_answer_is_good_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, checkup: str, question: str, asked: bool
) -> None:
    config = tmp_path / "recheck.toml"
    config.write_text(f"[recheck]\n{said}\n", encoding="utf-8")
    monkeypatch.setenv("MIGCLI_CONFIG", str(config))
    assert run("add-checkup", "P1", *checkup.split()).code == 0
    item = row(run)
    assert any(ask.startswith(question) for ask in item["asks"]) == asked


def test_an_answer_that_is_good_for_longer_changes_no_check(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("add-checkup", "P1", "2026-10-12", "--pregnancy", "no", "--consent", "given")
    before = row(run)
    config = tmp_path / "recheck.toml"
    config.write_text('[recheck]\npregnancy = "1y"\nconsent = "1y"\n', encoding="utf-8")
    monkeypatch.setenv("MIGCLI_CONFIG", str(config))
    after = row(run)
    assert {key for key in before if before[key] != after[key]} == {"asks"}


def test_after_182_days_a_new_course_would_begin(run: Run) -> None:
    def course(last: str) -> str:
        assert run("amend", "session:1", f"date={last}").code == 0
        return str(next(check["because"] for check in row(run)["checks"] if check["id"] == "course"))

    assert course("2026-04-14") == "the course runs, last session 2026-04-14"
    assert course("2026-04-13") == "over 182 days since 2026-04-13, so a new course would begin"


def test_a_visit_of_which_no_policy_speaks_has_no_check_of_funding() -> None:
    case = Circumstances(
        planned=Session(patient="P1", date=DAY, indication="bladder"),
        patient=Patient(id="P1", born=date(1980, 1, 1)),
        others=(),
        effects=(),
        events=(),
        limits=limits(),
        protocol=None,
        verdict=None,
        today=DAY,
    )
    found = checks_of(case, (), scores_kept=False)
    assert {check.group for check in found} == {"safety"}
    assert ready(found) is Answer.YES
