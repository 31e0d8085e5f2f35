"""When a patient is due again, on the days at which the answer changes, and what a list says besides."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from migraine_cli.records.codes import CHRONIC_MIGRAINE, CourseStep, Indication
from migraine_cli.records.patient import PatientLabel
from migraine_cli.records.session_day import SessionDay
from migraine_cli.records.visits import Booking, Contact, CourseEvent, StatedOfBooking
from migraine_cli.treatment.schedule import (
    Recalls,
    Retreatment,
    last_migraine_session,
    listed,
    migraine_days,
    missed_bookings,
    next_booking,
    next_due,
    retreatments,
    to_ring,
)

LAST = date(2026, 1, 5)
DUE = date(2026, 3, 30)
"""12 weeks, 84 days, after the last session."""

ANN = PatientLabel(
    id="P1", name="Ann", born=date(1980, 5, 17), phone="0123", email="ann@example.org", note="mornings only"
)


def at(days: int) -> date:
    """So many days after the last session."""
    return LAST + timedelta(days=days)


def due(
    as_of: date = DUE,
    within: date | None = None,
    patient: PatientLabel = ANN,
    held: str | None = None,
    **recalls: Any,
) -> Retreatment:
    """The row of one patient; `recalls` are those of the patient alone, such as `bookings=[…]`."""
    arranged: dict[str, Any] = {"bookings": {}, "contacts": {}, "events": {}} | {
        kind: {"P1": found} for kind, found in recalls.items()
    }
    known = {"P1": held} if held else {}
    (row,) = retreatments({"P1": patient}, {"P1": LAST}, as_of, within or as_of, Recalls(**arranged), held=known)
    return row


@pytest.mark.parametrize(
    ("days", "within", "status"),
    [
        (70, 83, "early"),
        (70, 84, "upcoming"),
        (83, 83, "early"),
        (84, 84, "due"),
        (98, 98, "due"),
        (99, 99, "overdue"),
        (182, 182, "overdue"),
        (183, 183, "lapsed"),
    ],
)
def test_the_status_so_many_days_after_the_last_session(days: int, within: int, status: str) -> None:
    row = due(at(days), at(within))
    assert (row.status, row.days_since, row.due, row.days_until) == (status, days, DUE, 84 - days)


def test_a_practice_may_call_it_overdue_sooner() -> None:
    rows = [retreatments({"P1": ANN}, {"P1": LAST}, at(days), at(days), overdue_after=7)[0].status for days in (91, 92)]
    assert rows == ["due", "overdue"]


def test_all_that_a_row_says() -> None:
    assert next_due(LAST) == DUE
    assert due() == Retreatment(
        patient="P1",
        name="Ann",
        born=date(1980, 5, 17),
        phone="0123",
        email="ann@example.org",
        last_session=LAST,
        days_since=84,
        due=DUE,
        days_until=0,
        status="due",
        booked=None,
        missed=0,
        contacts=0,
        last_contact=None,
        note="mornings only",
    )


def test_the_soonest_due_first_and_who_has_lapsed_last() -> None:
    people = {id_: PatientLabel(id=id_) for id_ in ("A", "B", "C", "D", "E")}
    last = {"A": at(-100), "C": at(1), "B": at(1), "D": LAST, "E": at(-99)}
    rows = retreatments(people, last, DUE, DUE)
    assert [(row.patient, row.status) for row in rows] == [
        ("D", "due"),
        ("B", "early"),
        ("C", "early"),
        ("A", "lapsed"),
        ("E", "lapsed"),
    ]


def session(day: date, indication: Indication = CHRONIC_MIGRAINE) -> SessionDay:
    return SessionDay(patient="P1", date=day, indication=indication)


def test_the_last_session_is_the_latest_for_chronic_migraine_by_that_day() -> None:
    sessions = [session(LAST), session(at(-84)), session(at(7), indication="bladder"), session(at(84))]
    found = [last_migraine_session(sessions, on) for on in (at(-85), at(-1), LAST, at(83), at(84))]
    assert found == [None, at(-84), LAST, LAST, at(84)]
    assert migraine_days(sessions) == {LAST, at(-84), at(84)}


def booking(day: date, at: time | None = time(9), status: StatedOfBooking | None = None) -> Booking:
    return Booking(patient="P1", date=day, time=at, status=status)


BOOKED = {
    "on the day": ([booking(DUE)], f"{DUE}T09:00"),
    "without a time": ([booking(DUE, None)], f"{DUE}"),
    "the sooner of two": ([booking(at(90)), booking(at(86))], f"{at(86)}T09:00"),
    "the day before": ([booking(at(83))], None),
    "cancelled": ([booking(at(86), status="cancelled")], None),
    "none": ([], None),
}


@pytest.mark.parametrize(("bookings", "at"), BOOKED.values(), ids=BOOKED)
def test_the_next_appointment(bookings: list[Booking], at: str | None) -> None:
    assert next_booking(bookings, LAST, DUE) == due(bookings=bookings).booked == at


def test_an_appointment_on_the_day_of_the_last_session_was_kept_by_it() -> None:
    assert next_booking([booking(LAST)], LAST, LAST) is None
    assert next_booking([booking(LAST)], None, LAST) == f"{LAST}T09:00"


MISSED = {
    "nobody came": ([booking(at(83))], 1),
    "two": ([booking(at(82)), booking(at(83))], 2),
    "today's isn't over": ([booking(DUE)], 0),
    "cancelled": ([booking(at(83), status="cancelled")], 0),
    "stated as attended": ([booking(at(83), status="attended")], 0),
    "seen that day": ([booking(at(80))], 0),
    "the day of the last session": ([booking(LAST)], 0),
    "before the last session": ([booking(at(-1))], 0),
    "the day after the last session": ([booking(at(1))], 1),
}


@pytest.mark.parametrize(("bookings", "missed"), MISSED.values(), ids=MISSED)
def test_appointments_missed_since_the_last_session(bookings: list[Booking], missed: int) -> None:
    assert missed_bookings(bookings, {at(80)}, LAST, DUE) == missed
    assert due(bookings=bookings, seen={at(80)}).missed == missed


def test_who_was_never_seen_has_missed_the_appointment() -> None:
    assert due(bookings=[booking(at(83))]).missed == 1


def test_attempts_to_reach_the_patient_since_the_last_session() -> None:
    tried = [Contact(patient="P1", date=day, by="phone") for day in (LAST, at(70), at(80), at(84), at(85))]
    row = due(contacts=tried)
    assert (row.contacts, row.last_contact) == (3, at(84))
    assert (due(contacts=tried[:1]).contacts, due(contacts=tried[:1]).last_contact) == (0, None)


def step(step: CourseStep, until: date | None = None, reason: str | None = None) -> CourseEvent:
    return CourseEvent(patient="P1", date=at(40), step=step, until=until, reason=reason)


INTERRUPTED = {
    "a pause": (step("pause", until=at(100)), "paused", f"paused until {at(100)}; mornings only"),
    "a pause with its reason": (
        step("pause", until=at(100), reason="travels"),
        "paused",
        f"paused until {at(100)} (travels); mornings only",
    ),
    "a stop": (step("stop"), "stopped", f"stopped since {at(40)}; mornings only"),
    "a pause that is over": (step("pause", until=DUE), "due", "mornings only"),
    "taken up again": (step("resume"), "due", "mornings only"),
}


@pytest.mark.parametrize(("event", "status", "note"), INTERRUPTED.values(), ids=INTERRUPTED)
def test_what_interrupts_begins_the_note(event: CourseEvent, status: str, note: str) -> None:
    row = due(events=[event])
    assert (row.status, row.note) == (status, note)


def test_a_rule_that_stands_against_it_begins_the_note_unless_treatment_is_interrupted() -> None:
    row = due(held="pregnancy: stated")
    assert (row.status, row.note) == ("held", "pregnancy: stated; mornings only")
    row = due(held="pregnancy: stated", events=[step("stop")])
    assert (row.status, row.note) == ("stopped", f"stopped since {at(40)}; mornings only")


def test_without_a_note_nothing_is_added() -> None:
    bare = replace(ANN, note=None)
    assert due(patient=bare).note is None
    assert due(patient=replace(ANN, note="")).note is None
    assert due(patient=bare, held="consent: withdrawn").note == "consent: withdrawn"
    assert due(patient=bare, events=[step("stop")]).note == f"stopped since {at(40)}"


ROWS = [
    replace(due(), patient=patient, status=status, due=day)
    for patient, status, day in (
        ("A", "due", DUE),
        ("B", "early", at(120)),
        ("C", "paused", DUE),
        ("D", "stopped", DUE),
        ("E", "held", DUE),
        ("F", "held", at(85)),
        ("G", "lapsed", at(-100)),
        ("H", "overdue", at(60)),
        ("I", "upcoming", at(90)),
    )
]


@pytest.mark.parametrize(
    ("statuses", "everything", "shown"),
    [((), False, "AEGHI"), ((), True, "ABCDEFGHI"), (("held", "early"), False, "BEF"), (("stopped",), True, "D")],
)
def test_whom_a_list_shows(statuses: tuple[str, ...], everything: bool, shown: str) -> None:
    assert "".join(row.patient for row in listed(ROWS, statuses, DUE, everything=everything)) == shown


def test_nobody_is_rung_who_is_booked_held_or_lapsed() -> None:
    assert [row.patient for row in to_ring(ROWS, DUE)] == ["H", "A", "I"]
    assert to_ring([replace(ROWS[0], booked=f"{DUE}")], DUE) == []


def test_who_was_tried_in_the_last_week_is_rung_after_the_others_the_least_lately_tried_first() -> None:
    tried = {"A": at(83), "B": None, "C": at(77), "D": at(78), "E": None, "F": at(78)}
    waited = {"A": 70, "B": 84, "C": 83, "D": 80, "E": 84, "F": 79}
    rows = [replace(due(), patient=id_, last_contact=tried[id_], due=at(waited[id_])) for id_ in reversed(tried)]
    assert "".join(row.patient for row in to_ring(rows, DUE)) == "CBEFDA"
