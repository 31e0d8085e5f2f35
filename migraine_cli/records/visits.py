"""What happens between sessions: contacts, appointments, and steps of the course."""

from datetime import date
from datetime import date as _Date  # noqa: N812 a field named `date` hides the type
from datetime import time as _Time  # noqa: N812
from typing import Annotated, ClassVar, Literal, get_args

from msgspec import Meta

from migraine_cli.errors import InvalidValue
from migraine_cli.records.allowance import Allowance
from migraine_cli.records.codes import CourseStep
from migraine_cli.records.record import AboutPatient, check_texts

StatedOfBooking = Literal["attended", "cancelled"]
BOOKING_STATED: tuple[StatedOfBooking, ...] = get_args(StatedOfBooking)

USUAL_MINUTES = 30
"""How long an appointment is that says nothing else: the articles' "under 30 minutes" (clinical.md)."""

LONGEST_MINUTES = 600


class Contact(AboutPatient, frozen=True, kw_only=True):
    """An attempt to reach the patient, such as a recall: by what means, and what came of it."""

    table: ClassVar[str] = "contacts"
    kind: ClassVar[str] = "contact"

    date: date
    by: str
    result: str | None = None

    def __post_init__(self) -> None:
        check_texts(by=self.by, result=self.result)


class Booking(AboutPatient, frozen=True, kw_only=True):
    """An appointment in the practice's own time; `time` None when only the day is agreed.

    `injector` None: with nobody named. `status` is what was stated of it, None when the records tell; `allowed` are the
    rules that were lifted for it.
    """

    table: ClassVar[str] = "bookings"
    kind: ClassVar[str] = "booking"

    date: date
    time: _Time | None = None
    minutes: Annotated[int, Meta(ge=5, le=LONGEST_MINUTES)] = USUAL_MINUTES
    injector: str | None = None
    status: StatedOfBooking | None = None
    note: str | None = None
    allowed: tuple[Allowance, ...] = ()

    def __post_init__(self) -> None:
        check_texts(injector=self.injector, note=self.note)

    @property
    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self.status == "cancelled"

    @property
    def at(self) -> str:
        """Day and time as ISO 8601, such as "2026-12-28T09:30"."""
        return self.date.isoformat() if self.time is None else f"{self.date}T{self.time:%H:%M}"


class CourseEvent(AboutPatient, frozen=True, kw_only=True):
    """Treatment paused up to the day before `until`, stopped, or taken up again."""

    table: ClassVar[str] = "course"
    kind: ClassVar[str] = "course"

    date: date
    step: CourseStep
    until: _Date | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.until and self.until <= self.date:
            raise InvalidValue(f"a pause from {self.date} can't end on {self.until}; give a later until.")
        check_texts(reason=self.reason)
