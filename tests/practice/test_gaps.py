"""What is asked: all of it settles the verdict, less of it can't, and what isn't asked never matters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.period import month_of
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.policy import (
    FewHeadacheDays,
    HeadacheDays,
    LongHeadacheDays,
    MigraineDays,
    Policy,
    Reduction,
)
from migraine_cli.eligibility.verdict import Verdict, judge
from migraine_cli.practice.least import fewest
from migraine_cli.practice.open_facts import OpenFacts, open_facts
from migraine_cli.records.diary import DayStatement, DiaryEntry
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from tests.conftest import Ran, Run

DAY = date(2026, 10, 5)

Fact = dict[str, object]
FREE: Fact = {"headache": False}
ATTACK: Fact = {"headache": True, "migraine": True, "hours": 6.0}
MILD: Fact = {"headache": True, "migraine": False, "hours": 2.0}
ANSWERS = (FREE, ATTACK, MILD)
OPEN_KIND: Fact = {"headache": True, "hours": 6.0}
OPEN_HOURS: Fact = {"headache": True, "migraine": True}


def a_policy(*start: object, stop: tuple[object, ...] = ()) -> Policy:
    return Policy(
        id="test",
        title="A policy",
        source="a test",
        address="https://example.org",
        edition="first",
        read=date(2026, 1, 1),
        confirmed=True,
        claim="meets it",
        start=start,  # type: ignore[arg-type]
        stop=stop,  # type: ignore[arg-type]
    )


START = a_policy(
    HeadacheDays(id="headache", at_least=15),
    MigraineDays(id="migraine", at_least=8),
    LongHeadacheDays(id="long", at_least=7),
)
AVERAGE = a_policy(HeadacheDays(id="average", at_least=15, months=2, over="average"))
EACH = a_policy(HeadacheDays(id="each", at_least=15, months=2))
GOING_ON = a_policy(
    HeadacheDays(id="headache", at_least=15),
    stop=(Reduction(id="reduction", below_percent=30, after_cycles=2), FewHeadacheDays(id="few", below=15, months=3)),
)
TREATED = [Session(patient="P1", date=date(2026, 4, 1)), Session(patient="P1", date=date(2026, 7, 1))]


def chart_of(days: dict[date, Fact], *, treated: bool) -> Chart:
    said = tuple(DayStatement(days=(str(day),), **facts) for day, facts in sorted(days.items()))  # type: ignore[arg-type]
    entry = [DiaryEntry(id="diary:1", patient="P1", statements=said)] if said else []
    return Chart(
        Patient(id="P1"),
        diary=entry,
        months=[],
        preventives=[],
        sessions=TREATED if treated else [],
        effects=[],
        checkups=[],
        events=[],
        scores=[],
    )


def verdict_of(policy: Policy, days: dict[date, Fact]) -> tuple[Case, Verdict]:
    case = Case.of(chart_of(days, treated=bool(policy.stop)), DAY)
    return case, judge(policy, case)


def asked_of(policy: Policy, days: dict[date, Fact]) -> tuple[Case, Verdict, OpenFacts]:
    case, verdict = verdict_of(policy, days)
    return case, verdict, open_facts(policy, case, verdict)


SPAN = [date(2026, 3, 1) + timedelta(days=number) for number in range((DAY - date(2026, 3, 1)).days)]
"""From the month before the first session on."""


@st.composite
def diaries(draw: st.DrawFn) -> dict[date, Fact]:
    """A diary near the thresholds, with gaps."""
    often = draw(st.integers(8, 20))
    days: dict[date, Fact] = {day: (ATTACK if day.day <= often else FREE) for day in SPAN}
    gaps = draw(st.lists(st.sampled_from(SPAN), max_size=40, unique=True))
    for day in gaps:
        del days[day]
    for day in draw(st.lists(st.sampled_from(SPAN), max_size=10, unique=True)):
        if day in days:
            days[day] = draw(st.sampled_from((OPEN_KIND, OPEN_HOURS, MILD)))
    return days


POLICIES = {"start": START, "average": AVERAGE, "each": EACH, "going on": GOING_ON}


def answered(
    days: dict[date, Fact], asks: tuple[str, ...], draw: Callable[[st.SearchStrategy[Any]], Any]
) -> dict[date, Fact]:
    """The diary with an answer to each ask."""
    after = dict(days)
    for ask in asks:
        day = date.fromisoformat(ask[:10])
        if len(ask) == 10:
            after[day] = draw(st.sampled_from(ANSWERS))
        elif ask.endswith("migraine or not"):
            after[day] = after[day] | {"migraine": draw(st.booleans())}
        else:
            after[day] = after[day] | {"hours": draw(st.sampled_from((2.0, 4.0)))}
    return after


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@settings(max_examples=20)
@given(data=st.data())
def test_any_answers_to_all_that_is_asked_settle_the_verdict(policy: Policy, data: st.DataObject) -> None:
    days = data.draw(diaries())
    _, verdict, facts = asked_of(policy, days)
    assert bool(facts.asks()) == (verdict.verdict is Answer.UNKNOWN)
    _, after = verdict_of(policy, answered(days, facts.asks(), data.draw))
    assert after.verdict is not Answer.UNKNOWN


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@settings(max_examples=20)
@given(data=st.data())
def test_what_is_not_asked_never_changes_the_verdict(policy: Policy, data: st.DataObject) -> None:
    days = data.draw(diaries())
    _, _, facts = asked_of(policy, days)
    settled = answered(days, facts.asks(), data.draw)
    _, before = verdict_of(policy, settled)
    rest = {day: data.draw(st.sampled_from(ANSWERS)) for day in SPAN if day not in settled}
    _, after = verdict_of(policy, settled | rest)
    assert after.verdict is before.verdict


def least_by_trying(policy: Policy, days: dict[date, Fact], asks: tuple[str, ...]) -> int | None:
    """Every answer to every set of asks, the smallest sets first; each ask is a whole day."""
    for size in range(1, len(asks) + 1):
        for chosen in combinations(asks, size):
            for answers in product(ANSWERS, repeat=size):
                after = days | {date.fromisoformat(ask): said for ask, said in zip(chosen, answers, strict=True)}
                if verdict_of(policy, after)[1].verdict is not Answer.UNKNOWN:
                    return size
    return None


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@settings(max_examples=12)
@given(data=st.data())
def test_no_fewer_facts_can_settle_it(policy: Policy, data: st.DataObject) -> None:
    often = data.draw(st.integers(11, 17))
    days: dict[date, Fact] = {day: (ATTACK if day.day <= often else FREE) for day in SPAN}
    months = [date(2026, 9, 1), date(2026, 8, 1), date(2026, 3, 1)]
    for _ in range(4):
        month = data.draw(st.sampled_from(months))
        days.pop(month + timedelta(days=data.draw(st.integers(0, 27))), None)
    case, _, facts = asked_of(policy, days)
    if facts.asks():
        assert fewest(policy, case, facts) == least_by_trying(policy, days, facts.asks())


def september(headache: int, *open_days: int) -> dict[date, Fact]:
    days = {date(2026, 9, number): (ATTACK if number <= headache else FREE) for number in range(1, 31)}
    return {day: facts for day, facts in days.items() if day.day not in open_days}


CASES = {
    "13 and two open: both for yes, one for no": (september(13, 29, 30), ["2026-09-29", "2026-09-30"], 1),
    "14 and two open: one for yes": (september(14, 29, 30), ["2026-09-29", "2026-09-30"], 1),
    "12 and four open: two for no": (september(12, 27, 28, 29, 30), [f"2026-09-{n}" for n in (27, 28, 29, 30)], 2),
    "15 and two open: decided": (september(15, 29, 30), [], None),
    "12 and two open: decided": (september(12, 29, 30), [], None),
}


@pytest.mark.parametrize(("days", "asks", "least"), CASES.values(), ids=CASES)
def test_what_is_asked(days: dict[date, Fact], asks: list[str], least: int | None) -> None:
    case, _, facts = asked_of(START, days)
    assert list(facts.asks()) == asks
    assert fewest(START, case, facts) == least


def month(name: str, headache: int, *open_days: int) -> dict[date, Fact]:
    first = date.fromisoformat(f"{name}-01")
    days = {first + timedelta(days=n): (ATTACK if n < headache else FREE) for n in range(month_of(first).length)}
    return {day: facts for day, facts in days.items() if day.day not in open_days}


def told(days: dict[date, Fact], facts: Fact, *numbers: int) -> dict[date, Fact]:
    """The same with other facts on these days of September."""
    return days | {date(2026, 9, number): facts for number in numbers}


SHORT: Fact = {"headache": True, "migraine": True, "hours": 2.0}
NO_MIGRAINE: Fact = {"headache": True, "migraine": False, "hours": 6.0}
TWO_DAYS = ["2026-09-29", "2026-09-30"]

# the policy, the diary, what is asked, and the fewest answers that can decide
FURTHER: dict[str, tuple[Policy, dict[date, Fact], list[str], int]] = {
    "7 migraine days and two headaches of an unknown kind": (
        START,
        told(told(september(16), NO_MIGRAINE, *range(10, 17)), OPEN_KIND, 8, 9),
        ["2026-09-08: migraine or not", "2026-09-09: migraine or not"],
        1,
    ),
    "6 long days and two headaches of unknown hours": (
        START,
        told(told(september(16), SHORT, *range(9, 17)), OPEN_HOURS, 7, 8),
        ["2026-09-07: hours", "2026-09-08: hours"],
        1,
    ),
    "13 to 15 of 20 headache days, 14 are 30 % fewer": (
        GOING_ON,
        month("2026-03", 20) | month("2026-08", 20) | september(13, 29, 30),
        TWO_DAYS,
        1,
    ),
    "two days of the baseline": (
        GOING_ON,
        month("2026-03", 19, 30, 31) | month("2026-08", 20) | september(14),
        ["2026-03-30", "2026-03-31"],
        1,
    ),
    "12 and 12 and 14 to 16 headache days, below 15 in each is few": (
        GOING_ON,
        month("2026-03", 24) | month("2026-07", 12) | month("2026-08", 12) | september(14, 29, 30),
        TWO_DAYS,
        1,
    ),
}


@pytest.mark.parametrize(("policy", "days", "asks", "least"), FURTHER.values(), ids=FURTHER)
def test_what_is_asked_of_kinds_hours_and_the_stop_rules(
    policy: Policy, days: dict[date, Fact], asks: list[str], least: int
) -> None:
    case, verdict, facts = asked_of(policy, days)
    assert verdict.verdict is Answer.UNKNOWN
    assert list(facts.asks()) == asks
    assert fewest(policy, case, facts) == least


TODAY = DAY


@pytest.fixture
def run(migcli_here: Run) -> Run:
    """P1, not yet treated, with 13 headache days in September and two days open."""

    def command(*arguments: str, today: date = TODAY) -> Ran:
        return migcli_here(*arguments, today=today)

    command("init")
    command("add-patient", "P1", "--name", "Нина <b>", "--born", "1980-01-01")
    command("add-diary", "P1", "2026-09-01..2026-09-13", "--headache")
    command("add-diary", "P1", "2026-09-14..2026-09-28", "--free")
    return command


def test_the_items(run: Run) -> None:
    (item,) = run("gaps", "--format", "json").items
    assert item["asks"] == ["2026-09-29", "2026-09-30"]
    assert (item["before"], item["policy"], item["least"]) == ("2026-10-05", "headache-days", 1)
    assert item["settles"] == "the start (headache-days)"


def test_a_patient_is_found_by_name(run: Run) -> None:
    assert [item["patient"] for item in run("gaps", "нина", "--format", "json").items] == ["P1"]
    assert run("gaps", "P7").code == 3


def test_before_the_appointment_or_a_day(run: Run) -> None:
    assert run("gaps", "--before", "booked", "--format", "json").items == []
    run("book", "P1", "2026-10-20 09:00")
    assert run("gaps", "--format", "json").items[0]["before"] == "2026-10-20"
    assert run("gaps", "P1", "--before", "2026-10-12", "--format", "json").items[0]["before"] == "2026-10-12"


def test_a_visit_in_a_later_month_asks_for_no_day_to_come(run: Run) -> None:
    assert run("gaps", "--before", "2026-12-20", "--format", "json").items[0]["asks"] == ["2026-09-29", "2026-09-30"]


def test_facts_that_no_diary_tells(run: Run) -> None:
    (item,) = run("gaps", "P1", "--policy", "nice-ta260", "--format", "json").items
    assert "the preventives tried" in item["asks"]
    assert item["least"] == 1


def test_a_paper_calendar_is_asked_for_as_a_whole(run: Run) -> None:
    run("add-patient", "P2", "--born", "1981-01-01")
    run("add-month", "P2", "2026-09", "--headache", "13", "--recorded", "25")
    item = next(each for each in run("gaps", "--format", "json").items if each["patient"] == "P2")
    assert item["asks"] == ["2026-09: headache days of the whole month"]
    assert item["least"] == 1


def test_the_page_holds_the_open_days_alone(run: Run) -> None:
    page = run("gaps", "P1", "--format", "html").out
    assert "2026-09-29" in page
    assert "2026-09-28" not in page
    assert "Нина &lt;b&gt;" in page
    assert "<script" not in page
    for word in ("verdict", "headache-days", "Botox", "botulinum", "settle", "treat"):
        assert word not in page


def test_each_patient_has_a_sheet_of_their_own_on_paper(run: Run) -> None:
    run("add-patient", "P2", "--name", "Bo Lind", "--born", "1981-01-01")
    page = run("gaps", "--format", "html").out
    assert ".sheet + .sheet { break-before: page" in page
    for sheet in page.split('<section class="sheet">')[1:]:
        assert sheet.count("<h2>") == 1
        assert "<caption>Open days of the diary, <time>2026-09-" in sheet
        assert sheet.count('<th scope="col">') == 5
        assert sheet.count('<th scope="row">') == sheet.count("</tr>") - 1
    assert page.count('<section class="sheet">') == 2
