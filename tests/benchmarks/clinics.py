"""The clinics that the benchmarks are run on, and the same patients and sessions in the form each peer reads."""

from __future__ import annotations

import csv
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from migraine_cli.clinic_file import Clinic
from migraine_cli.records import Session


class Files(NamedTuple):
    """One clinic, as migcli, SQLite and a spreadsheet hold it."""

    clinic: Path
    database: Path
    patients: Path
    sessions: Path


def made(patients: int, folder: Path) -> Files:
    """A synthetic clinic of this size in `folder`, made unless it is there."""
    files = Files(*(folder / f"{patients}{ending}" for ending in (".json", ".db", "-patients.csv", "-sessions.csv")))
    if not files.sessions.exists():
        command = [
            sys.executable,
            "-m",
            "migraine_cli",
            "demo",
            "--patients",
            str(patients),
            "--keep",
            str(files.clinic),
        ]
        subprocess.run(command, check=True)
        _write_peers(Clinic.open(files.clinic), files)
    return files


def _write_peers(clinic: Clinic, files: Files) -> None:
    people = [(patient.id, patient.name) for patient in clinic.patients().values()]
    given = [(session.patient, session.date.isoformat(), session.indication) for session in clinic.records(Session)]
    with sqlite3.connect(files.database) as database:
        database.execute("CREATE TABLE patients (id TEXT PRIMARY KEY, name TEXT)")
        database.execute("CREATE TABLE sessions (patient TEXT, date TEXT, indication TEXT)")
        database.executemany("INSERT INTO patients VALUES (?, ?)", people)
        database.executemany("INSERT INTO sessions VALUES (?, ?, ?)", given)
        database.execute("CREATE INDEX given ON sessions (indication, patient, date)")
    _write_csv(files.patients, ("id", "name"), people)
    _write_csv(files.sessions, ("patient", "date", "indication"), given)


def _write_csv(path: Path, header: tuple[str, ...], rows: list[tuple[str | None, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
