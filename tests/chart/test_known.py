"""What is known on a day: the day before a check-up, the day itself, the day after and the next session's."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from migraine_cli.chart.cautions import beside
from migraine_cli.chart.known import Known, known_on
from migraine_cli.records.checkup import ANSWERS, CheckUp
from migraine_cli.records.codes import Caution

BEFORE, ON, AFTER, LATER = (date(2026, 4, 19), date(2026, 4, 20), date(2026, 4, 21), date(2026, 7, 13))
DAYS = (BEFORE, ON, AFTER, LATER)


def asked(day: date = ON, entry: int = 5, **answers: str) -> CheckUp:
    return CheckUp(patient="P1", date=day, entry=entry, id=f"checkup:{entry}", **answers)  # type: ignore[arg-type]


class Outweighs(NamedTuple):
    caution: Caution
    answer: dict[str, str]
    stands: tuple[bool, bool, bool, bool]


ALWAYS, NOT_ON_THE_DAY = (True, True, True, True), (True, False, True, True)

OUTWEIGHED = {
    "clear skin": Outweighs("site-infection", {"skin": "clear"}, NOT_ON_THE_DAY),
    "infected skin": Outweighs("site-infection", {"skin": "infected"}, ALWAYS),
    "not pregnant": Outweighs("pregnancy", {"pregnancy": "no"}, NOT_ON_THE_DAY),
    "pregnancy declined": Outweighs("pregnancy", {"pregnancy": "declined"}, ALWAYS),
    "pregnancy possible": Outweighs("pregnancy", {"pregnancy": "possible"}, ALWAYS),
    "not breastfeeding": Outweighs("breastfeeding", {"breastfeeding": "no"}, NOT_ON_THE_DAY),
    "no anticoagulant": Outweighs("anticoagulant", {"anticoagulant": "none"}, NOT_ON_THE_DAY),
    "an anticoagulant": Outweighs("anticoagulant", {"anticoagulant": "apixaban"}, ALWAYS),
    "no new medicine": Outweighs("aminoglycoside", {"new_medicine": "none"}, NOT_ON_THE_DAY),
    "swallowing well outweighs no dysphagia": Outweighs("dysphagia", {"swallowing": "well"}, ALWAYS),
    "no allergy outweighs no hypersensitivity": Outweighs("hypersensitivity", {"allergy": "none"}, ALWAYS),
    "no weakness outweighs no disorder": Outweighs("neuromuscular-disorder", {"weakness": "none"}, ALWAYS),
    "another answer": Outweighs("pregnancy", {"skin": "clear"}, ALWAYS),
}


@pytest.mark.parametrize("case", OUTWEIGHED.values(), ids=OUTWEIGHED)
def test_an_answer_outweighs_an_older_caution_on_its_day(case: Outweighs) -> None:
    found = [known_on(day, [case.caution], [asked(ON, 5, **case.answer)]) for day in DAYS]
    assert tuple(case.caution in each.cautions for each in found) == case.stands


@pytest.mark.parametrize(
    ("since", "stands"),
    [
        pytest.param(4, False, id="recorded before the check-up"),
        pytest.param(5, True, id="recorded with it"),
        pytest.param(6, True, id="recorded after it"),
    ],
)
def test_a_newer_caution_is_not_outweighed(since: int, stands: bool) -> None:
    known = known_on(ON, ["site-infection"], [asked(entry=5, skin="clear")], {"site-infection": since})
    assert ("site-infection" in known.cautions) == stands


class Stands(NamedTuple):
    checkups: tuple[CheckUp, ...]
    read: str
    on: tuple[object, ...]


NOBODY = (None, None, None, None)
EARLIER, NEXT = date(2026, 1, 26), LATER

STANDING = {
    "pregnant": Stands((asked(pregnancy="yes"),), "pregnancy", (None, "yes", "yes", "yes")),
    "possibly": Stands((asked(pregnancy="possible"),), "pregnancy", (None, "possible", "possible", "possible")),
    "not pregnant": Stands((asked(pregnancy="no"),), "pregnancy", NOBODY),
    "declined": Stands((asked(pregnancy="declined"),), "pregnancy", NOBODY),
    "pregnant, until a later no": Stands(
        (asked(EARLIER, 1, pregnancy="yes"), asked(pregnancy="no")), "pregnancy", ("yes", None, None, None)
    ),
    "pregnant, and a later declined ends nothing": Stands(
        (asked(EARLIER, 1, pregnancy="yes"), asked(pregnancy="declined")), "pregnancy", ("yes", "yes", "yes", "yes")
    ),
    "the no stays in force": Stands(
        (asked(EARLIER, 1, pregnancy="yes"), asked(pregnancy="no"), asked(NEXT, 9, skin="clear")),
        "pregnancy",
        ("yes", None, None, None),
    ),
    "pregnant again": Stands(
        (asked(EARLIER, 1, pregnancy="no"), asked(pregnancy="yes")), "pregnancy", (None, "yes", "yes", "yes")
    ),
    "of two of one day the later recorded": Stands(
        (asked(entry=6, pregnancy="no"), asked(entry=5, pregnancy="yes")), "pregnancy", NOBODY
    ),
    "consent withdrawn": Stands((asked(consent="withdrawn"),), "withdrawn", (None, *["withdrawn"] * 3)),
    "and given again": Stands(
        (asked(EARLIER, 1, consent="withdrawn"), asked(consent="given")), "withdrawn", ("withdrawn", None, None, None)
    ),
    "an odd allergy": Stands((asked(allergy="latex"),), "other_allergy", (None, "latex", "latex", "latex")),
    "an odd allergy, until a later none": Stands(
        (asked(EARLIER, 1, allergy="latex"), asked(allergy="none")), "other_allergy", ("latex", None, None, None)
    ),
}


@pytest.mark.parametrize("case", STANDING.values(), ids=STANDING)
def test_what_would_harm_in_silence_stands_until_a_later_checkup_says_otherwise(case: Stands) -> None:
    found = [getattr(known_on(day, [], case.checkups), case.read) for day in DAYS]
    assert tuple(None if said is None else said.answer for said in found) == case.on


ALLERGIES = {
    "to albumin": ((asked(allergy="albumin"),), ((), ("albumin",), ("albumin",), ("albumin",))),
    "until a later none": (
        (asked(EARLIER, 1, allergy="toxin"), asked(allergy="none")),
        (("toxin",), (), (), ()),
    ),
    "to both": (
        (asked(EARLIER, 1, allergy="toxin"), asked(allergy="albumin")),
        (("toxin",), *[("toxin", "albumin")] * 3),
    ),
    "another one ends none": (
        (asked(EARLIER, 1, allergy="toxin"), asked(allergy="latex")),
        (("toxin",),) * 4,
    ),
}


@pytest.mark.parametrize(("checkups", "on"), ALLERGIES.values(), ids=ALLERGIES)
def test_an_allergy_stands_until_a_later_none(checkups: tuple[CheckUp, ...], on: tuple[tuple[str, ...], ...]) -> None:
    found = [known_on(day, [], checkups).allergies for day in DAYS]
    assert tuple(tuple(said.answer for said in each) for each in found) == on


def test_a_former_sessions_answer_never_satisfies_todays() -> None:
    everything = asked(
        pregnancy="no", breastfeeding="no", allergy="none", skin="clear", swallowing="well", weakness="none",
        anticoagulant="none", new_medicine="none", other_toxin="none", consent="given", leaflet="L1",
    )  # fmt: skip

    def to_ask(known: Known) -> set[str]:
        return set(known.to_ask)

    assert to_ask(known_on(ON, [], [everything])) == set()
    for day in (BEFORE, AFTER, LATER):
        assert to_ask(known_on(day, [], [everything])) == set(ANSWERS)
    earlier = known_on(AFTER, [], [everything]).to_ask["skin"]
    assert earlier is not None
    assert (earlier.answer, earlier.day) == ("clear", ON)
    assert known_on(BEFORE, [], [everything]).to_ask["skin"] is None


BRUISING = "an anticoagulant is recorded; expect bruising"
ALLERGIC = "an allergy to a botulinum toxin, stated 2026-04-20 (checkup:5)"


@pytest.mark.parametrize(
    ("barring", "said"),
    [((), [BRUISING, ALLERGIC]), (("hypersensitivity",), [BRUISING]), (("anticoagulant",), [])],
    ids=["asked for by no criterion", "barred by the verdict itself", "both barred by the verdict itself"],
)
def test_what_bars_by_no_criterion_stands_beside_the_verdict(barring: tuple[Caution, ...], said: list[str]) -> None:
    assert beside(known_on(LATER, ("anticoagulant",), [asked(allergy="toxin")]), barring) == said


@pytest.mark.parametrize(
    ("entry", "stands"),
    [(0, ()), (1, ("pregnancy",)), (4, ("pregnancy",)), (6, ())],
    ids=["about to be recorded", "the first entry of all", "recorded before the caution", "recorded after it"],
)
def test_a_checkup_outweighs_only_a_caution_that_is_older(entry: int, stands: tuple[Caution, ...]) -> None:
    assert known_on(ON, ("pregnancy",), [asked(entry=entry, pregnancy="no")], {"pregnancy": 5}).cautions == stands
