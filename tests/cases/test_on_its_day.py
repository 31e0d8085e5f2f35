"""Judged as it was on its day: cases in plain words, recorded and judged through the command line.

What is recorded later doesn't count earlier, late treatment isn't a treatment that failed, and the days and a paper
calendar are held together. HD headache days, MD migraine days among them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from migraine_cli.words.dates import month_days
from tests.conftest import Run

TODAY = date(2026, 11, 20)
VERDICTS = {0: "yes", 10: "no", 11: "unknown"}
LATE = "treatment is late; its effect may have ended"


class Tried(NamedTuple):
    """A preventive as it was recorded; empty is not recorded."""

    medicine: str
    outcome: str = "failed"
    begun: str = "2020-01-01"
    stopped: str = "2020-06-01"

    def command(self) -> list[str]:
        dates = (["--from", self.begun] if self.begun else []) + (["--to", self.stopped] if self.stopped else [])
        outcome = ["--outcome", self.outcome] if self.outcome else []
        return ["add-preventive", "P1", self.medicine, *dates, *outcome]


THREE_FAILED = (Tried("topiramate"), Tried("amitriptyline"), Tried("propranolol"))


def calendar(month: str, hd: int, md: int | None = None, long: int | None = None) -> list[str]:
    """A paper calendar kept on every day of a month."""
    kept = ["--recorded", str(month_days(month)[1].day)]
    counts = ["--migraine", str(hd if md is None else md), "--long", str(hd if long is None else long)]
    return ["add-month", "P1", month, "--headache", str(hd), *counts, *kept]


@pytest.fixture
def recorded(migcli_here: Run) -> Callable[..., None]:
    """Records an adult with three preventives that failed and managed overuse, then what a case adds."""

    def record(*commands: list[str], person: Sequence[str] = (), preventives: Sequence[Tried] = THREE_FAILED) -> None:
        migcli_here("init", today=TODAY)
        facts = ["--name", "Test", "--born", "1980-01-01", "--overuse", "managed", *person]
        for command in (["add-patient", "P1", *facts], *(each.command() for each in preventives), *commands):
            done = migcli_here(*command, today=TODAY)
            assert done.code == 0, (command, done.err)

    return record


@pytest.fixture
def judged(migcli_here: Run) -> Callable[..., dict[str, Any]]:
    """The verdict under a policy on a day, checked against the exit code, with all that is said of it."""

    def judge(policy: str, as_of: str, *arguments: str) -> dict[str, Any]:
        asked = ("eligible", "P1", "--policy", policy, "--as-of", as_of, *arguments, "--format", "json")
        ran = migcli_here(*asked, today=TODAY)
        (item,) = ran.items
        assert item["verdict"] == VERDICTS[ran.code]
        return item

    return judge


def because(item: dict[str, Any], criterion: str) -> str:
    (found,) = (each for each in item["criteria"] if each["id"] == criterion)
    return str(found["because"])


SPRING = [
    calendar("2025-09", 24, 12),
    ["add-session", "P1", "2025-10-06"],
    ["add-session", "P1", "2026-01-05"],
    calendar("2026-01", 10),
    calendar("2026-02", 11),
    calendar("2026-03", 11),
    calendar("2026-04", 16),
    calendar("2026-05", 23),
]


# asked for · sessions besides those of October and January · month judged · verdict · late months passed over
LATE_TREATMENT = {
    "41: April and May are late, March isn't": ("2026-06-15", (), "2026-03", "yes", ["2026-04", "2026-05"]),
    "41b: what was late stays late once the patient is treated": (
        "2026-06-20",
        ("2026-06-15",),
        "2026-03",
        "yes",
        ["2026-04", "2026-05"],
    ),
    "a session on 14 April, 99 days after: that day was late already": (
        "2026-06-15",
        ("2026-04-14",),
        "2026-05",
        "no",
        [],
    ),
    "a session on 13 April, 98 days after: nothing is late": ("2026-06-15", ("2026-04-13",), "2026-05", "no", []),
}


@pytest.mark.parametrize(
    ("as_of", "sessions", "month", "verdict", "late"), LATE_TREATMENT.values(), ids=list(LATE_TREATMENT)
)
def test_41_late_treatment_is_not_a_treatment_that_failed(
    recorded: Callable[..., None],
    judged: Callable[..., dict[str, Any]],
    as_of: str,
    sessions: tuple[str, ...],
    month: str,
    verdict: str,
    late: list[str],
) -> None:
    recorded(*SPRING, *(["add-session", "P1", day] for day in sessions))
    item = judged("mbs-18377", as_of)
    assert (item["verdict"], item["judged_month"]) == (verdict, month)
    said = because(item, "reduction")
    assert (LATE in said) == bool(late)
    if late:
        assert f"not judged: {', '.join(late)} ({LATE})" in said
        assert said.startswith("54 % fewer (24 → 11 days): 2026-03 against 2025-09")


@pytest.mark.parametrize(
    ("second", "late"),
    [("2026-01-23", False), ("2026-01-22", False), ("2026-01-21", True)],
    ids=["30 April is day 97", "30 April is day 98", "30 April is day 99"],
)
def test_a_month_is_late_from_the_99th_day_after_the_session(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]], second: str, late: bool
) -> None:
    recorded(
        calendar("2025-09", 24),
        ["add-session", "P1", "2025-10-06"],
        ["add-session", "P1", second],
        calendar("2026-03", 11),
        calendar("2026-04", 20),
    )
    item = judged("mbs-18377", "2026-05-02")
    assert item["judged_month"] == ("2026-03" if late else "2026-04")
    assert item["verdict"] == ("yes" if late else "no")


def test_three_months_in_a_row_leave_no_late_month_between_them(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]]
) -> None:
    """January and February, then March and April late, then May: three months, but not in a row."""
    months = [calendar(f"2026-0{n}", 9) for n in (1, 2, 3, 4, 5, 6)]
    sessions = [["add-session", "P1", day] for day in ("2025-12-08", "2026-04-10")]
    recorded(calendar("2025-11", 24), *sessions, *months)
    for as_of in ("2026-06-02", "2026-07-02"):
        assert because(judged("ehf-2018", as_of), "few-headache-days") == (
            "not yet judged: 2 of 3 complete months in a row since the first session"
        )


def test_the_latest_three_months_in_a_row_are_those_before_the_late_one(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]]
) -> None:
    """January to March lie before April, which is late; May and June are only two."""
    months = [calendar(f"2026-0{n}", 9) for n in (1, 2, 3)] + [calendar(f"2026-0{n}", 12) for n in (4, 5, 6)]
    sessions = [["add-session", "P1", day] for day in ("2025-10-06", "2026-01-05", "2026-04-20")]
    recorded(calendar("2025-09", 24), *sessions, *months)
    item = judged("ehf-2018", "2026-07-02")
    assert item["verdict"] == "no"
    assert item["judged_month"] == "2026-06"
    assert because(item, "few-headache-days") == (
        f"headache days in 2026-01: 9, 2026-02: 9, 2026-03: 9; not judged: 2026-04 ({LATE}); look again 4 to 5 months "
        "after stopping, in case chronic migraine has returned"
    )


FROM_JANUARY = tuple(
    Tried(medicine, begun="2026-01-25", stopped="2026-06-01")
    for medicine in ("topiramate", "amitriptyline", "propranolol")
)
WITHOUT_DATES = tuple(Tried(each.medicine, begun="", stopped="") for each in FROM_JANUARY)


# what is recorded · asked for · preventives that count
ON_THEIR_DAY = {
    "42: still being taken on the day": (FROM_JANUARY, "2026-02-01", 0),
    "the day before they were stopped": (FROM_JANUARY, "2026-05-31", 0),
    "the day they were stopped counts": (FROM_JANUARY, "2026-06-01", 3),
    "the day after": (FROM_JANUARY, "2026-06-02", 3),
    "without dates an outcome is over": (WITHOUT_DATES, "2026-02-01", 3),
    "begun on the day itself, not tried yet": (
        (*THREE_FAILED[:2], Tried("candesartan", begun="2026-02-01", stopped="")),
        "2026-02-01",
        2,
    ),
    "begun the day before, failed without a day": (
        (*THREE_FAILED[:2], Tried("candesartan", begun="2026-01-31", stopped="")),
        "2026-02-01",
        3,
    ),
}


@pytest.mark.parametrize(("preventives", "as_of", "count"), ON_THEIR_DAY.values(), ids=list(ON_THEIR_DAY))
def test_42_what_was_so_on_the_day_judged(
    recorded: Callable[..., None],
    judged: Callable[..., dict[str, Any]],
    preventives: tuple[Tried, Tried, Tried],
    as_of: str,
    count: int,
) -> None:
    month = "2026-01" if as_of < "2026-03" else "2026-05" if as_of >= "2026-06" else "2026-04"
    recorded(calendar(month, 20, 12), preventives=preventives)
    item = judged("nice-ta260", as_of)
    (found,) = (each["found"] for each in item["criteria"] if each["id"] == "preventives")
    assert (found["low"], found["high"]) == (count, count)
    assert item["verdict"] == ("yes" if count == 3 else "no")


@pytest.mark.parametrize(
    ("as_of", "found"),
    [
        ("2026-02-01", "topiramate (antiepileptic, still being taken on 2026-02-01, 7 days)"),
        ("2026-03-25", "topiramate (antiepileptic, still being taken on 2026-03-25, 59 days)"),
        ("2026-06-01", "topiramate (antiepileptic, failed, 127 days)"),
        ("2026-01-25", "topiramate (antiepileptic, begun later, on 2026-01-25)"),
    ],
)
def test_how_long_a_preventive_was_taken_is_counted_up_to_the_day(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]], as_of: str, found: str
) -> None:
    recorded(preventives=FROM_JANUARY[:1])
    assert because(judged("uhc", as_of), "preventives") == found


def test_an_effect_of_a_later_day_does_not_exist_yet(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]]
) -> None:
    recorded(
        calendar("2025-09", 20, 12),
        ["add-session", "P1", "2025-10-06"],
        ["add-effect", "P1", "allergic-reaction", "2025-10-08"],
    )
    assert judged("uk-label", "2025-10-07")["verdict"] == "yes"
    after = judged("uk-label", "2025-10-08")
    assert (after["verdict"], because(after, "contraindications")) == ("no", "an allergic reaction on 2025-10-08")


def test_a12_an_allergic_reaction_in_the_course_stops_it_though_the_start_was_right(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]]
) -> None:
    recorded(
        calendar("2025-09", 20, 12),
        ["add-session", "P1", "2025-10-06"],
        ["add-effect", "P1", "allergic-reaction", "2025-10-08"],
    )
    item = judged("nice-ta260", "2025-12-01")
    assert (item["stage"], item["verdict"], item["start"]) == ("continue", "no", "yes")


def test_43_an_impossible_calendar_gives_no_yes_and_is_told(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]]
) -> None:
    recorded(
        ["add-diary", "P1", "2026-03-01..2026-03-15", "--headache", "--no-migraine"],
        calendar("2026-03", 16, 8),
    )
    item = judged("uk-label", "2026-04-02")
    assert item["verdict"] == "unknown"
    assert "can't be true beside the days" in because(item, "migraine-days")
    assert because(item, "headache-days").endswith("; the days win)")


def test_44_where_the_days_fix_the_headache_days_the_migraine_days_are_exact(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]]
) -> None:
    recorded(
        ["add-diary", "P1", "2026-03-01..2026-03-20", "--headache"],
        ["add-diary", "P1", "2026-03-21..2026-03-31", "--free"],
        ["add-month", "P1", "2026-03", "--headache", "20", "--migraine", "7"],
    )
    item = judged("uk-label", "2026-04-02")
    assert (item["verdict"], because(item, "migraine-days")) == ("no", "migraine days in 2026-03: 7")


@pytest.mark.parametrize(
    ("policy", "preventives", "verdict"),
    [
        ("uk-label", (Tried("none", "", "", ""),), "yes"),
        ("eu-label", (Tried("none", "", "", ""),), "no"),
        ("eu-label", (), "unknown"),
        ("eu-label", (Tried("topiramate"),), "yes"),
        ("eu-label", (Tried("topiramate", "not-tolerated"),), "yes"),
        ("eu-label", (Tried("topiramate", "unsuitable"),), "no"),
        ("dmkg-2018", (), "yes"),
        ("smc-692", (*THREE_FAILED[:2], Tried("candesartan", "not-tolerated")), "yes"),
        ("smc-692", (*THREE_FAILED[:2], Tried("candesartan", "unsuitable")), "no"),
        ("smc-692", (*THREE_FAILED[:2], Tried("erenumab")), "no"),
        ("cda-sr0584", (*THREE_FAILED[:2], Tried("candesartan", "unsuitable")), "yes"),
        ("cda-sr0584", (*THREE_FAILED[:2], Tried("erenumab")), "no"),
        ("nice-ta260", (*THREE_FAILED[:2], Tried("erenumab")), "yes"),
    ],
)
def test_45_which_preventives_a_policy_asks_for(
    recorded: Callable[..., None],
    judged: Callable[..., dict[str, Any]],
    policy: str,
    preventives: tuple[Tried, ...],
    verdict: str,
) -> None:
    recorded(calendar("2026-03", 20, 12), preventives=preventives)
    assert judged(policy, "2026-04-02")["verdict"] == verdict


COURSE = [["add-session", "P1", day] for day in ("2026-02-02", "2026-04-27")]


@pytest.mark.parametrize(
    ("baseline", "now", "verdict"),
    [(24, "24", "no"), (24, "25", "no"), (24, "23", "yes"), (24, "22..24", "unknown"), (24, "24..25", "no")],
)
def test_46_aetna_stops_where_the_days_are_surely_not_fewer(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]], baseline: int, now: str, verdict: str
) -> None:
    low, _, high = now.partition("..")
    kept = 31 - (int(high) - int(low) if high else 0)
    july = ["add-month", "P1", "2026-07", "--headache", low, "--recorded", str(kept)]
    recorded(calendar("2026-01", baseline), *COURSE, july)
    assert judged("aetna", "2026-08-01")["verdict"] == verdict


# policy · asked for · rules that are judged · what is said
@pytest.mark.parametrize(
    ("policy", "as_of", "rules", "said"),
    [
        ("nice-ta260", "2026-04-02", [], "no stop rule is judged yet"),
        ("nice-ta260", "2026-06-01", ["episodic"], "no stop rule met"),
        ("nice-ta260", "2026-07-20", ["reduction", "episodic"], "no stop rule met"),
        ("mbs-18377", "2026-07-19", [], "no stop rule is judged yet"),
        ("mbs-18377", "2026-07-20", ["reduction"], "stop rule met: headache days fell by less than 50 %"),
        ("dmkg-2018", "2026-07-20", [], "no stop rule is judged yet"),
    ],
)
def test_28c_a_rule_not_yet_judged_goes_on_and_says_so(
    migcli_here: Run,
    recorded: Callable[..., None],
    judged: Callable[..., dict[str, Any]],
    policy: str,
    as_of: str,
    rules: list[str],
    said: str,
) -> None:
    recorded(calendar("2026-01", 24), *COURSE, *(calendar(f"2026-0{month}", 16) for month in range(3, 7)))
    item = judged(policy, as_of)
    stopping = [each for each in item["criteria"] if each["stage"] == "continue" and each["id"] != "contraindications"]
    assert [each["id"] for each in stopping if each["judged"]] == rules
    assert all(each["because"].startswith("not yet judged") for each in stopping if not each["judged"])
    assert (item["judged_month"] is None) == (not rules)
    assert said in migcli_here("eligible", "P1", "--policy", policy, "--as-of", as_of, today=TODAY).out
    listed = migcli_here("eligible", "--policy", policy, "--as-of", as_of, today=TODAY).out
    assert ("not yet judged" in listed) == (item["verdict"] == "yes" and len(rules) < len(stopping))


# one day fewer is a reduction in any month; 24 of 31 days against 24 of 30 is more per day, not fewer
@pytest.mark.parametrize(
    ("baseline", "now", "verdict", "told"),
    [(24, 23, "yes", False), (25, 24, "yes", False), (30, 29, "yes", False), (31, 30, "yes", True)],
)
def test_46_aetna_asks_for_any_reduction_per_day_too(
    recorded: Callable[..., None],
    judged: Callable[..., dict[str, Any]],
    baseline: int,
    now: int,
    verdict: str,
    told: bool,
) -> None:
    recorded(calendar("2026-01", baseline), *COURSE, calendar("2026-06", now))
    item = judged("aetna", "2026-07-21")
    assert item["verdict"] == verdict
    assert ("per day" in because(item, "reduction")) == told


def test_46_aetna_judges_from_two_cycles_on(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]]
) -> None:
    recorded(calendar("2026-01", 24), COURSE[0], calendar("2026-05", 24), calendar("2026-06", 24))
    assert judged("aetna", "2026-07-02")["verdict"] == "yes"


@pytest.mark.parametrize(("policy", "verdict"), [("nice-ta260", "yes"), ("mbs-18377", "no"), ("us-label", "yes")])
def test_47_each_policy_has_its_own_contraindications_and_other_cautions_stand_beside(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]], policy: str, verdict: str
) -> None:
    months = [calendar(f"2026-0{n}", 20, 12) for n in range(1, 7)]
    recorded(*months, person=("--caution", "neuromuscular-disorder"))
    item = judged(policy, "2026-07-01")
    assert item["verdict"] == verdict
    beside = " ".join(item["cautions"])
    assert ("neuromuscular" in beside) == (verdict == "yes")
    assert ("neuromuscular" in because(item, "contraindications")) == (verdict == "no")


CHECKED = ["add-checkup", "P1", "2026-03-20"]


# what is recorded · asked for · verdict · beside it
@pytest.mark.parametrize(
    ("commands", "as_of", "verdict", "beside"),
    [
        ([], "2026-03-20", "yes", ""),
        ([[*CHECKED, "--pregnancy", "yes"]], "2026-03-20", "yes", "PREGNANT, stated 2026-03-20"),
        ([[*CHECKED, "--pregnancy", "yes"]], "2026-03-31", "yes", "PREGNANT, stated 2026-03-20"),
        ([[*CHECKED, "--pregnancy", "yes"]], "2026-03-19", "yes", ""),
        ([[*CHECKED, "--consent", "withdrawn"]], "2026-03-20", "yes", "consent withdrawn, stated 2026-03-20"),
        ([[*CHECKED, "--allergy", "latex"]], "2026-03-20", "yes", "an allergy to latex, stated 2026-03-20"),
        ([[*CHECKED, "--allergy", "toxin"]], "2026-03-20", "no", ""),
        ([["amend", "P1", "cautions=pregnancy"], [*CHECKED, "--pregnancy", "no"]], "2026-03-20", "yes", ""),
        (
            [["amend", "P1", "cautions=pregnancy"], [*CHECKED, "--pregnancy", "yes"]],
            "2026-03-20",
            "yes",
            "PREGNANT, st",
        ),
    ],
)
def test_what_was_stated_at_a_checkup_stands_beside_the_verdict(
    recorded: Callable[..., None],
    judged: Callable[..., dict[str, Any]],
    commands: list[list[str]],
    as_of: str,
    verdict: str,
    beside: str,
) -> None:
    recorded(calendar("2026-02", 20, 12), *commands)
    item = judged("nice-ta260", as_of)
    assert item["verdict"] == verdict
    assert len(item["cautions"]) == (1 if beside else 0)
    assert beside in " ".join(item["cautions"])


INFECTION, CLEAR = ["amend", "P1", "cautions=site-infection"], [*CHECKED, "--skin", "clear"]


@pytest.mark.parametrize(
    ("commands", "verdict"),
    [
        ([INFECTION, CLEAR], "yes"),
        ([INFECTION, CLEAR, ["amend", "P1", "phone=0123"]], "yes"),
        ([CLEAR, INFECTION], "no"),
        ([INFECTION, ["amend", "P1", "cautions="], CLEAR, INFECTION], "no"),
        ([CLEAR, INFECTION, CLEAR], "yes"),
    ],
)
def test_a_checkup_outweighs_an_infection_recorded_before_it_and_none_recorded_after(
    migcli_here: Run,
    recorded: Callable[..., None],
    judged: Callable[..., dict[str, Any]],
    commands: list[list[str]],
    verdict: str,
) -> None:
    recorded(calendar("2026-02", 20, 12), *commands)
    assert judged("nice-ta260", "2026-03-20")["verdict"] == verdict
    listed = ("eligible", "--policy", "nice-ta260", "--as-of", "2026-03-20", "--format", "json")
    assert migcli_here(*listed, today=TODAY).items[0]["verdict"] == verdict
    refused = migcli_here("add-session", "P1", "2026-03-20", "--dry-run", today=TODAY).code
    assert refused == (0 if verdict == "yes" else 4)


@pytest.mark.parametrize(
    ("policy", "age"), [("uhc", "adult"), ("aetna", "adult"), ("uk-label", "adult"), ("smc-692", "adult")]
)
@pytest.mark.parametrize(("as_of", "verdict"), [("2026-06-14", "no"), ("2026-06-15", "yes")])
def test_37_the_eighteenth_birthday(
    recorded: Callable[..., None],
    judged: Callable[..., dict[str, Any]],
    policy: str,
    age: str,
    as_of: str,
    verdict: str,
) -> None:
    recorded(calendar("2026-05", 20, 12), person=("--born", "2008-06-15"))
    item = judged(policy, as_of)
    assert item["verdict"] == verdict
    (found,) = (each for each in item["criteria"] if each["id"] == age)
    assert found["answer"] == verdict


# a month of 28 days against one of 31: the verdict stays, and both figures are said
@pytest.mark.parametrize(
    ("before", "now", "verdict", "told"),
    [
        (
            20,
            15,
            "no",
            "25 % fewer (20 → 15 days): 2026-03 against 2025-02; per day it is 32 % fewer, on the other side",
        ),
        (20, 14, "yes", None),
        (20, 16, "no", None),
    ],
)
def test_months_of_unlike_length_are_told_where_the_day_decides(
    recorded: Callable[..., None],
    judged: Callable[..., dict[str, Any]],
    before: int,
    now: int,
    verdict: str,
    told: str | None,
) -> None:
    sessions = [
        ["add-session", "P1", day] for day in ("2025-03-03", "2025-06-02", "2025-09-01", "2025-12-01", "2026-02-23")
    ]
    recorded(
        calendar("2025-02", before),
        *sessions,
        calendar("2026-03", now),
        calendar("2026-02", 15),
        calendar("2026-01", 15),
    )
    item = judged("nice-ta260", "2026-04-02")
    assert item["verdict"] == verdict
    assert (told or "") in because(item, "reduction")
    assert any("--month-length 28" in note for note in item["notes"]) == (told is not None)


@pytest.mark.parametrize(
    ("first", "now", "noted"),
    [("2012-06-26", 24, True), ("2012-06-27", 24, False), ("2012-06-26", 15, False)],
    ids=["treated before publication, no", "treated on the day of publication", "treated before, yes"],
)
def test_nice_1_3_stands_beside_a_no_for_those_treated_when_it_was_published(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]], first: str, now: int, noted: bool
) -> None:
    start = date.fromisoformat(first)
    sessions = [["add-session", "P1", str(start + timedelta(days=84 * n))] for n in range(3)]
    recorded(
        calendar("2012-05", 24, 12),
        *sessions,
        calendar("2013-01", now),
        calendar("2012-12", 20),
        calendar("2012-11", 20),
    )
    item = judged("nice-ta260", "2013-02-02")
    assert any("NICE 1.3" in note for note in item["notes"]) == noted


@pytest.mark.parametrize(
    ("as_of", "again"),
    [("2026-08-01", True), ("2026-10-11", True), ("2026-10-12", False)],
    ids=["after two cycles", "the day before three are over", "after three"],
)
def test_ehf_says_or_look_again_after_a_third(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]], as_of: str, again: bool
) -> None:
    recorded(
        calendar("2026-01", 24),
        *COURSE,
        ["add-session", "P1", "2026-07-20"],
        *(calendar(f"2026-0{n}", 24) for n in (6, 7, 8, 9)),
    )
    item = judged("ehf-2018", as_of)
    assert item["verdict"] == "no"
    assert ("or look again after a third" in because(item, "reduction")) == again


@pytest.mark.parametrize(("as_of", "verdict"), [("2026-10-11", "yes"), ("2026-10-12", "no")])
def test_dmkg_judges_after_the_third_cycle(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]], as_of: str, verdict: str
) -> None:
    recorded(
        calendar("2026-01", 24),
        *COURSE,
        ["add-session", "P1", "2026-07-20"],
        *(calendar(f"2026-0{n}", 24) for n in (8, 9)),
    )
    assert judged("dmkg-2018", as_of)["verdict"] == verdict


@pytest.mark.parametrize(("policy", "said"), [("uhc", True), ("cda-sr0584", True), ("us-label", False)])
def test_a_policy_whose_rules_for_going_on_were_not_read_says_so(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]], migcli_here: Run, policy: str, said: bool
) -> None:
    recorded(calendar("2026-01", 20, 12), *COURSE, calendar("2026-07", 30))
    item = judged(policy, "2026-08-01")
    assert (item["stage"], item["verdict"], item["start_months"]) == ("start", "yes", "2026-01")
    assert any("going on isn't modelled" in note for note in item["notes"]) == said
    listed = migcli_here("eligible", "--policy", policy, "--as-of", "2026-08-01", today=TODAY).out
    assert "2026-01, before treatment" in listed
    assert ("going on isn't modelled" in listed) == said


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("headache-days", "yes – meets the headache-day criterion (the start, judged on 2026-01, before treatment)"),
        ("ichd-3", "yes – frequency criteria met (the start, judged on 2025-10..2026-01, before treatment)"),
        ("mbs-18377", "no – stop rule met: headache days fell by less than 50 %"),
        ("aetna", "no – stop rule met: headache days didn't fall"),
        ("nice-ta260", "no – stop rule met: headache days fell by less than 30 %"),
    ],
)
def test_what_a_verdict_on_a_treated_patient_says(
    recorded: Callable[..., None], migcli_here: Run, policy: str, words: str
) -> None:
    start = [calendar(month, 20, 12) for month in ("2025-10", "2025-11", "2025-12", "2026-01")]
    recorded(*start, *COURSE, calendar("2026-07", 30))
    shown = migcli_here("eligible", "P1", "--policy", policy, "--as-of", "2026-08-01", today=TODAY).out
    assert shown.startswith(f"P1 Test: {words}\n")


def test_people_read_met_and_not_met_where_scripts_read_yes_and_no(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]], migcli_here: Run
) -> None:
    recorded(calendar("2026-03", 20, 7))
    shown = migcli_here("eligible", "P1", "--policy", "uk-label", "--as-of", "2026-04-02", today=TODAY).out
    words = {line.split()[0]: line for line in shown.splitlines() if line.split()}
    assert "  not met  " in words["migraine-days"]
    assert "  met  " in words["headache-days"].replace("  met      ", "  met  ")
    answers = {each["id"]: each["answer"] for each in judged("uk-label", "2026-04-02")["criteria"]}
    assert (answers["migraine-days"], answers["headache-days"]) == ("no", "yes")


def test_a_criterion_with_a_source_of_its_own_says_so(
    recorded: Callable[..., None], judged: Callable[..., dict[str, Any]], migcli_here: Run
) -> None:
    recorded()
    item = judged("mbs-18377", "2026-04-02")
    (overuse,) = (each for each in item["criteria"] if each["id"] == "overuse")
    assert (overuse["confirmed"], "PBS" in overuse["source"]) == (False, True)
    shown = migcli_here("eligible", "P1", "--policy", "mbs-18377", "--as-of", "2026-04-02", today=TODAY).out
    assert "whose wording wasn't read; not confirmed in the primary source" in shown


@pytest.mark.parametrize("policy", ["uhc", "uk-label", "eu-label", "cda-sr0584"])
def test_an_address_that_is_a_home_page_says_so(migcli_here: Run, policy: str) -> None:
    assert "(home page" in migcli_here("policies", policy).out


def test_contract_keys_of_a_verdict(recorded: Callable[..., None], judged: Callable[..., dict[str, Any]]) -> None:
    recorded(calendar("2026-03", 20, 12))
    item = judged("uk-label", "2026-04-02")
    assert {"patient", "name", "policy", "stage", "verdict", "start", "criteria", "missing"} <= set(item)
    for criterion in item["criteria"]:
        assert {"id", "answer", "needs", "found", "period", "because"} <= set(criterion)
