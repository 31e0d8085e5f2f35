"""What `export --all` writes is what `import` takes back: the same sheets again, whatever the clinic holds."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.columns import FIELDS, KINDS, read_rows
from migraine_cli.exchange.import_plan import differences
from migraine_cli.exchange.importing import known_of, plan
from migraine_cli.exchange.outgoing import csv_sheets, workbook
from migraine_cli.exchange.outgoing.sheets import sheets
from migraine_cli.exchange.row_records import Lookups
from migraine_cli.recording.together import together
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.codes import (
    CAUTIONS,
    EFFECT_SEVERITIES,
    INDICATIONS,
    OUTCOMES,
    SEXES,
    SUPPLIES,
    Outcome,
    PreventiveClass,
)
from migraine_cli.records.diary import DayStatement, DiaryEntry, MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session, Sites
from migraine_cli.records.stock import Receipt
from migraine_cli.records.vials import used_vials
from migraine_cli.records.visits import Booking, Contact, CourseEvent
from migraine_cli.reference import data as reference
from migraine_cli.reference.protocols import protocol
from migraine_cli.store.contract import Clinic, Recording
from migraine_cli.store.tinydb_file.creating import create
from migraine_cli.store.tinydb_file.store import FileStore
from migraine_cli.words.vials import NamedVial

TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
LOOKUPS = Lookups(TODAY, reference.medicines(), {"preempt-155": protocol().fixed_map()}, reference.effects())

Drawn = TypeVar("Drawn")

PATIENTS = ("P1", "p-2", "007")
MEDICINES: tuple[tuple[str | None, PreventiveClass | None], ...] = (
    ("topiramate", "antiepileptic"),
    ("butterbur 50:50", "other"),
    (None, None),
)
SIGNS = "aÉß漢7=+-@'\",;:\\|#"
texts = st.text(SIGNS + " ", min_size=1, max_size=12).map(str.strip).filter(bool)
lots = st.text("aÉ7-/ ='", min_size=1, max_size=6).map(str.strip).filter(bool)
notes = st.text(SIGNS + " \n\t", min_size=1, max_size=12).map(str.strip).filter(bool)
days = st.integers(0, 400).map(lambda back: TODAY - timedelta(days=back))
owners = st.sampled_from(PATIENTS)


def perhaps(what: st.SearchStrategy[Drawn]) -> st.SearchStrategy[Drawn | None]:
    return st.none() | what


def patients(id_: str) -> st.SearchStrategy[Patient]:
    return st.builds(
        Patient,
        id=st.just(id_),
        name=perhaps(texts),
        born=perhaps(st.dates(date(1900, 1, 1), date(2008, 1, 1))),
        sex=perhaps(st.sampled_from(SEXES)),
        phone=perhaps(st.sampled_from(["+44 20 7946", "007", "1e5"])),
        overuse=perhaps(st.sampled_from(["none", "managed", "unmanaged"])),
        cautions=st.lists(st.sampled_from(CAUTIONS), max_size=2, unique=True).map(tuple),
        goals=st.lists(texts, max_size=3).map(tuple),
        note=perhaps(notes),
        not_on=st.lists(st.sampled_from(["tue", "2026-11-03..2026-11-20"]), unique=True).map(tuple),
    )


@st.composite
def entries(draw: st.DrawFn) -> DiaryEntry:
    headache = draw(st.sampled_from([True, False, None]))
    facts: dict[str, st.SearchStrategy[Any]] = {
        "hours": perhaps(st.sampled_from([0.5, 4.0, 3.25, 24.0])),
        "severity": perhaps(st.integers(0, 10)),
        "migraine": perhaps(st.booleans()),
    }
    said = {name: draw(value) for name, value in facts.items()} if headache else {}
    medicines = draw(perhaps(st.lists(st.sampled_from(["sumatriptan", "ibuprofen"]), max_size=2, unique=True)))
    told = draw(st.lists(days, min_size=1, max_size=3, unique=True).map(sorted))
    statement = DayStatement(
        days=tuple(str(day) for day in told),
        headache=headache,
        medicines=None if medicines is None else tuple(medicines),
        note=draw(perhaps(notes)),
        **said,
    )
    return DiaryEntry(patient=draw(owners), statements=(statement,))


@st.composite
def counts(draw: st.DrawFn) -> MonthCount:
    kept = draw(st.integers(0, 28))
    headaches = draw(st.integers(0, kept))
    month = draw(st.sampled_from(["2026-08", "2026-09", "2026-10"]))
    return MonthCount(
        patient=draw(owners),
        month=month,
        headache_days=draw(perhaps(st.just(headaches))),
        migraine_days=draw(perhaps(st.integers(0, headaches))),
        recorded_days=draw(perhaps(st.just(kept))),
    )


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    sizes = st.sampled_from([50, 100, 200])
    vials = draw(st.lists(st.builds(NamedVial, sizes, perhaps(lots), perhaps(days)), max_size=3))
    site_map = draw(perhaps(st.just({"procerus": Sites(5, 1), "temporalis-left": Sites(2.5, 4)})))
    return Session(
        patient=draw(owners),
        date=draw(days),
        indication=draw(st.sampled_from(INDICATIONS)),
        units=15 if site_map else draw(perhaps(st.sampled_from([155.0, 12.5]))),
        site_map=site_map,
        by=draw(perhaps(texts)),
        note=draw(perhaps(notes)),
        **used_vials(vials, draw(perhaps(lots)), draw(perhaps(days)), draw(perhaps(st.sampled_from(SUPPLIES)))),
    )


@st.composite
def preventives(draw: st.DrawFn) -> Preventive:
    name, known = draw(st.sampled_from(MEDICINES))
    if name is None:
        return Preventive(patient=draw(owners))
    began = draw(perhaps(days))
    ended = draw(perhaps(days.filter(lambda day: began is None or day >= began)))
    outcome = draw(perhaps(st.sampled_from([each for each in OUTCOMES if ended is None or each != "ongoing"])))
    return Preventive(
        patient=draw(owners), medicine=name, drug_class=known, started=began, stopped=ended, outcome=outcome
    )


steps = st.builds(
    CourseEvent,
    patient=owners,
    date=days,
    step=st.sampled_from(["stop", "resume"]),
    reason=perhaps(texts),
) | st.builds(
    CourseEvent,
    patient=owners,
    date=days,
    step=st.just("pause"),
    until=st.dates(TODAY + timedelta(days=1), TODAY + timedelta(days=400)),
    reason=perhaps(texts),
)
bookings = st.builds(
    Booking,
    patient=owners,
    date=days,
    time=perhaps(st.sampled_from([time(9, 30), time(14)])),
    minutes=st.sampled_from([5, 30, 45]),
    injector=perhaps(texts),
    status=perhaps(st.sampled_from(["attended", "cancelled"])),
    note=perhaps(notes),
)
others = st.one_of(
    bookings,
    st.builds(
        CheckUp, patient=owners, date=days, allergy=st.sampled_from(["none", "toxin", "nuts; all"]), by=perhaps(texts)
    ),
    st.builds(Contact, patient=owners, date=days, by=st.sampled_from(["phone", "letter"]), result=perhaps(texts)),
    st.builds(Score, patient=owners, date=days, instrument=st.just("hit6"), total=st.sampled_from([36, 60, 78])),
    st.builds(
        Effect,
        patient=owners,
        date=days,
        effect=st.sampled_from(["ptosis", "neck-pain"]),
        severity=perhaps(st.sampled_from(EFFECT_SEVERITIES)),
        note=perhaps(notes),
    ),
)
records = st.lists(st.one_of(entries(), counts(), sessions(), preventives(), steps, others), min_size=1, max_size=12)
clinics = st.tuples(*map(patients, PATIENTS), records).map(lambda made: [*made[:-1], *made[-1]])


@contextmanager
def recording(path: Path) -> Iterator[Recording]:
    """A new clinic, to record in."""
    create(path)
    with FileStore(path).recording("test", at=AT, by="tester") as clinic:
        yield clinic


def recorded(path: Path, made: Iterable[Record]) -> None:
    """A clinic that holds what may be recorded of these, as the commands would decide."""
    with recording(path) as clinic:
        for record in made:
            if may_be_added(record, clinic):
                clinic.add(record)


SAYS_SOMETHING_NEW = (Booking, CheckUp, Effect, Preventive, Score, Session)
"""Kinds of which a row that says less than a recorded one says is taken for that one."""


def may_be_added(record: Record, clinic: Clinic) -> bool:
    """Whether a command would take it, and `import` wouldn't take it for the same row again."""
    if not isinstance(record, AboutPatient):
        return True
    try:
        together(record, clinic)
    except InvalidValue:
        return False
    before = [replace(other, id="", entry=0) for other in clinic.of_patient(type(record), record.patient)]
    if isinstance(record, SAYS_SOMETHING_NEW):
        return all(differences(other, record) for other in before)
    return isinstance(record, Contact) or record not in before


def brought_in(path: Path, files: dict[str, bytes]) -> None:
    """A new clinic that imported the file of each kind."""
    with recording(path) as clinic:
        for kind in KINDS:
            content = files[kind]
            rows = read_rows(kind, partial(io.BytesIO, content), LOOKUPS, name=f"{kind}.csv")
            for record in plan(kind, rows, known_of(kind, clinic)).added:
                clinic.add(record)


def as_csv(path: Path) -> dict[str, bytes]:
    with FileStore(path).reading() as clinic:
        return {name.removesuffix(".csv"): content for name, content in csv_sheets.written(sheets(clinic, None))}


def as_workbook(path: Path) -> bytes:
    with FileStore(path).reading() as clinic:
        return workbook.written(sheets(clinic, None))


TOLD_LESS: tuple[Outcome | None, ...] = ("failed", None)
"""The outcomes of two trials of a medicine, of which the second says nothing that the first doesn't."""


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=clinics)
@example(
    made=[
        Patient(id="P1"),
        *(Preventive(patient="P1", medicine="butterbur", drug_class="other", outcome=each) for each in TOLD_LESS),
    ]
)
def test_export_import_export_is_the_identity(made: list[Record], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("clinics")
    first, by_csv, by_workbook = (folder / name for name in ("a.json", "b.json", "c.json"))
    recorded(first, made)
    written = as_csv(first)
    brought_in(by_csv, written)
    assert as_csv(by_csv) == written
    brought_in(by_workbook, dict.fromkeys(KINDS, as_workbook(first)))
    assert as_csv(by_workbook) == written


def test_every_column_of_every_kind_has_something_to_say() -> None:
    for name, kind in KINDS.items():
        fields = {FIELDS.get(column, column) for column in kind.layout.columns if column != "nth"}
        lacking = [field for field in fields if not hasattr(kind.record, field)]
        told_otherwise = kind.record in (DiaryEntry, Authorisation, Receipt)
        assert not lacking or told_otherwise, f"{name}: give record_rows a way to tell {lacking}"
