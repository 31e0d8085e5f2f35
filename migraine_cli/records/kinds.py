"""Every kind of record there is."""

from __future__ import annotations

from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking, Contact, CourseEvent

ABOUT_PATIENTS: tuple[type[AboutPatient], ...] = (
    DiaryEntry,
    MonthCount,
    Preventive,
    Session,
    Score,
    Effect,
    CheckUp,
    Contact,
    Booking,
    CourseEvent,
)
"""The kinds that are about one patient."""

EVERY_KIND: tuple[type[Record], ...] = (Patient, *ABOUT_PATIENTS, Void, Undo)
