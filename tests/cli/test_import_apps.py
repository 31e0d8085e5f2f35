"""`migcli import` of what a person's own app wrote: whose it is, what is kept, and that nothing comes in twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import Ran, Run

BUDDY = (
    '"#","Started","Lasted","Attack Types","Pain Level","Helpful Medication"\n'
    '"1","11/16/25 13:12","05h 00m","Migraine","7",""\n'
)
HEALTH = (
    '<?xml version="1.0"?>\n<HealthData locale="en">\n <Record type="HKCategoryTypeIdentifierHeadache"'
    ' startDate="2025-11-{day} 00:00:00 +0000" endDate="2025-11-{day} 23:59:59 +0000"'
    ' value="HKCategoryValueSeverityNotPresent"/>\n</HealthData>\n'
)


@pytest.fixture
def brought_in(migcli_here: Run, tmp_path: Path) -> Run:
    """Imports a text as an app's file of P1; how the command ended."""
    migcli_here("init")
    migcli_here("add-patient", "P1")

    def bring(app: str, content: str, *more: str, patient: str = "P1") -> Ran:
        file = tmp_path / "file"
        file.write_text(content, encoding="utf-8")
        return migcli_here("import", app, str(file), "--patient", patient, *more, today=date(2026, 11, 20))

    return bring


def test_the_days_come_in_once_and_the_others_stay_unknown(migcli_here: Run, brought_in: Run) -> None:
    first = brought_in("migraine-buddy", BUDDY, "--format", "json").items[0]
    assert (first["rows"], first["skipped"], first["kept"]) == (1, 0, {})
    (day,) = migcli_here("diary", "P1", "--format", "json").items
    assert (day["date"], day["headache"], day["hours"], day["migraine"]) == ("2025-11-16", "yes", 5, "yes")
    again = brought_in("migraine-buddy", BUDDY, "--format", "json").items[0]
    assert (again["added"], again["skipped"]) == (0, 1)


def test_a_correction_isnt_taken_back_by_importing_again(migcli_here: Run, brought_in: Run) -> None:
    brought_in("migraine-buddy", BUDDY)
    migcli_here("add-diary", "P1", "2025-11-16", "--free")
    brought_in("migraine-buddy", BUDDY)
    assert migcli_here("diary", "P1", "--format", "json").items[0]["headache"] == "no"


def test_an_apps_not_present_keeps_a_recorded_headache_and_names_the_day(migcli_here: Run, brought_in: Run) -> None:
    brought_in("migraine-buddy", BUDDY)
    done = brought_in("apple-health", HEALTH.replace("{day}", "16"), "--format", "json").items[0]
    assert (done["kept"], done["changed"], done["added"]) == ({"P1": ["2025-11-16"]}, {}, 0)
    assert "2025-11-16" in brought_in("apple-health", HEALTH.replace("{day}", "16")).err
    brought_in("apple-health", HEALTH.replace("{day}", "17"))
    days = migcli_here("diary", "P1", "--format", "json").items
    assert {day["date"]: day["headache"] for day in days} == {"2025-11-16": "yes", "2025-11-17": "no"}


def test_no_headache_record_is_said_and_is_no_fault(brought_in: Run) -> None:
    done = brought_in("apple-health", "<HealthData>\n</HealthData>\n")
    assert done.code == 0
    assert "no headache records among 0" in done.err


def test_a_dry_run_writes_nothing(migcli_here: Run, brought_in: Run) -> None:
    assert "nothing was written" in brought_in("migraine-buddy", BUDDY, "--dry-run").err
    assert migcli_here("diary", "P1", "--format", "json").items == []


def test_a_patient_who_isnt_there(brought_in: Run) -> None:
    done = brought_in("migraine-buddy", BUDDY, patient="P9")
    assert done.code == 3
    assert "there is no patient P9" in done.err


def test_whose_file_it_is_is_asked_for_with_apps_only(migcli_here: Run, brought_in: Run, tmp_path: Path) -> None:
    brought_in("migraine-buddy", BUDDY)
    file = str(tmp_path / "file")
    assert migcli_here("import", "migraine-buddy", file).code == 2
    assert migcli_here("import", "diary", file, "--patient", "P1").code == 2


def test_a_faulty_attack_keeps_all_of_the_file_out(migcli_here: Run, brought_in: Run) -> None:
    done = brought_in("migraine-buddy", BUDDY + '"2","11/17/25 13:12","05h","","14",""\n')
    assert done.code == 2
    assert "line 3: the pain level" in done.err
    assert migcli_here("diary", "P1", "--format", "json").items == []
