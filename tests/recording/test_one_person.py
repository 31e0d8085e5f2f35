"""One person, one record: ids in any case, the same name and birth date, and a record moved to whom it is about."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

TODAY = date(2026, 10, 5)


@pytest.fixture
def clinic_of(migcli_here: Run) -> Run:
    """KL-01 Änne Müller, born 1980-02-03, with a session and a contact; P2 Bo without a birth date."""

    def run(*typed: str, **more: Any) -> Any:
        return migcli_here(*typed, today=TODAY, **more)

    for typed in (
        ["init"],
        ["add-patient", "KL-01", "--name", "Änne Müller", "--born", "1980-02-03"],
        ["add-patient", "P2", "--name", "Bo Lind"],
        ["add-session", "KL-01", "2026-06-01", "--units", "155"],
        ["add-contact", "KL-01", "2026-06-02", "--by", "phone"],
        ["add-diary", "KL-01", "2026-06-03", "--headache"],
        ["add-month", "KL-01", "2026-05", "--headache", "16"],
    ):
        assert run(*typed).code == 0
    return run


@pytest.mark.parametrize("id_", ["KL-01", "kl-01", "Kl-01"])
def test_an_id_that_differs_by_case_only_cant_be_made(clinic_of: Run, clinic: Path, id_: str) -> None:
    before = clinic.read_bytes()
    ran = clinic_of("add-patient", id_, "--name", "Cy")
    assert (ran.code, "already a patient KL-01" in ran.err) == (2, True)
    assert ("differ by case only" in ran.err) == (id_ != "KL-01")
    assert clinic.read_bytes() == before


@pytest.mark.parametrize("kind", ["patients", "diary"])
def test_imported_ids_match_in_any_case(clinic_of: Run, kind: str) -> None:
    rows = {
        "patients": "id,name,born\nkl-01,Änne Müller,1980-02-03\n",
        "diary": "patient,date,headache\nkl-01,2026-06-04,yes\n",
    }
    assert clinic_of("import", kind, "-", input=rows[kind]).code == 0
    assert [each["id"] for each in clinic_of("patients", "--format", "json").items] == ["KL-01", "P2"]


@pytest.mark.parametrize("name", ["Änne Müller", "Mueller, Aenne", "ANNE MULLER"])
def test_a_second_patient_of_the_same_name_and_birth_date_is_refused(clinic_of: Run, clinic: Path, name: str) -> None:
    before = clinic.read_bytes()
    ran = clinic_of("add-patient", "P3", "--name", name, "--born", "1980-02-03")
    assert (ran.code, "same-person: KL-01 has the same name and birth date" in ran.err) == (4, True)
    assert clinic.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "born"), [("Anne Mueler", "1980-02-03"), ("Änne Müller", "1980-02-04"), ("Änne Müller", None)]
)
def test_another_name_birth_date_or_none_is_another_patient(clinic_of: Run, name: str, born: str | None) -> None:
    assert clinic_of("add-patient", "--name", name, *(["--born", born] if born else [])).code == 0


def test_two_people_of_one_name_and_birth_date_are_recorded_with_a_reason(clinic_of: Run) -> None:
    twin = ["add-patient", "P3", "--name", "Anne Muller", "--born", "1980-02-03", "--allow", "same-person"]
    assert clinic_of(*twin).code == 2
    ran = clinic_of(*twin, "--reason", "seen both", "--format", "json")
    assert ran.items[0]["warnings"] == ["KL-01 has the same name and birth date"]
    assert clinic_of("log", "P3", "--format", "json").items[0]["reason"] == "same-person: seen both"


def test_the_import_warns_of_the_same_person_and_the_amendment_refuses(clinic_of: Run) -> None:
    ran = clinic_of("import", "patients", "-", input="id,name,born\nP3,Anne Muller,1980-02-03\n")
    assert (ran.code, "P3 has the same name and birth date as KL-01 (same-person)" in ran.err) == (0, True)
    to = ["amend", "P2", "name=Aenne Mueller", "born=1980-02-03"]
    assert clinic_of(*to).code == 4
    assert clinic_of(*to, "--allow", "same-person", "--reason", "twins").code == 0
    assert clinic_of("amend", "P2", "phone=12").code == 0


@pytest.mark.parametrize("record", ["session:1", "contact:1", "diary:1", "month:1"])
def test_a_record_is_moved_to_the_patient_whom_it_is_about(clinic_of: Run, record: str) -> None:
    ran = clinic_of("amend", record, "patient=P2", "--reason", "wrong card", "--format", "json")
    assert ran.items[0]["patient"] == "P2"

    def ids(patient: str) -> list[str]:
        (item,) = clinic_of("show", patient, "--format", "json").items
        return [each["id"] for each in item["recorded"]]

    assert record in ids("P2")
    assert record not in ids("KL-01")
    for patient in ("P2", "KL-01"):
        assert clinic_of("log", patient, "--format", "json").items[0]["reason"] == "wrong card"
    assert clinic_of("check").code == 0
    assert clinic_of("undo").code == 0
    assert record in ids("KL-01")
    assert record not in ids("P2")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("session:1 patient=P9", 3),
        ("session:1 patient=KL-01", 2),
        ("session:1 patient=", 2),
        ("session:1 patient=P2 patient=KL-01", 2),
        ("P2 patient=KL-01", 2),
    ],
)
def test_what_is_no_move(clinic_of: Run, clinic: Path, typed: str, code: int) -> None:
    before = clinic.read_bytes()
    assert clinic_of("amend", *typed.split()).code == code
    assert clinic.read_bytes() == before


@pytest.mark.parametrize("typed", ["patient=bo", "patient=Änne Müller", "patient=muller aenne"])
def test_a_name_is_no_id_to_move_a_record_to(clinic_of: Run, clinic: Path, typed: str) -> None:
    before = clinic.read_bytes()
    ran = clinic_of("amend", "contact:1", typed, "--format", "json")
    named = json.loads(ran.err)["candidates"]
    assert (ran.code, [each["patient"] for each in named]) == (3, ["P2" if "bo" in typed else "KL-01"])
    assert clinic.read_bytes() == before


def test_vials_are_kept_for_an_id_in_any_case_and_a_name_gives_the_candidates(clinic_of: Run) -> None:
    came_in = "add-vials A1 --units 200 --count 1 --expiry 2027-05 --for kl-01"
    assert clinic_of(*came_in.split()).code == 0
    assert clinic_of("amend", "receipt:1", "for=p2", "--format", "json").items[0]["for"] == "P2"
    ran = clinic_of("amend", "receipt:1", "for=Anne Muller")
    assert (ran.code, "KL-01" in ran.err) == (3, True)


def test_a_moved_session_is_held_against_the_sessions_of_the_other(clinic_of: Run) -> None:
    assert clinic_of("add-session", "P2", "2026-07-01", "--units", "155").code == 0
    ran = clinic_of("amend", "session:1", "patient=P2")
    assert (ran.code, "too-early: 30 days before" in ran.err) == (4, True)
