"""A small clinic for the tests of the clinic file."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from migraine_cli.records.diary import MonthCount
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import Record
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.creating import create
from migraine_cli.store.tinydb_file.store import FileStore

AT = datetime(2026, 10, 3, 9, 30, tzinfo=UTC)
KINDS: tuple[type[Record], ...] = (Patient, Session, MonthCount, Void, Undo)


def record(path: Path, *records: Record, day: int = 0, command: str = "add-session") -> list[Record]:
    """Record all of `records` with one command, `day` days after AT."""
    with FileStore(path).recording(command, at=AT + timedelta(days=day), by="dr") as clinic:
        return [clinic.add(added) for added in records]


def small_clinic(path: Path) -> Path:
    """Two patients, one with a name beyond ASCII, and three sessions, recorded with three commands."""
    create(path)
    record(path, Patient(id="P0001", name="Ann Œrsted"), Patient(id="P0002", name='Bo "B" Ng', note="a\nb"))
    record(path, session("P0001", 1), session("P0002", 2))
    record(path, session("P0001", 85))
    return path


def session(patient: str, day: int, units: float | None = 155.0) -> Session:
    """A session so many days after the first of January."""
    return Session(patient=patient, date=date(2026, 1, 1) + timedelta(days=day), units=units)


def everything(path: Path) -> dict[str, Any]:
    """All that the file holds, read from every table."""
    clinic = FileClinic.open(path)
    days = clinic.last_sessions(date.max)
    return {"log": list(clinic.log()), "days": days, **{kind.table: clinic.versions(kind) for kind in KINDS}}


def leftovers(path: Path) -> list[str]:
    """Files beside the clinic file other than its lock."""
    return sorted(file.name for file in path.parent.iterdir() if file.name not in (path.name, f"{path.name}.lock"))


def copy(path: Path, name: str) -> Path:
    """A copy beside `path`."""
    return Path(shutil.copy(path, path.with_name(name)))
