"""Edges on which a change of one sign once passed every test: each in words that a clinician can read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from charts import ADULT, THREE_FAILED, Facts, chart, kept
from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.course import courses, interruption, is_late, present_course
from migraine_cli.chart.day import Day, known_days
from migraine_cli.chart.period import Period, blocks_back, month_of, months_back, months_before
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import Finding, over
from migraine_cli.eligibility.plain_words import plain_words
from migraine_cli.eligibility.policy import (
    Contraindications,
    FewHeadacheDays,
    HeadacheDays,
    Policy,
    Preventives,
    Reduction,
)
from migraine_cli.eligibility.preventives import preventives_tried
from migraine_cli.eligibility.reduction import change_in_words, percent_fewer
from migraine_cli.eligibility.stop import goes_on, stop_finding
from migraine_cli.eligibility.verdict import judge
from migraine_cli.errors import ClinicFileError
from migraine_cli.records.diary import DayStatement, DiaryEntry, MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.session import Session
from migraine_cli.records.visits import CourseEvent
from migraine_cli.reference.policies import policy

JUNE_FIRST = date(2026, 6, 1)


def session(day: date, **facts: Any) -> Session:
    return Session(patient="P1", date=day, units=155, **facts)


def months(headache: int, *named: str) -> dict[date, Facts]:
    days: dict[date, Facts] = {}
    for name in named:
        days |= kept(month_of(date.fromisoformat(f"{name}-01")), headache, headache, headache)
    return days


def judged(case: Case) -> str:
    month = case.judged_month()
    assert month is not None
    return str(month.period)


class TestTheMonthThatIsJudged:
    def test_a_month_that_begins_on_the_day_of_the_first_session_is_not_judged(self) -> None:
        """A session on 1 June was given in June: June isn't wholly after it, July is."""
        case = Case.of(chart(months(20, "2026-05", "2026-06", "2026-07"), sessions=(JUNE_FIRST,)), date(2026, 7, 1))
        assert case.judged_month() is None
        later = Case.of(case.chart, date(2026, 8, 1))
        assert judged(later) == "2026-07"

    def test_a_session_on_the_last_day_of_a_month_leaves_the_next_one_to_be_judged(self) -> None:
        case = Case.of(chart({}, sessions=(date(2026, 5, 31),)), date(2026, 7, 1))
        assert judged(case) == "2026-06"

    def test_in_blocks_the_first_one_begins_the_day_after_the_session(self) -> None:
        """Blocks of 28 days back from 1 July end on 30 June; the latest begins on 3 June."""
        found = chart({}, sessions=(date(2026, 6, 2),))
        assert judged(Case.of(found, date(2026, 7, 1), 28)) == "2026-06-03..2026-06-30"
        assert Case.of(chart({}, sessions=(date(2026, 6, 3),)), date(2026, 7, 1), 28).judged_month() is None

    @pytest.mark.parametrize(
        ("sessions", "late"),
        [
            ((date(2026, 1, 22),), False),
            ((date(2026, 1, 21),), True),
            ((date(2026, 1, 21), date(2026, 4, 29)), False),
            ((date(2026, 1, 21), date(2026, 4, 30)), True),
            ((date(2025, 12, 23), date(2026, 4, 1)), True),
            ((date(2025, 12, 24), date(2026, 4, 1)), False),
            ((date(2026, 5, 1),), False),
        ],
        ids=[
            "30 April is 98 days after the session",
            "30 April is 99 days after it",
            "treated again on 29 April, day 98",
            "treated again on 30 April, day 99: that day was late",
            "treated again on 1 April, day 99",
            "treated again on 1 April, day 98",
            "before any session nothing is late",
        ],
    )
    def test_when_april_is_late(self, sessions: tuple[date, ...], late: bool) -> None:
        april = month_of(date(2026, 4, 1))
        assert is_late(april, [session(day) for day in sessions]) is late

    def test_blocks_lie_back_to_back(self) -> None:
        blocks = blocks_back(date(2026, 7, 1), 28)
        assert [str(next(blocks)) for _ in range(2)] == ["2026-06-03..2026-06-30", "2026-05-06..2026-06-02"]

    def test_months_before_the_first_day_of_a_year(self) -> None:
        assert [str(month) for month in months_before(date(2026, 1, 1), 2)] == ["2025-12", "2025-11"]

    @pytest.mark.parametrize("periods", [months_back, partial(blocks_back, length=30)], ids=["months", "blocks"])
    def test_before_the_first_month_of_all_a_record_is_damaged(
        self, periods: Callable[[date], Iterator[Period]]
    ) -> None:
        back = periods(date(1, 2, 20))
        assert next(back).first < date(1, 1, 22)
        with pytest.raises(ClinicFileError, match="a record lies before the year 1900; run `migcli check`"):
            next(back)


class TestWhatPeriodsCoverInWords:
    @pytest.mark.parametrize(
        ("periods", "words"),
        [
            (months_before(date(2026, 7, 1), 1), "2026-06"),
            (months_before(date(2026, 7, 1), 3), "2026-04..2026-06"),
            ([next(blocks_back(date(2026, 7, 1), 28))], "2026-06-03..2026-06-30"),
            (
                [Period(date(2026, 6, 3), date(2026, 6, 30)), Period(date(2026, 5, 6), date(2026, 6, 2))],
                "2026-05-06..2026-06-30",
            ),
            ([month_of(date(2026, 6, 1)), Period(date(2026, 5, 4), date(2026, 5, 31))], "2026-05-04..2026-06-30"),
        ],
    )
    def test_over(self, periods: list[Period], words: str) -> None:
        assert over(periods) == words

    def test_a_calendars_count_that_blocks_cannot_use_is_named_with_its_months(self) -> None:
        found = chart({})
        found.months = [MonthCount(patient="P1", month=month, headache_days=20) for month in ("2026-06", "2026-05")]
        verdict = judge(policy("headache-days"), Case.of(found, date(2026, 7, 1), 30))
        assert verdict.criteria[0].because.startswith("headache days in 2026-06: 20")
        other = judge(policy("headache-days"), Case.of(found, date(2026, 6, 20), 30))
        assert other.criteria[0].because == (
            "nothing is recorded for 2026-05-21..2026-06-19 "
            "(the calendar counts of 2026-05 and 2026-06 can't be used in 2026-05-21..2026-06-19)"
        )


class TestADayToldTwice:
    """Later statements win, fact by fact; what they leave blank stays."""

    def told(self, *statements: dict[str, Any]) -> Day:
        entries = [
            DiaryEntry(id=f"diary:{n}", patient="P1", statements=(DayStatement(days=("2026-04-01",), **facts),))
            for n, facts in enumerate(statements, 1)
        ]
        return known_days(entries, date(2026, 4, 1), date(2026, 4, 30))[date(2026, 4, 1)]

    def test_a_free_day_that_becomes_a_headache_day_keeps_no_no_migraine(self) -> None:
        """Free means no migraine; once it was a headache after all, whether it was a migraine isn't known."""
        assert self.told({"headache": False}, {"headache": True}).migraine is None

    def test_a_headache_told_again_keeps_its_kind_and_hours(self) -> None:
        day = self.told({"headache": True, "migraine": False, "hours": 3}, {"headache": True, "severity": 5})
        assert (day.migraine, day.hours, day.severity) == (False, 3, 5)

    def test_an_earlier_note_stays_until_another_is_written(self) -> None:
        assert self.told({"headache": True, "note": "aura"}, {"headache": True}).note == "aura"
        assert self.told({"headache": True, "note": "aura"}, {"headache": False}).note == "aura"
        assert self.told({"headache": True, "note": "aura"}, {"headache": True, "note": "none"}).note == "none"

    def test_medicines_alone_leave_the_headache_as_it_was(self) -> None:
        day = self.told({"headache": True, "migraine": True}, {"medicines": ("sumatriptan",)})
        assert (day.headache, day.migraine, day.medicines) == (True, True, ("sumatriptan",))
        assert day.id == "diary:2"

    def test_a_headache_day_that_becomes_free_has_no_hours(self) -> None:
        day = self.told({"headache": True, "hours": 5, "severity": 7}, {"headache": False})
        assert (day.hours, day.severity, day.migraine) == (None, None, False)


class TestCourses:
    def test_a_session_of_another_product_or_for_something_else_is_in_no_course(self) -> None:
        given = [
            session(date(2026, 1, 5)),
            session(date(2026, 2, 5), product="abobotulinumtoxinA"),
            session(date(2026, 3, 5), indication="cosmetic"),
            session(date(2026, 4, 6)),
        ]
        found = courses(given, (), JUNE_FIRST)
        assert [[each.date for each in course] for course in found] == [[date(2026, 1, 5), date(2026, 4, 6)]]

    @pytest.mark.parametrize(("gap", "number"), [(182, 1), (183, 2)])
    def test_182_days_without_a_session_end_a_course(self, gap: int, number: int) -> None:
        first = date(2025, 1, 6)
        assert len(courses([session(first), session(first + timedelta(days=gap))], (), JUNE_FIRST)) == number

    @pytest.mark.parametrize(
        ("stop", "sessions"),
        [(date(2026, 4, 6), 2), (date(2026, 4, 5), 1), (date(2026, 1, 5), 1), (date(2026, 1, 4), 2)],
        ids=["on the second session's day", "the day before it", "on the first's day", "before the first"],
    )
    def test_a_session_on_the_day_of_a_stop_belongs_to_the_course_that_is_stopped(
        self, stop: date, sessions: int
    ) -> None:
        given = [session(date(2026, 1, 5)), session(date(2026, 4, 6))]
        events = [CourseEvent(patient="P1", date=stop, step="stop")]
        assert len(courses(given, events, JUNE_FIRST)[0]) == sessions

    def test_a_stop_on_the_day_asked_for_has_ended_the_course(self) -> None:
        events = [CourseEvent(patient="P1", date=JUNE_FIRST, step="stop")]
        given = [session(date(2026, 4, 6))]
        assert present_course(given, events, JUNE_FIRST) == ()
        assert present_course(given, events, JUNE_FIRST - timedelta(days=1)) != ()

    @pytest.mark.parametrize(
        ("last_session", "in_force"),
        [(date(2026, 4, 5), True), (date(2026, 4, 6), True), (date(2026, 4, 7), False), (None, True)],
        ids=["before the stop", "on its day", "after it", "never"],
    )
    def test_a_stop_on_the_sessions_own_day_stays_in_force(self, last_session: date | None, in_force: bool) -> None:
        stop = CourseEvent(patient="P1", date=date(2026, 4, 6), step="stop")
        assert (interruption([stop], last_session, JUNE_FIRST) is not None) is in_force

    @pytest.mark.parametrize(("as_of", "paused"), [(date(2026, 5, 9), True), (date(2026, 5, 10), False)])
    def test_a_pause_ends_on_its_day(self, as_of: date, paused: bool) -> None:
        pause = CourseEvent(patient="P1", date=date(2026, 4, 6), step="pause", until=date(2026, 5, 10))
        assert (interruption([pause], None, as_of) is not None) is paused

    def test_the_latest_step_taken_by_the_day_counts(self) -> None:
        steps = [
            CourseEvent(patient="P1", date=date(2026, 4, 6), step="stop"),
            CourseEvent(patient="P1", date=date(2026, 5, 6), step="resume"),
        ]
        assert interruption(steps, None, date(2026, 5, 6)) is None
        assert interruption(steps, None, date(2026, 5, 5)) is steps[0]
        assert interruption(steps, None, date(2026, 4, 5)) is None


class TestWhatIsMissing:
    def test_what_a_preference_lacks_is_not_missing(self) -> None:
        """EHF prefers preventives tried before; that they aren't recorded changes no verdict."""
        days = kept(month_of(date(2026, 5, 1)), 14, 10, 10, blank=1)
        verdict = judge(policy("ehf-2018"), Case.of(chart(days, preventives=()), JUNE_FIRST))
        assert verdict.verdict is Answer.UNKNOWN
        assert verdict.missing == ("1 more diary day of 2026-05 (2026-05-31)",)

    def test_each_thing_is_missing_once(self) -> None:
        verdict = judge(policy("uk-label"), Case.of(chart({}), JUNE_FIRST))
        assert verdict.missing == ("the 31 diary days of 2026-05, of which nothing is recorded",)

    def test_a_decided_start_misses_nothing_while_going_on_is_unknown(self) -> None:
        days = months(20, "2026-01") | kept(month_of(date(2026, 7, 1)), 13, 13, 13, blank=3)
        given = (date(2026, 2, 2), date(2026, 4, 27))
        verdict = judge(policy("mbs-18377"), Case.of(chart(days, sessions=given), date(2026, 8, 1)))
        assert verdict.verdict is Answer.NO
        assert all("2026-07" not in what for what in verdict.missing)


ASKED = Preventives(id="x", at_least=2, outcomes=("failed", "not-tolerated"))
OF_CLASSES = Preventives(
    id="x", at_least=2, distinct="class", outcomes=("failed",), classes=("antiepileptic", "beta-blocker")
)
WHEN = ("the dates from and to which topiramate was taken",)
FOR_60_DAYS = Preventives(id="x", at_least=1, outcomes=("failed", "not-tolerated"), trial_days=60)
EVERY_60_DAYS = replace(FOR_60_DAYS, trial_of="every")
TAKEN = Preventive(patient="P1", medicine="topiramate", drug_class="antiepileptic", outcome="failed")


def tried(criterion: Preventives, *preventives: Preventive) -> Finding:
    return preventives_tried(criterion, Case.of(chart({}, preventives=preventives), JUNE_FIRST))


def counted(finding: Finding) -> tuple[float, float]:
    """How many surely count, and how many may."""
    assert finding.found is not None
    return finding.found.low, finding.found.high


class TestPreventives:
    @pytest.mark.parametrize(
        ("criterion", "facts", "found", "missing"),
        [
            (ASKED, {}, (1, 1), ()),
            (ASKED, {"outcome": None}, (0, 1), ("the outcome of topiramate",)),
            (ASKED, {"outcome": "unsuitable"}, (0, 0), ()),
            (ASKED, {"drug_class": None}, (1, 1), ()),
            (OF_CLASSES, {"drug_class": None}, (0, 1), ("the class of topiramate",)),
            (OF_CLASSES, {"drug_class": "arb"}, (0, 0), ()),
            (OF_CLASSES, {"drug_class": None, "outcome": "effective"}, (0, 0), ()),
            (replace(ASKED, oral=True), {"drug_class": None}, (0, 1), ("the class of topiramate",)),
            (replace(ASKED, oral=True), {"drug_class": "cgrp-antibody"}, (0, 0), ()),
            (replace(ASKED, oral=True), {"drug_class": "gepant"}, (1, 1), ()),
            (FOR_60_DAYS, {}, (0, 1), WHEN),
            (FOR_60_DAYS, {"outcome": "not-tolerated"}, (1, 1), ()),
            (
                EVERY_60_DAYS,
                {"outcome": "not-tolerated"},
                (0, 1),
                WHEN,
            ),
            (FOR_60_DAYS, {"started": date(2026, 1, 1), "stopped": date(2026, 3, 1)}, (0, 0), ()),
            (FOR_60_DAYS, {"started": date(2026, 1, 1), "stopped": date(2026, 3, 2)}, (1, 1), ()),
            (ASKED, {"started": JUNE_FIRST}, (0, 0), ()),
            (ASKED, {"started": JUNE_FIRST, "drug_class": None, "outcome": None}, (0, 0), ()),
            (ASKED, {"started": JUNE_FIRST - timedelta(days=1)}, (1, 1), ()),
            (ASKED, {"stopped": JUNE_FIRST}, (1, 1), ()),
            (ASKED, {"stopped": JUNE_FIRST + timedelta(days=1)}, (0, 0), ()),
            (ASKED, {"stopped": JUNE_FIRST + timedelta(days=1), "outcome": None}, (0, 0), ()),
        ],
    )
    def test_what_is_recorded_of_one(
        self,
        criterion: Preventives,
        facts: dict[str, str | date | None],
        found: tuple[int, int],
        missing: tuple[str, ...],
    ) -> None:
        finding = tried(criterion, replace(TAKEN, **facts))
        assert counted(finding) == found
        assert finding.missing == missing

    def test_one_that_goes_on_is_counted_up_to_the_day(self) -> None:
        wanted = Preventives(id="x", at_least=1, outcomes=("ongoing",), trial_days=60, trial_of="every")
        sixty = replace(TAKEN, outcome="ongoing", started=JUNE_FIRST - timedelta(days=60))
        assert tried(wanted, sixty).answer is Answer.YES
        assert tried(wanted, replace(sixty, started=JUNE_FIRST - timedelta(days=59))).answer is Answer.NO

    def test_one_that_an_older_file_has_as_going_on_and_stopped_is_counted_up_to_the_stop(self) -> None:
        both = replace(TAKEN, outcome="ongoing", started=date(2026, 1, 1), stopped=date(2026, 1, 31))
        assert tried(FOR_60_DAYS, both).because == "topiramate (ongoing, 30 days)"

    def test_two_spellings_of_one_medicine_count_once(self) -> None:
        assert counted(tried(ASKED, TAKEN, replace(TAKEN, medicine="Topiramate"))) == (1, 1)

    def test_two_medicines_of_one_class_count_once_by_class(self) -> None:
        assert counted(tried(OF_CLASSES, TAKEN, replace(TAKEN, medicine="valproate"))) == (1, 1)

    def test_a_medicine_without_a_class_may_be_a_second_class(self) -> None:
        assert counted(tried(OF_CLASSES, TAKEN, replace(TAKEN, medicine="x", drug_class=None))) == (1, 2)

    @pytest.mark.parametrize(
        ("criterion", "facts", "words"),
        [
            (ASKED, {}, "topiramate (failed)"),
            (ASKED, {"outcome": None}, "topiramate (outcome not recorded)"),
            (OF_CLASSES, {"drug_class": None}, "topiramate (class not recorded, failed)"),
            (FOR_60_DAYS, {}, "topiramate (failed, days not recorded)"),
            (ASKED, {"started": JUNE_FIRST}, "topiramate (begun later, on 2026-06-01)"),
            (ASKED, {"stopped": date(2026, 6, 2)}, "topiramate (still being taken on 2026-06-01)"),
        ],
    )
    def test_in_words(self, criterion: Preventives, facts: dict[str, date | None], words: str) -> None:
        assert tried(criterion, replace(TAKEN, **facts)).because == words

    def test_begun_later_alone_the_list_is_complete_and_the_answer_no(self) -> None:
        assert tried(ASKED, replace(TAKEN, started=JUNE_FIRST)).answer is Answer.NO


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ((24, 24), (11, 11), "54 % fewer"),
        ((27, 27), (19, 19), "29 % fewer"),
        ((20, 20), (14, 14), "30 % fewer"),
        ((20, 20), (12, 15), "25 to 40 % fewer"),
        ((20, 20), (30, 30), "50 % more"),
        ((20, 20), (22, 30), "10 to 50 % more"),
        ((20, 20), (18, 22), "10 % more to 10 % fewer"),
        ((20, 20), (20, 20), "0 % fewer"),
        ((20, 20), (0, 0), "100 % fewer"),
        ((0, 3), (2, 2), None),
        ((1, 1), (2, 2), "100 % more"),
    ],
)
def test_a_change_in_words_is_cut_and_never_negative(
    before: tuple[int, int], now: tuple[int, int], words: str | None
) -> None:
    assert change_in_words(Bounds(*before), Bounds(*now)) == words
    assert (percent_fewer(Bounds(*before), Bounds(*now)) is None) == (words is None)


FEW = FewHeadacheDays(id="few", below=10, months=2)
HALF = Reduction(id="half", below_percent=50, after_cycles=1)


@pytest.mark.parametrize(
    ("baseline", "june", "july", "blank", "answer"),
    [
        (20, 9, 9, 0, Answer.NO),
        (20, 9, 10, 0, Answer.YES),
        (20, 10, 9, 0, Answer.YES),
        (20, 9, 9, 1, Answer.UNKNOWN),
        (18, 9, 9, 1, Answer.NO),
        (18, 10, 9, 1, Answer.UNKNOWN),
        (18, 10, 8, 1, Answer.YES),
    ],
    ids=[
        "9 and 9: few",
        "10 and half of 20",
        "10 in June spares the few",
        "9 or 10 in July",
        "9 stops as few, 10 as more than half: stopped either way",
        "June spares; 9 is half, 10 isn't",
        "June spares; 8 or 9 are half",
    ],
)
def test_two_rules_that_pull_in_opposite_directions(
    baseline: int, june: int, july: int, blank: int, answer: Answer
) -> None:
    days = months(baseline, "2026-04") | months(june, "2026-06")
    days |= kept(month_of(date(2026, 7, 1)), july, july, july, blank=blank)
    case = Case.of(chart(days, sessions=(date(2026, 5, 1),)), date(2026, 8, 1))
    assert goes_on((FEW, HALF), case) is answer


def test_a_rule_that_is_not_judged_yet_does_not_stop() -> None:
    case = Case.of(chart(months(20, "2026-04") | months(3, "2026-06"), sessions=(date(2026, 5, 1),)), date(2026, 7, 1))
    assert goes_on((FEW, HALF), case) is Answer.YES


@pytest.mark.parametrize(("as_of", "judged"), [(date(2026, 7, 23), False), (date(2026, 7, 24), True)])
def test_a_cycle_is_over_84_days_after_its_session(as_of: date, judged: bool) -> None:
    case = Case.of(chart(months(20, "2026-04", "2026-06"), sessions=(date(2026, 5, 1),)), as_of)
    assert (goes_on((HALF,), case) is Answer.NO) is judged


def allergic(on: date) -> Chart:
    found = chart(months(20, "2026-04"), sessions=(date(2026, 5, 1),))
    found.effects = [Effect(patient="P1", date=on, effect="allergic-reaction")]
    return found


@pytest.mark.parametrize(("on", "answer"), [(date(2026, 6, 1), Answer.NO), (date(2026, 6, 2), Answer.YES)])
def test_an_allergic_reaction_counts_from_its_day_on_and_in_the_course_too(on: date, answer: Answer) -> None:
    verdict = judge(policy("nice-ta260"), Case.of(allergic(on), JUNE_FIRST))
    assert (verdict.stage, verdict.verdict, verdict.start) == ("continue", answer, Answer.YES)


def own_policy(**facts: Any) -> Policy:
    known: dict[str, Any] = {
        "id": "own",
        "title": "Own",
        "claim": "meets our own",
        "source": "ours",
        "address": "ours",
        "edition": "2026",
        "read": date(2026, 1, 1),
        "confirmed": True,
        "start": (HeadacheDays(id="days", at_least=15), Contraindications(id="bar", cautions=("pregnancy",))),
    }
    return Policy(**(known | facts))


def test_cautions_that_do_not_bar_stand_beside_the_verdict() -> None:
    found = chart(months(20, "2026-05"), patient=replace(ADULT, cautions=("pregnancy", "site-infection")))
    barred = judge(own_policy(), Case.of(found, JUNE_FIRST))
    assert (barred.verdict, barred.cautions) == (Answer.NO, ("infection at an injection site",))
    spared = judge(own_policy(start=(HeadacheDays(id="days", at_least=15),)), Case.of(found, JUNE_FIRST))
    assert spared.verdict is Answer.YES
    assert len(spared.cautions) == 2


def test_the_start_is_judged_on_as_many_months_as_its_longest_criterion_asks_for() -> None:
    rules = (HeadacheDays(id="a", at_least=15, months=2), HeadacheDays(id="b", at_least=15, months=4))
    assert judge(own_policy(start=rules), Case.of(chart({}), JUNE_FIRST)).start_months == "2026-02..2026-05"
    bare = own_policy(start=(Contraindications(id="bar"),))
    assert judge(bare, Case.of(chart({}), JUNE_FIRST)).start_months == "2026-05"


def test_a_treated_patient_is_told_since_when_and_by_which_month() -> None:
    found = chart(months(20, "2026-04", "2026-06"), sessions=(date(2026, 5, 1),), preventives=THREE_FAILED)
    start = judge(policy("us-label"), Case.of(found, date(2026, 7, 1)))
    assert (start.stage, start.treated_since, start.judged_month) == ("start", date(2026, 5, 1), None)
    not_yet = judge(policy("nice-ta260"), Case.of(found, date(2026, 7, 1)))
    assert (not_yet.treated_since, not_yet.judged_month) == (date(2026, 5, 1), None)
    twice = chart(months(20, "2026-04", "2026-09"), sessions=(date(2026, 5, 1), date(2026, 7, 24)))
    going_on = judge(policy("nice-ta260"), Case.of(twice, date(2026, 10, 16)))
    assert (going_on.treated_since, going_on.judged_month) == (date(2026, 5, 1), "2026-09")
    assert judge(policy("dmkg-2018"), Case.of(twice, date(2026, 10, 16))).judged_month is None
    assert judge(policy("us-label"), Case.of(chart({}), JUNE_FIRST)).treated_since is None


def test_a_criterion_says_by_whose_word_it_stands_when_it_is_not_the_policys() -> None:
    own = HeadacheDays(id="x", at_least=15, source="a digest", confirmed=False)
    assert plain_words(own) == "15 or more headache days a month (a digest; not confirmed in the primary source)"
    assert plain_words(replace(own, confirmed=True)) == "15 or more headache days a month (a digest)"
    assert plain_words(replace(own, source=None)) == "15 or more headache days a month"


@pytest.mark.parametrize(
    ("june", "july", "blank", "answer", "missing"),
    [
        (9, 10, 0, Answer.YES, ()),
        (9, 9, 0, Answer.NO, ()),
        (9, 9, 1, Answer.UNKNOWN, ("1 more diary day of 2026-07 (2026-07-31)",)),
    ],
)
def test_all_that_is_told_of_a_rule_on_few_headache_days(
    june: int, july: int, blank: int, answer: Answer, missing: tuple[str, ...]
) -> None:
    days = months(june, "2026-06") | kept(month_of(date(2026, 7, 1)), july, july, july, blank=blank)
    finding = stop_finding(FEW, Case.of(chart(days, sessions=(date(2026, 5, 1),)), date(2026, 8, 1)))
    assert (finding.id, finding.stage, finding.answer, finding.period) == (
        "few",
        "continue",
        answer,
        "2026-06..2026-07",
    )
    assert finding.needs == "10 or more headache days in at least one of the 2 latest months"
    assert finding.missing == missing


def test_a_rule_on_few_days_looks_at_its_own_months_alone() -> None:
    """May had 20 headache days; June and July had 9."""
    days = months(20, "2026-05") | months(9, "2026-06", "2026-07")
    case = Case.of(chart(days, sessions=(date(2026, 4, 30),)), date(2026, 8, 1))
    assert goes_on((FEW,), case) is Answer.NO


def test_cycles_that_are_over_without_a_period_to_judge_stop_nothing() -> None:
    """In blocks of 90 days none has passed since the session, 85 days ago."""
    case = Case.of(chart({}, sessions=(date(2026, 5, 1),)), date(2026, 7, 25), block_days=90)
    assert case.judged_month() is None
    assert goes_on((HALF,), case) is Answer.YES


def test_classes_are_asked_for_where_classes_are_counted() -> None:
    counted_by_class = Preventives(id="classes", at_least=1, distinct="class", outcomes=("failed",))
    unclassed = replace(TAKEN, drug_class=None)
    assert tried(counted_by_class, unclassed).answer is Answer.UNKNOWN
    assert tried(replace(counted_by_class, distinct="medicine"), unclassed).answer is Answer.YES
