"""The criterion on preventives tried: distinct medicines or classes, by outcome and length of trial.

What counts is what was so on the day judged: a medicine stopped later was still being taken, one begun later wasn't
tried yet (clinical.md, choice 7).
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import Finding, Found
from migraine_cli.eligibility.plain_words import needs
from migraine_cli.eligibility.policy import Preventives
from migraine_cli.records.codes import Outcome, PreventiveClass
from migraine_cli.records.preventive import Preventive
from migraine_cli.words.text import in_words

NOT_ORAL: frozenset[PreventiveClass] = frozenset({"cgrp-antibody"})
"""Classes of preventives that aren't taken by mouth."""


def preventives_tried(criterion: Preventives, case: Case) -> Finding:
    """The finding on preventives; none recorded at all is unknown, once one is recorded the list counts as complete."""
    unit = "medicines" if criterion.distinct == "medicine" else "classes"
    recorded = case.chart.preventives
    if not recorded:
        return Finding(
            id=criterion.id,
            answer=Answer.UNKNOWN,
            needs=needs(criterion),
            because="no preventive is recorded, nor that none was tried",
            missing=("the preventives tried",),
        )
    tried = [_Trial(criterion, each, case.start_before) for each in recorded if each.medicine is not None]
    sure = {trial.name for trial in tried if trial.counts is Answer.YES}
    possible = sure | {trial.name for trial in tried if trial.counts is Answer.UNKNOWN}
    bounds = Bounds(len(sure), len(possible))
    return Finding(
        id=criterion.id,
        answer=bounds.at_least(criterion.at_least),
        needs=needs(criterion),
        found=Found(bounds.low, bounds.high, unit),
        period=f"{case.start_before}",
        because=", ".join(trial.in_words() for trial in tried) or "recorded that none was tried",
        missing=tuple(trial.open() for trial in tried if trial.counts is Answer.UNKNOWN),
    )


class _Trial(Struct, frozen=True):
    """One preventive as it was on the day judged."""

    criterion: Preventives
    preventive: Preventive
    on: date

    @property
    def counts(self) -> Answer:
        """Whether it counts toward the criterion."""
        if self._begun_later:
            return Answer.NO
        return self._of_class() & self._of_outcome() & self._long_enough()

    @property
    def name(self) -> str:
        """By what it is told from the others that count."""
        by_class = self.criterion.distinct == "class" and self.preventive.drug_class
        return by_class or f"{self.preventive.medicine}".casefold()

    def open(self) -> str:
        """What isn't known of it, when it may count."""
        if self._of_class() is Answer.UNKNOWN:
            return f"the class of {self.preventive.medicine}"
        if self._of_outcome() is Answer.UNKNOWN:
            return f"the outcome of {self.preventive.medicine}"
        return f"the dates from and to which {self.preventive.medicine} was taken"

    def in_words(self) -> str:
        """The medicine with what counts of it."""
        facts: list[str] = []
        if self.criterion.distinct == "class":
            facts.append(self.preventive.drug_class or "class not recorded")
        facts.append(self._state())
        if self.criterion.trial_days is not None and not self._begun_later:
            facts.append("days not recorded" if self._days is None else f"{self._days} days")
        return f"{self.preventive.medicine} ({', '.join(facts)})"

    def _state(self) -> str:
        if self._begun_later:
            return f"begun later, on {self.preventive.started}"
        if self._still_taken:
            return f"still being taken on {self.on}"
        return in_words(self.preventive.outcome or "outcome not recorded")

    @property
    def _begun_later(self) -> bool:
        return self.preventive.started is not None and self.preventive.started >= self.on

    @property
    def _still_taken(self) -> bool:
        return self.preventive.stopped is not None and self.preventive.stopped > self.on

    @property
    def _outcome(self) -> Outcome | None:
        return "ongoing" if self._still_taken else self.preventive.outcome

    @property
    def _days(self) -> int | None:
        """How long it had been taken; one that goes on is counted up to the day."""
        ended = None if self._still_taken else self.preventive.stopped
        last = self.on if ended is None and self._outcome == "ongoing" else ended
        if self.preventive.started is None or last is None:
            return None
        return (last - self.preventive.started).days

    def _of_class(self) -> Answer:
        drug_class, classes = self.preventive.drug_class, self.criterion.classes
        if drug_class is None:
            asked = classes is not None or self.criterion.oral or self.criterion.distinct == "class"
            return Answer.of(None if asked else True)
        wanted = classes is None or drug_class in classes
        return Answer.of(wanted and not (self.criterion.oral and drug_class in NOT_ORAL))

    def _of_outcome(self) -> Answer:
        return Answer.of(None if self._outcome is None else self._outcome in self.criterion.outcomes)

    def _long_enough(self) -> Answer:
        wanted = self.criterion.trial_days
        if wanted is None or (self.criterion.trial_of == "failed" and self._outcome != "failed"):
            return Answer.YES
        return Answer.of(None if self._days is None else self._days >= wanted)
