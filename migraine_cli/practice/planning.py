"""The plan with the least waiting: who comes on which of the places that are free.

Nobody comes before day 84, nor on a day on which they can't. The days that all wait are counted, those of the unplaced
up to the end of the plan too; so a place is worth the more the earlier it is, whoever takes it. The sets of places that
can all be taken are a matroid (a transversal one): taking the places from the earliest on, each for which room can be
made by moving others along an augmenting path, gives the least sum there can be. Where nobody has days of their own
that is "first due, first served".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from msgspec import Struct

from migraine_cli.words.dates.absences import absent


class Waiting(Struct, frozen=True):
    """A patient who has no appointment, the day from which the next session is due, and the days that don't suit."""

    patient: str
    due: date
    absences: tuple[str, ...] = ()

    def can_come(self, day: date) -> bool:
        """Whether a session can be on that day."""
        return day >= self.due and not absent(self.absences, day)


class FreePlace(Struct, frozen=True, order=True):
    """A place that nobody has taken."""

    day: date
    at: time


def least_waiting(waiting: Sequence[Waiting], places: Sequence[FreePlace]) -> dict[str, FreePlace]:
    """The place of each patient, by id; whoever isn't in it finds none. Patients who are due first choose first."""
    in_turn = sorted(waiting, key=lambda each: (each.due, each.patient))
    taken: dict[int, int] = {}
    ordered = sorted(places)
    for number in range(len(ordered)):
        if len(taken) < len(in_turn):
            _make_room(number, ordered, in_turn, taken)
    return _in_order_of_due({patient: ordered[place] for patient, place in taken.items()}, in_turn)


def _make_room(start: int, places: Sequence[FreePlace], patients: Sequence[Waiting], taken: dict[int, int]) -> None:
    """Gives a place to somebody without one, moving others along where that must be; nobody loses theirs.

    `taken` is the place of each patient, both by number.
    """
    offered: dict[int, int] = {}
    others, open_places = list(range(len(patients))), [start]
    for place in open_places:
        suited = [number for number in others if patients[number].can_come(places[place].day)]
        offered.update(dict.fromkeys(suited, place))
        waiting = next((number for number in suited if number not in taken), None)
        if waiting is not None:
            _move_along(waiting, start, offered, taken)
            return
        open_places += [taken[number] for number in suited]
        others = [number for number in others if number not in offered]


def _move_along(waiting: int, start: int, offered: dict[int, int], taken: dict[int, int]) -> None:
    """Whoever holds the place that is offered to somebody takes the one that is offered to them."""
    holder = {place: patient for patient, place in taken.items()}
    patient = waiting
    while (place := offered[patient]) != start:
        taken[patient] = place
        patient = holder[place]
    taken[patient] = start


def _in_order_of_due(found: dict[int, FreePlace], patients: Sequence[Waiting]) -> dict[str, FreePlace]:
    return {patients[number].patient: found[number] for number in sorted(found)}
