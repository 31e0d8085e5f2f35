"""Every kind of record there is."""

from __future__ import annotations

from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Discard, Recall, Receipt, StockCount
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
    Authorisation,
)
"""The kinds that are about one patient."""

OF_THE_CLINIC: tuple[type[Record], ...] = (Receipt, StockCount, Discard, Recall)
"""The kinds that are about the clinic's own things, and about no patient."""

NUMBERED: tuple[type[Record], ...] = (*ABOUT_PATIENTS, *OF_THE_CLINIC)
"""The kinds whose ids are such as session:12, which can be amended or taken back one by one."""

EVERY_KIND: tuple[type[Record], ...] = (Patient, *NUMBERED, Void, Undo)
