"""What can be recorded more than once, and is said when it is: scores, side effects, check-ups."""

from __future__ import annotations

from migraine_cli.recording.beside import Beside, Told, named, others
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.effect import Effect
from migraine_cli.records.score import Score
from migraine_cli.records.scores import TITLES


def score(new: Score, beside: Beside) -> Told:
    """Another score of the same day is kept, and said."""
    same = (other for other in others(new, beside) if (other.instrument, other.date) == (new.instrument, new.date))
    title = TITLES[new.instrument]
    return Told(tuple(f"another {title} of {new.date} is recorded, {named(other)}; both are kept" for other in same))


def effect(new: Effect, beside: Beside) -> Told:
    """Another record of the same effect on the same day is kept, and said."""
    same = (other for other in others(new, beside) if (other.effect, other.date) == (new.effect, new.date))
    return Told(tuple(f"another {new.effect} of {new.date} is recorded, {named(each)}; both are kept" for each in same))


def checkup(new: CheckUp, beside: Beside) -> Told:
    """Another check-up of the same day is kept, and said."""
    same = (other for other in others(new, beside) if other.date == new.date)
    both = "both are kept, and of two answers the later counts"
    return Told(tuple(f"another check-up of {new.date} is recorded, {named(each)}; {both}" for each in same))
