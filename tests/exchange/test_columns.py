"""What a row of each kind of file makes: the record, or why it can't be taken."""

from __future__ import annotations

import io
from datetime import date

import pytest
from msgspec import Struct

from migraine_cli.exchange.columns import KINDS, read_rows
from migraine_cli.exchange.row_records import DayRow, Facts, Lookups
from migraine_cli.listings.authorisations import AuthorisationRow
from migraine_cli.listings.bookings import BookingRow
from migraine_cli.listings.checkups import CheckUpRow
from migraine_cli.listings.course import ContactRow, CourseEventRow
from migraine_cli.listings.patients import PatientRow
from migraine_cli.listings.stock import CountRow, DiscardRow, RecallRow, VialsRow
from migraine_cli.records.diary import MonthCount
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.session import Session, Sites
from migraine_cli.reference import data as reference

TODAY = date(2026, 11, 21)
MAP = {"procerus": Sites(5.0, 1), "temporalis-left": Sites(5.0, 4)}
LOOKUPS = Lookups(TODAY, reference.medicines(), {"short-25": MAP}, reference.effects())


def row(kind: str, **cells: str) -> object:
    """The one record that a row with these cells makes."""
    content = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    rows, faults = read_rows(kind, lambda: io.BytesIO(content.encode()), LOOKUPS)
    read = list(rows)
    assert faults == []
    return read[0][1]


def fault(kind: str, **cells: str) -> str:
    """Why a row with these cells can't be taken."""
    content = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    rows, faults = read_rows(kind, lambda: io.BytesIO(content.encode()), LOOKUPS)
    read = list(rows)
    assert read == []
    return faults[0][1]


def test_an_empty_sheet_has_the_columns_that_were_promised() -> None:
    assert {kind: ",".join(found.layout.empty_sheet) for kind, found in KINDS.items()} == {
        "patients": "id,name,born,sex,phone,email,chronic_since,overuse,cautions,goals,note",
        "diary": "patient,date,headache,hours,severity,migraine,medicines,note",
        "months": "patient,month,headache_days,migraine_days,long_days,recorded_days",
        "preventives": "patient,medicine,class,started,stopped,outcome",
        "sessions": "patient,date,product,indication,protocol,units,sites,lot,expiry,vials,by,note",
        "scores": "patient,date,instrument,total,items",
        "effects": "patient,date,kind,severity,until,note",
        "checkups": "patient,date,pregnancy,breastfeeding,allergy,skin,swallowing,weakness,anticoagulant,new_medicine,"
        "other_toxin,consent,leaflet,by",
        "bookings": "patient,at,minutes,with,status,note",
        "contacts": "patient,date,by,result",
        "courses": "patient,date,step,until,reason",
        "vials": "lot,units,supply,for,received,injected,discarded,on_shelf,unexplained,expiry,note,date,product,"
        "supplier",
        "counts": "lot,date,units,supply,for,count",
        "discards": "lot,date,units,supply,for,count,reason",
        "recalls": "lot,date,reason",
        "authorisations": "patient,payer,policy,supply,status,reference,from,until,visits_left,units_left,ask_by,"
        "missing,visits,units",
    }


def test_what_has_no_column_of_its_own_there_has_one_where_it_is_recorded() -> None:
    assert {kind: found.layout.rare for kind, found in KINDS.items() if found.layout.rare} == {
        "patients": {"not"},
        "sessions": {"supply"},
        "contacts": {"nth"},
        "courses": {"nth"},
        "vials": {"nth"},
        "discards": {"nth"},
        "counts": {"nth"},
        "recalls": {"nth"},
    }


LISTED: dict[str, type[Struct]] = {
    "patients": PatientRow,
    "checkups": CheckUpRow,
    "bookings": BookingRow,
    "contacts": ContactRow,
    "courses": CourseEventRow,
    "vials": VialsRow,
    "discards": DiscardRow,
    "counts": CountRow,
    "recalls": RecallRow,
    "authorisations": AuthorisationRow,
}


@pytest.mark.parametrize("kind", LISTED)
def test_a_listing_is_taken_with_its_columns(kind: str) -> None:
    layout = KINDS[kind].layout
    assert set(LISTED[kind].__struct_encode_fields__) <= {*layout.columns, *layout.beside}


def test_a_patient_in_full() -> None:
    assert row(
        "patients",
        id="P1",
        name="[red]Ann[/red]",
        born="15 Jun 1980",
        sex="Female",
        phone="+49 30",
        email="a@b",
        chronic_since="2020-01-01",
        overuse="managed",
        cautions="pregnancy; dysphagia",
        goals="work;sleep",
        note="x",
        **{"not": "Tuesday;2026-11-03..2026-11-20"},
    ) == Patient(
        id="P1",
        name="[red]Ann[/red]",
        born=date(1980, 6, 15),
        sex="female",
        phone="+49 30",
        email="a@b",
        chronic_since=date(2020, 1, 1),
        overuse="managed",
        cautions=("pregnancy", "dysphagia"),
        goals=("work", "sleep"),
        note="x",
        not_on=("tue", "2026-11-03..2026-11-20"),
    )


def test_a_patient_of_whom_only_the_id_is_known() -> None:
    assert row("patients", id="P1", name="", born="") == Patient(id="P1")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"id": "", "name": "Ann"}, "a patient's id is"),
        ({"id": "P1", "born": "2026-11-22"}, "the date of birth 2026-11-22 is still to come"),
        ({"id": "P1", "born": "yesterday"}, "can't be read"),
        ({"id": "P1", "born": "2000-01-01", "chronic_since": "1999-01-01"}, "chronic-since lies before"),
        ({"id": "P1", "sex": "femal"}, "write female"),
        ({"id": "P1", "cautions": "pregnancy;flu"}, "'flu' is not a known caution"),
        ({"id": "P1", "name": "Ann\x1b[31m"}, "U+001B"),
        ({"id": "P1", "name": "\u202eAnn"}, "U+202E"),
    ],
)
def test_faulty_patients(cells: dict[str, str], words: str) -> None:
    assert words in fault("patients", **cells)


@pytest.mark.parametrize(
    ("cells", "facts"),
    [
        ({"headache": "yes"}, Facts(headache=True)),
        ({"headache": "no"}, Facts(headache=False)),
        ({"headache": ""}, Facts()),
        ({"hours": "4"}, Facts(headache=True, hours=4.0)),
        ({"severity": "7.0"}, Facts(headache=True, severity=7)),
        ({"migraine": "yes"}, Facts(headache=True, migraine=True)),
        ({"migraine": "no"}, Facts(migraine=False)),
        ({"headache": "no", "hours": "0", "severity": "0"}, Facts(headache=False)),
        ({"medicines": "Sumatriptan;acetaminophen"}, Facts(medicines=("sumatriptan", "paracetamol"))),
        ({"medicines": "none"}, Facts(medicines=())),
        ({"note": "slept badly"}, Facts(note="slept badly")),
    ],
)
def test_what_a_diary_row_states(cells: dict[str, str], facts: Facts) -> None:
    assert row("diary", patient="P1", date="2026-11-21", **cells) == DayRow("P1", TODAY, facts)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"headache": "no", "hours": "2"}, "a headache-free day can't have hours"),
        ({"headache": "no", "migraine": "yes"}, "a headache-free day can't have a migraine"),
        ({"hours": "0"}, "state headache yes or no"),
        ({"hours": "25"}, "from 0 to 24"),
        ({"hours": "nan"}, "a number from 0 to 24"),
        ({"severity": "11"}, "from 0 to 10"),
    ],
)
def test_faulty_diary_rows(cells: dict[str, str], words: str) -> None:
    assert words in fault("diary", patient="P1", date="2026-10-03", **cells)


def test_a_month_in_full() -> None:
    cells = {"headache_days": "16", "migraine_days": "8", "long_days": "3", "recorded_days": "31"}
    assert row("months", patient="P1", month="Oct 2026", **cells) == MonthCount(
        patient="P1", month="2026-10", headache_days=16, migraine_days=8, long_days=3, recorded_days=31
    )


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"month": "2026-12", "headache_days": "1"}, "in the future"),
        ({"month": "2026-11", "recorded_days": "22"}, "only 21 days of 2026-11 have passed"),
        ({"month": "2026-02", "headache_days": "29"}, "from 0 to 28"),
        ({"month": "2026-10", "headache_days": "8", "migraine_days": "9"}, "9 migraine days"),
        ({"month": "10", "headache_days": "8"}, "like 2026-10 or Oct 2026"),
    ],
)
def test_faulty_months(cells: dict[str, str], words: str) -> None:
    assert words in fault("months", patient="P1", **cells)


def test_the_running_month_up_to_today() -> None:
    assert row("months", patient="P1", month="2026-11", recorded_days="21") == MonthCount(
        patient="P1", month="2026-11", recorded_days=21
    )


def test_preventives() -> None:
    assert row(
        "preventives",
        patient="P1",
        medicine="Valproic acid",
        started="2025-01-01",
        stopped="2025-04-01",
        outcome="not tolerated",
    ) == Preventive(
        patient="P1",
        medicine="valproate",
        drug_class="antiepileptic",
        started=date(2025, 1, 1),
        stopped=date(2025, 4, 1),
        outcome="not-tolerated",
    )
    assert row("preventives", patient="P1", medicine="none") == Preventive(patient="P1")
    assert row("preventives", patient="P1", medicine="Butterbur", **{"class": "other"}) == Preventive(
        patient="P1", medicine="butterbur", drug_class="other"
    )


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"medicine": "butterbur"}, "state its class"),
        ({"medicine": "propranolol", "class": "arb"}, "listed as beta-blocker"),
        ({"medicine": ""}, "the medicine is blank"),
        ({"medicine": "none", "outcome": "failed"}, "leave the other columns"),
        ({"medicine": "topiramate", "started": "2025-02-01", "stopped": "2025-01-01"}, "stopped before"),
        ({"medicine": "topiramate", "started": "2026-11-22"}, "still to come"),
        ({"medicine": "topiramate", "outcome": "fail"}, "write failed"),
    ],
)
def test_faulty_preventives(cells: dict[str, str], words: str) -> None:
    assert words in fault("preventives", patient="P1", **cells)


@pytest.mark.parametrize(
    ("cells", "units", "site_map"),
    [
        ({}, None, None),
        ({"units": "155"}, 155.0, None),
        ({"protocol": "short-25"}, 25.0, MAP),
        ({"protocol": "short-25", "units": "25"}, 25.0, MAP),
        ({"sites": "procerus=5x1;temporalis-left=5x4"}, 25.0, MAP),
        ({"sites": "procerus=5x1", "protocol": "short-25"}, 5.0, {"procerus": Sites(5.0, 1)}),
    ],
    ids=[
        "unknown",
        "dose without a map",
        "the protocol's",
        "the same in units",
        "sites",
        "sites before the protocol's",
    ],
)
def test_the_dose_of_a_session(cells: dict[str, str], units: float | None, site_map: dict[str, Sites] | None) -> None:
    session = row("sessions", patient="P1", date="2026-10-03", **cells)
    assert isinstance(session, Session)
    assert (session.units, session.site_map) == (units, site_map)


def test_a_session_in_full() -> None:
    cells = {
        "product": "abobotulinumtoxina",
        "indication": "cosmetic",
        "units": "120",
        "lot": "C1",
        "expiry": "2027-05-31",
    }
    session = row("sessions", patient="P1", date="2026-11-21", **cells, vials="100; 200", by="Dr B", note="n")
    assert session == Session(
        patient="P1",
        date=TODAY,
        product="abobotulinumtoxinA",
        indication="cosmetic",
        units=120.0,
        lot="C1",
        expiry=date(2027, 5, 31),
        vials=(100, 200),
        by="Dr B",
        note="n",
    )


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"date": "2026-11-22"}, "still to come"),
        ({"protocol": "preempt-1555"}, "not a known protocol"),
        ({"units": "30", "protocol": "short-25"}, "units 30 aren't the sum of the sites, 25"),
        ({"units": "0"}, "more than 0"),
        ({"units": "inf"}, "a number"),
        ({"sites": "procerus=5x1;procerus=5x1"}, "procerus stands twice"),
        ({"sites": "nose=5x1"}, "not a known muscle-side"),
        ({"vials": "300"}, "50, 100 or 200"),
        ({"expiry": "5/6/2027"}, "can mean"),
    ],
)
def test_faulty_sessions(cells: dict[str, str], words: str) -> None:
    assert words in fault("sessions", **{"patient": "P1", "date": "2026-10-03", **cells})
