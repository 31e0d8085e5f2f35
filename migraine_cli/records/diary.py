"""The headache diary: what was stated of single days, and the counts of paper calendars."""

from functools import lru_cache
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from migraine_cli.errors import InvalidValue
from migraine_cli.records.record import AboutPatient, check_texts
from migraine_cli.words.dates import month_days

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
"""How a calendar month is written."""

Month = Annotated[str, Meta(pattern=MONTH)]
"""A calendar month, such as "2026-10"."""


Count = Annotated[int, Meta(ge=0, le=31)]
"""Days of one month."""


Hours = Annotated[float, Meta(gt=0, le=24)]
"""Hours of headache on one day."""


Severity = Annotated[int, Meta(ge=0, le=10)]
"""Worst pain of the day, 0 to 10."""


class DayStatement(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """The same facts about one or more days. What is None is not stated, and leaves what was known as it was.

    `days` holds ISO dates and inclusive ranges: ("2026-10-03", "2026-10-05..2026-10-09").
    """

    days: tuple[str, ...]
    headache: bool | None = None
    hours: Hours | None = None
    severity: Severity | None = None
    migraine: bool | None = None
    medicines: tuple[str, ...] | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if not self.headache and (self.migraine or self.hours or self.severity):
            raise InvalidValue(
                "hours, severity and migraine are facts about a headache; record the headache with them."
                if self.headache is None
                else "a headache-free day has no hours, severity or migraine; leave them out or record a headache."
            )
        if self.note is not None:
            check_texts(note=self.note)
        for medicine in self.medicines or ():
            _check_medicine(medicine)


@lru_cache  # day after day the same few are taken
def _check_medicine(name: str) -> None:
    check_texts(medicine=name)


class DiaryEntry(AboutPatient, frozen=True, kw_only=True):
    """What one command stated about days of one patient; later statements win over earlier ones, fact by fact."""

    table: ClassVar[str] = "diary"
    kind: ClassVar[str] = "diary"

    statements: tuple[DayStatement, ...]


class MonthCount(AboutPatient, frozen=True, kw_only=True):
    """Days counted in one calendar month of a paper calendar.

    `recorded_days` says on how many days of the month the calendar was kept; not known, the unmarked days are unknown.
    """

    table: ClassVar[str] = "months"
    kind: ClassVar[str] = "month"

    month: Month
    headache_days: Count | None = None
    migraine_days: Count | None = None
    long_days: Count | None = None
    recorded_days: Count | None = None

    def __post_init__(self) -> None:
        length = month_days(self.month)[1].day
        most = length if self.recorded_days is None else self.recorded_days
        if most > length:
            raise InvalidValue(f"{self.month} has {length} days; {most} recorded days can't be right.")
        if (self.headache_days or 0) > most:
            raise InvalidValue(
                f"{self.headache_days} headache days don't fit in {most} recorded days; correct one of the two."
            )
        among = most if self.headache_days is None else self.headache_days
        for days, what in ((self.migraine_days, "migraine days"), (self.long_days, "days of 4 hours or more")):
            if days is not None and days > among:
                raise InvalidValue(f"{days} {what} are more than the {among} headache days; correct one of the two.")
