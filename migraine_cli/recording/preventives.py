"""Preventives: that none was tried can't be true beside one that was."""

from __future__ import annotations

from migraine_cli.errors import InvalidValue
from migraine_cli.recording.beside import Beside, Told, named, others
from migraine_cli.records.preventive import Preventive


def preventive(new: Preventive, beside: Beside) -> Told:
    """A further trial of the same medicine is said. Raises InvalidValue for none beside one, and one beside none."""
    recorded = others(new, beside)
    against = [each for each in recorded if (each.medicine is None) != (new.medicine is None)]
    if against:
        raise InvalidValue(_contradiction(new, against))
    again = [each for each in recorded if each.medicine is not None and each.medicine == new.medicine]
    return Told(tuple(f"another record of {each.medicine} is there, {named(each)}; both are kept" for each in again))


def _contradiction(new: Preventive, against: list[Preventive]) -> str:
    ids = ", ".join(map(named, against))
    if new.medicine is None:
        return f"preventives are recorded already ({ids}), so `none` can't be true; void those that are wrong first."
    return f"{ids} says that no preventive was tried; void it first if {new.medicine} was."
