"""What every store promises, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from in_memory import MemoryStore
from msgspec.structs import replace

from migraine_cli.errors import InvalidValue, NotFound
from migraine_cli.records.checkup import CheckUp, LastingAnswers
from migraine_cli.records.codes import Caution
from migraine_cli.records.diary import DayStatement, DiaryEntry, MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import Record
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking
from migraine_cli.store.charts import caution_entries, chart_of, charts
from migraine_cli.store.contract import Clinic, Store
from migraine_cli.store.tinydb_file.creating import create
from migraine_cli.store.tinydb_file.store import FileStore

AT = datetime(2026, 10, 3, 9, 30, tzinfo=UTC)
NOBODY = tuple(f"Q{number}" for number in range(20))
"""Ids of patients who aren't there: many are asked for in another way than few."""


def in_a_file(tmp_path: Path) -> Store:
    create(tmp_path / "clinic.json")
    return FileStore(tmp_path / "clinic.json")


def on_a_server(_: Path) -> Store:
    from servers import new_site

    return new_site()


STORES: dict[str, Callable[[Path], Store]] = {
    "file": in_a_file,
    "memory": lambda _: MemoryStore(),
    "server": on_a_server,
}
"""Every store there is; a new one joins here."""


@pytest.fixture(params=["file", "memory", pytest.param("server", marks=pytest.mark.server)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Two patients, three sessions and three month counts, recorded with three commands."""
    made = STORES[request.param](tmp_path)
    record(made, Patient(id="P0001", name="Ann Œrsted"), Patient(id="P0002", name="Bo Ng", note="a\nb"))
    record(made, session("P0001", 1, lot="C1"), session("P0002", 2, lot="C2"), session("P0001", 85))
    record(made, month("P0001", 1), month("P0002", 1), month("P0001", 2), command="import months")
    return made


def record(store: Store, *records: Record, at: datetime = AT, command: str = "add-session") -> list[Any]:
    with store.recording(command, at=at, by="dr") as clinic:
        return [clinic.add(each) for each in records]


def session(patient: str, day: int, lot: str | None = None) -> Session:
    return Session(patient=patient, date=date(2026, 1, 1) + timedelta(days=day), units=155, lot=lot)


def month(patient: str, number: int) -> MonthCount:
    return MonthCount(patient=patient, month=f"2025-{number:02}", headache_days=number)


def ids(records: Any) -> list[str]:
    return [each.id for each in records]


@pytest.fixture
def clinic(store: Store) -> Iterator[Clinic]:
    with store.reading() as opened:
        yield opened


def test_records_are_numbered_by_kind_and_come_back_as_they_went_in(clinic: Clinic) -> None:
    assert ids(clinic.records(Session)) == ["session:1", "session:2", "session:3"]
    assert sorted(ids(clinic.records(MonthCount))) == ["month:1", "month:2", "month:3"]
    assert clinic.record("session:1") == replace(session("P0001", 1, lot="C1"), id="session:1", entry=2)
    assert clinic.record("month:3") == replace(month("P0001", 2), id="month:3", entry=3)
    assert clinic.record("P0001") == clinic.patient("P0001") == clinic.patients()["P0001"]


def test_it_gives_what_is_asked_for_and_no_more(clinic: Clinic) -> None:
    assert ids(clinic.of_patient(Session, "P0001")) == ["session:1", "session:3"]
    assert ids(clinic.of_patient(MonthCount, "P0001")) == ["month:1", "month:3"]
    assert ids(clinic.sessions(lot="C2")) == ["session:2"]
    assert ids(clinic.sessions(patient="P0001", until=date(2026, 2, 1))) == ["session:1"]
    assert {id_: label.name for id_, label in clinic.labels(["P0002", "P9"]).items()} == {"P0002": "Bo Ng"}
    assert clinic.last_sessions(date(2026, 3, 1)) == {"P0001": date(2026, 1, 2), "P0002": date(2026, 1, 3)}
    assert ids(clinic.about("P0002")) == ["month:2", "session:2"]


def test_of_some_patients_it_gives_what_they_have_now_and_ever_had(store: Store) -> None:
    """With session:1 gone to P0002, session:2 gone to P0003 and back, and a count of P0001 voided."""
    record(store, Patient(id="P0003"))
    for number, patient in ((1, "P0002"), (2, "P0003"), (2, "P0002")):
        with store.recording("amend", at=AT, by="dr") as held:
            old = held.record(f"session:{number}")
            assert isinstance(old, Session)
            held.amend(old, replace(old, patient=patient))
    record(store, Void(target="month:1", reason="wrong"), command="void")

    def told(
        clinic: Clinic, kind: type[Session] | type[MonthCount], *of: str
    ) -> tuple[dict[str, list[str]], list[str]]:
        in_force = {patient: ids(records) for patient, records in clinic.by_patient(kind, of).items()}
        return in_force, sorted(f"{each.patient} {each.id}@{each.entry}" for each in clinic.versions_of(kind, of))

    def holds(clinic: Clinic, *others: str) -> None:
        assert told(clinic, Session, "P0001", *others) == (
            {"P0001": ["session:3"]},
            ["P0001 session:1@2", "P0001 session:3@2"],
        )
        both = ["session:1", "session:2"]
        assert told(clinic, Session, "P0002", "P0003", *others) == (
            {"P0002": both},
            ["P0002 session:1@5", "P0002 session:2@2", "P0002 session:2@7", "P0003 session:2@6"],
        )
        assert told(clinic, MonthCount, "P0001", "P0003", *others) == (
            {"P0001": ["month:3"]},
            ["P0001 month:1@3", "P0001 month:3@3"],
        )
        assert clinic.by_patient(Session, ["P0002", "P0001", *others]) == clinic.by_patient(Session)
        assert told(clinic, Session, "P0003", *others)[0] == {}

    with store.recording("import sessions", at=AT, by="dr", dry_run=True) as held:
        holds(held)
        holds(held, *NOBODY)
        held.add(session("P0003", 9))
        assert told(held, Session, "P0003") == ({"P0003": ["session:7"]}, ["P0003 session:2@6", "P0003 session:7@9"])
        assert told(held, Session, "P0003", *NOBODY)[0] == {"P0003": ["session:7"]}
    with store.reading() as clinic:
        holds(clinic)
        holds(clinic, *NOBODY)


def test_who_had_a_lot_is_told_in_any_spelling_of_it(store: Store) -> None:
    record(
        store,  # entry 4; session:4 to session:9
        session("P0002", 200, lot="c-765 4"),
        session("P0001", 201, lot="D1; C7654"),
        session("P0001", 202, lot="C7654"),
        session("P0002", 203, lot="C76540"),
        session("P0002", 204, lot="C7654"),
        session("P0001", 205, lot='C"7\\654'),
    )
    later = AT + timedelta(days=1)
    with store.recording("amend", at=later, by="dr") as held:
        held.amend(held.record("session:6"), replace(session("P0001", 202, lot="E5"), id="session:6"))
        held.amend(held.record("session:7"), replace(session("P0002", 203, lot="C7654"), id="session:7"))
    record(store, Void(target="session:8", reason="wrong patient"), at=later, command="void")

    def had(lot: str, patient: str | None = None) -> list[str]:
        with store.reading() as clinic:
            return ids(clinic.sessions(lot=lot, patient=patient))

    assert had("C7654") == had(" c-7654") == ["session:4", "session:5", "session:7"]
    assert (had("d1"), had("E5"), had("C76540"), had("none")) == (["session:5"], ["session:6"], [], [])
    assert had("c7654", "P0002") == ["session:4", "session:7"]
    assert had('c"7\\654') == ["session:9"]
    with store.reading(AT.date()) as clinic:
        assert ids(clinic.sessions(lot="C7654")) == ["session:4", "session:5", "session:6", "session:8"]
        assert ids(clinic.sessions(lot="C7654", until=date(2026, 7, 21))) == ["session:4", "session:5"]
    with store.recording("add-session", at=later, by="dr", dry_run=True) as held:
        new = held.add(session("P0001", 300, lot="F6"))
        held.amend(held.record("session:4"), replace(session("P0002", 200, lot="f 6"), id="session:4"))
        assert ids(held.sessions(lot="F6")) == ["session:4", new.id]


def test_charts_come_by_patient_id_with_the_parts_asked_for(clinic: Clinic) -> None:
    (ann, bo) = clinic.charts(("sessions", "months"))
    assert (ann.patient.id, ids(ann.sessions), [each.month for each in ann.months]) == (
        "P0001",
        ["session:1", "session:3"],
        ["2025-01", "2025-02"],
    )
    assert (bo.patient.id, ids(bo.sessions)) == ("P0002", ["session:2"])
    with pytest.raises(AttributeError):
        _ = bo.diary
    assert [chart.patient.id for chart in clinic.charts(("sessions",), of=["P0002", "P9"])] == ["P0002"]
    assert list(clinic.charts(("sessions",), of=[])) == []


def test_a_chart_tells_since_which_command_each_caution_is_recorded(store: Store) -> None:
    def has(*cautions: Caution, at: datetime = AT) -> None:
        with store.recording("amend", at=at, by="dr") as held:
            ann = held.patient("P0001")
            held.amend(ann, replace(ann, cautions=cautions))

    has("pregnancy")  # entry 4
    has("pregnancy", "anticoagulant")
    has("anticoagulant")
    record(store, Undo(undoes=6), command="undo")
    has("anticoagulant", "site-infection", at=AT + timedelta(days=1))  # entry 8
    has("pregnancy", "site-infection", at=AT + timedelta(days=1))
    for day, known in ((AT, {"pregnancy": 4, "anticoagulant": 5}), (None, {"pregnancy": 9, "site-infection": 8})):
        with store.reading(day and day.date()) as clinic:
            (ann, bo) = charts(clinic)
            assert (ann.caution_entries, bo.caution_entries) == (known, {})
            assert chart_of(clinic, "P0001").caution_entries == known
            assert caution_entries(clinic) == {"P0001": known}
    with store.recording("amend", at=AT, by="dr", dry_run=True) as held:
        assert [chart.caution_entries for chart in held.charts(())] == [known, {}]
        held.amend(held.patient("P0002"), replace(held.patient("P0002"), cautions=("other",)))
        assert [chart.caution_entries for chart in held.charts(())] == [known, {"other": 10}]


def test_a_chart_has_the_days_of_its_sessions_be_they_whole_or_not(store: Store) -> None:
    record(store, replace(session("P0002", 90), product="abobotulinumtoxinA", indication="other"))
    with store.reading() as clinic:
        days, whole, both = (
            [[(each.id, each.date, each.indication, each.product) for each in chart.session_days] for chart in charts]
            for charts in map(clinic.charts, (["session_days"], ["sessions"], ["session_days", "sessions"]))
        )
        (chart,) = clinic.charts(["session_days"], of=["P0002"])
        (asked,) = clinic.charts(["session_days", "sessions"], of=["P0002"])
    assert days == whole == both
    assert days[1][1] == ("session:4", date(2026, 4, 1), "other", "abobotulinumtoxinA")
    assert asked.session_days is asked.sessions
    with pytest.raises(AttributeError):
        _ = chart.sessions


@pytest.mark.parametrize("id_", ["P9", "session:9", "month:9", "nothing:1"])
def test_what_was_never_recorded_is_not_found(clinic: Clinic, id_: str) -> None:
    with pytest.raises(NotFound, match=f"there is no (patient|record) {id_}"):
        clinic.record(id_)


def test_a_command_sees_what_it_adds_and_others_when_it_ends(store: Store) -> None:
    with store.recording("add-session", at=AT, by="dr", reason="late") as held:
        assert held.add(Patient(id="P0003")).entry == held.entry == 4
        assert held.add(session("P0003", 3)).id == "session:4"
        assert ids(held.of_patient(Session, "P0003")) == ["session:4"]
        with store.reading() as other:
            assert "P0003" not in other.patients()
    with store.reading() as clinic:
        assert ids(clinic.of_patient(Session, "P0003")) == ["session:4"]
        assert next(iter(clinic.log(limit=1))).reason == "late"


def test_a_reader_keeps_the_clinic_that_it_opened(store: Store) -> None:
    with store.reading() as clinic:
        assert len(list(clinic.log())) == 3
        record(store, session("P0001", 170))
        assert ids(clinic.records(Session)) == ["session:1", "session:2", "session:3"]
    with store.reading() as clinic:
        assert len(list(clinic.records(Session))) == 4


def test_an_amendment_a_void_an_undo_and_the_undo_of_it(store: Store) -> None:
    with store.recording("amend", at=AT, by="dr") as held:
        old = held.of_patient(Session, "P0002")[0]
        assert held.amend(old, replace(old, units=200)).id == "session:2"
    record(store, Void(target="month:1", reason="wrong"), command="void")
    record(store, Undo(undoes=4), command="undo")
    with store.reading() as clinic:
        assert clinic.undone() == {4}
        assert [each.units for each in clinic.versions(Session, "P0002")] == [155, 200]
        assert [each.units for each in clinic.of_patient(Session, "P0002")] == [155]
        with pytest.raises(NotFound, match="month:1 was taken back"):
            clinic.record("month:1")
        assert [(n, [each.effect for each in made]) for n, made in clinic.changes(patient="P0002").items()] == [
            (1, ["added"]),
            (2, ["added"]),
            (3, ["added"]),
            (4, ["changed"]),
            (6, ["changed"]),
        ]
        assert [each.entry for each in clinic.log(patient="P0001", limit=2)] == [5, 3]
        ((change,),) = clinic.changes(entry=5).values()
        assert (change.record.id, change.effect) == ("month:1", "removed")
    record(store, Undo(undoes=6), command="undo")
    with store.reading() as clinic:
        assert [each.units for each in clinic.of_patient(Session, "P0002")] == [200]


def test_what_was_known_on_a_day_goes_by_the_calendar_of_the_place(store: Store) -> None:
    """Half past midnight in Tokyo is still the day before in Lisbon."""
    tokyo, lisbon = timezone(timedelta(hours=9)), timezone(timedelta(0))
    record(store, session("P0001", 170), at=datetime(2026, 10, 5, 0, 30, tzinfo=tokyo))
    record(store, session("P0001", 255), at=datetime(2026, 10, 4, 15, 30, tzinfo=lisbon))
    for day, known in ((3, 2), (4, 3), (5, 4)):
        with store.reading(date(2026, 10, day)) as clinic:
            assert len(clinic.of_patient(Session, "P0001")) == known


def test_nothing_is_left_by_an_error_or_a_dry_run(store: Store) -> None:
    with suppress(NotFound), store.recording("import", at=AT, by="dr") as held:
        held.add(session("P0001", 170))
        held.add(session("P9", 170))
    with store.recording("import", at=AT, by="dr", dry_run=True) as held:
        held.add(session("P0001", 170))
    with store.recording("import", at=AT, by="dr"):
        pass
    with store.reading() as clinic:
        assert (len(list(clinic.records(Session))), len(list(clinic.log()))) == (3, 3)
    assert record(store, session("P0001", 170))[0].id == "session:4"


@pytest.mark.parametrize("id_", ["P0001", "p0001"])
def test_a_patient_id_is_given_once_in_any_case(store: Store, id_: str) -> None:
    with pytest.raises(InvalidValue, match="already a patient P0001"):
        record(store, Patient(id=id_))


def test_a_later_statement_stands_beside_the_earlier(store: Store) -> None:
    record(
        store,
        *(
            DiaryEntry(patient="P0001", statements=(DayStatement(days=("2026-10-01",), headache=said),))
            for said in (True, False)
        ),
    )
    with store.reading() as clinic:
        assert [each.statements[0].headache for each in clinic.of_patient(DiaryEntry, "P0001")] == [True, False]


def test_a_clinic_in_order_has_no_faults(store: Store) -> None:
    assert store.check() == []


def test_appointments_after_a_day_and_the_days_on_which_patients_came(store: Store) -> None:
    first, second = date(2026, 4, 1), date(2026, 5, 1)
    record(
        store,
        Booking(patient="P0001", date=first, time=time(9, 30), status="cancelled"),
        Booking(patient="P0001", date=second),
        Booking(patient="P0002", date=second),
        CheckUp(patient="P0002", date=first, allergy="toxin", consent="given"),
        Score(patient="P0002", date=second, instrument="hit6", total=60),
        replace(session("P0002", 30), indication="cosmetic"),
    )
    with store.recording("void", at=AT, by="dr") as clinic:
        clinic.add(Void(target="booking:3", reason="wrong patient"))
        clinic.amend(clinic.record("score:1"), replace(clinic.record("score:1"), patient="P0001"))
    with store.reading() as clinic:
        booked = clinic.appointments({"P0001": date(2026, 3, 27), "P0002": date(2026, 1, 3)})
        later = clinic.appointments({"P0001": first})
        assert {id_: sorted((each.at, each.status) for each in those) for id_, those in booked.items()} == {
            "P0001": [("2026-04-01T09:30", "cancelled"), ("2026-05-01", None)]
        }
        assert {id_: [each.date for each in those] for id_, those in later.items()} == {"P0001": [second]}
        assert clinic.days_seen() == {
            "P0001": {date(2026, 1, 2), date(2026, 3, 27), second},
            "P0002": {date(2026, 1, 3), date(2026, 1, 31), first},
        }
        assert clinic.days_seen({"P0002"}).keys() == {"P0002"}
        assert ids(clinic.booked_on(second)) == ["booking:2"]
    with store.reading(AT.date() - timedelta(1)) as before:
        assert (before.appointments({"P0001": date.min}), before.days_seen()) == ({}, {})


def test_of_whom_a_record_ever_said_something(store: Store) -> None:
    record(
        store,
        CheckUp(patient="P0001", date=date(2026, 4, 1), allergy="toxin"),
        CheckUp(patient="P0002", date=date(2026, 4, 1), pregnancy="no", consent="given"),
    )
    with store.reading() as clinic:
        assert clinic.told(LastingAnswers, {"allergy": ["albumin", "toxin"]}) == {"P0001"}
        assert clinic.told(LastingAnswers, {"pregnancy": ["yes"], "consent": ["given"]}) == {"P0002"}
        assert clinic.told(LastingAnswers, {"allergy": ["toxin"]}, of=["P0001"]) == {"P0001"}
        assert clinic.told(LastingAnswers, {"allergy": ["toxin"]}, of=["P0002"]) == set()
        assert clinic.told(Effect, {"effect": ["ptosis"]}) == set()


def test_whether_a_kind_is_kept_and_what_its_records_say(store: Store) -> None:
    with store.reading() as clinic:
        assert (clinic.keeps(Session), clinic.keeps(CheckUp)) == (True, False)
        assert (clinic.keeps(Session, "lot"), clinic.keeps(Session, "note"), clinic.keeps(CheckUp, "skin")) == (
            True,
            False,
            False,
        )
    record(store, CheckUp(patient="P0001", date=date(2026, 4, 1), consent="given"))
    with store.reading() as clinic:
        assert (clinic.keeps(CheckUp), clinic.keeps(CheckUp, "consent"), clinic.keeps(CheckUp, "skin")) == (
            True,
            True,
            False,
        )
    with store.recording("amend", at=AT, by="dr") as held:
        held.amend(held.record("checkup:1"), replace(held.record("checkup:1"), consent=None, skin="clear"))
        assert (held.keeps(CheckUp, "consent"), held.keeps(CheckUp, "skin")) == (False, True)
    with store.reading() as clinic:
        assert (clinic.keeps(CheckUp, "consent"), clinic.keeps(CheckUp, "skin")) == (False, True)
    with store.recording("void", at=AT, by="dr") as held:
        held.add(Void(target="checkup:1", reason="wrong patient"))
        assert not held.keeps(CheckUp)
    with store.reading() as clinic:
        assert (clinic.keeps(CheckUp), clinic.keeps(CheckUp, "skin"), clinic.keeps(Session)) == (False, False, True)


def test_the_appointments_of_a_day_go_by_what_they_say_now(store: Store) -> None:
    first, second = date(2026, 4, 1), date(2026, 4, 2)
    record(store, Booking(patient="P0001", date=first), Booking(patient="P0002", date=first))
    with store.recording("amend", at=AT, by="dr") as held:
        old = held.record("booking:1")
        held.amend(old, replace(old, date=second))
        assert (ids(held.booked_on(first)), ids(held.booked_on(second))) == (["booking:2"], ["booking:1"])
    with store.reading() as clinic:
        assert (ids(clinic.booked_on(first)), ids(clinic.booked_on(second))) == (["booking:2"], ["booking:1"])
