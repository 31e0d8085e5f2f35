"""What a response shows of a cycle, on both sides of every edge: its month, its weeks, its scores, its order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from charts import ADULT, Facts, chart, kept, weeks
from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.period import Period, month_of
from migraine_cli.records.effect import Effect
from migraine_cli.records.score import Score
from migraine_cli.records.scores import Instrument
from migraine_cli.records.visits import CourseEvent
from migraine_cli.reference.policies import policy
from migraine_cli.treatment.cycle import Cycle, Days, Percent
from migraine_cli.treatment.response import cycles, telling, telling_cycle, worst_first

START = date(2026, 1, 5)
HALF = policy("mbs-18377")


def seen(found: Chart, as_of: date) -> list[Cycle]:
    if not hasattr(found, "scores"):
        found.scores = []
    return cycles(found, HALF, as_of)


def months(**headache: int) -> dict[date, Facts]:
    """Complete months of 2026, such as `m03=12`; `m11` and `m12` are of 2025."""
    days: dict[date, Facts] = {}
    for name, count in headache.items():
        number = int(name[1:])
        first = date(2025 if number > 10 else 2026, number, 1)
        days |= kept(month_of(first), count, count, count)
    return days


class TestTheMonthOfACycle:
    def test_the_latest_month_that_is_not_late(self) -> None:
        """5 January to 15 June without a session: 13 April is day 98, so March is the month, and it is said."""
        (cycle,) = seen(chart(months(m12=24, m03=11, m04=16, m05=23), sessions=(START,)), date(2026, 6, 15))
        assert (cycle.month, cycle.headache_days, cycle.late_months) == (
            "2026-03",
            Days(11, 11),
            ("2026-04", "2026-05"),
        )
        assert cycle.reached_50 is Answer.YES

    def test_late_months_stay_with_the_cycle_in_which_they_lie(self) -> None:
        first, second = seen(
            chart(months(m12=24, m03=11, m04=16, m05=23), sessions=(START, date(2026, 6, 15))), date(2026, 8, 20)
        )
        assert first.late_months == ("2026-04", "2026-05")
        assert (second.month, second.late_months) == ("2026-07", ())

    def test_a_month_that_begins_on_the_sessions_day_is_not_the_cycles(self) -> None:
        """A session on 1 April: April isn't wholly after it."""
        assert seen(chart({}, sessions=(date(2026, 4, 1),)), date(2026, 5, 1))[0].month is None
        assert seen(chart({}, sessions=(date(2026, 3, 31),)), date(2026, 5, 1))[0].month == "2026-04"

    def test_without_a_month_it_says_what_is_missing(self) -> None:
        (cycle,) = seen(chart(months(m12=24), sessions=(START,)), date(2026, 1, 20))
        assert cycle.missing == ("a complete month in the cycle",)
        assert (cycle.headache_days, cycle.reduction_percent, cycle.control, cycle.control_days) == (
            None,
            None,
            (),
            None,
        )
        assert cycle.reached_30 is Answer.UNKNOWN

    def test_the_level_of_control_of_the_month(self) -> None:
        (cycle,) = seen(chart(months(m12=24, m02=5), sessions=(START,)), date(2026, 3, 1))
        assert (cycle.control, cycle.control_days) == (("modest control",), Days(5, 5))

    @pytest.mark.parametrize(("days", "until"), [(182, 182), (183, 182), (400, 182)])
    def test_a_cycle_is_never_longer_than_182_days(self, days: int, until: int) -> None:
        (cycle,) = seen(chart({}, sessions=(START,)), START + timedelta(days=days))
        assert cycle.until == min(START + timedelta(days=days - 1), START + timedelta(days=until))

    def test_on_the_day_of_the_session_the_cycle_is_that_day(self) -> None:
        assert seen(chart({}, sessions=(START,)), START)[0].until == START

    def test_a_cycle_ends_the_day_before_the_next_session(self) -> None:
        first, second = seen(chart({}, sessions=(START, weeks(START, 12))), weeks(START, 20))
        assert (first.until, first.cycle, second.cycle) == (weeks(START, 12) - timedelta(days=1), 1, 2)

    def test_after_a_stop_a_course_is_counted_anew(self) -> None:
        found = chart({}, sessions=(START, weeks(START, 12)))
        found.events = [CourseEvent(patient="P1", date=weeks(START, 6), step="stop")]
        assert [(each.course, each.cycle) for each in seen(found, weeks(START, 20))] == [(1, 1), (2, 1)]


def test_all_that_is_told_of_a_cycle() -> None:
    """20 headache days before, 13 in February; one day of February isn't known; effects in their order."""
    february = kept(month_of(date(2026, 2, 1)), 13, 6, 0, blank=1)
    found = chart(months(m11=30, m12=20) | february, sessions=(START,))
    found.effects = [
        Effect(patient="P1", date=START + timedelta(days=9), effect="neck-pain", severity="mild"),
        Effect(patient="P1", date=START + timedelta(days=2), effect="ptosis"),
    ]
    (cycle,) = seen(found, date(2026, 3, 1))
    assert (cycle.patient, cycle.name, cycle.session, cycle.policy) == ("P1", "Test", START, "mbs-18377")
    assert (cycle.baseline_month, cycle.month) == ("2025-12", "2026-02")
    assert [str(days) for days in (cycle.baseline, cycle.baseline_migraine_days)] == ["20", "20"]
    assert [str(days) for days in (cycle.headache_days, cycle.migraine_days)] == ["13 to 14", "6 to 7"]
    assert cycle.reduction_percent == Percent(30, 35)
    assert cycle.missing == ("1 more diary day of 2026-02 (2026-02-28)",)
    assert [(each.kind, each.date, each.severity) for each in cycle.effects] == [
        ("ptosis", START + timedelta(days=2), None),
        ("neck-pain", START + timedelta(days=9), "mild"),
    ]
    assert ([rule.id for rule in cycle.stop_rules], cycle.goes_on) == (["reduction"], Answer.YES)
    (without,) = cycles(found, policy("us-label"), date(2026, 3, 1))
    assert (without.stop_rules, without.goes_on) == ((), None)


@pytest.mark.parametrize(
    ("now", "reached"),
    [(15, "no no no"), (14, "yes no no"), (11, "yes no no"), (10, "yes yes no"), (6, "yes yes no"), (5, "yes yes yes")],
)
def test_each_threshold_is_reached_exactly(now: int, reached: str) -> None:
    (cycle,) = seen(chart(months(m12=20, m02=now), sessions=(START,)), date(2026, 3, 1))
    assert " ".join(each.value for each in (cycle.reached_30, cycle.reached_50, cycle.reached_75)) == reached


def test_a_month_that_begins_on_the_day_of_a_later_session_is_not_that_cycles() -> None:
    """The first session in January, the second on 1 April: April is neither's, May is the second's."""
    given = chart({}, sessions=(START, date(2026, 4, 1)))
    assert [cycle.month for cycle in seen(given, date(2026, 5, 1))] == ["2026-03", None]
    assert [cycle.month for cycle in seen(given, date(2026, 6, 1))] == ["2026-03", "2026-05"]


def four_weeks(session: date, first_week: int, headache: int, blank: int = 0) -> dict[date, Facts]:
    begins = weeks(session, first_week - 1)
    return kept(Period(begins, begins + timedelta(days=27)), headache, headache, headache, blank=blank)


@pytest.mark.parametrize(
    ("middle", "late", "more"),
    [
        ((5, 0), (5, 0), Answer.NO),
        ((5, 0), (6, 0), Answer.YES),
        ((6, 0), (5, 0), Answer.NO),
        ((5, 0), (5, 1), Answer.UNKNOWN),
        ((5, 1), (5, 0), Answer.NO),
        ((5, 1), (6, 0), Answer.UNKNOWN),
        ((5, 1), (7, 0), Answer.YES),
        ((5, 1), (4, 1), Answer.NO),
        ((5, 1), (4, 2), Answer.UNKNOWN),
    ],
    ids=[
        "as many: none",
        "one more",
        "one fewer",
        "5 against 5 to 6",
        "5 to 6 against 5",
        "5 to 6 against 6",
        "5 to 6 against 7",
        "5 to 6 against 4 to 5",
        "5 to 6 against 4 to 6",
    ],
)
def test_wear_off_with_ties(middle: tuple[int, int], late: tuple[int, int], more: Answer) -> None:
    """Headache days of weeks 5 to 8 against those of weeks 9 to 12, with so many days not recorded."""
    days = four_weeks(START, 5, *middle) | four_weeks(START, 9, *late)
    (cycle,) = seen(chart(days, sessions=(START,)), weeks(START, 12))
    assert cycle.wear_off is not None
    assert cycle.wear_off.more is more
    assert (cycle.wear_off.weeks_5_to_8.low, cycle.wear_off.weeks_9_to_12.low) == (middle[0], late[0])


@pytest.mark.parametrize(("days", "shown"), [(83, False), (84, True)])
def test_wear_off_is_told_from_84_days_on(days: int, shown: bool) -> None:
    (cycle,) = seen(chart({}, sessions=(START,)), START + timedelta(days=days))
    assert (cycle.wear_off is not None) is shown


def scored(*scores: tuple[date, int], instrument: Instrument = "hit6") -> Chart:
    found = chart({}, sessions=(START,))
    found.scores = [Score(patient="P1", date=on, instrument=instrument, total=total) for on, total in scores]
    return found


def test_in_blocks_of_28_days_the_block_before_the_session_is_the_baseline() -> None:
    found = chart({}, sessions=(START,))
    found.scores = []
    (cycle,) = cycles(found, HALF, weeks(START, 9), 28)
    assert (cycle.baseline_month, cycle.month) == ("2025-12-08..2026-01-04", "2026-02-09..2026-03-08")


class TestScores:
    def test_the_day_of_the_session_counts_before_it(self) -> None:
        score = seen(scored((START, 66), (START + timedelta(days=1), 60)), weeks(START, 4))[0].hit6
        assert (score.before, score.now, score.change, score.matters) == (66, 60, -6, Answer.YES)

    def test_five_points_do_not_matter(self) -> None:
        score = seen(scored((START, 65), (weeks(START, 3), 60)), weeks(START, 4))[0].hit6
        assert (score.change, score.matters) == (-5, Answer.NO)

    def test_six_points_for_the_worse_matter_too(self) -> None:
        score = seen(scored((START, 60), (weeks(START, 3), 66)), weeks(START, 4))[0].hit6
        assert (score.change, score.matters) == (6, Answer.YES)

    def test_the_latest_of_the_cycle_and_of_before(self) -> None:
        given = ((date(2025, 12, 1), 70), (START, 66), (weeks(START, 2), 64), (weeks(START, 4), 60))
        score = seen(scored(*given), weeks(START, 4))[0].hit6
        assert (score.before_on, score.now_on) == (START, weeks(START, 4))

    def test_a_score_of_a_later_day_does_not_exist_yet(self) -> None:
        score = seen(scored((weeks(START, 4), 60)), weeks(START, 4) - timedelta(days=1))[0].hit6
        assert (score.before, score.now, score.change, score.matters) == (None, None, None, Answer.UNKNOWN)

    def test_a_score_on_the_day_of_a_later_session_belongs_to_the_cycle_before_it(self) -> None:
        found = scored((START, 66), (weeks(START, 12), 60))
        found.sessions = chart({}, sessions=(START, weeks(START, 12))).sessions
        first, second = seen(found, weeks(START, 14))
        assert (first.hit6.now, second.hit6.now, second.hit6.before) == (60, None, 66)

    def test_without_a_score_before_there_is_no_change(self) -> None:
        score = seen(scored((weeks(START, 3), 60)), weeks(START, 4))[0].hit6
        assert (score.before, score.now, score.change) == (None, 60, None)

    def test_midas_has_no_change_that_matters(self) -> None:
        score = seen(scored((START, 60), (weeks(START, 3), 20), instrument="midas"), weeks(START, 4))[0].midas
        assert (score.change, score.matters) == (-40, None)


@pytest.mark.parametrize(
    ("on", "of_cycle"),
    [(START - timedelta(days=1), None), (START, 1), (weeks(START, 12) - timedelta(days=1), 1), (weeks(START, 12), 2)],
    ids=["the day before", "the session's day", "the last day of the cycle", "the next session's day"],
)
def test_an_effect_belongs_to_the_cycle_in_which_it_began(on: date, of_cycle: int | None) -> None:
    found = chart({}, sessions=(START, weeks(START, 12)))
    found.effects = [Effect(patient="P1", date=on, effect="ptosis")]
    with_it = [each.cycle for each in seen(found, weeks(START, 20)) if each.effects]
    assert with_it == ([] if of_cycle is None else [of_cycle])


def test_days_with_acute_medicines_of_the_month() -> None:
    """Taken on 3 days, none on 20, not known of the rest of February."""
    february = month_of(date(2026, 2, 1))
    days = list(february.days())
    told = {day: {"medicines": ("sumatriptan",) if n < 3 else ()} for n, day in enumerate(days[:23])}
    (cycle,) = seen(chart(told, sessions=(START,)), date(2026, 3, 1))
    assert cycle.acute_medicine_days == Days(3, 8)


def of_patient(id_: str, baseline: int | None, now: int | None, blank: int = 0) -> list[Cycle]:
    """A patient with so many headache days before and in February; None is not known."""
    before = {} if baseline is None else months(m12=baseline)
    days = before | ({} if now is None else kept(month_of(date(2026, 2, 1)), now, now, now, blank=blank))
    return seen(chart(days, sessions=(START,), patient=replace(ADULT, id=id_)), date(2026, 3, 1))


class TestWorstFirst:
    def order(self, *patients: list[Cycle]) -> list[str]:
        return [cycle.patient for cycle in worst_first(patients)]

    def test_who_was_helped_least_even_at_best_comes_first_and_the_unknown_last(self) -> None:
        found = of_patient("A", None, 10), of_patient("B", 20, 10), of_patient("C", 20, 22), of_patient("D", 20, 20)
        assert self.order(*found) == ["C", "D", "B", "A"]
        assert self.order(*reversed(found)) == ["C", "D", "B", "A"]

    def test_nobody_is_worse_than_who_has_more_headache_days_and_none_better_than_who_has_none(self) -> None:
        """100 % fewer still comes before those of whom nothing can be told."""
        assert self.order(of_patient("A", None, 10), of_patient("B", 20, 0)) == ["B", "A"]

    def test_of_two_alike_at_best_the_one_worse_at_worst_comes_first(self) -> None:
        """Both 50 % fewer at best; B is 40 to 50 %."""
        assert self.order(of_patient("A", 20, 10), of_patient("B", 20, 10, blank=2)) == ["B", "A"]

    def test_of_two_wholly_alike_the_order_is_that_of_their_ids(self) -> None:
        assert self.order(of_patient("B", 20, 10), of_patient("A", 20, 10)) == ["A", "B"]
        assert self.order(of_patient("B", 20, None), of_patient("A", 20, None)) == ["A", "B"]

    def test_patients_without_a_cycle_are_left_out(self) -> None:
        assert self.order([], of_patient("A", 20, 10)) == ["A"]

    def test_the_cycle_that_tells_is_the_latest_with_a_month(self) -> None:
        found = chart(months(m12=20, m02=10), sessions=(START, weeks(START, 12)))
        first, second = seen(found, weeks(START, 13))
        assert telling([first, second]) is first
        assert telling([second]) is second

    @pytest.mark.parametrize("weeks_on", [-1, 1, 5, 13, 30])
    def test_it_is_found_without_the_cycles_before_it(self, weeks_on: int) -> None:
        found = chart(months(m12=20, m02=10), sessions=(START, weeks(START, 12)))
        as_of = weeks(START, weeks_on)
        every = seen(found, as_of)
        assert telling_cycle(found, HALF, as_of) == (telling(every) if every else None)
