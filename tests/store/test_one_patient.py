"""One patient's records are the same whether the others' are decoded or passed over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from small_clinic import AT, record, session
from tinydb import TinyDB

from migraine_cli.errors import NotFound
from migraine_cli.records.changes import changes_about
from migraine_cli.records.diary import MonthCount
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import Record
from migraine_cli.records.session import Session, Sites
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.creating import create
from migraine_cli.store.tinydb_file.storage import ClinicStorage
from migraine_cli.store.tinydb_file.store import FileStore

PATIENTS = ("P1", "P10", "1", "patient")
"""Ids that are parts of each other, and of what stands around them."""

NOBODY = tuple(f"Q{number}" for number in range(20))
"""Ids of patients who aren't there: many are asked for in another way than few."""

# What could be taken for the beginning or the end of a document, or for another patient's id.
texts = st.text(st.sampled_from('{}[]",:\\ 12Pö'), min_size=1, max_size=12).map(str.strip).filter(bool)
deceiving = st.sampled_from(['},"2":{', '"patient":"P1"', '{"1":{"id":"P1"}}', '\\"', '":{', "}}"]) | texts
sessions = st.builds(
    lambda patient, day, note, mapped: replace(
        session(patient, day), note=note, by=note, site_map={"procerus": Sites(5, 1)} if mapped else None
    ),
    st.sampled_from(PATIENTS),
    st.integers(0, 300),
    st.none() | deceiving,
    st.booleans(),
)


@settings(deadline=None)
@given(st.lists(sessions, max_size=8), st.none() | deceiving, st.booleans(), st.integers(0, 8))
def test_what_is_read_of_one_patient_is_what_all_records_say(
    given_sessions: list[Session], name: str | None, rewritten: bool, voided: int
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clinic.json"
        create(path)
        record(path, *(Patient(id=id_, name=name, note=name) for id_ in PATIENTS), command="add-patient")
        added = record(path, *given_sessions) if given_sessions else []
        if voided < len(added):
            record(path, Void(target=added[voided].id, reason='"patient":"P1"'), command="void")
        if rewritten:
            with_keys_in_another_order(path)
        clinic = FileClinic.open(path)
        for id_ in PATIENTS:
            assert clinic.of_patient(Session, id_) == clinic.by_patient(Session).get(id_, [])
            assert FileClinic.open(path).patient(id_) == clinic.patients()[id_]
        by_id = {each.id: each for each in clinic.records(Session)}
        for each in added:
            assert found_or_none(FileClinic.open(path), each.id) == by_id.get(each.id)


@settings(deadline=None)
@given(
    st.lists(sessions, min_size=1, max_size=5),
    st.lists(st.tuples(st.sampled_from(["amend", "void", "undo"]), st.integers(0, 9), st.sampled_from(PATIENTS))),
)
def test_what_one_command_changed_or_about_one_patient_is_what_all_changes_say(
    given_sessions: list[Session], steps: list[tuple[str, int, str]]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clinic.json"
        create(path)
        record(path, *(Patient(id=id_) for id_ in PATIENTS), command="add-patient")
        added = record(path, *given_sessions, *(count(patient) for patient in PATIENTS[:2]))
        for day, (step, number, patient) in enumerate(steps, 1):
            target = added[number % len(added)]
            with FileStore(path).recording(step, at=AT + timedelta(days=day), by="dr") as clinic:
                if step == "amend":
                    clinic.amend(target, replace(target, patient=patient))
                elif step == "void":
                    clinic.add(Void(target=target.id, reason="another's"))
                else:
                    clinic.add(Undo(undoes=2 + number % (clinic.entry - 2)))  # the patients stay
        found = FileClinic.open(path)
        of_some(found, path, PATIENTS[:2])
        of_some(found, path, (*PATIENTS[1:], *NOBODY))
        every = found.changes()
        for entry in found.log():
            assert found.changes(entry=entry.entry) == {entry.entry: every[entry.entry]}
        for id_ in PATIENTS:
            about = changes_about(id_, every)
            assert found.changes(patient=id_) == about
            assert [each.entry for each in found.log(patient=id_)] == sorted(about, reverse=True)


def of_some(clinic: FileClinic, path: Path, patients: tuple[str, ...]) -> None:
    """What some patients have and ever had, sought one by one or in one go, is what all records say."""
    for kind in (Session, MonthCount):
        theirs = {patient: each for patient, each in clinic.by_patient(kind).items() if patient in patients}
        assert FileClinic.open(path).by_patient(kind, patients) == theirs
        ever = [each for each in clinic.versions(kind) if each.patient in patients]
        assert sorted(FileClinic.open(path).versions_of(kind, patients), key=repr) == sorted(ever, key=repr)


def count(patient: str) -> MonthCount:
    return MonthCount(patient=patient, month="2026-01", headache_days=12)


def found_or_none(clinic: FileClinic, record_id: str) -> Record | None:
    try:
        return clinic.record(record_id)
    except NotFound:
        return None


def with_keys_in_another_order(path: Path) -> None:
    with TinyDB(path, storage=ClinicStorage, writing=True) as database:
        for name in ("patients", "sessions"):
            table = database.table(name)
            for document in table.all():
                turned = dict(reversed(document.items()))
                table.remove(doc_ids=[document.doc_id])
                table.insert(type(document)(turned, doc_id=document.doc_id))
