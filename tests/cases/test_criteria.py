"""Who meets the criteria: cases in plain words, recorded and judged through the command line.

HD headache days, MD migraine days among them, long = days of 4 hours or more. A month is kept completely unless
`entries` says on how many of its days something was written down.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pytest

from migraine_cli.chart.period import Period
from migraine_cli.reference.data import names
from migraine_cli.words.dates import month_days, spans
from tests.conftest import Run

TODAY = date(2026, 11, 20)
VERDICTS = {0: "yes", 10: "no", 11: "unknown"}
FAILED = (("topiramate", "failed"), ("amitriptyline", "failed"), ("propranolol", "failed"))
THREE = (("topiramate", "failed"), ("amitriptyline", "not-tolerated"), ("propranolol", "unsuitable"))


class Month(NamedTuple):
    """One month of a diary."""

    month: str
    hd: int
    md: int = 0
    long: int = 0
    entries: int | None = None

    def commands(self, patient: str) -> list[list[str]]:
        """The add-diary commands that a nurse would type for it."""
        days = list(Period(*month_days(self.month)).days())[: self.entries]
        groups: dict[tuple[str, ...], list[date]] = {}
        for n, day in enumerate(days):
            groups.setdefault(self._facts(n), []).append(day)
        return [["add-diary", patient, ",".join(spans(group)), *facts] for facts, group in groups.items()]

    def _facts(self, n: int) -> tuple[str, ...]:
        if n >= self.hd:
            return ("--free",)
        return (
            "--headache",
            "--migraine" if n < self.md else "--no-migraine",
            "--hours",
            "4" if n < self.long else "3",
        )


class Case(NamedTuple):
    """A case: what is recorded, and the verdicts expected by policy."""

    facts: str
    months: list[Month]
    verdicts: dict[str, str]
    as_of: str
    preventives: tuple[tuple[str, str], ...] = THREE
    overuse: str | None = "managed"
    born: str | None = "1980-01-01"
    sessions: tuple[str, ...] = ()
    goes_by: str = ""


HD = "headache-days"
NICE = "nice-ta260"
SHIPPED = names("policies")


def April(hd: int, md: int = 0, long: int = 0, entries: int | None = None) -> list[Month]:  # noqa: N802
    return [Month("2024-04", hd, md, long, entries)]


MAY = "2024-05-01"

START = {
    "1: at least 15 and at least 8": Case("", April(15, 8), {NICE: "yes", HD: "yes"}, MAY),
    "2a: 14 is less than 15": Case("", April(14, 14), {NICE: "no", HD: "no"}, MAY),
    "2b: 7 migraine days are less than 8": Case("", April(30, 7), {NICE: "no", HD: "yes"}, MAY),
    "2c: 8 migraine days are enough": Case("", April(30, 8), {NICE: "yes"}, MAY),
    "1b: under every policy that asks no more": Case(
        "",
        April(15, 8, long=15),
        dict.fromkeys(set(SHIPPED) - {"ichd-3", "mbs-18377"}, "yes"),
        MAY,
        preventives=FAILED,
    ),
    "3a: 14 long days": Case("", April(16, 8, long=14), {"us-label": "no", "eu-label": "yes"}, MAY),
    "3b: 15 long days": Case("", April(16, 8, long=15), {"us-label": "yes"}, MAY),
    "4: the US label needs no migraine days and no preventive": Case(
        "", April(15, 5, long=15), {"us-label": "yes", NICE: "no"}, MAY, preventives=()
    ),
    "7a: a month of 28 days isn't rescaled": Case("", [Month("2023-02", 15, 8)], {NICE: "yes"}, "2023-03-01"),
    "7c: 15 of 31 are 15": Case("", [Month("2024-03", 15, 8)], {NICE: "yes"}, "2024-04-01"),
    "7b: 14 of 28 days are 14": Case("", [Month("2023-02", 14, 8)], {NICE: "no"}, "2023-03-01"),
    "8a: 29 February blank, 14 or 15": Case("", [Month("2024-02", 14, entries=28)], {HD: "unknown"}, "2024-03-01"),
    "8b: 29 February recorded": Case("", [Month("2024-02", 14)], {HD: "no"}, "2024-03-01"),
    "9a: 27 entries, 11 to 14": Case("", April(11, entries=27), {HD: "no"}, MAY),
    "9b: 26 entries, 11 to 15": Case("", April(11, entries=26), {HD: "unknown"}, MAY),
    "9c: 20 entries, at least 15": Case("", April(15, entries=20), {HD: "yes"}, MAY),
    "9d: 20 entries, at most 14": Case("", April(4, entries=20), {HD: "no"}, MAY),
    "9e: 20 entries, 5 to 15": Case("", April(5, entries=20), {HD: "unknown"}, MAY),
    "10: migraine days 6 to 16": Case("", April(15, 6, entries=20), {NICE: "unknown"}, MAY),
    "10b: migraine days 8 at least": Case("", April(15, 8, entries=20), {NICE: "yes"}, MAY),
    "10c: migraine days 7 at most": Case("", April(15, 6, entries=29), {NICE: "no"}, MAY),
    "13: no entries are not 0 headache days": Case("", [], dict.fromkeys(SHIPPED, "unknown"), MAY, preventives=FAILED),
    "14a: exactly three months are not more than three": Case(
        "", [Month(f"2024-0{n}", 15, 8) for n in (1, 2, 3)], {"ichd-3": "unknown"}, "2024-04-01"
    ),
    "14b: four months": Case("", [Month(f"2024-0{n}", 15, 8) for n in (1, 2, 3, 4)], {"ichd-3": "yes"}, MAY),
    "14c: one of four months short": Case(
        "",
        [Month("2024-01", 14, 8), *(Month(f"2024-0{n}", 20, 8) for n in (2, 3, 4))],
        {"ichd-3": "no", "mbs-18377": "unknown"},
        MAY,
    ),
    "14d: one month of four with 7 migraine days": Case(
        "", [Month("2024-01", 15, 7), *(Month(f"2024-0{n}", 15, 8) for n in (2, 3, 4))], {"ichd-3": "no"}, MAY
    ),
    "18: overuse unmanaged": Case("", April(15, 8), {NICE: "no"}, MAY, overuse="unmanaged"),
    "18: overuse not stated": Case("", April(15, 8), {NICE: "unknown"}, MAY, overuse=None),
    "18: no overuse": Case("", April(15, 8), {NICE: "yes"}, MAY, overuse="none"),
    "22a: one failed, one not tolerated, one unsuitable": Case("", April(15, 8), {NICE: "yes"}, MAY, preventives=THREE),
    "22b: two preventives": Case("", April(15, 8), {NICE: "no"}, MAY, preventives=THREE[:2]),
    "22c: preventives not recorded": Case("", April(15, 8), {NICE: "unknown", "ehf-2018": "yes"}, MAY, preventives=()),
    "22d: none was tried": Case("", April(15, 8), {NICE: "no", "ehf-2018": "yes"}, MAY, preventives=(("none", ""),)),
    "22e: two that failed and one that worked": Case(
        "", April(15, 8), {NICE: "no"}, MAY, preventives=(*THREE[:2], ("candesartan", "effective"))
    ),
    "22f: the same one three times": Case(
        "", April(15, 8), {NICE: "no"}, MAY, preventives=(("topiramate", "failed"),) * 3
    ),
    "24: three medicines of one class": Case(
        "",
        April(15, 8, long=15),
        {NICE: "yes", "uhc": "no", "aetna": "no"},
        MAY,
        preventives=(("propranolol", "failed"), ("metoprolol", "failed"), ("atenolol", "failed")),
    ),
    "37: no birth date": Case("", April(15, 8), {"eu-label": "unknown", HD: "yes"}, MAY, born=None),
    "the running month isn't judged": Case("", April(15, 8), {HD: "unknown"}, "2024-04-30"),
    "mbs: 15 on average over six months": Case(
        "",
        [Month(f"2024-0{n}", hd, 8) for n, hd in ((1, 14), (2, 16), (3, 15), (4, 15), (5, 10), (6, 20))],
        {"mbs-18377": "yes", HD: "yes"},
        "2024-07-01",
    ),
    "mbs: a day too few over six months": Case(
        "",
        [Month(f"2024-0{n}", hd, 8) for n, hd in ((1, 14), (2, 16), (3, 15), (4, 15), (5, 10), (6, 19))],
        {"mbs-18377": "no", HD: "yes"},
        "2024-07-01",
    ),
}

FIRST, SECOND = "2026-02-02", "2026-04-27"
BEFORE = "2026-01"
JUDGED = "2026-08-01"


def course(baseline: int, *months: int, blank: int = 0) -> list[Month]:
    """A baseline month, and the latest months before JUDGED; `blank` days of the latest weren't recorded."""
    names = ("2026-05", "2026-06", "2026-07")[-len(months) :]
    kept = [Month(name, hd) for name, hd in zip(names, months, strict=True)]
    kept[-1] = kept[-1]._replace(entries=31 - blank)
    return [Month(BEFORE, baseline, 8), *kept]


GOING_ON = {
    "28a: exactly 30 % fewer": Case("", course(20, 16, 16, 14), {NICE: "yes"}, JUDGED),
    "28a: the two months before unknown": Case("", course(20, 14), {NICE: "unknown"}, JUDGED),
    "28b: 29.63 % is never rounded to 30": Case("", course(27, 19, 19, 19), {NICE: "no"}, JUDGED),
    "28a: one day more is under 30 %": Case("", course(20, 16, 16, 15), {NICE: "no"}, JUDGED),
    "28c: one cycle is too early to judge": Case("", course(20, 16, 16, 15), {NICE: "yes"}, JUDGED, sessions=(FIRST,)),
    "28d: the day before 84 days since the second session": Case(
        "", [*course(27, 19, 19, 19)], {NICE: "yes"}, "2026-07-19"
    ),
    "28e: 84 days since the second session": Case("", course(27, 19, 19, 19), {NICE: "no"}, "2026-07-20"),
    "29a: exactly 50 %": Case("", course(18, 9, 9, 9), {"mbs-18377": "yes"}, JUDGED),
    "29b: 10 of 18 are less than 50 %": Case("", course(18, 9, 9, 10), {"mbs-18377": "no"}, JUDGED),
    "29c: 8 of 18": Case("", course(18, 9, 9, 8), {"mbs-18377": "yes"}, JUDGED),
    "30a: 2 missing days, 30 to 40 %": Case("", course(20, 16, 16, 12, blank=2), {NICE: "yes"}, JUDGED),
    "30b: 25 to 40 %": Case("", course(20, 16, 16, 12, blank=3), {NICE: "unknown"}, JUDGED),
    "32: no baseline": Case(
        "", course(20, 16, 16, 16)[1:], dict.fromkeys((NICE, "ehf-2018", "mbs-18377"), "unknown"), JUDGED
    ),
    "33a: under 15 but not under 10": Case("", course(22, 14, 14, 14), {NICE: "no", "ehf-2018": "yes"}, JUDGED),
    "33b: once 15": Case("", course(22, 14, 15, 14), {NICE: "yes"}, JUDGED),
    "33c: only two months": Case("", course(22, 16, 14, 14), {NICE: "yes"}, JUDGED),
    "35a: under 10 for three months": Case("", course(22, 9, 9, 9), {"ehf-2018": "no"}, JUDGED),
    "35b: once 10": Case("", course(22, 9, 10, 9), {"ehf-2018": "yes"}, JUDGED),
    "35c: 10 to 11 in a month with a day missing": Case("", course(22, 9, 9, 10, blank=1), {"ehf-2018": "yes"}, JUDGED),
    "35d: 9 to 10 in a month with a day missing": Case(
        "", course(22, 9, 9, 9, blank=1), {"ehf-2018": "unknown"}, JUDGED
    ),
    "13 to 16 in the latest month: one rule or the other stops": Case(
        "", course(20, 14, 14, 13, blank=1), {NICE: "no"}, JUDGED
    ),
    "a default verdict is the start's": Case("", course(20, 3, 3, 3), {HD: "yes", "us-label": "no"}, JUDGED),
}


def judged(migcli_here: Run, case: Case) -> dict[str, str]:
    migcli_here("init")
    person = ["add-patient", "P1", "--name", "Test"]
    person += ["--born", case.born] if case.born else []
    person += ["--overuse", case.overuse] if case.overuse else []
    commands = [person]
    for medicine, outcome in case.preventives:
        dates = ["--from", "2020-01-01", "--to", "2020-05-01", "--outcome", outcome] if outcome else []
        commands.append(["add-preventive", "P1", medicine, *dates])
    commands += [command for month in case.months for command in month.commands("P1")]
    commands += [["add-session", "P1", day] for day in case.sessions]
    for command in commands:
        done = migcli_here(*command, today=TODAY)
        assert done.code == 0, (command, done.err)
    found = {}
    for policy in case.verdicts:
        asked = migcli_here(
            "eligible", "P1", "--policy", policy, "--as-of", case.as_of, "--format", "json", today=TODAY
        )
        (item,) = asked.items
        assert item["verdict"] == VERDICTS[asked.code]
        assert (item["verdict"] == "unknown") <= bool(item["missing"])
        found[policy] = item["verdict"]
    return found


@pytest.mark.parametrize("case", START.values(), ids=START)
def test_start(migcli_here: Run, case: Case) -> None:
    assert judged(migcli_here, case) == case.verdicts


@pytest.mark.parametrize("case", GOING_ON.values(), ids=GOING_ON)
def test_going_on(migcli_here: Run, case: Case) -> None:
    assert judged(migcli_here, case._replace(sessions=case.sessions or (FIRST, SECOND))) == case.verdicts


@pytest.mark.parametrize(("as_of", "verdict"), [("2026-06-14", "no"), ("2026-06-15", "yes"), ("2026-06-16", "yes")])
def test_37a_the_eighteenth_birthday(migcli_here: Run, as_of: str, verdict: str) -> None:
    case = Case("", [Month("2026-05", 15, 8)], {"eu-label": verdict}, as_of, born="2008-06-15")
    assert judged(migcli_here, case) == case.verdicts


@pytest.mark.parametrize(("hours", "long"), [("3.98", 0), ("4", 15), ("4.02", 15)], ids=["3 h 59", "4 h 00", "4 h 01"])
def test_5a_a_headache_of_exactly_four_hours_counts(migcli_here: Run, hours: str, long: int) -> None:
    migcli_here("init")
    migcli_here("add-patient", "P1", "--born", "1980-01-01")
    migcli_here("add-diary", "P1", "2024-04-01..2024-04-15", "--headache", "--hours", hours, today=TODAY)
    migcli_here("add-diary", "P1", "2024-04-16..2024-04-30", "--free", today=TODAY)
    arguments = ("eligible", "P1", "--policy", "us-label", "--as-of", MAY, "--format", "json")
    (item,) = migcli_here(*arguments, today=TODAY).items
    found = {criterion["id"]: criterion["found"] for criterion in item["criteria"]}
    assert found["long-headache-days"] == {"low": long, "high": long, "unit": "days of 4 hours or more a month"}


def taken_for(migcli_here: Run, medicine: str, days: int, outcome: str = "failed") -> None:
    first = date(2020, 1, 1)
    dates = ("--from", str(first), "--to", str(first + timedelta(days=days)))
    assert migcli_here("add-preventive", "P1", medicine, *dates, "--outcome", outcome, today=TODAY).code == 0


@pytest.mark.parametrize(
    ("days", "outcome", "verdicts"),
    [
        (59, "failed", {"uhc": "no", "aetna": "no"}),
        (60, "failed", {"uhc": "yes", "aetna": "yes"}),
        (59, "not-tolerated", {"uhc": "yes", "aetna": "no"}),
        (60, "not-tolerated", {"uhc": "yes", "aetna": "yes"}),
    ],
)
def test_24_a_trial_of_60_days(migcli_here: Run, days: int, outcome: str, verdicts: dict[str, str]) -> None:
    case = Case("", April(15, 8, long=15), verdicts, MAY, preventives=())
    migcli_here("init")
    migcli_here("add-patient", "P1", "--born", "1980-01-01")
    taken_for(migcli_here, "topiramate", 90)
    taken_for(migcli_here, "propranolol", days, outcome)
    for command in case.months[0].commands("P1"):
        migcli_here(*command, today=TODAY)
    asked = ("eligible", "P1", "--as-of", MAY, "--format", "json", "--policy")
    assert {policy: migcli_here(*asked, policy, today=TODAY).items[0]["verdict"] for policy in verdicts} == verdicts


def test_35a_says_when_to_look_again(migcli_here: Run) -> None:
    case = Case("", course(22, 9, 9, 9), {"ehf-2018": "no"}, JUDGED, sessions=(FIRST, SECOND))
    judged(migcli_here, case)
    shown = migcli_here("eligible", "P1", "--policy", "ehf-2018", "--as-of", JUDGED, today=TODAY)
    assert shown.out.startswith(
        "P1 Test: no – stop rule met: fewer than 10 headache days for 3 months – a good response, not a failure\n"
    )
    assert "look again 4 to 5 months after stopping" in shown.out


def test_6a_three_headaches_on_one_date_are_one_headache_day(migcli_here: Run) -> None:
    migcli_here("init")
    migcli_here("add-patient", "P1")
    for hours in ("1", "2", "3"):
        assert migcli_here("add-diary", "P1", "2024-04-02", "--headache", "--hours", hours, today=TODAY).code == 0
    (item,) = migcli_here("eligible", "P1", "--as-of", MAY, "--format", "json", today=TODAY).items
    assert item["criteria"][0]["found"] == {"low": 1, "high": 30, "unit": "headache days a month"}


def test_33g_a_year_after_the_last_session_it_starts_again(migcli_here: Run) -> None:
    case = Case("", [Month("2025-01", 20, 10), Month("2026-04", 20, 10)], {NICE: "yes"}, MAY.replace("2024", "2026"))
    assert judged(migcli_here, case._replace(sessions=("2025-02-03", "2025-04-28"))) == case.verdicts
    (item,) = migcli_here(
        "eligible", "P1", "--policy", NICE, "--as-of", "2026-05-01", "--format", "json", today=TODAY
    ).items
    assert item["stage"] == "start"


@pytest.mark.parametrize(
    ("as_of", "stage"),
    [("2025-07-09", "continue"), ("2025-07-10", "start"), ("2025-07-11", "start")],
    ids=["the day before the stop", "the day of the stop", "the day after"],
)
def test_33g_a_course_that_was_stopped_has_ended(migcli_here: Run, as_of: str, stage: str) -> None:
    case = Case("", [Month("2025-01", 20, 10), Month("2025-06", 20, 10)], {}, as_of)
    judged(migcli_here, case._replace(sessions=("2025-02-03", "2025-04-28")))
    assert migcli_here("stop", "P1", "2025-07-10", "--reason", "a responder", today=TODAY).code == 0
    asked = ("eligible", "P1", "--policy", NICE, "--as-of", as_of, "--format", "json")
    (item,) = migcli_here(*asked, today=TODAY).items
    assert item["stage"] == stage


@pytest.mark.parametrize(("days_since", "stage"), [(181, "continue"), (182, "continue"), (183, "start")])
def test_33g_a_course_ends_when_182_days_pass_without_a_session(migcli_here: Run, days_since: int, stage: str) -> None:
    last = date(2025, 4, 28)
    case = Case("", [Month("2025-01", 20, 10)], {}, MAY, sessions=("2025-02-03", str(last)))
    judged(migcli_here, case)
    asked = ("eligible", "P1", "--policy", NICE, "--as-of", str(last + timedelta(days=days_since)), "--format", "json")
    (item,) = migcli_here(*asked, today=TODAY).items
    assert item["stage"] == stage
