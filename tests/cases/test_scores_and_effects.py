"""Scores and side effects, recorded through the command line: what can occur, and what comes of it."""

from __future__ import annotations

from datetime import date

import pytest

from migraine_cli.chart.cautions import ALLERGIC_REACTION, SPREAD_SIGNS
from migraine_cli.reference import data as reference
from tests.conftest import Ran, Run

TODAY = date(2026, 11, 20)
DONE, INVALID, REFUSED = 0, 2, 4
NEVER, ALWAYS = ",".join(["6"] * 6), ",".join(["13"] * 6)


@pytest.fixture
def clinic_of_one(migcli_here: Run) -> Run:
    """A clinic with the adult P1; runs a command about P1 on TODAY: `clinic_of_one("add-score hit6 today 60")`."""

    def run(typed: str, *more: str) -> Ran:
        command, *rest = typed.split()
        return migcli_here(command, "P1", *rest, *more, today=TODAY)

    migcli_here("init")
    migcli_here("add-patient", "P1", "--name", "Ann", "--born", "1980-01-01", today=TODAY)
    return run


SCORES = {
    "40e: HIT-6, all never": (f"hit6 --items {NEVER}", 36, "little"),
    "40e: HIT-6, all always": (f"hit6 --items {ALWAYS}", 78, "severe"),
    "HIT-6 49 is little": ("hit6 49", 49, "little"),
    "HIT-6 50 is some": ("hit6 50", 50, "some"),
    "HIT-6 55 is some": ("hit6 55", 55, "some"),
    "HIT-6 56 is substantial": ("hit6 56", 56, "substantial"),
    "HIT-6 59 is substantial": ("hit6 59", 59, "substantial"),
    "HIT-6 60 is severe": ("hit6 60", 60, "severe"),
    "a total beside its items": (f"hit6 36 --items {NEVER}", 36, "little"),
    "40g: MIDAS with A and B": ("midas --items 4,3,5,4,4,45,7", 20, "III"),
    "MIDAS without A and B": ("midas --items 4,3,5,4,4", 20, "III"),
    "MIDAS 5 is grade I": ("midas 5", 5, "I"),
    "MIDAS 6 is grade II": ("midas 6", 6, "II"),
    "MIDAS 10 is grade II": ("midas 10", 10, "II"),
    "MIDAS 11 is grade III": ("midas 11", 11, "III"),
    "MIDAS 21 is grade IV": ("midas 21", 21, "IV"),
    "MIDAS, every day of three months": ("midas --items 92,92,92,92,92,92,10", 460, "IV"),
}


@pytest.mark.parametrize(("typed", "total", "grade"), SCORES.values(), ids=SCORES)
def test_a_score(clinic_of_one: Run, typed: str, total: int, grade: str) -> None:
    instrument, *rest = typed.split()
    done = clinic_of_one(f"add-score {instrument} 2026-10-05", *rest, "--format", "json")
    assert (done.code, done.err) == (DONE, "")
    (item,) = done.items
    assert (item["total"], item["grade"], item["date"]) == (total, grade, "2026-10-05")


NO_SCORES = {
    "40e: one of six blank": ("hit6", "--items", "13,11,,11,10,10"),
    "five answers": ("hit6", "--items", "13,11,11,10,10"),
    "seven answers": ("hit6", "--items", f"{NEVER},6"),
    "an answer that there isn't": ("hit6", "--items", "7,6,6,6,6,6"),
    "40f: HIT-6 37": ("hit6", "37"),
    "40f: HIT-6 39": ("hit6", "39"),
    "40f: HIT-6 77": ("hit6", "77"),
    "HIT-6 35": ("hit6", "35"),
    "HIT-6 79": ("hit6", "79"),
    "a total that isn't that of its items": ("hit6", "60", "--items", NEVER),
    "neither total nor items": ("hit6",),
    "MIDAS, a count blank": ("midas", "--items", "4,3,,4,4,45,7"),
    "MIDAS, 93 days in three months": ("midas", "--items", "93,0,0,0,0"),
    "MIDAS, pain of 11": ("midas", "--items", "4,3,5,4,4,45,11"),
    "MIDAS 461": ("midas", "461"),
    "another questionnaire": ("phq9", "10"),
    "not a number": ("hit6", "nan"),
}


@pytest.mark.parametrize("typed", NO_SCORES.values(), ids=NO_SCORES)
def test_what_is_no_score_is_refused(clinic_of_one: Run, typed: tuple[str, ...]) -> None:
    instrument, *rest = typed
    done = clinic_of_one(f"add-score {instrument} 2026-10-05", *rest)
    assert (done.code, done.out) == (INVALID, "")
    assert done.err.count("\n") == 1
    assert clinic_of_one("show --format json").items[0]["scores"] == []


def test_midas_a_and_b_are_kept(clinic_of_one: Run) -> None:
    clinic_of_one("add-score midas 2026-10-05 --items 4,3,5,4,4,45,7")
    (score,) = clinic_of_one("show --format json").items[0]["scores"]
    assert score["items"] == [4, 3, 5, 4, 4, 45, 7]


def test_a_score_of_tomorrow_is_refused(clinic_of_one: Run) -> None:
    assert clinic_of_one("add-score hit6 2026-11-21 60").code == INVALID


def test_a_second_score_of_a_day_is_kept_and_said(clinic_of_one: Run) -> None:
    clinic_of_one("add-score hit6 2026-10-05 60")
    assert "score:1; both are kept" in clinic_of_one("add-score hit6 2026-10-05 62").err


@pytest.mark.parametrize(
    ("earlier", "later", "said"),
    [("66", "60", "-6 since 2026-02-02, a change that matters"), ("65", "60", "-5 since 2026-02-02\n")],
    ids=["6 points matter", "5 don't"],
)
def test_a_change_of_hit6_on_the_patients_screen(clinic_of_one: Run, earlier: str, later: str, said: str) -> None:
    clinic_of_one(f"add-score hit6 2026-02-02 {earlier}")
    clinic_of_one(f"add-score hit6 2026-05-04 {later}")
    assert said in clinic_of_one("show").out


def test_the_terms_that_rules_speak_of_are_among_the_effects() -> None:
    assert {ALLERGIC_REACTION, *SPREAD_SIGNS} <= reference.effects().terms.keys()
    assert set(reference.effects().aliases.values()) <= reference.effects().terms.keys()


# no text was found that says how long double vision or a weak neck lasts: what to do is said, and no time
@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("diplopia", "can begin hours to weeks after the injections; ring the clinic the same day, and don't drive"),
        ("neck-weakness", "ring the clinic the same day, and don't drive"),
    ],
)
def test_how_long_an_effect_lasts_is_said_only_where_it_is_known(term: str, told: str) -> None:
    assert reference.effects().terms[term].passes == told


@pytest.mark.parametrize("term", ["neck-pain", "Neck Pain", "neck_pain"])
def test_an_effect_and_the_labels_rates(clinic_of_one: Run, term: str) -> None:
    done = clinic_of_one("add-effect", term, "2026-10-07", "--severity", "mild", "--until", "2026-10-20")
    assert done.out == (
        "recorded effect:1: mild neck pain from 2026-10-07 to 2026-10-20 for P1 Ann.\n"
        "Label: 9 % of patients with the toxin, 3 % with placebo.\n"
        "Neck pain: some weeks.\n"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "nosebleed 2026-10-07",
        "ptosis 2026-11-21",
        "ptosis 2026-10-07 --until 2026-10-06",
        "ptosis today --severity bad",
    ],
    ids=["no such term", "tomorrow", "passed before it began", "no such severity"],
)
def test_faulty_effects(clinic_of_one: Run, typed: str) -> None:
    assert clinic_of_one(f"add-effect {typed}").code == INVALID


EFFECTS_BEFORE_A_SESSION = {
    "an allergic reaction bars": ("allergic-reaction", "2026-03-01", REFUSED, "contraindicated: an allergic reaction"),
    "on the day of the session too": ("allergic-reaction", "2026-06-01", REFUSED, "contraindicated:"),
    "not one that came later": ("allergic-reaction", "2026-06-02", DONE, ""),
    "ptosis since the last session": ("ptosis", "2026-03-10", DONE, "ptosis on 2026-03-10"),
    "ptosis before the last session": ("ptosis", "2026-02-01", DONE, ""),
    "dysphagia": ("dysphagia", "2026-03-10", REFUSED, "spread-signs: dysphagia on 2026-03-10"),
    "breathing trouble": ("breathing-trouble", "2026-03-10", REFUSED, "spread-signs: breathing trouble on 2026-03-10"),
    "neck pain": ("neck-pain", "2026-03-10", DONE, ""),
}


@pytest.mark.parametrize(
    ("kind", "day", "code", "said"), EFFECTS_BEFORE_A_SESSION.values(), ids=EFFECTS_BEFORE_A_SESSION
)
def test_an_effect_before_the_next_session(clinic_of_one: Run, kind: str, day: str, code: int, said: str) -> None:
    assert clinic_of_one("add-session 2026-03-02").code == DONE
    clinic_of_one(f"add-effect {kind} {day}")
    done = clinic_of_one("add-session 2026-06-01")
    assert done.code == code
    assert said in done.err
    assert (kind in done.err.replace(" ", "-")) == bool(said)


def test_an_allergic_reaction_can_be_lifted_and_makes_the_verdict_no(clinic_of_one: Run) -> None:
    clinic_of_one("add-effect allergic-reaction 2026-03-01")
    (item,) = clinic_of_one("eligible --format json").items
    assert item["verdict"] == "no"
    assert item["criteria"][-1]["because"] == "an allergic reaction on 2026-03-01"
    assert clinic_of_one("add-session 2026-06-01 --allow contraindicated --reason", "tested since").code == DONE


SCORE_ROWS = "patient,date,instrument,total,items\nP1,2026-02-02,hit6,,13;11;11;11;10;10\nP1,2026-05-04,HIT6,60,\n"


def test_scores_come_in_and_nothing_twice(clinic_of_one: Run, migcli_here: Run) -> None:
    assert migcli_here("import", "scores", "-", input=SCORE_ROWS, today=TODAY).code == DONE
    again = migcli_here("import", "scores", "-", "--format", "json", input=SCORE_ROWS, today=TODAY)
    assert (again.items[0]["added"], again.items[0]["skipped"]) == (0, 2)
    assert [score["total"] for score in clinic_of_one("show --format json").items[0]["scores"]] == [66, 60]


def test_every_faulty_row_of_scores_and_effects_is_named(clinic_of_one: Run, migcli_here: Run) -> None:
    rows = SCORE_ROWS + "P1,2026-05-05,hit6,77,\nP1,2026-05-05,hit6,,13;11;;11;10;10\nP1,2026-05-05,midas,,\n"
    refused = migcli_here("import", "scores", "-", input=rows, today=TODAY)
    assert refused.code == INVALID
    assert [line[:7] for line in refused.err.splitlines()[1:]] == ["line 4:", "line 5:", "line 6:"]
    effects = "patient,date,kind,severity,until\nP1,2026-03-01,ptosis,mild,2026-04-01\nP1,2026-03-01,hiccup,,\n"
    refused = migcli_here("import", "effects", "-", input=effects, today=TODAY)
    assert "line 3: 'hiccup' is not a known effect" in refused.err
    assert clinic_of_one("show --format json").items[0]["effects"] == []


def test_effects_come_in(clinic_of_one: Run, migcli_here: Run) -> None:
    effects = "patient,date,kind,severity,until,note\nP1,2026-03-01,eyelid-ptosis,mild,2026-04-01,left\n"
    assert migcli_here("import", "effects", "-", input=effects, today=TODAY).code == DONE
    (effect,) = clinic_of_one("show --format json").items[0]["effects"]
    assert (effect["kind"], effect["until"], effect["note"]) == ("ptosis", "2026-04-01", "left")
