"""Many writers at once, and writers killed at any moment: what was acknowledged is there, and the file
is whole.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_clinic import leftovers, record, session

from migraine_cli.clinic_file import Clinic, check
from migraine_cli.records import Session

RECORDER = Path(__file__).with_name("recorder.py")
PROJECT = Path(__file__).parents[2]


def recorder(path: Path, count: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, str(RECORDER), str(path), str(count)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def test_what_twenty_writers_record_at_once_is_all_there(clinic: Path) -> None:
    writers = [recorder(clinic, 2) for _ in range(20)]
    acknowledged = [line for writer in writers for line in writer.communicate(timeout=120)[0].split()]
    assert sorted(acknowledged, key=lambda line: int(line.partition(":")[2])) == [f"session:{n}" for n in range(4, 44)]
    assert len(Clinic.open(clinic).records(Session)) == 43
    assert check.faults(clinic) == []


def kill_one_writer(path: Path, moment: float) -> int:
    """Kill a recorder so many seconds after its first acknowledgement; the number of its
    acknowledgements.
    """
    with recorder(path, 100_000) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        assert first
        time.sleep(moment)
        writer.kill()
        return len([first, *writer.stdout])


def kill_writers(path: Path, kills: int) -> None:
    moments = random.Random(2026)
    there = 3
    for _ in range(kills):
        acknowledged = kill_one_writer(path, moments.uniform(0, 0.05))
        assert check.faults(path) == []
        found = len(Clinic.open(path).records(Session))
        # The one that was being written when the kill came may be there or not.
        assert found - there - acknowledged in (0, 1)
        there = found
    record(path, session("P0001", 170))
    assert leftovers(path) == []


def test_no_kill_loses_or_damages_anything(clinic: Path) -> None:
    kill_writers(clinic, 25)


@pytest.mark.slow
def test_no_kill_of_many_loses_or_damages_anything(clinic: Path) -> None:
    kill_writers(clinic, 300)
