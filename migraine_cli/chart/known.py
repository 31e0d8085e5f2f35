"""What is known of a patient on a day, from recorded cautions and from what was asked at check-ups.

An answer holds for its day, on which it outweighs an older caution about what passes. Later it says that the question
is to be asked again, but for what would harm in silence: an allergy, a pregnancy and consent that was withdrawn stand
until a later check-up says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct

from migraine_cli.records.checkup import ANSWERS, NONE, STANDING_ANSWERS, CheckUp
from migraine_cli.records.codes import Caution

BARRING_ALLERGIES = STANDING_ANSWERS["allergy"]

_PASSING: dict[str, tuple[str, tuple[Caution, ...]]] = {
    "skin": ("clear", ("site-infection",)),
    "pregnancy": ("no", ("pregnancy",)),
    "breastfeeding": ("no", ("breastfeeding",)),
    "anticoagulant": (NONE, ("anticoagulant",)),
    "new_medicine": (NONE, ("aminoglycoside", "muscle-relaxant", "anticholinergic")),
}
"""The answer to each question that outweighs a caution about what passes, on its day."""


class Said(Struct, frozen=True):
    """An answer, and the check-up that has it."""

    answer: str
    checkup: CheckUp

    @property
    def day(self) -> date:
        """When it was said."""
        return self.checkup.date

    @property
    def stated(self) -> str:
        """When it was said, and where it stands, for the end of a clause."""
        return f"stated {self.day} ({self.checkup.id or 'an earlier row'})"


class Known(Struct, frozen=True, kw_only=True, dict=True):
    """What is known on a day. `cautions` are those recorded, without what the day's answers outweigh.

    `asked` holds the day's answers by question, `former` are the check-ups of the days before, the earliest first.
    `allergies` (to a toxin or albumin), `other_allergy` (a text that somebody has to judge), `pregnancy` (yes or
    possible) and `withdrawn` (consent) are answers that stand on the day, whenever they were given; `not_pregnant` is
    the latest answer that ended a pregnancy or said there was none.
    """

    on: date
    cautions: tuple[Caution, ...]
    asked: Mapping[str, Said]
    former: tuple[CheckUp, ...]
    allergies: tuple[Said, ...] = ()
    other_allergy: Said | None = None
    pregnancy: Said | None = None
    not_pregnant: Said | None = None
    withdrawn: Said | None = None

    def said(self, question: str, *answers: str) -> Said | None:
        """The day's answer to a question, if it is one of these."""
        found = self.asked.get(question)
        return found if found is not None and found.answer in answers else None

    def named(self, question: str) -> Said | None:
        """The day's answer to a question, if it names something."""
        found = self.asked.get(question)
        return found if found is not None and found.answer != NONE else None

    @cached_property
    def earlier(self) -> Mapping[str, Said]:
        """The latest answer of former days by question: it doesn't answer today's."""
        return _latest(self.former)

    @property
    def to_ask(self) -> dict[str, Said | None]:
        """The questions without an answer of the day, each with the latest answer of a former day, if any."""
        return {question: self.earlier.get(question) for question in ANSWERS if question not in self.asked}


def known_on(
    day: date,
    cautions: Iterable[Caution],
    checkups: Iterable[CheckUp],
    caution_entries: Mapping[Caution, int] | None = None,
) -> Known:
    """What is known on `day` from the cautions recorded and the check-ups up to that day, in any order.

    `caution_entries` are the log entries since which cautions are recorded: one that was recorded after a check-up
    isn't outweighed by it. A caution that isn't among them is taken for older.
    """
    until = sorted((each for each in checkups if each.date <= day), key=lambda each: (each.date, each.entry))
    asked = _latest(each for each in until if each.date == day)
    return Known(
        on=day,
        cautions=_not_outweighed(cautions, asked, caution_entries or {}),
        asked=asked,
        former=tuple(each for each in until if each.date < day),
        allergies=_allergies(until),
        other_allergy=_other_allergy(until),
        pregnancy=_standing(until, "pregnancy", STANDING_ANSWERS["pregnancy"], "no"),
        not_pregnant=_standing(until, "pregnancy", ("no",), *STANDING_ANSWERS["pregnancy"]),
        withdrawn=_standing(until, "consent", STANDING_ANSWERS["consent"], "given"),
    )


def _latest(checkups: Iterable[CheckUp]) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for checkup in checkups:
        for question in ANSWERS:
            if (answer := getattr(checkup, question)) is not None:
                found[question] = Said(answer, checkup)
    return found


def _not_outweighed(
    cautions: Iterable[Caution], asked: Mapping[str, Said], since: Mapping[Caution, int]
) -> tuple[Caution, ...]:
    if not asked:
        return tuple(cautions)
    outweighed = {
        caution
        for question, (answer, about) in _PASSING.items()
        if (said := asked.get(question)) is not None and said.answer == answer
        for caution in about
        if said.checkup.entry == 0 or said.checkup.entry > since.get(caution, 0)
    }
    return tuple(caution for caution in cautions if caution not in outweighed)


def _standing(until: Iterable[CheckUp], question: str, stands: tuple[str, ...], *ends: str) -> Said | None:
    """The latest answer that stands, unless a later one ended it. Any other answer, such as declined, ends nothing."""
    found: Said | None = None
    for checkup in until:
        answer = getattr(checkup, question)
        if answer in stands:
            found = Said(answer, checkup)
        elif answer in ends:
            found = None
    return found


def _allergies(until: Iterable[CheckUp]) -> tuple[Said, ...]:
    """Each allergy that bars, by its latest check-up, since none was last said."""
    found: dict[str, Said] = {}
    for checkup in until:
        if checkup.allergy == NONE:
            found = {}
        elif checkup.allergy in BARRING_ALLERGIES:
            found[checkup.allergy] = Said(checkup.allergy, checkup)
    return tuple(found.values())


def _other_allergy(until: Iterable[CheckUp]) -> Said | None:
    found: Said | None = None
    for checkup in until:
        if checkup.allergy == NONE:
            found = None
        elif checkup.allergy is not None and checkup.allergy not in BARRING_ALLERGIES:
            found = Said(checkup.allergy, checkup)
    return found
