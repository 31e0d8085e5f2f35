"""Records check themselves: what can't be is refused in a sentence, whichever door it comes through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.records.diary import DayStatement, MonthCount
from migraine_cli.records.log import entry_of
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Receipt
from migraine_cli.records.vials import Vial
from migraine_cli.words.dates.absences import parse_absences
from migraine_cli.words.dates.orders import read_figures
from migraine_cli.words.text import LONGEST_TEXT, plain

DAY = date(2026, 10, 5)
VIAL = Vial(units=200, lot="C1")

REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "hours of a day without headache": (
        lambda: DayStatement(days=(str(DAY),), headache=False, hours=3),
        "a headache-free day has no hours",
    ),
    "hours of a day of which nothing is said": (
        lambda: DayStatement(days=(str(DAY),), hours=3),
        "are facts about a headache",
    ),
    "29 recorded days of a February": (
        lambda: MonthCount(patient="P1", month="2026-02", recorded_days=29),
        "2026-02 has 28 days; 29 recorded days can't be right",
    ),
    "answers that don't add up": (
        lambda: Score(patient="P1", date=DAY, instrument="hit6", total=60, items=(6, 6, 6, 6, 6, 8)),
        "the items add up to 38, not to 60",
    ),
    "a lot that isn't the vial's": (
        lambda: Session(patient="P1", date=DAY, vials=(200,), lot="C2", vial_lots=(VIAL,)),
        "aren't those of the vials",
    ),
    "a receipt without a lot": (
        lambda: Receipt(lot="", date=DAY, units=200, count=1, expiry=DAY),
        "the lot is missing; it is printed on the vial",
    ),
    "a vial of 75 U": (
        lambda: Receipt(lot="C1", date=DAY, units=75, count=1, expiry=DAY),
        "vials hold 50, 100 or 200 U, not 75",
    ),
    "a note that begins with a blank": (
        lambda: Session(patient="P1", date=DAY, note=" tired"),
        "the note begins or ends with a blank",
    ),
    "a text that is too long": (lambda: plain("x" * (LONGEST_TEXT + 1), "note"), f"at most {LONGEST_TEXT}"),
    "an absence that runs backwards": (
        lambda: parse_absences("2026-12-20..2026-12-03"),
        "runs backwards; write 2026-12-03..2026-12-20",
    ),
    "a date that isn't one of figures": (lambda: read_figures("5 October", "dmy"), "5 October"),
    "a day of three figures": (lambda: read_figures("126/10/05", "dmy"), "isn't in the order dmy"),
}


@pytest.mark.parametrize(("made", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(made: Callable[[], object], words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        made()


def test_a_log_entry_that_is_named_and_not_there_is_damage() -> None:
    with pytest.raises(ClinicFileError, match="session:1 names log entry 7, which isn't there"):
        entry_of({}, 7, "session:1")
