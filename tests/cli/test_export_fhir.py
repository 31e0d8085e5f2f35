"""`migcli export --format fhir`: what FHIR R4 demands, and that what isn't known is never told as known."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MONDAY, SAMPLE, Run


@pytest.fixture
def run(migcli_here: Run) -> Callable[..., str]:
    """An empty clinic."""

    def told(*arguments: str, code: int = 0) -> str:
        ran = migcli_here(*arguments, today=MONDAY)
        assert ran.code == code, ran.err
        return ran.out if code == 0 else ran.err

    told("init")
    return told


def every(value: Any, name: str) -> Iterator[Any]:
    """The values of every field of that name, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name:
                yield inner
            yield from every(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from every(inner, name)


def checked(text: str) -> list[dict[str, Any]]:
    """The resources of a Bundle that holds to the rules of R4, and to those that no schema tells."""
    told = json.loads(text)
    pytest.importorskip("fhir.resources.R4B.bundle").Bundle.model_validate(told)
    entries = told.get("entry", [])
    urls = [entry["fullUrl"] for entry in entries]
    assert len(urls) == len(set(urls))
    assert urls == [f"urn:uuid:{entry['resource']['id']}" for entry in entries]
    found = [entry["resource"] for entry in entries]
    for resource in found:
        contained = {f"#{inner['id']}" for inner in resource.get("contained", [])}
        referred = set(every(resource, "reference"))
        assert referred <= contained | set(urls)
        assert contained <= referred
        for part in (resource, *resource.get("component", [])):
            if "dataAbsentReason" in part:
                assert not [name for name in part if name.startswith("value")]
    return found


def of(resources: list[dict[str, Any]], type_: str) -> list[dict[str, Any]]:
    return [resource for resource in resources if resource["resourceType"] == type_]


def month(resources: list[dict[str, Any]], code: str, first: str) -> dict[str, Any]:
    [found] = [
        each
        for each in of(resources, "Observation")
        if each["code"]["coding"][0]["code"] == code and each["effectivePeriod"]["start"] == first
    ]
    return found


def days(count: int) -> dict[str, Any]:
    return {"value": count, "unit": "days", "system": "http://unitsofmeasure.org", "code": "d"}


@pytest.fixture
def sample(run: Callable[..., str], clinic_after: Callable[..., Path]) -> Callable[..., str]:
    clinic_after(*SAMPLE, today=MONDAY)
    return run


def test_the_sample_clinic_is_valid_and_whole(sample: Callable[..., str]) -> None:
    found = checked(sample("export", "--all", "--format", "fhir"))
    listed = json.loads(sample("export", "--all", "--format", "json"))["items"]
    kinds = Counter(kind for person in listed for kind, records in person["records"].items() for _ in records)
    types = Counter(resource["resourceType"] for resource in found)
    assert types["Patient"] == kinds["patient"] == len(listed)
    assert types["Procedure"] == kinds["session"]
    assert types["MedicationStatement"] == kinds["preventive"]


def test_lines_tell_the_same_resources_a_file_for_each_type(sample: Callable[..., str], tmp_path: Path) -> None:
    sample("export", "--all", "--format", "fhir-ndjson", str(tmp_path / "out"))
    bundled = [entry["resource"] for entry in json.loads(sample("export", "--all", "--format", "fhir"))["entry"]]
    lines = {
        file.stem: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in (tmp_path / "out").iterdir()
    }
    assert {type_ for type_, told in lines.items() if told} == {each["resourceType"] for each in bundled}
    for type_, told in lines.items():
        assert [each["id"] for each in told] == [each["id"] for each in of(bundled, type_)]
    there = {f"{type_}/{each['id']}" for type_, told in lines.items() for each in told}
    referred = {each for told in lines.values() for each in every(told, "reference")}
    assert {each for each in referred if not each.startswith("#")} <= there


def test_a_folder_is_asked_for_and_names_are_never_told_as_deidentified(run: Callable[..., str]) -> None:
    assert "folder" in run("export", "--all", "--format", "fhir-ndjson", code=2)
    assert "JSON" in run("export", "--deidentified", "--format", "fhir", code=2)


def test_of_an_empty_clinic_there_is_an_empty_bundle(run: Callable[..., str]) -> None:
    assert checked(run("export", "--all", "--format", "fhir")) == []


def test_of_whom_nothing_is_known_nothing_is_told(run: Callable[..., str]) -> None:
    run("add-patient", "a_b_1")
    person, *rest = checked(run("export", "a_b_1", "--format", "fhir"))
    assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", person["id"])
    assert [each["value"] for each in person["identifier"]] == ["a_b_1"]
    assert set(person) == {"resourceType", "id", "identifier"}
    assert [each["resourceType"] for each in rest] == ["Observation"] * 3
    for each in rest:
        assert each["effectivePeriod"] == {"start": "2026-09-01", "end": "2026-09-30"}
        assert each["dataAbsentReason"]["coding"][0]["code"] == "unknown"
        assert each["component"][0]["valueQuantity"] == days(0)


def test_ids_stay_and_are_of_one_clinic_alone(run: Callable[..., str]) -> None:
    for patient in ("A_1", "A-1", "A.1"):
        run("add-patient", patient)
    first, second = (run("export", "--all", "--format", "fhir") for _ in range(2))
    assert first == second
    assert len(of(checked(first), "Patient")) == 3


@pytest.mark.parametrize(
    ("count", "value", "recorded"),
    [
        (("--headache", "12", "--recorded", "30"), {"valueQuantity": days(12)}, {"valueQuantity": days(30)}),
        (("--headache", "0", "--recorded", "30"), {"valueQuantity": days(0)}, {"valueQuantity": days(30)}),
        (
            ("--headache", "12", "--recorded", "20"),
            {"valueRange": {"low": days(12), "high": days(22)}},
            {"valueQuantity": days(20)},
        ),
    ],
)
def test_headache_days_of_a_month_are_told_with_both_bounds(
    run: Callable[..., str],
    count: tuple[str, str, str, str],
    value: dict[str, dict[str, int | str | dict[str, int | str]]],
    recorded: dict[str, dict[str, int | str]],
) -> None:
    run("add-patient", "P1")
    run("add-month", "P1", "2026-08", "--headache", "1", "--recorded", "31")
    run("add-month", "P1", "2026-09", *count)
    found = checked(run("export", "P1", "--format", "fhir"))
    told = month(found, "headache-days", "2026-09-01")
    assert {name: told[name] for name in told if name.startswith(("value", "dataAbsent"))} == value
    assert {name: part for name, part in told["component"][0].items() if name != "code"} == recorded


def test_a_month_between_without_entries_is_unknown_and_not_left_out(run: Callable[..., str]) -> None:
    run("add-patient", "P1")
    run("add-month", "P1", "2026-07", "--headache", "9", "--recorded", "31")
    run("add-month", "P1", "2026-09", "--headache", "9", "--recorded", "30")
    found = checked(run("export", "P1", "--format", "fhir"))
    assert "dataAbsentReason" in month(found, "headache-days", "2026-08-01")
    told = month(found, "migraine-days", "2026-09-01")  # at most the headache days: that much is known
    assert told["valueRange"] == {"low": days(0), "high": days(9)}


def test_a_session_tells_each_muscle_side_with_its_batch(run: Callable[..., str]) -> None:
    run("add-patient", "P1")
    run("add-session", "P1", "2026-09-01", "--protocol", "preempt-155", "--vial", "200:C7:2027-03", "--by", "Dr Ö")
    found = checked(run("export", "P1", "--format", "fhir"))
    [procedure] = of(found, "Procedure")
    given = of(found, "MedicationAdministration")
    assert len({each["dosage"]["site"]["text"] for each in given}) == len(given) > 10
    assert sum(each["dosage"]["dose"]["value"] for each in given) == 155
    assert {each["dosage"]["dose"]["code"] for each in given} == {"[arb'U]"}
    for each in (procedure, *given):
        assert each["contained"][0]["batch"] == {"lotNumber": "C7", "expirationDate": "2027-03-31"}
    assert procedure["performer"] == [{"actor": {"display": "Dr Ö"}}]
    assert [each["code"]["text"] for each in of(found, "Condition")] == ["Chronic migraine"]


@pytest.mark.parametrize(("other", "lot"), [("100:B2:2027-04", "B2"), ("100", None)])
def test_of_two_vials_none_is_told_for_a_muscle(run: Callable[..., str], other: str, lot: str | None) -> None:
    run("add-patient", "P1")
    two = ("--vial", "100:A1:2027-03", "--vial", other)
    run("add-session", "P1", "2026-09-01", "--protocol", "preempt-155", *two)
    found = checked(run("export", "P1", "--format", "fhir"))
    [procedure] = of(found, "Procedure")
    assert [each.get("batch", {}).get("lotNumber") for each in procedure["contained"]] == ["A1", lot]
    for each in of(found, "MedicationAdministration"):
        assert "batch" not in each["contained"][0]
        assert f"A1, {lot or 'not known'}" in each["note"][0]["text"]


def test_a_dose_that_is_not_known_is_left_out(run: Callable[..., str], tmp_path: Path) -> None:
    file = tmp_path / "sessions.csv"
    file.write_text("patient,date\nP1,2026-09-01\n", encoding="utf-8")
    run("add-patient", "P1")
    run("import", "sessions", str(file))
    [given] = of(checked(run("export", "P1", "--format", "fhir")), "MedicationAdministration")
    assert "dosage" not in given
    assert "batch" not in given["contained"][0]


def test_effects_preventives_scores_and_appointments(run: Callable[..., str]) -> None:
    run("add-patient", "P1", "--sex", "female", "--chronic-since", "2020-01-01")
    run("add-effect", "P1", "ptosis", "2026-08-01", "--severity", "mild", "--until", "2026-08-20")
    run("add-preventive", "P1", "topiramate", "--from", "2025-01-01", "--to", "2025-06-01", "--outcome", "failed")
    run("add-score", "P1", "midas", "2026-09-02", "0")
    run("book", "P1", "2026-10-12T09:30")
    run("book", "P1", "2026-11-12")
    found = checked(run("export", "P1", "--format", "fhir"))
    [effect] = of(found, "AdverseEvent")
    assert (effect["severity"]["text"], effect["outcome"]["text"]) == ("mild", "passed 2026-08-20")
    [tried] = of(found, "MedicationStatement")
    assert (tried["status"], tried["effectivePeriod"]) == ("stopped", {"start": "2025-01-01", "end": "2025-06-01"})
    assert [each["valueInteger"] for each in of(found, "Observation") if "valueInteger" in each] == [0]
    timed, untimed = of(found, "Appointment")
    assert timed["start"].startswith("2026-10-12T09:30:00")
    assert timed["end"].startswith("2026-10-12T10:00:00")
    assert (timed["status"], "comment" in timed) == ("booked", False)
    assert untimed["comment"] == "Only the day is agreed."
    [condition] = of(found, "Condition")
    assert condition["onsetDateTime"] == "2020-01-01"


def test_that_none_was_ever_tried_is_told_as_not_taken(run: Callable[..., str]) -> None:
    run("add-patient", "P1")
    run("add-preventive", "P1", "none")
    [tried] = of(checked(run("export", "P1", "--format", "fhir")), "MedicationStatement")
    assert tried["status"] == "not-taken"


def test_a_calendar_beside_a_diary_may_share_its_days(run: Callable[..., str]) -> None:
    run("add-patient", "P1")
    run("add-month", "P1", "2026-09", "--headache", "2", "--recorded", "10")
    run("add-diary", "P1", "2026-09-01..2026-09-05", "--free")
    told = month(checked(run("export", "P1", "--format", "fhir")), "headache-days", "2026-09-01")
    assert told["component"][0]["valueRange"] == {"low": days(10), "high": days(15)}
