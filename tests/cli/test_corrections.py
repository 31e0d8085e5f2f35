"""amend, void, undo and log: nothing recorded is overwritten or erased, and who did what is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from migraine_cli.records.log import Undo
from migraine_cli.store.tinydb_file.store import FileStore
from tests.conftest import Run

TODAY = date(2026, 10, 5)


@pytest.fixture
def started(clinic_after: Callable[..., Path], migcli_here: Run) -> Run:
    """Ann with two sessions 84 days apart, a diary entry, a month and a preventive; Bo with nothing."""
    clinic_after(
        ["init"],
        ["add-patient", "P1", "--name", "Ann", "--born", "1980-02-03", "--phone", "1"],
        ["add-patient", "P2", "--name", "Bo"],
        ["add-session", "P1", "2026-06-01", "--lot", "C1"],
        ["add-session", "P1", "2026-08-24"],
        ["add-diary", "P1", "2026-09-01..2026-09-05", "--headache", "--hours", "5"],
        ["add-month", "P1", "2026-08", "--headache", "16", "--recorded", "31"],
        ["add-preventive", "P1", "topiramate", "--outcome", "failed"],
        today=TODAY,
    )
    return partial(migcli_here, today=TODAY)


def item(run: Run, *typed: str) -> dict[str, Any]:
    ran = run(*typed, "--format", "json")
    assert ran.code == 0, ran.err
    (only,) = ran.items
    return only


@pytest.mark.parametrize(
    ("typed", "key", "value"),
    [
        ("session:1 lot=C123", "lot", "C123"),
        ("session:1 --lot C123", "lot", "C123"),
        ("session:1 --lot=C123", "lot", "C123"),
        ("session:1 lot=", "lot", None),
        ("session:1 date=2026-05-31", "date", "2026-05-31"),
        ("session:1 vial=100 vial=100", "vials", [100, 100]),
        ("session:1 sites= units=150", "units", 150),
        ("session:1 site=procerus=5x1 site=temporalis-left=5x4", "units", 25),
        ("P1 name=Anna", "name", "Anna"),
        ("P1 phone=", "phone", None),
        ("P1 --chronic-since 2020-01-01", "chronic_since", "2020-01-01"),
        ("P1 caution=pregnancy caution=other", "cautions", ["pregnancy", "other"]),
        ("diary:1 days=2026-09-02..2026-09-03", "days", ["2026-09-02..2026-09-03"]),
        ("diary:1 headache=no hours=", "headache", "no"),
        ("diary:1 took=sumatriptan", "medicines", ["sumatriptan"]),
        ("month:1 headache=17", "headache_days", 17),
        ("month:1 month=2026-07", "month", "2026-07"),
        ("preventive:1 medicine=candesartan", "drug_class", "arb"),
        ("preventive:1 from=2026-01-01", "started", "2026-01-01"),
    ],
)
def test_a_field_is_corrected_and_the_rest_is_kept(started: Run, typed: str, key: str, value: object) -> None:
    before = item(started, "amend", *typed.split(), "--dry-run")
    after = item(started, "amend", *typed.split())
    assert before == after
    assert after[key] == value
    assert after["id"] == typed.split()[0]
    assert started("check").code == 0


@pytest.fixture
def visited(started: Run) -> Run:
    """Ann was telephoned once, and her treatment paused, taken up again and stopped."""
    for typed in (
        ["add-contact", "P1", "2026-09-01", "--by", "phone", "--result", "no answer"],
        ["pause", "P1", "2026-09-02", "--until", "2026-12-01", "--reason", "travels"],
        ["resume", "P1", "2026-09-03"],
        ["stop", "P1", "2026-09-04", "--reason", "moves"],
    ):
        assert started(*typed).code == 0
    return started


@pytest.fixture
def stocked(started: Run) -> Run:
    """The same with two vials, and an authorisation asked for."""
    for typed in (
        "add-vials C2 --units 200 --count 2 --expiry 2028-01",
        "add-authorisation P1 --payer UHC --policy uhc --supply hospital --status requested",
    ):
        assert started(*typed.split()).code == 0
    return started


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "receipt:1 on_shelf=3",
            "no field of receipt:1; its fields are lot, units, supply, for, received, expiry, note",
        ),
        ("authorisation:1 visits_left=1", "from, until, visits, units."),
        ("authorisation:1 missing=x", "no field of authorisation:1"),
    ],
)
def test_what_follows_from_other_records_cant_be_amended(stocked: Run, typed: str, told: str) -> None:
    ran = stocked("amend", *typed.split())
    assert ran.code == 2
    assert told in ran.err


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("contact:1 result=reached", {"by": "phone", "date": "2026-09-01", "result": "reached"}),
        ("contact:1 by=letter date=2026-09-02", {"by": "letter", "date": "2026-09-02", "result": "no answer"}),
        ("contact:1 result=", {"by": "phone", "result": None}),
        ("contact:1 patient=P2", {"patient": "P2", "by": "phone"}),
        ("course:1 until=2026-12-15", {"step": "pause", "until": "2026-12-15", "reason": "travels"}),
        ("course:1 reason=ill", {"until": "2026-12-01", "reason": "ill"}),
        ("course:3 date=2026-09-05", {"step": "stop", "date": "2026-09-05", "reason": "moves"}),
    ],
)
def test_a_contact_and_a_step_of_the_course_are_corrected(visited: Run, typed: str, kept: dict[str, object]) -> None:
    amended = item(visited, "amend", *typed.split())
    assert {key: amended[key] for key in kept} == kept
    assert visited("check").code == 0


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("contact:1 by=", "means"),
        ("contact:1 date=2026-10-06", "still to come"),
        ("contact:1 nth=2", "no field of contact:1; its fields are patient, date, by, result."),
        ("course:1 until=2026-09-01", "can't end on 2026-09-01"),
        ("course:1 date=2026-12-01", "can't end on 2026-12-01"),
        ("course:3 date=2026-10-06", "still to come"),
        ("course:1 step=paus", "write pause"),
        ("course:1 until=", "a pause says until when"),
        ("course:3 until=2026-12-01", "only a pause ends by itself"),
    ],
)
def test_a_contact_and_a_step_stay_true(visited: Run, clinic: Path, typed: str, told: str) -> None:
    before = clinic.read_bytes()
    ran = visited("amend", *typed.split())
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert clinic.read_bytes() == before


def test_a_count_of_one_day_is_told_as_one(started: Run) -> None:
    told = started("add-month", "P2", "2026-07", "--headache", "1", "--migraine", "1", "--long", "1").out
    assert "1 headache day (1 migraine day, 1 day of 4 hours or more) on an unknown number of recorded days" in told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("pause,,", "a pause says until when"),
        ("stop,2026-12-01,", "only a pause ends by itself"),
        ("pause,2026-12-01,", ""),
    ],
)
def test_an_imported_step_ends_only_if_it_is_a_pause(started: Run, tmp_path: Path, row: str, told: str) -> None:
    sheet = tmp_path / "courses.csv"
    sheet.write_text(f"patient,date,step,until,reason\nP1,2026-09-02,{row}\n", encoding="utf-8")
    ran = started("import", "courses", str(sheet))
    assert ran.code == (2 if told else 0), ran.err
    assert told in ran.err


def test_relative_days_are_read_as_elsewhere(started: Run) -> None:
    assert item(started, "amend", "session:1", "expiry=in 3 months")["expiry"] == "2027-01-05"


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("session:9 lot=1", 3, "no record session:9"),
        ("mystery:1 lot=1", 3, "no record mystery:1"),
        ("P9 name=X", 3, "no patient P9"),
        ("void:1 reason=x", 3, "no record void:1"),
        ("session:1", 2, "missing argument"),
        ("session:1 lot", 2, "write FIELD=VALUE"),
        ("session:1 --lot", 2, "gives no value"),
        ("session:1 lot=A lot=B", 2, "given 2 times"),
        ("session:1 lott=1", 2, "no field of session:1 (did you mean lot?); its fields are patient, date, product"),
        ("session:1 patient=P9", 3, "no patient P9"),
        ("P1 phon=1", 2, "is no field of P1 (did you mean phone?)"),
        ("session:1 product=", 2, "can't be left blank"),
        ("session:1 date=3/10/2026", 2, "2026-10-03"),
        ("session:1 date=2026-10-06", 4, "future-date"),
        ("session:1 units=160", 2, "aren't the sum of the sites"),
        ("session:1 lot=C1", 2, "nothing to amend"),
        ("P1 born=2100-01-01", 2, "still to come"),
        ("diary:1 hours=25", 2, "from 0 to 24"),
        ("diary:1 headache=no", 2, "headache-free day has no hours"),
        ("diary:1 days=2026-10-06", 2, "still to come"),
        ("month:1 migraine=17", 2, "are more than the"),
        ("preventive:1 medicine=moonshine", 2, "state its class"),
        ("session:1 date=2026-06-02", 4, "too-early: 83 days"),
        ("session:1 date=2026-08-24", 4, "duplicate"),
        ("P1 name=X --allow", 2, "requires an argument"),
        ("session:1 date=2026-06-02 --allow too-early", 2, "go together"),
        ("session:1 date=2026-06-02 --allow too-early --reason=", 2, "reason is blank"),
    ],
)
def test_what_cant_be_amended_is_told(started: Run, clinic: Path, typed: str, code: int, told: str) -> None:
    before = clinic.read_bytes()
    ran = started("amend", *typed.split())
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert clinic.read_bytes() == before


def test_a_lifted_rule_is_recorded_and_not_asked_about_again(started: Run) -> None:
    lift = ["--allow", "too-early", "--reason", "holiday"]
    amended = item(started, "amend", "session:1", "date=2026-06-02", *lift)
    assert amended["allowed"] == [{"rule": "too-early", "reason": "holiday"}]
    assert item(started, "amend", "session:1", "vial=200")["allowed"] == amended["allowed"]
    assert item(started, "amend", "session:1", "date=2026-06-01")["allowed"] == []


def test_an_amended_session_is_warned_about_as_a_new_one(started: Run) -> None:
    assert (
        "160 U is above the US label's 155 U" in item(started, "amend", "session:1", "sites=", "units=160")["warnings"]
    )


def test_amended_days_are_named(started: Run) -> None:
    assert item(started, "amend", "diary:1", "days=2026-09-02..2026-09-06")["changed"] == ["2026-09-01"]


def test_an_entry_of_many_statements_is_corrected_day_by_day(started: Run) -> None:
    rows = "patient,date,headache\nP2,2026-09-01,yes\nP2,2026-09-02,no\n"
    assert started("import", "diary", "-", input=rows).code == 0
    ran = started("amend", "diary:2", "hours=3")
    assert ran.code == 2
    assert "`migcli add-diary`" in ran.err


def test_a_void_takes_the_record_out_and_is_logged_with_its_reason(started: Run) -> None:
    voided = item(started, "void", "session:2", "--reason", "wrong patient")
    assert voided == {
        "id": "void:1",
        "patient": "P1",
        "name": "Ann",
        "warnings": [],
        "target": "session:2",
        "reason": "wrong patient",
    }
    assert [each["id"] for each in started("sessions", "--format", "json").items] == ["session:1"]
    latest = started("log", "P1", "--format", "json").items[0]
    assert [latest[key] for key in ("command", "reason", "id", "effect", "by")] == [
        "void",
        "wrong patient",
        "session:2",
        "removed",
        "tester",
    ]
    for command in (["amend", "session:2", "lot=1"], ["void", "session:2", "--reason", "again"]):
        again = started(*command)
        assert again.code == 3
        assert "session:2 was taken back" in again.err


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["session:2"], 2),
        (["session:2", "--reason", " "], 2),
        (["session:2", "--reason", "a\x1bb"], 2),
        (["session:7", "--reason", "x"], 3),
        (["P9", "--reason", "x"], 3),
        (["P1", "--reason", "x"], 4),
    ],
)
def test_what_cant_be_voided(started: Run, clinic: Path, typed: list[str], code: int) -> None:
    before = clinic.read_bytes()
    assert started("void", *typed).code == code
    assert clinic.read_bytes() == before


def test_a_patient_is_voided_when_nothing_else_is_about_them(started: Run) -> None:
    refused = started("void", "P1", "--reason", "entered twice")
    told = "P1 isn't taken back: diary:1, month:1, preventive:1, session:1 and session:2 are about P1"
    assert told in refused.err
    assert started("void", "P2", "--reason", "entered twice").code == 0
    assert [each["id"] for each in started("patients", "--format", "json").items] == ["P1"]
    assert started("show", "P2").code == 3
    assert [each["effect"] for each in started("log", "P2", "--format", "json").items] == ["removed", "added"]


def state(run: Run) -> list[str]:
    return [run(*typed, "--format", "json").out for typed in (["patients"], ["sessions"], ["show", "P1"], ["eligible"])]


@pytest.mark.parametrize(
    "typed",
    [
        ["add-patient", "P3"],
        ["add-session", "P2", "2026-09-01", "--allow", "under-age", "--reason", "x"],
        ["amend", "P1", "name=Anna"],
        ["amend", "session:1", "date=2026-05-01"],
        ["void", "session:1", "--reason", "x"],
        ["import", "patients", "-"],
    ],
    ids=lambda typed: " ".join(typed[:2]),
)
def test_a_command_is_undone_as_a_whole_and_redone(started: Run, typed: list[str]) -> None:
    before = state(started)
    assert started(*typed, input="id,name\nP7,Di\nP8,Ed\nP9,Fi\n").code == 0
    after = state(started)
    assert after != before
    command = " ".join(typed[:2]) if typed[0] == "import" else typed[0]
    assert item(started, "undo", "--dry-run")["command"] == command
    assert state(started) == after
    item(started, "undo")
    assert state(started) == before
    assert item(started, "undo", "--redo")["command"] == command
    assert state(started) == after
    assert started("check").code == 0


def test_an_undo_tells_what_became_of_each_record(started: Run) -> None:
    ran = started("undo")
    assert ran.out == "took back `add-preventive` of 2026-10-05 12:00 by tester: preventive:1 removed.\n"
    assert item(started, "undo", "--redo")["records"] == [{"id": "preventive:1", "patient": "P1", "effect": "added"}]
    started("void", "preventive:1", "--reason", "slip")
    assert started("undo").out.endswith(": preventive:1 there again.\n")
    assert started("undo", "--redo").out.endswith(": preventive:1 removed again.\n")


def test_undo_walks_back_over_what_was_undone_and_redo_walks_forward(started: Run) -> None:
    walked = []
    while (ran := started("undo", "--format", "json")).code == 0:
        walked.append((state(started), ran.items[0]["command"]))
    assert ran.code == 3
    assert [command for _, command in walked] == [
        *("add-preventive", "add-month", "add-diary", "add-session", "add-session", "add-patient", "add-patient")
    ]
    for before, command in reversed(walked):
        assert state(started) == before
        assert item(started, "undo", "--redo")["command"] == command
    assert started("undo", "--redo").code == 3
    assert started("check").code == 0


def test_a_redo_only_follows_an_undo(started: Run) -> None:
    started("undo")
    started("add-patient", "P3")
    ran = started("undo", "--redo")
    assert (ran.code, ran.out) == (4, "")
    assert "`add-patient` came after the last undo" in ran.err
    assert item(started, "undo")["command"] == "add-patient"
    assert item(started, "undo")["command"] == "add-month"


def test_an_undo_of_an_undo_in_an_older_file_is_a_redo(started: Run, clinic: Path) -> None:
    before = state(started)
    for undoes in (7, 8):  # the add-preventive, and then that undo
        with FileStore(clinic).recording("undo", at=datetime(2026, 10, 5, 12).astimezone(), by="tester") as older:
            older.add(Undo(undoes=undoes))
    assert state(started) == before
    assert item(started, "undo")["command"] == "add-preventive"
    assert item(started, "undo", "--redo")["command"] == "add-preventive"
    assert state(started) == before


def test_undo_stops_at_a_restore(started: Run, clinic: Path) -> None:
    started("backup", str(clinic.parent / "kept.json"))
    started("add-patient", "P3")
    assert started("restore", str(clinic.parent / "kept.json"), "--yes").code == 0
    started("add-patient", "P4")
    assert item(started, "undo")["command"] == "add-patient"
    ran = started("undo")
    assert ran.code == 4
    assert "`restore`, which recorded nothing" in ran.err


def test_an_imported_row_that_was_undone_can_be_imported_again(started: Run) -> None:
    row = "id,name\nP7,Di\n"
    for _ in range(2):
        assert started("import", "patients", "-", input=row).out.startswith("brought in 1 of 1")
        assert started("undo").code == 0


def test_nothing_can_be_undone_where_nothing_is_recorded(migcli_here: Run) -> None:
    assert migcli_here("init").code == 0
    ran = migcli_here("undo")
    assert (ran.code, ran.out) == (3, "")
    assert migcli_here("log").err == "nothing is recorded yet.\n"


def test_the_log_tells_old_and_new_values(started: Run) -> None:
    started("amend", "session:1", "date=2026-05-30", "lot=", "--reason", "read from the vial")
    latest, *_, first = started("log", "P1", "--format", "json").items
    assert latest == {
        "entry": 8,
        "at": latest["at"],
        "by": "tester",
        "command": "amend",
        "reason": "read from the vial",
        "undone": False,
        "id": "session:1",
        "patient": "P1",
        "name": "Ann",
        "effect": "changed",
        "fields": [
            {"field": "date", "old": "2026-06-01", "new": "2026-05-30"},
            {"field": "lot", "old": "C1", "new": None},
        ],
        "account": None,
    }
    assert latest["at"].startswith("2026-10-05T12:00:00")
    assert (first["command"], first["effect"]) == ("add-patient", "added")
    assert "date 2026-06-01 → 2026-05-30; lot C1 → unknown" in started("log").out


def test_that_no_preventive_was_tried_is_told_as_that(started: Run) -> None:
    told = started("amend", "preventive:1", "medicine=none").out
    assert "medicine none tried instead of topiramate; drug class unknown instead of antiepileptic" in told
    assert "medicine topiramate → none tried" in started("log").out
    started("add-preventive", "P2", "none")
    assert "added: no preventive was tried" in started("log", "P2").out


def test_the_log_of_one_patient_is_about_them_alone(started: Run) -> None:
    assert {each["patient"] for each in started("log", "P2", "--format", "json").items} == {"P2"}
    assert started("log", "P9").code == 3


def test_the_log_as_of_a_day_ends_there(started: Run) -> None:
    started("amend", "P1", "name=Anna", today=date(2026, 10, 9))
    assert len(started("log", "--as-of", "2026-10-08", "--format", "json").items) == 7
    assert len(started("log", "--format", "json", today=date(2026, 10, 9)).items) == 8


def test_many_records_of_one_command_are_one_line_of_the_table(started: Run) -> None:
    rows = "id\n" + "".join(f"Q{n}\n" for n in range(30))
    started("import", "patients", "-", input=rows)
    assert "30 records" in started("log").out
    assert len(started("log", "--format", "json").items) == 37


def counts(run: Run) -> list[tuple[int, int]]:
    months = run("show", "P1", "--format", "json").items[0]["months"]
    return [(each["headache_low"], each["headache_high"]) for each in months if each["month"] == "2026-08"]


def listed_counts(run: Run) -> list[tuple[str, int, int | None]]:
    days = run("diary", "P1", "--format", "json").items
    return [(each["id"], each["headache_days"], each["recorded_days"]) for each in days if each["date"] is None]


def test_the_latest_count_of_a_month_counts_alone_until_it_is_voided(started: Run) -> None:
    assert counts(started) == [(16, 16)]
    ran = started("add-month", "P1", "2026-08", "--headache", "12")
    assert "headache days 12 instead of 16, recorded days unknown instead of 31" in ran.err
    assert counts(started) == [(12, 31)]
    assert listed_counts(started) == [("month:2", 12, None)]
    assert started("void", "month:2", "--reason", "another patient's calendar").code == 0
    assert counts(started) == [(16, 16)]
    assert listed_counts(started) == [("month:1", 16, 31)]


def test_an_id_that_differs_by_case_only_is_never_made_beside_the_other(migcli: Run) -> None:
    migcli("init")
    assert migcli("add-patient", "KL-01", "--name", "Ann Smith").code == 0
    refused = migcli("add-patient", "kl-01", "--name", "Ann Smith")
    assert refused.code == 2
    assert "already a patient KL-01" in refused.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "add-diary P1 2026-10-03 --headache --hours 6 --severity 7 --migraine --took sumatriptan --note stress",
            "headache on 2026-10-03, 6 hours, severity 7, migraine, took sumatriptan, note: stress, for P1 Ann",
        ),
        ("add-diary P1 2026-10-03 --free --took none", "no headache on 2026-10-03, took no medicine, for P1 Ann"),
        (
            "add-month P1 2026-09 --headache 16 --migraine 9 --long 3 --recorded 30",
            "16 headache days (9 migraine days, 3 days of 4 hours or more) on 30 recorded days of 2026-09 for P1 Ann",
        ),
        (
            "add-preventive P1 propranolol --from 2024-01-10 --to 2024-05-02 --outcome failed",
            "propranolol (beta-blocker), from 2024-01-10, to 2024-05-02, failed, for P1 Ann",
        ),
        ("add-score P1 midas today --items 4,3,5,4,4,45,7", "MIDAS 20 (4, 3, 5, 4, 4, 45, 7), grade III"),
        ("add-effect P1 ptosis 2026-10-01 --severity mild --note left", "mild ptosis from 2026-10-01, note: left,"),
        (
            "add-patient P3 --name Cy --born 1990-01-02 --sex male --overuse none --caution other --goal run",
            "P3, Cy, born 1990-01-02, sex male, overuse none, cautions other, goals run.",
        ),
    ],
)  # fmt: skip
def test_what_is_recorded_is_said_in_full(started: Run, typed: str, said: str) -> None:
    assert said in started(*typed.split()).out


@pytest.mark.parametrize("both", ["--headache --free", "--free --headache", "--headache --migraine --no-migraine"])
def test_options_that_contradict_each_other_are_refused(started: Run, clinic: Path, both: str) -> None:
    before = clinic.read_bytes()
    ran = started("add-diary", "P1", "2026-10-03", *both.split())
    assert (ran.code, "contradict each other" in ran.err) == (2, True)
    assert clinic.read_bytes() == before
