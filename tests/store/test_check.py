"""`check` finds what is wrong, and accepts another program's change when nothing else is."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from small_clinic import AT, everything, record, session
from tinydb import TinyDB

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.diary import DayStatement, DiaryEntry
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.store.contract import Fault
from migraine_cli.store.tinydb_file import check
from migraine_cli.store.tinydb_file.backups import back_up
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.storage import ClinicStorage
from migraine_cli.store.tinydb_file.store import FileStore

Documents = dict[str, dict[str, Any]]


def test_a_clinic_in_order_has_no_faults(clinic: Path) -> None:
    record(clinic, Void(target="session:1", reason="wrong patient"), command="void")
    record(clinic, Undo(undoes=4), command="undo")
    assert check.faults(clinic) == []


def set_in(number: str, **fields: object) -> Callable[[Documents], object]:
    return lambda documents: documents[number].update(fields)


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        pytest.param("sessions", set_in("2", units="much"), "document 2 of sessions can't be read", id="no number"),
        pytest.param("sessions", set_in("2", units=-1), "document 2 of sessions can't be read", id="impossible units"),
        pytest.param("sessions", set_in("2", dose=1), "document 2 of sessions can't be read", id="unknown field"),
        pytest.param("patients", set_in("1", born="2026-02-30"), "document 1 of patients can't be read", id="no date"),
        pytest.param("log", set_in("1", at="then"), "document 1 of log can't be read", id="no time"),
        pytest.param(
            "sessions",
            set_in("2", patient="P9"),
            "session:2 is about the patient P9, who isn't there",
            id="no patient",
        ),
        pytest.param(
            "sessions",
            set_in("2", id="session:1"),
            "session:1 stands as document 2 of sessions",
            id="the id of another",
        ),
        pytest.param(
            "sessions",
            set_in("2", entry=9),
            "session:2 names log entry 9, which isn't there",
            id="no log entry",
        ),
        pytest.param(
            "sessions",
            set_in("2", replaces=1),
            "document 2 of sessions amends session:2, which isn't there",
            id="amends nothing",
        ),
        pytest.param(
            "sessions",
            set_in("2", site_map={"procerus": [5, 1]}),
            "the units of session:2 aren't the sum of its sites",
            id="a dose that doesn't add up",
        ),
        pytest.param(
            "sessions",
            set_in("2", date="0001-01-01"),
            "session:2 lies outside the years 1900 to 2200",
            id="no likely year",
        ),
        pytest.param(
            "patients", set_in("1", born="2026-02-01"), "session:1 lies before the birth of P0001", id="before birth"
        ),
        pytest.param("patients", set_in("2", id="P0001"), "the patient P0001 was recorded twice", id="two of one id"),
        pytest.param("log", set_in("1", entry=7), "log entry 7 stands as document 1", id="log misnumbered"),
        pytest.param(
            "voids",
            set_in("1", target="session:9"),
            "void:1 takes back session:9, which isn't there",
            id="voids nothing",
        ),
        pytest.param(
            "undos",
            set_in("1", undoes=5),
            "undo:1 takes back entry 5, which isn't an earlier one",
            id="undoes itself",
        ),
    ],
)
def test_each_fault_is_named_with_its_mend(
    clinic: Path, table: str, change: Callable[[Documents], object], fault: str
) -> None:
    record(clinic, Void(target="session:1", reason="wrong patient"), command="void")
    record(clinic, Undo(undoes=4), command="undo")
    storage = ClinicStorage(clinic, writing=True)
    tables = storage.read()
    documents = tables[table]
    change(documents)
    tables[table] = documents
    storage.write(tables)
    storage.close()
    found = check.faults(clinic)
    assert fault in [each.what for each in found]
    assert all("`migcli " in each.mend for each in found)


def test_days_that_are_none_are_a_fault(clinic: Path) -> None:
    said = DayStatement(days=("2026-02-30",), headache=True)
    record(clinic, DiaryEntry(patient="P0001", statements=(said,)), command="add-diary")
    assert [fault.what for fault in check.faults(clinic)] == ["diary:1 speaks of days that can't be read"]


def test_what_was_corrected_or_taken_back_since_is_no_fault(clinic: Path) -> None:
    born = Patient(id="P0003", born=date(2026, 2, 1))
    late, early = record(clinic, born, session("P0003", 1), session("P0003", 2))[1:]
    assert len(check.faults(clinic)) == 2
    record(clinic, Void(target=late.id, reason="mistyped"), command="void")
    with FileStore(clinic).recording("amend", at=AT, by="dr") as held:
        held.amend(early, session("P0003", 100))
    assert check.faults(clinic) == []


def test_the_newest_backup_must_be_good(clinic: Path) -> None:
    back_up(clinic, AT)
    newest = back_up(clinic, AT + timedelta(days=1))
    assert check.faults(clinic) == []
    newest.write_bytes(newest.read_bytes()[:-9])
    assert check.faults(clinic) == [
        Fault(f"the newest backup {newest} is damaged", "make another one with `migcli backup`")
    ]
    back_up(clinic, AT + timedelta(days=2))
    assert check.faults(clinic) == []


def test_every_damaged_table_is_named(clinic: Path) -> None:
    data = clinic.read_bytes().replace(b'"patient":"P0001"', b'"patient":"P0009"')
    clinic.write_bytes(data.replace(b'"by":"dr"', b'"by":"xx"'))
    assert [fault.what for fault in check.faults(clinic)] == [
        "the table log doesn't match its digest",
        "the table sessions doesn't match its digest",
    ]
    assert all(
        fault.mend.startswith("restore a backup you keep elsewhere with `migcli") for fault in check.faults(clinic)
    )


def by_plain_tinydb(path: Path, change: Callable[[TinyDB], object]) -> None:
    with TinyDB(path, encoding="utf-8") as db:
        change(db)


def test_another_programs_change_is_accepted_logged_and_read(clinic: Path) -> None:
    by_plain_tinydb(clinic, lambda db: db.table("sessions").update({"units": 160.0}, doc_ids=[1]))
    assert check.faults(clinic)
    assert check.faults(clinic, accept=True) == []
    check.accept(clinic, at=AT, by="dr")
    assert check.faults(clinic) == []
    opened = FileClinic.open(clinic)
    assert [found.units for found in opened.records(Session)] == [160, 155, 155]
    assert opened.patient("P0001").name == "Ann Œrsted"
    assert next(opened.log()).command == "check --accept"
    assert [found.id for found in record(clinic, Patient(id="P0003"), session("P0003", 1))] == [
        "P0003",
        "session:4",
    ]


def test_a_document_id_that_another_program_freed_is_not_given_again(clinic: Path) -> None:
    by_plain_tinydb(clinic, lambda db: db.table("sessions").remove(doc_ids=[3]))
    check.accept(clinic, at=AT, by="dr")
    assert record(clinic, session("P0001", 170))[0].id == "session:4"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda db: db.insert({"anything": [1.5, None]}), id="a table of its own"),
        pytest.param(lambda db: db.drop_table("sessions"), id="a table dropped"),
    ],
)
def test_tables_that_came_or_went_can_be_accepted(clinic: Path, change: Callable[[TinyDB], object]) -> None:
    by_plain_tinydb(clinic, change)
    check.accept(clinic, at=AT, by="dr")
    assert check.faults(clinic) == []
    assert everything(clinic)["patients"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param(
            lambda db: db.table("sessions").update({"patient": "P9"}, doc_ids=[1]),
            "session:1 is about the patient P9, who isn't there; record them .*1 in number",
            id="with a fault in it",
        ),
        pytest.param(lambda db: db.table("patients").insert({"name": "Ann"}), "document 3 of patients", id="no record"),
    ],
)
def test_a_faulty_change_is_not_accepted(clinic: Path, change: Callable[[TinyDB], object], sentence: str) -> None:
    by_plain_tinydb(clinic, change)
    before = clinic.read_bytes()
    with pytest.raises(ClinicFileError, match=sentence):
        check.accept(clinic, at=AT, by="dr")
    assert clinic.read_bytes() == before


def test_damage_is_never_accepted(clinic: Path) -> None:
    clinic.write_bytes(damaged := clinic.read_bytes().replace(b"155.0", b"555.0", 1))
    with pytest.raises(ClinicFileError, match="the table sessions doesn't match its digest; restore the newest backup"):
        check.accept(clinic, at=AT, by="dr")
    assert clinic.read_bytes() == damaged


def test_documents_that_are_none_are_damage(clinic: Path) -> None:
    data = json.loads(clinic.read_bytes())
    data["sessions"]["1"] = ["not", "a", "document"]
    clinic.write_text(json.dumps(data), encoding="utf-8")
    assert "a table can't be read" in [fault.what for fault in check.faults(clinic)]
    with pytest.raises(ClinicFileError, match="a table can't be read"):
        check.accept(clinic, at=AT, by="dr")


def test_accepting_a_clinic_in_order_changes_nothing(clinic: Path) -> None:
    before = clinic.read_bytes()
    check.accept(clinic, at=AT, by="dr")
    assert clinic.read_bytes() == before


def test_a_missing_file_is_no_fault_but_an_error(tmp_path: Path) -> None:
    with pytest.raises(ClinicFileError, match="no clinic file"):
        check.faults(tmp_path / "clinic.json")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize(
    ("file", "folder", "warnings"),
    [
        pytest.param(0o600, 0o700, [], id="owner only"),
        pytest.param(0o640, 0o700, ["chmod 600"], id="file open to the group"),
        pytest.param(0o600, 0o755, ["chmod 700"], id="folder open to all"),
        pytest.param(0o604, 0o777, ["chmod 600", "chmod 700"], id="both"),
    ],
)
def test_wider_modes_are_warnings_and_no_faults(clinic: Path, file: int, folder: int, warnings: list[str]) -> None:
    clinic.chmod(file)
    clinic.parent.chmod(folder)
    found = check.wider_modes(clinic)
    assert len(found) == len(warnings)
    assert all(mend in warning for mend, warning in zip(warnings, found, strict=True))
    assert check.faults(clinic) == []


def test_backups_that_others_may_open_are_warned_of(clinic: Path) -> None:
    made = back_up(clinic, AT)
    clinic.parent.chmod(0o700)
    assert check.warnings(clinic, AT + timedelta(days=9)) == []
    made.chmod(0o644)
    made.parent.chmod(0o755)
    found = check.warnings(clinic, AT + timedelta(days=9))
    assert [
        f"chmod {mode} {place}" in warning
        for warning, mode, place in zip(found, ("600", "700"), (made, made.parent), strict=True)
    ] == [True, True]


def test_what_a_killed_command_left_is_named(clinic: Path) -> None:
    clinic.parent.chmod(0o700)
    made = back_up(clinic, AT)
    left = [
        clinic.with_name(f".clinic.json.{'0' * 16}.tmp"),
        made.with_name(f".{made.name}.{'1' * 16}.tmp"),
    ]
    other = clinic.with_name(f".other.json.{'0' * 16}.tmp")
    for file in (*left, other):
        file.write_bytes(b"Ann")
        file.chmod(0o600)
    found = check.warnings(clinic, AT + timedelta(days=9))
    assert [file for file in (*left, other) if any(str(file) in warning for warning in found)] == left
    assert check.faults(clinic) == []


def test_ids_that_differ_by_case_are_warned_of(clinic: Path) -> None:
    clinic.parent.chmod(0o700)
    record(clinic, Patient(id="KL-01"))
    storage = ClinicStorage(clinic, writing=True)  # as an older version recorded them
    tables = storage.read()
    patients = tables["patients"]
    patients["9"] = {**patients["3"], "id": "kl-01"}
    tables["patients"] = patients
    storage.write(tables)
    storage.close()
    (found,) = check.warnings(clinic, AT + timedelta(days=9))
    assert "KL-01 and kl-01" in found
    assert check.faults(clinic) == []


@pytest.mark.parametrize(("minutes", "count"), [(-1, 1), (0, 0), (1, 0)])
def test_a_change_later_than_the_clock_is_warned_of(clinic: Path, minutes: int, count: int) -> None:
    clinic.parent.chmod(0o700)
    assert len(check.warnings(clinic, AT + timedelta(minutes=minutes))) == count


@pytest.mark.parametrize("table", ["null", "[]", "[[1]]", '{"1":null}', '{"1":' + "[" * 3000 + "]" * 3000 + "}"])
@pytest.mark.parametrize("name", ["patients", "sessions", "log", "_session_days"])
def test_sealed_tables_of_anything_else_are_faults_and_no_crash(clinic: Path, name: str, table: str) -> None:
    from migraine_cli.store.tinydb_file.sealed import pack
    from migraine_cli.store.tinydb_file.sealed_table import SealedTable

    storage = ClinicStorage(clinic)
    tables = {each: SealedTable.of(storage.read()._sealed[each].raw, 9) for each in storage.read()._sealed}
    storage.close()
    tables[name] = SealedTable.of(table.encode(), 9)
    clinic.write_bytes(b"".join(pack(tables)))
    if name != "_session_days":
        assert check.faults(clinic)
    for ask in (lambda held: held.patient("P0001"), lambda held: held.of_patient(Session, "P0001"), FileClinic.changes):
        with suppress(ClinicFileError):
            ask(FileClinic.open(clinic))


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        pytest.param(("Mueller, Anna", "1980-01-02"), ("Anna Müller", "1980-01-02"), 1, id="one person, it seems"),
        pytest.param(("Anna Müller", "1980-01-02"), ("Anna Müller", "1980-01-03"), 0, id="another birth date"),
        pytest.param(("Anna Müller", "1980-01-02"), ("Ann Müller", "1980-01-02"), 0, id="another name"),
        pytest.param(("Anna Müller", None), ("Anna Müller", None), 0, id="no birth date"),
        pytest.param((None, "1980-01-02"), (None, "1980-01-02"), 0, id="no name"),
    ],
)
def test_people_who_may_be_one_are_warned_of(
    clinic: Path, one: tuple[str | None, str | None], other: tuple[str | None, str | None], count: int
) -> None:
    clinic.parent.chmod(0o700)
    for id_, (name, born) in (("A1", one), ("A2", other)):
        record(clinic, Patient(id=id_, name=name, born=date.fromisoformat(born) if born else None))
    found = check.warnings(clinic, AT + timedelta(days=9))
    assert len(found) == count
    assert all("A1 and A2 have the same name and birth date" in warning for warning in found)
