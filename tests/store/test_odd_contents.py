"""A file whose seals are right and whose contents can't be: every command ends with a sentence, none with a crash.

Whoever writes such a file computed the seals anew: another program, or a server restored by hand. Each field of each
kind of record is given each odd value in turn, and asked by commands in rotation.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from migraine_cli.__main__ import main
from migraine_cli.cli import clock
from migraine_cli.store.tinydb_file.sealed import pack
from migraine_cli.store.tinydb_file.sealed_table import SealedTable
from migraine_cli.store.tinydb_file.storage import ClinicStorage

Run = Callable[..., Any]
Step = str | int

RECORDED = """
init
add-patient P1 --name Ann --born 1980-01-01 --phone 123456 --overuse none --caution other --goal x --sex female
add-diary P1 2026-10-01..2026-10-20 --headache --hours 5 --migraine --took sumatriptan
add-month P1 2026-03 --headache 20 --migraine 10 --recorded 31
add-preventive P1 topiramate --from 2025-01-01 --to 2025-06-01 --outcome failed
add-vials A1 2026-04-01 --units 200 --count 5 --expiry 2027-03
add-session P1 2026-05-01 --vial 200:A1:2027-03
add-session P1 2026-08-01 --vial 200:A1:2027-03
add-score P1 midas 2026-08-01 --items 1,2,3,4,5
add-effect P1 ptosis 2026-08-10 --until 2026-08-20 --severity mild
add-contact P1 2026-10-01 --by phone
add-checkup P1 2026-08-01 --pregnancy no
book P1 2026-12-01
count-vials A1 --units 200 --count 3
discard A1 --units 200 --reason broken
pause P1 2026-10-01 --until 2027-01-01
amend session:1 note=z
void contact:1 --reason wrong
"""
ODD = [
    "NaN",
    "Infinity",
    "1e999",
    "-1",
    "1e300",
    "0.5",
    "99999999999999999999",
    "1" + "0" * 400,
    "null",
    "true",
    '""',
    "[]",
    "{}",
    "[[]]",
    '"x"',
    '"session:1"',
    '"9999-12-31"',
    '"0001-01-01"',
    '"9999-12"',
    '"0000-00"',
    '["0001-01-01..9999-12-31"]',
    '"9999-12-31T23:59:59Z"',
    '"24:00:00"',
    '"\\u001b[31m"',
    '{"procerus":[1e300,1]}',
]
ASKED = """
due --all;show P1;eligible;response P1;sessions;sessions --billing;diary P1;patients;log;bookings;gaps;plan;vials
authorisations;audit;messages --kind recall;check;report P1;calendar;export --all --format json
export --all --deidentified --format json;undo --dry-run;add-session P1 2026-10-04 --units 155 --dry-run;day 2026-12-01
"""
TODAY = date(2026, 11, 20)
SAID = (0, 2, 3, 4, 5, 10, 11)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, int]]:
    """The tables of a clinic with a record of every kind, each with its last number."""
    clinic = tmp_path_factory.mktemp("odd") / "clinic.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: datetime(2026, 11, 20, 12).astimezone())
        for typed in RECORDED.strip().splitlines():
            assert main([*typed.split(), "--clinic", str(clinic)]) == 0, typed
    storage = ClinicStorage(clinic)
    found = storage.read()
    sealed = {name: (bytes(found.raw(name)), found.last(name)) for name in found}
    storage.close()
    return sealed


def steps(documents: Any, before: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The way to each value of a table."""
    within = documents.items() if isinstance(documents, dict) else enumerate(documents)
    for step, value in within:
        yield (*before, step)
        if isinstance(value, dict | list):
            yield from steps(value, (*before, step))


def with_odd(content: bytes, way: tuple[Step, ...], odd: str) -> bytes:
    documents = json.loads(content)
    holder = documents
    for step in way[:-1]:
        holder = holder[step]
    holder[way[-1]] = "ODD"
    return json.dumps(documents, separators=(",", ":")).replace('"ODD"', odd).encode()


@pytest.mark.parametrize(
    "turn", [0, 1, 3, *(pytest.param(turn, marks=pytest.mark.slow) for turn in (2, *range(4, 30)))]
)
def test_no_content_leads_to_a_crash(
    migcli_here: Run, clinic: Path, tables: dict[str, tuple[bytes, int]], turn: int
) -> None:
    asked = cycle(ASKED.strip().replace("\n", ";").split(";"))
    odd = cycle(ODD)
    for _ in range(turn * 7):
        next(odd)
        next(asked)
    for name, (content, _) in tables.items():
        for way in steps(json.loads(content)):
            value, typed = next(odd), next(asked)
            sealed = {
                each: SealedTable.of(with_odd(held, way, value) if each == name else held, last)
                for each, (held, last) in tables.items()
            }
            clinic.write_bytes(b"".join(pack(sealed)))
            ran = migcli_here(*typed.split(), today=TODAY)
            assert ran.code in SAID, (name, way, value, typed, ran.err)


@pytest.mark.parametrize("door", ["due", "sessions", "sessions --billing", "undo --dry-run", "check"])
def test_a_session_of_nobody_is_told_with_what_to_run(
    migcli_here: Run, clinic: Path, tables: dict[str, tuple[bytes, int]], door: str
) -> None:
    content, last = tables["patients"]
    changed = tables | {"patients": (content.replace(b'"P1"', b'"P2"'), last)}
    clinic.write_bytes(b"".join(pack({name: SealedTable.of(*each) for name, each in changed.items()})))
    ran = migcli_here(*door.split(), today=TODAY)
    told = ran.out + ran.err
    assert (ran.code, "who isn't there" in told) == (0, False) if door.startswith("undo") else (5, True), told


@pytest.mark.parametrize("id_", ["", "session", "session:x", "session:²", "session:" + "9" * 5000])
def test_an_id_that_none_can_have_is_told(
    migcli_here: Run, clinic: Path, tables: dict[str, tuple[bytes, int]], id_: str
) -> None:
    content, last = tables["sessions"]
    changed = tables | {"sessions": (content.replace(b'"session:2"', json.dumps(id_).encode()), last)}
    clinic.write_bytes(b"".join(pack({name: SealedTable.of(*each) for name, each in changed.items()})))
    ran = migcli_here("show", "P1")
    assert (ran.code, "which none can have; run `migcli check`" in ran.err) == (5, True), ran.err
    assert migcli_here("check").code == 5
