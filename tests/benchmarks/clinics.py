"""The clinics that the benchmarks are run on, and the same patients and sessions in the form each peer reads."""

from __future__ import annotations

import csv
import json
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from tinydb import TinyDB, where
from tinydb.operations import delete

from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.storage import ClinicStorage
from migraine_cli.treatment.schedule import next_due

AS_OF = date(2026, 10, 5)
IMPORTED_PATIENTS = 300
IMPORTED_DAYS = 3 * 365

# The rules that stand against a session on any day are lifted.
LIFTED = ("--allow", "too-early", "--allow", "duplicate", "--allow", "cumulative-dose", "--reason", "a benchmark")


_BESIDES = ("scores", "checkups", "effects", "bookings", "course", "contacts")
"""The tables of a living practice that a clinic of sessions and diaries alone doesn't have."""


class Files(NamedTuple):
    """One clinic, as migcli, SQLite, a spreadsheet and two task managers hold it. `sparse` is the same clinic with
    patients, sessions and diaries alone.
    """

    clinic: Path
    sparse: Path
    database: Path
    patients: Path
    sessions: Path
    taskrc: Path
    todos: Path


def kept(patients: int, folder: Path, migcli: Sequence[str]) -> Path:
    """A synthetic clinic of this size in `folder`, made with `migcli demo` unless it is there."""
    path = folder / f"{patients}.json"
    if not path.exists():
        subprocess.run([*migcli, "demo", "--patients", str(patients), "--keep", str(path)], check=True)
    return path


def made(patients: int, folder: Path, migcli: Sequence[str], task: str | None) -> Files:
    """The clinic that `kept` makes, and the same as the peers read it.

    `task` is the program of Taskwarrior, whose own files it makes itself.
    """
    endings = (".json", ".sparse.json", ".db", "-patients.csv", "-sessions.csv", "-task/taskrc", "-todo/config.py")
    files = Files(*(folder / f"{patients}{ending}" for ending in endings))
    kept(patients, folder, migcli)
    if not files.sparse.exists():
        _write_sparse(files, migcli)
    if not files.sessions.exists():
        _write_peers(FileClinic.open(files.clinic), files)
    if not files.todos.exists():
        _write_tasks(FileClinic.open(files.clinic), files, task)
    return files


def diary_sheet(folder: Path) -> Path:
    """Three years of daily diary of the clinic's first patients, as CSV."""
    sheet = folder / "diary.csv"
    if not sheet.exists():
        days = [AS_OF - timedelta(days=n) for n in range(IMPORTED_DAYS, 0, -1)]
        chance = random.Random(1)
        with sheet.open("w", encoding="utf-8") as file:
            file.write("patient,date,headache,hours,migraine\n")
            for number in range(1, IMPORTED_PATIENTS + 1):
                for day in days:
                    said = f"yes,{chance.choice((2, 4, 8))},yes" if chance.random() < 0.5 else "no,,"
                    file.write(f"P{number:04},{day},{said}\n")
    return sheet


def _write_sparse(files: Files, migcli: Sequence[str]) -> None:
    shutil.copyfile(files.clinic, files.sparse)
    with TinyDB(files.sparse, storage=ClinicStorage, writing=True) as database:
        for table in _BESIDES:
            database.drop_table(table)
        database.table("patients").update(delete("cautions"), where("cautions").exists())
    # The days of sessions are kept anew with the next session.
    given = ("add-session", "P0001", str(AS_OF), "--units", "155", *LIFTED)
    subprocess.run([*migcli, "--clinic", str(files.sparse), *given], check=True, capture_output=True)


def _write_peers(clinic: FileClinic, files: Files) -> None:
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


def _write_csv(path: Path, header: tuple[str, ...], rows: Sequence[tuple[str | None, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def _write_tasks(clinic: FileClinic, files: Files, task: str | None) -> None:
    """A task for each patient who is to come again, with its date: the sum already done."""
    names = clinic.labels()
    due = {f"{id_} {names[id_].name}": next_due(last) for id_, last in clinic.last_sessions(AS_OF).items()}
    files.taskrc.parent.mkdir(exist_ok=True)
    files.taskrc.write_text(f"data.location={files.taskrc.parent}\nconfirmation=off\nhooks=off\n", encoding="utf-8")
    if task:
        tasks = [{"description": what, "due": f"{day:%Y%m%d}T120000Z"} for what, day in due.items()]
        command = [task, f"rc:{files.taskrc}", "rc.verbose=nothing", "import", "-"]
        subprocess.run(command, input=json.dumps(tasks), encoding="utf-8", capture_output=True, check=True)
    folder = files.todos.parent / "retreatments"
    folder.mkdir(parents=True, exist_ok=True)
    for number, (what, day) in enumerate(due.items()):
        todo = _TASK.format(number=number, what=what, day=day)
        (folder / f"{number}.ics").write_text(todo, encoding="utf-8", newline="")
    cache = files.todos.parent / "cache"
    files.todos.write_text(f"path = {str(folder)!r}\ncache_path = {str(cache)!r}\n", encoding="utf-8")


_TASK = "\r\n".join((
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//migcli//benchmark//EN", "BEGIN:VTODO", "UID:{number}",
    "DTSTAMP:20261005T090000Z", "SUMMARY:{what}", "DUE;VALUE=DATE:{day:%Y%m%d}", "END:VTODO", "END:VCALENDAR", "",
))  # fmt: skip
