"""Medicines taken that aren't listed: said, asked for at a terminal, and counted as what the clinician states."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SEPTEMBER = "2026-09-01..2026-09-12"


@pytest.fixture
def told(migcli_here: Any) -> Any:
    """Records a patient, and days on which `took` was taken; how that command ended."""
    assert migcli_here("init").code == 0
    assert migcli_here("add-patient", "P1", "--born", "1980-01-01").code == 0
    days = ("add-diary", "P1", SEPTEMBER, "--headache")
    return lambda *took: migcli_here(*days, *(each for name in took for each in ("--took", name)))


@pytest.mark.parametrize(
    ("took", "warned"),
    [
        ("sumatriptan", ""),
        ("Sumatriptan 50 mg", ""),
        ("acetaminophen", ""),
        ("trexan=triptan", ""),
        ("sumatriptan=triptan", ""),
        ("none", ""),
        ("sumatriptn", "sumatriptn isn't in the list of acute medicines (did you mean sumatriptan?)"),
        ("ibuprofin 400 mg", "ibuprofin isn't in the list of acute medicines (did you mean ibuprofen?)"),
        ("acetaminophn", "acetaminophn isn't in the list of acute medicines (did you mean paracetamol?)"),
        ("trexan", "trexan isn't in the list of acute medicines, so its class is unknown"),
    ],
)
def test_a_medicine_that_is_not_listed_is_warned_of(told: Any, took: str, warned: str) -> None:
    ran = told(took)
    assert ran.code == 0
    assert warned in ran.err if warned else ran.err == ""


@pytest.mark.parametrize(
    ("took", "refused"),
    [
        ("sumatriptan=opioid", "sumatriptan is listed as triptan, not opioid"),
        ("trexan=tryptan", "write triptan if that is meant"),
        ("trexan=", "is not a known class of acute medicines"),
        ("=triptan", "the medicine is blank"),
    ],
)
def test_a_class_that_cannot_be_right_is_refused(told: Any, took: str, refused: str) -> None:
    ran = told(took)
    assert ran.code == 2
    assert refused in ran.err


@pytest.mark.parametrize(
    ("took", "low", "high"),
    [("sumatriptan", 12, 30), ("trexan=triptan", 12, 30), ("trexan=other", 0, 0), ("trexan", 0, 0)],
)
def test_the_stated_class_is_read_by_the_evidence_on_overuse(
    told: Any, migcli_here: Any, took: str, low: int, high: int
) -> None:
    """Triptans of September; the 18 days of which nothing is recorded may be more."""
    assert told(took).code == 0
    ran = migcli_here("eligible", "P1", "--policy", "nice-ta260", "--as-of", "2026-10-05", "--format", "json")
    (item,) = ran.items
    (overuse,) = (each for each in item["criteria"] if each["id"] == "overuse")
    shown = [each["because"] for each in overuse["evidence"] if each["id"] == "triptan"]
    assert bool(shown) == bool(low)
    assert all(f"2026-09: {low} to {high}" in each for each in shown)
    assert ("whose class isn't known" in overuse["because"]) == (took == "trexan")


def test_the_class_is_kept_in_the_diary_a_correction_and_an_import(told: Any, migcli_here: Any, tmp_path: Path) -> None:
    assert "took trexan (triptan)" in told("Trexan 5 mg=triptan").out
    (first, *_) = migcli_here("diary", "P1", "--month", "2026-09", "--format", "json").items
    assert first["medicines"] == ["trexan=triptan"]
    amended = migcli_here("amend", "diary:1", "medicines=trexan=opioid;sumatriptn")
    assert amended.code == 0
    assert "did you mean sumatriptan?" in amended.err
    sheet = tmp_path / "diary.csv"
    sheet.write_text("patient,date,headache,medicines\nP1,2026-09-20,yes,foo=ergot;bar\nP1,2026-09-21,yes,bar\n")
    imported = migcli_here("import", "diary", str(sheet))
    assert imported.err.count("bar isn't in the list") == 1
    assert "foo isn't" not in imported.err
    kept = {each["date"]: each["medicines"] for each in migcli_here("diary", "P1", "--format", "json").items}
    assert kept["2026-09-20"] == ["foo=ergot", "bar"]


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of POSIX")
@pytest.mark.parametrize(
    ("answers", "recorded"),
    [
        ("sumatriptan\n", "sumatriptan"),
        ("triptan\n", "trexan (triptan)"),
        ("x\nergot\n", "trexan (ergot)"),
        ("\n", "trexan"),
    ],
)
def test_at_a_terminal_the_name_or_the_class_is_asked_for(
    told: Any, environment: dict[str, str], answers: str, recorded: str
) -> None:
    import pty

    assert told("none").code == 0
    ours, theirs = pty.openpty()
    os.write(ours, answers.encode())
    command = [sys.executable, "-m", "migraine_cli", "add-diary", "P1", "2026-09-20", "--headache", "--took", "trexan"]
    ran = subprocess.run(command, stdin=theirs, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert f"took {recorded}, for" in ran.stdout
    os.close(ours)
    os.close(theirs)
