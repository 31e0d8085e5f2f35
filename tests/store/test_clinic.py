"""Typed records, and the one way to add to them."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import platformdirs
import pytest
from small_clinic import AT, everything, leftovers, record, session

from migraine_cli.errors import ClinicFileError, InvalidValue, NotFound
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.reference.folders import config_path
from migraine_cli.store.places import locate
from migraine_cli.store.tinydb_file import check
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.creating import create
from migraine_cli.store.tinydb_file.recording import FileRecording
from migraine_cli.store.tinydb_file.storage import ClinicStorage
from migraine_cli.store.tinydb_file.store import FileStore
from tests.conftest import Run


def units(clinic: FileClinic) -> list[float | None]:
    return [found.units for found in clinic.records(Session)]


def test_records_come_back_as_they_went_in(clinic: Path) -> None:
    opened = FileClinic.open(clinic)
    assert opened.records(Session)[0] == msgspec.structs.replace(session("P0001", 1), id="session:1", entry=2)
    assert opened.patient("P0001").name == "Ann Œrsted"
    assert list(opened.patients()) == ["P0001", "P0002"]
    assert {patient: len(found) for patient, found in opened.by_patient(Session).items()} == {
        "P0001": 2,
        "P0002": 1,
    }
    assert [(entry.entry, entry.at, entry.by) for entry in opened.log()] == [(n, AT, "dr") for n in (3, 2, 1)]


def test_an_unknown_patient_is_told_how_to_be_recorded(clinic: Path) -> None:
    with pytest.raises(
        NotFound, match="no patient P9; see `migcli patients`, or record them with `migcli add-patient P9`"
    ):
        FileClinic.open(clinic).patient("P9")


def test_a_transaction_sees_what_it_added_and_others_see_it_when_it_ends(clinic: Path) -> None:
    with FileStore(clinic).recording("add-session", at=AT, by="dr", reason="late entry") as held:
        assert held.add(Patient(id="P0003")).entry == 4
        assert held.add(session("P0003", 3, units=165)).id == "session:4"
        assert held.add(session("P0003", 4, units=195)).id == "session:5"
        assert units(held) == [155, 155, 155, 165, 195]
        assert len(held.by_patient(Session)["P0003"]) == 2
        assert units(FileClinic.open(clinic)) == [155, 155, 155]
    assert units(held) == units(FileClinic.open(clinic)) == [155, 155, 155, 165, 195]
    assert held.versions(Session) == FileClinic.open(clinic).versions(Session)
    assert next(FileClinic.open(clinic).log()).reason == "late entry"


@pytest.mark.parametrize("looked_before", [True, False])
def test_an_amendment_takes_the_place_of_what_it_replaces(clinic: Path, looked_before: bool) -> None:
    with FileStore(clinic).recording("amend", at=AT, by="dr") as held:
        old = held.records(Session)[1] if looked_before else FileClinic.open(clinic).records(Session)[1]
        new = held.amend(old, session("P0002", 2, units=200))
        assert (new.id, new.entry, new.replaces) == ("session:2", 4, 2)
        assert units(held) == [155, 200, 155]
    assert units(FileClinic.open(clinic)) == [155, 200, 155]
    assert [found.units for found in FileClinic.open(clinic).versions(Session)] == [155, 155, 155, 200]
    assert check.faults(clinic) == []
    assert record(clinic, session("P0001", 170))[0].id == "session:5"


def test_a_patient_is_amended_under_their_own_id(clinic: Path) -> None:
    with FileStore(clinic).recording("amend", at=AT, by="dr") as held:
        held.amend(held.patient("P0002"), Patient(id="P0002", name="Bo Ng"))
        assert held.patient("P0002").name == "Bo Ng"
    assert [patient.name for patient in FileClinic.open(clinic).records(Patient)] == ["Ann Œrsted", "Bo Ng"]


def test_a_void_and_its_undoing_are_seen_at_once(clinic: Path) -> None:
    with FileStore(clinic).recording("void", at=AT, by="dr") as held:
        assert len(held.records(Session)) == 3
        held.add(Void(target="session:2", reason="wrong patient"))
        assert [found.id for found in held.records(Session)] == ["session:1", "session:3"]
    with FileStore(clinic).recording("undo", at=AT, by="dr") as held:
        held.add(Undo(undoes=4))
        assert len(held.records(Session)) == 3
    assert FileClinic.open(clinic).undone() == {4}
    assert check.faults(clinic) == []


@pytest.mark.parametrize(
    ("day", "known"),
    [
        pytest.param(-1, [], id="before the clinic began"),
        pytest.param(0, [155, 155, 155], id="the first day"),
        pytest.param(9, [155, 155, 155], id="the day before the amendment"),
        pytest.param(10, [155, 155, 200], id="the day of the amendment"),
        pytest.param(20, [155, 200], id="the day of the void"),
        pytest.param(30, [155, 155, 200], id="the day it was undone"),
    ],
)
def test_what_was_known_on_a_day(clinic: Path, day: int, known: list[float]) -> None:
    with FileStore(clinic).recording("amend", at=AT + timedelta(days=10), by="dr") as held:
        held.amend(held.records(Session)[2], session("P0001", 85, units=200))
    record(clinic, Void(target="session:1", reason="wrong patient"), day=20, command="void")
    record(clinic, Undo(undoes=5), day=30, command="undo")
    then = FileClinic.open(clinic, as_known_on=(AT + timedelta(days=day)).date())
    assert units(then) == known
    assert len(list(then.log())) == {-1: 0, 0: 3, 9: 3, 10: 4, 20: 5, 30: 6}[day]


def test_what_was_known_needs_the_log_and_what_is_known_does_not(clinic: Path) -> None:
    clinic.write_bytes(clinic.read_bytes().replace(b'"by":"dr"', b'"by":"xx"', 1))
    assert len(FileClinic.open(clinic).records(Session)) == 3
    with pytest.raises(ClinicFileError, match="the table log"):
        FileClinic.open(clinic, as_known_on=AT.date())


def record_two(held: FileRecording, *patients: str) -> None:
    for patient in patients:
        held.add(session(patient, 170))


def test_an_error_a_dry_run_and_an_empty_transaction_write_nothing(clinic: Path) -> None:
    before = clinic.stat()
    with pytest.raises(NotFound), FileStore(clinic).recording("import", at=AT, by="dr") as held:
        record_two(held, "P0001", "P9")
    with FileStore(clinic).recording("import", at=AT, by="dr", dry_run=True) as held:
        held.add(session("P0001", 170))
    with FileStore(clinic).recording("import", at=AT, by="dr"):
        pass
    assert (clinic.stat().st_ino, clinic.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_one_command_is_one_write(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced, replace = [], os.replace

    def replacing(source: str, target: str) -> None:
        replaced.append(target)
        replace(source, target)

    monkeypatch.setattr("os.replace", replacing)
    record(clinic, Patient(id="P0003"), session("P0003", 1), session("P0003", 2))
    assert len(replaced) == 1


def test_a_patient_id_is_given_once(clinic: Path) -> None:
    with (
        FileStore(clinic).recording("add-patient", at=AT, by="dr") as held,
        pytest.raises(InvalidValue, match="already a patient P0001"),
    ):
        held.add(Patient(id="P0001"))
    record(clinic, Void(target="P0001", reason="a test"), command="void")
    record(clinic, Patient(id="P0001", name="Another Ann"), command="add-patient")
    assert FileClinic.open(clinic).patient("P0001").name == "Another Ann"
    assert check.faults(clinic) == []


def test_nothing_is_recorded_about_a_patient_who_is_not_there(clinic: Path) -> None:
    with FileStore(clinic).recording("add-session", at=AT, by="dr") as held, pytest.raises(NotFound):
        held.add(session("P9", 1))


def test_a_record_that_is_none_is_refused_with_the_way_to_find_it(clinic: Path) -> None:
    storage = ClinicStorage(clinic, writing=True)
    tables = storage.read()
    tables["sessions"] = {"1": {"patient": "P0001", "date": "soon"}}
    storage.write(tables)
    storage.close()
    with pytest.raises(
        ClinicFileError, match=r"table sessions .* holds a record that can't be read; run `migcli check`"
    ):
        FileClinic.open(clinic).records(Session)


def test_creating_makes_an_empty_clinic_and_the_folders_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "clinic.json"
    create(path)
    assert everything(path) == {
        "log": [],
        "days": {},
        "patients": [],
        "sessions": [],
        "months": [],
        "voids": [],
        "undos": [],
    }
    assert check.faults(path) == []
    assert leftovers(path) == []
    if os.name != "nt":
        modes = [stat.S_IMODE(place.stat().st_mode) for place in (path, path.parent, path.parent.parent)]
        assert modes == [0o600, 0o700, 0o700]


@pytest.mark.parametrize("there", [b"", b"not a clinic"])
def test_creating_changes_no_file_that_is_there(tmp_path: Path, there: bytes) -> None:
    path = tmp_path / "clinic.json"
    path.write_bytes(there)
    with pytest.raises(ClinicFileError, match=r"there is already a clinic at .*; nothing was changed"):
        create(path)
    assert path.read_bytes() == there


def test_creating_where_no_folder_can_be_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ClinicFileError, match="nothing was changed"):
        create(tmp_path / "file" / "clinic.json")


@pytest.mark.parametrize("name", ["clinic.json", "no/such/folder/clinic.json"])
@pytest.mark.parametrize("writing", [True, False])
def test_a_missing_file_is_never_made_by_using_it(tmp_path: Path, name: str, writing: bool) -> None:
    with pytest.raises(ClinicFileError, match=r"no clinic file at .*`migcli init`") as refusal:
        ClinicStorage(tmp_path / name, writing=writing)
    assert refusal.value.advice == ("another place",)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop.json"
    loop.symlink_to(loop)
    for path in (tmp_path, loop, Path("a\0b")):
        with pytest.raises(ClinicFileError, match="can't be opened"):
            FileClinic.open(path)


@pytest.mark.parametrize(
    ("option", "environment", "found"),
    [
        pytest.param("a.json", "b.json", "a.json", id="--clinic before MIGCLI_CLINIC"),
        pytest.param(None, "b.json", "b.json", id="MIGCLI_CLINIC"),
        pytest.param("~/a.json", None, "home/a.json", id="home folder"),
        pytest.param(None, "~/b.json", "home/b.json", id="home folder in MIGCLI_CLINIC"),
    ],
)
def test_the_clinic_is_where_it_was_said_to_be(
    monkeypatch: pytest.MonkeyPatch, option: str | None, environment: str | None, found: str
) -> None:
    monkeypatch.setenv("HOME", "home")
    monkeypatch.setenv("USERPROFILE", "home")
    monkeypatch.setenv("MIGCLI_CLINIC", environment or "")
    assert locate(option) == Path(found)


@pytest.mark.parametrize("address", ["postgresql://db.example/clinic", "postgres://db/c#north", "service=clinic#north"])
@pytest.mark.parametrize("command", [("due",), ("init",), ("backup",), ("add-patient", "P0001")], ids=" ".join)
def test_without_the_extra_a_clinic_on_a_server_is_never_taken_for_a_path(
    migcli_here: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, command: tuple[str, ...]
) -> None:
    for name in [name for name in sys.modules if name.startswith("migraine_cli.store.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    (folder := tmp_path / "empty").mkdir()
    monkeypatch.chdir(folder)
    ran = migcli_here(*command, "--clinic", address)
    assert (ran.code, ran.out) == ((2 if command == ("backup",) else 5), "")
    wanted = (
        "this is for a clinic in a file" if command == ("backup",) else "a clinic on a server needs the extra server"
    )
    assert ran.err.startswith(f"error: {wanted}")
    assert ran.err.count("\n") == 1
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("environment", ["", None])
def test_the_clinic_lies_in_the_data_folder_unless_said_otherwise(
    monkeypatch: pytest.MonkeyPatch, environment: str | None
) -> None:
    monkeypatch.delenv("MIGCLI_CLINIC", raising=False)
    if environment is not None:
        monkeypatch.setenv("MIGCLI_CLINIC", environment)
    assert locate(None).parts[-2:] == ("migcli", "clinic.json")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("folder", [None, "", "relative", "/somewhere/else"])
def test_the_shortcut_to_the_own_folders_is_what_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch, folder: str | None
) -> None:
    for variable in ("MIGCLI_CLINIC", "MIGCLI_CONFIG"):
        monkeypatch.delenv(variable, raising=False)
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        if folder is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, folder)
    assert locate(None) == platformdirs.user_data_path("migcli", appauthor=False) / "clinic.json"
    assert config_path() == platformdirs.user_config_path("migcli", appauthor=False) / "config.toml"


@pytest.mark.parametrize(("lot", "says"), [(None, False), ("C1", True)])
def test_a_blank_that_another_program_left_says_nothing(clinic: Path, lot: str | None, says: bool) -> None:
    with closing(ClinicStorage(clinic, writing=True)) as storage:
        tables = storage.read()
        tables["sessions"] = {number: {**document, "lot": lot} for number, document in tables["sessions"].items()}
        storage.write(tables)
    assert FileClinic.open(clinic).keeps(Session, "lot") is says
