"""Faults injected into the writing and the lying of a clinic file, and what became of the records.

`python tests/store/reliability.py` injects them in full and prints the table that the README shows; the tests
inject fewer of them. What the machine lacks (strace, the right to mount) is left out, and said so.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from small_clinic import AT, everything, record, session, small_clinic

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file import check
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.sealed import ChangedElsewhere
from migraine_cli.store.tinydb_file.store import FileStore

RECORDER = Path(__file__).with_name("recorder.py")
PROJECT = Path(__file__).parents[2]
STRACE = shutil.which("strace")
CLEAN = "nothing was changed"
"""What a failed write says when it promises that the file is as it was."""

THERE = 3
"""Sessions in the small clinic."""


class Figures(NamedTuple):
    """Faults injected, writes acknowledged, acknowledged writes that were lost, and anything false that was shown."""

    faults: int = 0
    acknowledged: int = 0
    lost: int = 0
    false: int = 0

    def plus(self, other: Figures) -> Figures:
        """Both together."""
        return Figures(*(mine + its for mine, its in zip(self, other, strict=True)))


class Unavailable(Exception):
    """This machine can't inject such faults."""


def recorder(path: Path, count: int, *through: str) -> subprocess.Popen[str]:
    """A process that records so many sessions, run `through` another program."""
    return subprocess.Popen(
        [*through, sys.executable, str(RECORDER), str(path), str(count)],
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def after(path: Path, before: int, acknowledged: int, told: str = "") -> Figures:
    """What one fault did to a clinic that had `before` sessions."""
    try:
        found = len(FileClinic.open(path).records(Session)) - before
        sound = not check.faults(path)
    except ClinicFileError:
        return Figures(1, acknowledged, acknowledged, 1)
    # One write can be on the disk without having been acknowledged, unless its error promised that it isn't.
    most = acknowledged if CLEAN in told else acknowledged + 1
    return Figures(1, acknowledged, max(0, acknowledged - found), int(found > most or not sound))


def write_calls(folder: Path) -> list[tuple[str, int]]:
    """The system calls of one write from taking the lock to letting it go: each by name, and which of its name."""
    if STRACE is None:
        raise Unavailable("strace isn't there")
    # Once untraced: what it imports is compiled then, and its calls are counted alike from now on.
    recorder(small_clinic(folder / "compiled.json"), 1).communicate(timeout=60)
    path, trace = small_clinic(folder / "traced.json"), folder / "trace"
    done = recorder(path, 1, STRACE, "-f", "-qq", "-o", str(trace))
    if "session:4" not in done.communicate(timeout=60)[0]:
        raise Unavailable("strace may not trace here")
    names = Counter[str]()
    calls, lock, writing = [], f"{path.name}.lock", False
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if not (called := re.match(r"\d+\s+(\w+)\(", line)):
            continue
        names[called[1]] += 1
        writing = writing or lock in line
        if writing and called[1] not in ("getpid", "ioctl"):
            calls.append((called[1], names[called[1]]))
        if writing and "LOCK_UN" in line:
            break
    return calls


def first_and_last(calls: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Of each name the first call and the last: so the file and its folder are forced onto the disk, and the lock is
    taken and let go.
    """
    first, last = dict(reversed(calls)), dict(calls)
    return [(name, when) for name, when in calls if when in (first[name], last[name])]


def failing_calls(folder: Path, calls: list[tuple[str, int]], *faults: str) -> Figures:
    """Each of these system calls of a write failing with an error such as EIO, or the process KILLed at it; with
    several faults each call fails in one way, the next one in the next.
    """
    figures = Figures()
    for number, (name, when) in enumerate(calls):
        fault = faults[number % len(faults)]
        path = small_clinic(folder / f"{number}.json")
        writer = recorder(path, 1, str(STRACE), "-f", "-qq", "-o", os.devnull, *_injected(name, when, fault))
        out, err = writer.communicate(timeout=60)
        if "--seccomp-bpf" in err:
            raise Unavailable("strace is older than 5.3")
        if fault == "KILL":
            assert writer.returncode == -signal.SIGKILL, f"{name} {when} went by unharmed"
        figures = figures.plus(after(path, THERE, len(out.split()), err))
        if "Traceback" in err:
            figures = figures.plus(Figures(false=1))
    return figures


def _injected(name: str, when: int, fault: str) -> tuple[str, ...]:
    """What strace is told for one fault. A process that is stopped at no other call is twice as fast, but then gets no
    signal.
    """
    if fault == "KILL":
        return ("-e", f"inject={name}:signal=KILL:when={when}")
    return ("--seccomp-bpf", "-e", f"trace={name}", "-e", f"inject={name}:error={fault}:when={when}")


def kills(folder: Path, count: int, seed: int = 2026) -> Figures:
    """A writer killed at a random moment, again and again, on one clinic."""
    path, moments = small_clinic(folder / "killed.json"), random.Random(seed)
    figures, there = Figures(), THERE
    for _ in range(count):
        with recorder(path, 100_000) as writer:
            assert writer.stdout is not None
            first = writer.stdout.readline()
            time.sleep(moments.uniform(0, 0.05))
            writer.kill()
            acknowledged = len([first, *writer.stdout]) if first else 0
        figures = figures.plus(after(path, there, acknowledged))
        there = len(FileClinic.open(path).records(Session))
    return figures


def writers_and_readers(folder: Path, writers: int, writes: int) -> Figures:
    """Many writers at once, while the file is read again and again: a read sees whole sessions, never fewer."""
    path = small_clinic(folder / "shared.json")
    started = [recorder(path, writes) for _ in range(writers)]
    seen, false = THERE, 0
    while any(writer.poll() is None for writer in started):
        try:
            found = len(everything(path)["sessions"])
        except ClinicFileError:
            found = -1
        false += found < seen
        seen = max(seen, found)
    acknowledged = sum(len(writer.communicate()[0].split()) for writer in started)
    return after(path, THERE, acknowledged)._replace(faults=writers, false=false)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of half a megabyte; raises Unavailable where none may be mounted."""
    folder.mkdir()
    mounted = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)], capture_output=True, check=False
        )
        if shutil.which("mount")
        else None
    )
    if mounted is None or mounted.returncode:
        raise Unavailable("no disk may be mounted")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def full_disk(folder: Path) -> Figures:
    """A disk that fills up, by the clinic file itself and by another, and one that can't be written at all."""
    figures = Figures()
    with small_disk(folder / "disk") as disk:
        path = small_clinic(disk / "clinic.json")
        for room in (0, 500, 1000, 2000, 4000, 8000):
            with (disk / "filler").open("wb", buffering=0) as filler:
                free = os.statvfs(disk)
                with suppress(OSError):
                    filler.write(bytes(max(0, free.f_bavail * free.f_frsize - room)))
            figures = figures.plus(_recorded(path))
            (disk / "filler").unlink()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        return figures.plus(_recorded(path))


def _recorded(path: Path) -> Figures:
    before = len(FileClinic.open(path).records(Session))
    out, err = recorder(path, 1).communicate(timeout=60)
    return after(path, before, len(out.split()), err)


def flipped_bits(path: Path, count: int, seed: int = 2026) -> Figures:
    """Single bits flipped in random places: whatever is then read is an error, or what was written."""
    data, written = path.read_bytes(), everything(path)
    false, chance = 0, random.Random(seed)
    for _ in range(count):
        damaged = bytearray(data)
        damaged[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            false += everything(path) != written
        except ClinicFileError:
            continue
    path.write_bytes(data)
    return Figures(count, 0, 0, false)


def encrypted(path: Path) -> Path:
    """The clinic at `path`, encrypted with a new key that the environment names."""
    try:
        import pyrage
    except ImportError:
        raise Unavailable("the extra crypt isn't installed") from None
    from migraine_cli.store.tinydb_file.encrypting import encrypt
    from migraine_cli.store.tinydb_file.encryption import Key

    key = path.with_name("key.txt")
    key.write_text(f"{pyrage.x25519.Identity.generate()}\n", encoding="utf-8")
    os.environ["MIGCLI_IDENTITY"] = str(key)
    encrypt(path, Key.read(key))
    return path


def without_a_lock(path: Path, count: int) -> Figures:
    """A second writer between the first one's read and write, the lock file having been deleted: one is refused."""
    acknowledged = refused = 0
    for number in range(count):
        try:
            with FileStore(path).recording("import", at=AT, by="dr") as first:
                first.add(session("P0001", 170 + number))
                path.with_name(f"{path.name}.lock").unlink()
                record(path, session("P0002", 170 + number))
                acknowledged += 1
            acknowledged += 1
        except ClinicFileError:
            refused += 1
    return after(path, THERE, acknowledged)._replace(faults=count, false=count - refused)


def blanked_digits(path: Path) -> Figures:
    """A digit or a comma turned into a blank, in every place: never told as another program's edit."""
    data, false, count = path.read_bytes(), 0, 0
    for place in re.finditer(rb"[0-9,]", data):
        path.write_bytes(data[: place.start()] + b" " + data[place.end() :])
        count += 1
        try:
            everything(path)
            false += 1
        except ChangedElsewhere:
            false += 1
        except ClinicFileError:
            continue
    path.write_bytes(data)
    return Figures(count, 0, 0, false)


def cut_short(path: Path) -> Figures:
    """The file cut short at every length."""
    data, false = path.read_bytes(), 0
    for length in range(len(data)):
        path.write_bytes(data[:length])
        try:
            everything(path)
        except ClinicFileError:
            continue
        false += 1
    path.write_bytes(data)
    return Figures(len(data), 0, 0, false)


def main() -> None:
    """Injects everything and prints what became of it."""
    rows: dict[str, Callable[[Path], Figures]] = {
        "each system call of a write fails with EIO": lambda folder: failing_calls(folder, write_calls(folder), "EIO"),
        "… with ENOSPC": lambda folder: failing_calls(folder, write_calls(folder), "ENOSPC"),
        "… with EACCES": lambda folder: failing_calls(folder, write_calls(folder), "EACCES"),
        "killed at each system call of a write": lambda folder: failing_calls(folder, write_calls(folder), "KILL"),
        "killed at 1,000 random moments": lambda folder: kills(folder, 1000),
        "20 writers at once, with a reader": lambda folder: writers_and_readers(folder, 20, 10),
        "a full and a read-only disk": full_disk,
        "200 flipped bits": lambda folder: flipped_bits(small_clinic(folder / "clinic.json"), 200),
        "200 flipped bits, encrypted": lambda folder: flipped_bits(encrypted(small_clinic(folder / "c.json")), 200),
        "100 second writers past a deleted lock": lambda folder: without_a_lock(small_clinic(folder / "c.json"), 100),
        "a blank in the place of every digit": lambda folder: blanked_digits(small_clinic(folder / "clinic.json")),
        "cut short at every length": lambda folder: cut_short(small_clinic(folder / "clinic.json")),
    }
    print("| fault | injected | writes acknowledged | lost | false or unnoticed |\n|---|---|---|---|---|")
    for what, inject in rows.items():
        try:
            with TemporaryDirectory() as folder:
                figures = inject(Path(folder))
            print(f"| {what} | {' | '.join(f'{figure:,}' for figure in figures)} |", flush=True)
        except Unavailable as why:
            print(f"| {what} | not tried here: {why} | | | |", flush=True)


if __name__ == "__main__":
    main()
