"""Times whole processes, interleaved, beside what else could do the job.

Medians, ratios to a one-command Typer app, and peak memory:

    python tests/benchmarks/run.py --patients 500 --runs 15
    python tests/benchmarks/run.py --patients 500,5000,50000 --runs 5 --keep /tmp/clinics

Not part of the tests: a busy machine must not fail a build. Peers that aren't installed are left out. Byte code is
written first, as on a user's machine. For Linux and macOS.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

from clinics import Files, made  # noqa: E402 (found through the path set above)

AS_OF = "2026-10-05"
FLOOR = "a one-command Typer app"
IMPORTED_PATIENTS = 300


class Job(NamedTuple):
    """A command to time; `writes` works on a copy of the clinic."""

    name: str
    command: Sequence[str]
    writes: bool = False


class Run(NamedTuple):
    """One run: wall seconds, and the peak memory in MiB."""

    seconds: float
    mebibytes: float


def floors() -> list[Job]:
    """What any Python tool costs, and any Typer tool."""
    return [Job("python -c pass", [sys.executable, "-c", "pass"]), Job(FLOOR, _peer("typer_app.py"))]


def ours(files: Files, sheets: Path | None) -> list[Job]:
    """The commands of migcli that scripts call."""
    jobs = [
        Job("migcli --version", _migcli("--version")),
        Job("migcli --help", _migcli("--help")),
        Job("migcli due --format json", _migcli("due", "--as-of", AS_OF, "--format", "json", clinic=files.clinic)),
        Job("migcli due", _migcli("due", "--as-of", AS_OF, clinic=files.clinic)),
        Job("migcli due, 50 rows", _migcli("due", "--as-of", AS_OF, "--status", "due", clinic=files.clinic)),
        Job(
            "migcli eligible --format json",
            _migcli("eligible", "--as-of", AS_OF, "--format", "json", clinic=files.clinic),
        ),
        Job("migcli eligible P0001", _migcli("eligible", "P0001", "--as-of", AS_OF, clinic=files.clinic)),
        Job(
            "migcli add-session",
            _migcli("add-session", "P0001", AS_OF, "--units", "155", *_LIFTED, clinic=files.clinic),
            writes=True,
        ),
    ]
    if sheets:
        name = f"migcli import, {IMPORTED_PATIENTS} patients x 3 years of diary"
        jobs.append(Job(name, _migcli("import", "diary", str(sheets), clinic=files.clinic), writes=True))
    return jobs


def peers(files: Files) -> list[Job]:
    """Other ways to the same due list, as far as they are installed."""
    database, query = str(files.database), _QUERY.format(as_of=AS_OF)
    every = [
        ("sqlite3", Job("a sqlite3 script with an index", _peer("sqlite_due.py", database, AS_OF))),
        ("tinydb", Job("stock TinyDB", _peer("tinydb_due.py", str(files.clinic), AS_OF))),
        ("pandas", Job("pandas over CSV", _peer("pandas_due.py", str(files.patients), str(files.sessions), AS_OF))),
        ("sqlite_utils", Job("sqlite-utils", [sys.executable, "-m", "sqlite_utils", "query", database, query])),
    ]
    found = [job for module, job in every if find_spec(module)]
    if jq := shutil.which("jq"):
        found.append(Job("jq over the clinic file", [jq, _JQ, str(files.clinic)]))
    return found


_LIFTED = ("--allow", "too-early", "--allow", "duplicate", "--allow", "cumulative-dose", "--reason", "a benchmark")
_QUERY = (
    "select p.id, p.name, max(s.date) as last from sessions s join patients p on p.id = s.patient"
    " where s.indication = 'chronic-migraine' and s.date <= '{as_of}' group by p.id"
    " having date(last, '+84 days') <= date('{as_of}', '+28 days') order by last"
)
_JQ = (
    '[.sessions[] | select((.indication // "chronic-migraine") == "chronic-migraine")]'
    " | group_by(.patient) | map(max_by(.date))"
)


def _migcli(*arguments: str, clinic: Path | None = None) -> list[str]:
    where = ["--clinic", str(clinic)] if clinic else []
    return [sys.executable, "-m", "migraine_cli", *where, *arguments]


def _peer(script: str, *arguments: str) -> list[str]:
    return [sys.executable, str(HERE / "peers" / script), *arguments]


def interleaved(jobs: Sequence[Job], runs: int, files: Files) -> dict[str, list[Run]]:
    """Every job `runs` times in an order that changes, after one warm-up each."""
    measured: dict[str, list[Run]] = {job.name: [] for job in jobs}
    for round_ in range(runs + 1):
        for job in random.sample(jobs, len(jobs)):
            run = _timed(job, files)
            if round_:
                measured[job.name].append(run)
    return measured


def _timed(job: Job, files: Files) -> Run:
    if not job.writes:
        return _process(job)
    kept = files.clinic.read_bytes()
    try:
        return _process(job)
    finally:
        files.clinic.write_bytes(kept)


def _process(job: Job) -> Run:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    launcher = [sys.executable, "-S", "-E", str(HERE / "timed.py"), shutil.which(job.command[0]) or job.command[0]]
    done = subprocess.run(
        [*launcher, *job.command[1:]],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    code, seconds, mebibytes = done.stdout.split()
    if int(code) not in (0, 10, 11):
        raise SystemExit(f"{job.name} ended with {code}: {done.stderr}")
    return Run(float(seconds), float(mebibytes))


def report(patients: int, measured: dict[str, list[Run]]) -> Table:
    """Medians of one clinic, the quickest first, and their ratio to the floor."""
    floor = median(run.seconds for run in measured[FLOOR])
    table = Table(title=f"{patients:,} patients", title_justify="left")
    table.add_column("command", no_wrap=True)
    for header in ("median ms", "ratio", "min", "max", "MiB"):
        table.add_column(header, justify="right")
    for name, runs in sorted(measured.items(), key=lambda item: median(run.seconds for run in item[1])):
        seconds = [run.seconds for run in runs]
        figures = (1000 * median(seconds), median(seconds) / floor, 1000 * min(seconds), 1000 * max(seconds))
        memory = max(run.mebibytes for run in runs)
        table.add_row(
            name, f"{figures[0]:.0f}", f"{figures[1]:.2f}", f"{figures[2]:.0f}", f"{figures[3]:.0f}", f"{memory:.0f}"
        )
    return table


def diary_sheet(folder: Path) -> Path:
    """Three years of daily diary of the clinic's first patients, as CSV."""
    from datetime import date, timedelta

    sheet = folder / "diary.csv"
    if not sheet.exists():
        days = [date(2023, 10, 1) + timedelta(days=n) for n in range(1095)]
        chance = random.Random(1)
        with sheet.open("w", encoding="utf-8") as file:
            file.write("patient,date,headache,hours,migraine\n")
            for number in range(1, IMPORTED_PATIENTS + 1):
                for day in days:
                    ache = chance.random() < 0.5
                    file.write(
                        f"P{number:04},{day},{'yes,' + str(chance.choice((2, 4, 8))) + ',yes' if ache else 'no,,'}\n"
                    )
    return sheet


def main() -> None:
    """Measures what the arguments ask for, and prints a table per clinic."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", default="500", help="sizes of clinics, such as 500,5000,50000")
    parser.add_argument("--runs", type=int, default=11, help="counted runs of each command")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the clinics for another time")
    parser.add_argument("--with-import", action="store_true", help="time the import too, the slowest by far")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="migcli-benchmark-") as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for patients in map(int, asked.patients.split(",")):
            files = made(patients, folder)
            sheets = diary_sheet(folder) if asked.with_import else None
            measured = interleaved([*floors(), *ours(files, sheets), *peers(files)], asked.runs, files)
            Console(width=110).print(report(patients, measured))


if __name__ == "__main__":
    main()
