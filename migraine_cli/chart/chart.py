"""One patient's chart: what was loaded about them for one decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migraine_cli.chart.calendar_count import CalendarCount
    from migraine_cli.records.authorisation import Authorisation
    from migraine_cli.records.checkup import CheckUp
    from migraine_cli.records.codes import Caution
    from migraine_cli.records.diary import DiaryEntry
    from migraine_cli.records.effect import Effect
    from migraine_cli.records.patient import Patient
    from migraine_cli.records.preventive import Preventive
    from migraine_cli.records.record import AboutPatient
    from migraine_cli.records.score import Score
    from migraine_cli.records.session import Session
    from migraine_cli.records.session_day import SessionDay
    from migraine_cli.records.visits import CourseEvent


class Chart:
    """What is recorded of one patient. Only the parts that were loaded are there.

    Reading a part that wasn't loaded raises AttributeError: an empty list would pass "not looked up" off as "none
    recorded". `caution_entries` are the log entries since which the patient's cautions are recorded; one that isn't
    among them is taken for older than anything else.
    """

    __slots__ = (
        "_session_days",
        "authorisations",
        "caution_entries",
        "checkups",
        "diary",
        "effects",
        "events",
        "months",
        "patient",
        "preventives",
        "scores",
        "sessions",
    )

    patient: Patient
    caution_entries: Mapping[Caution, int]
    authorisations: Sequence[Authorisation]
    checkups: Sequence[CheckUp]
    diary: Sequence[DiaryEntry]
    effects: Sequence[Effect]
    events: Sequence[CourseEvent]
    months: Sequence[CalendarCount]
    preventives: Sequence[Preventive]
    scores: Sequence[Score]
    sessions: Sequence[Session]

    def __init__(self, patient: Patient, **parts: Sequence[object]) -> None:
        self.patient = patient
        self.caution_entries = {}
        for part, records in parts.items():
            setattr(self, part, records)

    @property
    def session_days(self) -> Sequence[SessionDay]:
        """When each session was, for what and with what: all that is known of them where they weren't loaded whole."""
        return self.sessions if hasattr(self, "sessions") else self._session_days

    @session_days.setter
    def session_days(self, days: Sequence[SessionDay]) -> None:
        self._session_days = days


PARTS: Mapping[str, tuple[str, str]] = {
    "diary": ("diary", "DiaryEntry"),
    "months": ("diary", "MonthCount"),
    "preventives": ("preventive", "Preventive"),
    "sessions": ("session", "Session"),
    "session_days": ("session_day", "SessionDay"),
    "effects": ("effect", "Effect"),
    "events": ("visits", "CourseEvent"),
    "scores": ("score", "Score"),
    "checkups": ("checkup", "CheckUp"),
    "authorisations": ("authorisation", "Authorisation"),
}
"""Which kind of record each part of a chart holds, by module and name: only those that are read are imported."""

JUDGED = ("diary", "months", "preventives", "session_days", "effects", "checkups", "events")
"""The parts of a chart that a verdict looks at."""


def kinds_read(parts: Collection[str]) -> dict[str, type[AboutPatient]]:
    """Which kind of record is read for each of these parts; whole sessions have their days in them."""
    return {part: kind_of_part(part) for part in parts if part != "session_days" or "sessions" not in parts}


def kind_of_part(part: str) -> type[AboutPatient]:
    """The kind of record that a part of a chart holds. Raises KeyError for what is no part."""
    module, name = PARTS[part]
    kind: type[AboutPatient] = getattr(import_module(f"migraine_cli.records.{module}"), name)
    return kind
