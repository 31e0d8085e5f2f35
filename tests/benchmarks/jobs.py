"""The commands that are timed: migcli's own, the floor below them, and other ways to the same due list."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from clinics import AS_OF, IMPORTED_PATIENTS, LIFTED, Files
from health import MEGABYTES

SPARSE = "sessions and diaries alone"
_HERE = Path(__file__).parent


class Job(NamedTuple):
    """A command to time. `writes` is the copy of the clinic, or `of` another file, that it writes to, made `afresh` for
    each run or for the first; `terminal` shows its output at one.
    """

    name: str
    command: Sequence[str]
    writes: Path | None = None
    of: Path | None = None
    afresh: bool = False
    terminal: bool = False


FLOOR = Job("a one-command Typer app", [sys.executable, str(_HERE / "peers" / "typer_app.py")])


def migcli() -> list[str]:
    """The program as it was installed beside this Python, else the checkout's."""
    installed = shutil.which("migcli", path=str(Path(sys.executable).parent))
    return [installed] if installed else [sys.executable, "-m", "migraine_cli"]


def floors() -> list[Job]:
    """What any Python tool costs, and any Typer tool."""
    return [Job("python -c pass", [sys.executable, "-c", "pass"]), FLOOR]


def ours(files: Files) -> list[Job]:
    """The commands of migcli that scripts call."""
    clinic, sessions, more = (files.clinic.with_suffix(ending) for ending in (".json", ".sessions.json", ".more.json"))
    as_of = ("--as-of", str(AS_OF))
    few = ("--status", "early")  # 47 rows of the clinic of 500 patients
    return [
        Job("migcli --version", [*migcli(), "--version"]),
        Job("migcli --help", [*migcli(), "--help"]),
        Job("migcli due --format json", _on(clinic, "due", *as_of, "--format", "json")),
        Job("migcli due", _on(clinic, "due", *as_of)),
        Job("migcli due, at a terminal", _on(clinic, "due", *as_of), terminal=True),
        Job("migcli due --status early", _on(clinic, "due", *as_of, *few)),
        Job("migcli due --status early, at a terminal", _on(clinic, "due", *as_of, *few), terminal=True),
        Job("migcli day", _on(clinic, "day", str(AS_OF), *as_of)),
        Job("migcli eligible --format json", _on(clinic, "eligible", *as_of, "--format", "json")),
        Job("migcli eligible P0001", _on(clinic, "eligible", "P0001", *as_of)),
        Job("migcli add-session", _on(sessions, "add-session", "P0001", str(AS_OF), *DOSE), writes=sessions),
        Job(f"migcli due --format json, {SPARSE}", _on(files.sparse, "due", *as_of, "--format", "json")),
        Job(
            f"migcli add-session, {SPARSE}",
            _on(more, "add-session", "P0001", str(AS_OF), *DOSE),
            writes=more,
            of=files.sparse,
        ),
    ]


def imports(files: Files, sheet: Path, health: Path) -> list[Job]:
    """What brings in a long diary and a large Apple Health export, beside the least that reads each."""
    diary, export, rows = (files.clinic.with_suffix(ending) for ending in (".diary.json", ".health.json", ".rows.json"))
    named = f"{IMPORTED_PATIENTS} patients x 3 years of diary"
    apple = ("import", "apple-health", str(health), "--patient", "P0001")
    jobs = [
        Job(f"migcli import, {named}", _on(diary, "import", "diary", str(sheet)), writes=diary, afresh=True),
        Job("csv.reader to JSON, the same rows", _peer("plain_csv.py", str(sheet), str(rows))),
        Job(f"migcli import apple-health, {MEGABYTES} MB", _on(export, *apple), writes=export, afresh=True),
        Job("iterparse over the same export", _peer("iterparse.py", str(health))),
    ]
    unzip = Job("unzip -p | wc -c of the same export", ["sh", "-c", 'unzip -p "$0" | wc -c', str(health)])
    return [*jobs, unzip] if shutil.which("unzip") else jobs


def peers(files: Files) -> list[Job]:
    """Other ways to the same due list, as far as they are installed. The task managers find the dates worked out."""
    database, query = str(files.database), _QUERY.format(as_of=AS_OF)
    sheets = (str(files.patients), str(files.sessions))
    scripts = [
        ("sqlite3", Job("a sqlite3 script with an index", _peer("sqlite_due.py", database, str(AS_OF)))),
        ("tinydb", Job("stock TinyDB", _peer("tinydb_due.py", str(files.clinic), str(AS_OF)))),
        ("pandas", Job("pandas over CSV", _peer("pandas_due.py", *sheets, str(AS_OF)))),
        ("sqlite_utils", Job("sqlite-utils", [sys.executable, "-m", "sqlite_utils", "query", database, query])),
    ]
    programs = [
        Job("jq over the clinic file", ["jq", _JQ, str(files.clinic)]),
        Job("Taskwarrior", ["task", f"rc:{files.taskrc}", "due.before:2026-11-03", "export"]),
        Job("todoman", ["todo", "--config", str(files.todos), "--porcelain", "list", "--due", "1"]),
    ]
    installed = [job for job in programs if shutil.which(job.command[0])]
    return [*(job for module, job in scripts if find_spec(module)), *installed]


DOSE = ("--units", "155", *LIFTED)
"""A dose without a map."""
_QUERY = (
    "select p.id, p.name, max(s.date) as last from sessions s join patients p on p.id = s.patient"
    " where s.indication = 'chronic-migraine' and s.date <= '{as_of}' group by p.id"
    " having date(last, '+84 days') <= date('{as_of}', '+28 days') order by last"
)
_JQ = (
    '[.sessions[] | select((.indication // "chronic-migraine") == "chronic-migraine")]'
    " | group_by(.patient) | map(max_by(.date))"
)


def _on(clinic: Path, *arguments: str) -> list[str]:
    return [*migcli(), "--clinic", str(clinic), *arguments]


def _peer(script: str, *arguments: str) -> list[str]:
    return [sys.executable, str(_HERE / "peers" / script), *arguments]
