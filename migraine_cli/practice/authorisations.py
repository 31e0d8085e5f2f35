"""What payers' authorisations cover: which visits they were used for, what is left, and when to ask for the next.

Only approved ones cover, on every day from the first to the last, both included, while visits and units are left. Where
two overlap a visit is taken from the one that ends first. Nothing is kept of this: it follows from the sessions in
force, so that a void gives its visit back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.course import CYCLE_DAYS
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.session import Session

LEAD = timedelta(weeks=6)
"""How long before a visit that isn't covered the payer is asked; ours."""

_LOOKED_AHEAD = 9
"""Visits that are looked at for the first that isn't covered: two years; ours."""


class Left(Struct, kw_only=True):
    """An authorisation with what is left of it; None where the payer set no limit. `untold` are the sessions of unknown
    dose, whose units can't be subtracted.
    """

    granted: Authorisation
    visits: int | None
    units: float | None
    untold: tuple[str, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether a visit on that day would be covered."""
        granted = self.granted
        return (
            granted.status == "approved"
            and (granted.starts is None or granted.starts <= day)
            and (granted.until is None or day <= granted.until)
            and (self.visits is None or self.visits > 0)
            and (self.units is None or self.units > 0)
        )

    def take(self, units: float | None, session: str) -> None:
        """One visit with so many units given and discarded."""
        if self.visits is not None:
            self.visits -= 1
        if self.units is not None and units is None:
            self.untold = (*self.untold, session)
        elif self.units is not None and units is not None:
            self.units = max(0, self.units - units)

    @property
    def in_words(self) -> str:
        """How long and for how much it holds."""
        granted = self.granted
        if granted.status != "approved":
            return f"{granted.payer}: {granted.status}"
        ends = f"until {granted.until}" if granted.until else "without an end"
        visits = f"{self.visits} of {granted.visits} visits left" if granted.visits is not None else ""
        units = f"{self.units:g} of {granted.units:g} U left" if granted.units is not None else ""
        return ", ".join(filter(None, (f"{granted.payer}: approved {ends}", visits, units)))


class Cover(Struct, frozen=True, kw_only=True):
    """What a patient's authorisations mean for the visit on `day`: whether it is covered, why, and by when to ask for
    the first one that isn't; `ask_by` None when none runs out.
    """

    answer: Answer
    because: str
    ask_by: date | None


def left(granted: Iterable[Authorisation], sessions: Iterable[Session]) -> list[Left]:
    """Each authorisation with what the sessions for chronic migraine have left of it."""
    every = [Left(granted=each, visits=each.visits, units=each.units) for each in granted]
    for session in sorted(sessions, key=lambda each: (each.date, each.entry)):
        if session.indication != CHRONIC_MIGRAINE:
            continue
        covering = _covering(every, session.date)
        if covering is not None:
            covering.take(billed(session), session.id)
    return every


def billed(session: Session) -> float | None:
    """The units that a payer counts, given and discarded; None where the dose isn't known."""
    return None if session.units is None else session.units + (session.discarded or 0)


def cover(granted: Sequence[Authorisation], sessions: Sequence[Session], day: date) -> Cover:
    """What they mean for the visit planned on `day`: like the last one, with the others every 84 days after it."""
    every = left(granted, sessions)
    covering = _covering(every, day)
    usual = max(sessions, key=lambda each: each.date, default=None)
    if covering is not None:
        return Cover(answer=Answer.YES, because=covering.in_words, ask_by=_ask_by(every, usual, day))
    if not every:
        return Cover(answer=Answer.UNKNOWN, because="none is recorded", ask_by=None)
    told = "; ".join(each.in_words for each in _latest(every))
    return Cover(answer=Answer.NO, because=f"none covers {day} ({told})", ask_by=day - LEAD)


def _ask_by(every: list[Left], usual: Session | None, day: date) -> date | None:
    """The lead before the first visit that isn't covered any more."""
    units = billed(usual) if usual else None
    for number in range(_LOOKED_AHEAD):
        visit = day + timedelta(days=CYCLE_DAYS * number)
        covering = _covering(every, visit)
        if covering is None:
            return visit - LEAD
        covering.take(units or 0, "")
    return None


def _covering(every: Iterable[Left], day: date) -> Left | None:
    found = (each for each in every if each.covers(day))
    return min(found, key=lambda each: (each.granted.until or date.max, each.granted.entry), default=None)


def _latest(every: Sequence[Left]) -> Sequence[Left]:
    """The one approved that ends last, and what was asked for since."""
    approved = [each for each in every if each.granted.status == "approved"]
    if not approved:
        return every[-1:]
    last = max(approved, key=lambda each: (each.granted.until or date.max, each.granted.entry))
    since = [each for each in every if each.granted.entry > last.granted.entry and each.granted.status != "approved"]
    return [last, *since[-1:]]


def asked_for_next(every: Sequence[Left]) -> Left:
    """The authorisation that the next request follows: the approved one that ends last, else the latest."""
    return _latest(every)[0]
