"""A questionnaire's result."""

from datetime import date
from typing import ClassVar

from migraine_cli.records.record import AboutPatient
from migraine_cli.records.scores import Instrument, check_score


class Score(AboutPatient, frozen=True, kw_only=True):
    """A questionnaire's result. `items` None: the total alone is known. MIDAS items 6 and 7 are its A and B."""

    table: ClassVar[str] = "scores"
    kind: ClassVar[str] = "score"

    date: date
    instrument: Instrument
    total: int
    items: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        check_score(self.instrument, self.total, self.items)
