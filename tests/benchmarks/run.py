"""Times whole processes, interleaved, beside what else could do the job.

Medians of the time that passed and of the processor's, the ratio of each to a one-command Typer app's, run just before,
and peak memory, in an environment as a user has it:

    python3 -m venv .bench && .bench/bin/pip install . pandas sqlite-utils
    .bench/bin/python tests/benchmarks/run.py --patients 500,5000,50000

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
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

from clinics import Files, diary_sheet, made  # noqa: E402 (found through the path set above)
from health import health_export  # noqa: E402
from jobs import FLOOR, Job, floors, imports, migcli, ours, peers  # noqa: E402


class Run(NamedTuple):
    """One run: wall seconds, processor seconds, and the peak memory in MiB."""

    seconds: float
    processor: float
    mebibytes: float


class Pair(NamedTuple):
    """A run, and one of the floor just before it: a shared machine is slow and quick by turns."""

    run: Run
    floor: Run


def interleaved(jobs: Sequence[Job], runs: int, files: Files) -> dict[str, list[Pair]]:
    """Every job `runs` times in an order that changes, each after the floor, and after one warm-up each."""
    measured: dict[str, list[Pair]] = {job.name: [] for job in jobs}
    for round_ in range(runs + 1):
        for job in random.sample(jobs, len(jobs)):
            pair = _timed(job, files)
            if round_:
                measured[job.name].append(pair)
    for job in jobs:
        if job.writes:
            job.writes.unlink()
    return measured


def _timed(job: Job, files: Files) -> Pair:
    if job.writes:
        if job.afresh or not job.writes.exists():
            shutil.copyfile(job.of or files.clinic, job.writes)
        os.sync()  # or what was written before would be flushed within the time measured
    floor = process(FLOOR.command)
    return Pair(process(job.command, terminal=job.terminal), floor)


def process(command: Sequence[str], *, terminal: bool = False) -> Run:
    """One run of a command, which must end well."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    launcher = [sys.executable, "-S", "-E", str(HERE / "timed.py"), *(["--terminal"] if terminal else [])]
    program, *arguments = command
    done = subprocess.run(
        [*launcher, shutil.which(program) or program, *arguments],
        cwd=ROOT,
        env=environment | {"TERM": "xterm-256color"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    code, *figures = done.stdout.split()
    if int(code) not in (0, 10, 11):
        raise SystemExit(f"{command} ended with {code}: {done.stderr}")
    return Run(*map(float, figures))


def report(patients: int, runs: int, measured: dict[str, list[Pair]]) -> Table:
    """Medians of one clinic, the quickest first, and those of the ratios to the floor. Beside the time that passed
    stands the processor's, which doesn't count the wait for a disk.
    """
    table = Table(title=f"{patients:,} patients, {runs} runs", title_justify="left")
    table.add_column("command", no_wrap=True)
    for header in ("median ms", "ratio", "min", "max", "cpu ms", "ratio", "MiB"):
        table.add_column(header, justify="right")
    for name, pairs in sorted(measured.items(), key=lambda item: median(pair.run.seconds for pair in item[1])):
        seconds = [pair.run.seconds for pair in pairs]
        passed = median(pair.run.seconds / pair.floor.seconds for pair in pairs)
        spent = median(pair.run.processor / pair.floor.processor for pair in pairs)
        wall = [f"{1000 * figure:.0f}" for figure in (median(seconds), min(seconds), max(seconds))]
        processor = f"{1000 * median(pair.run.processor for pair in pairs):.0f}"
        memory = max(pair.run.mebibytes for pair in pairs)
        table.add_row(name, wall[0], f"{passed:.2f}", *wall[1:], processor, f"{spent:.2f}", f"{memory:.0f}")
    return table


def main() -> None:
    """Measures what the arguments ask for, and prints a table per clinic."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", default="500", help="sizes of clinics, such as 500,5000,50000")
    parser.add_argument("--runs", type=int, default=11, help="counted runs of each command")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the clinics for another time")
    parser.add_argument("--without-import", action="store_true", help="leave out the imports, which take seconds")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="migcli-benchmark-") as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        files_in = None if asked.without_import else (diary_sheet(folder), health_export(folder))
        for patients in map(int, asked.patients.split(",")):
            files = made(patients, folder, migcli(), shutil.which("task"))
            brought_in = imports(files, *files_in) if files_in else []
            measured = interleaved([*floors(), *ours(files), *peers(files), *brought_in], asked.runs, files)
            Console(width=130).print(report(patients, asked.runs, measured))


if __name__ == "__main__":
    main()
