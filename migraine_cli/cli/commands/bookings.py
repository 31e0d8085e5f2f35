"""`migcli bookings`: the appointments, or the places that are left."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from migraine_cli.chart.appointments import BOOKING_STATUSES
from migraine_cli.cli import clock
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, FormatOption, Place
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.errors import InvalidValue
from migraine_cli.listings.bookings import BookingRow
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.practice.places import free_places
from migraine_cli.records.session_day import SessionDay
from migraine_cli.records.visits import Booking
from migraine_cli.reference.clinic_days import clinic_days
from migraine_cli.reference.settings import settings
from migraine_cli.store.contract import Clinic
from migraine_cli.store.own import own_clinic_of
from migraine_cli.treatment.schedule import migraine_days
from migraine_cli.words.dates import every_day, parse_date, parse_span
from migraine_cli.words.values import code

Days = tuple[date, date]

_STYLES = {"missed": "bold red", "cancelled": "dim"}
_COLUMNS = (
    Column("at", lambda row: row.at.replace("T", " "), shows="at"),
    Column("min", "minutes", right=True, spare=3),
    Column("status", "status", style=lambda row: _STYLES.get(row.status, ""), optional=True),
    Column("patient", "patient", optional=True),
    Column("name", "name", folds=True, optional=True),
    Column("phone", "phone", optional=True, spare=1),
    Column("with", "injector", optional=True, spare=2),
    Column("visit", lambda row: "first" if row.first_visit else None, optional=True, shows="first_visit"),
    Column("note", "note", folds=True, optional=True, spare=4),
    Column("id", "id", optional=True, spare=5),
)


def bookings(
    patient: Annotated[str | None, typer.Argument(metavar="[PATIENT]", help="One patient; all if left out.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="Only those of this day.")] = None,
    within: Annotated[str | None, typer.Option(metavar="SPAN", help="Only those from today on: 2w, 10d.")] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(metavar="STATUS", help=f"Only {', '.join(BOOKING_STATUSES)}; may be given several times."),
    ] = None,
    free: Annotated[
        bool, typer.Option("--free", help="The places left: of a day, of --within, else as far as `due` looks.")
    ] = False,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """List the appointments by date, or the places that are left.

    An appointment counts as attended with a session, a check-up or a score of that day, or when `amend` says so;
    as missed from the next day. Without --on or --within all dates are listed.

    Examples:
      migcli bookings --on today
      migcli bookings --status missed --within 2w --as-of "2 weeks ago"
      migcli bookings --free --within 2w
      migcli amend booking:3 at="2026-12-29 10:00"
    """
    day = asked_for(as_of)
    if on is not None and within is not None:
        raise InvalidValue("--on and --within ask for different days; give one of the two.")
    if free and (patient is not None or status):
        raise InvalidValue("a free place has no patient and no status; leave them out with --free.")
    span = _span(day, on, within)
    wanted = [code(each, BOOKING_STATUSES, "status") for each in status or ()]
    with reading(place, as_known_on) as clinic:
        if free:
            span = span or (day, day + parse_span(settings().within))
            rows, title, empty = list(_free(clinic, *span)), "Free places", _none_free(clinic, *span)
        else:
            rows, title, empty = _booked(clinic, patient, span, day), "Appointments", "no appointment is recorded so."
            rows = [row for row in rows if not wanted or row.status in wanted]
    show(Listing("bookings", BookingRow, day, rows, _COLUMNS, title=title, empty=empty), form, arranged)


def _span(day: date, on: str | None, within: str | None) -> Days | None:
    """The first and the last day asked for; None for all."""
    if on is not None:
        only = parse_date(on, clock.today(), "day")
        return only, only
    return None if within is None else (day, day + parse_span(within))


def _booked(clinic: Clinic, patient: str | None, span: Days | None, day: date) -> list[BookingRow]:
    one = None if patient is None else whom_to_show(clinic, patient)
    people = clinic.labels() if one is None else {one.id: one}
    every = clinic.records(Booking) if one is None else clinic.of_patient(Booking, one.id)
    found = [each for each in every if each.patient in people and (span is None or span[0] <= each.date <= span[1])]
    if not found:
        return []
    having = {each.patient for each in found}
    seen, sessions = clinic.days_seen(having), clinic.by_patient(SessionDay, having)
    rows = [
        BookingRow.of(
            each, people[each.patient], migraine_days(sessions.get(each.patient, ())), seen.get(each.patient, ()), day
        )
        for each in found
    ]
    return sorted(rows, key=lambda row: (row.at[:10], row.at[10:] or "T~", row.patient or ""))


def _none_free(clinic: Clinic, first: date, last: date) -> str:
    closed = clinic_days(own_clinic_of(clinic)).closed_because(first) if first == last else None
    return f"no place is free; {closed}." if closed else "no place is free in that time."


def _free(clinic: Clinic, first: date, last: date) -> Iterator[BookingRow]:
    days = clinic_days(own_clinic_of(clinic))
    if days.own.hours is None:
        raise InvalidValue(
            "which places are free can't be told, as the config file gives no opening hours; write them under [clinic]"
            ' as hours = {tue = "09:00-12:30"}.'
        )
    standing = [each for each in clinic.records(Booking) if not each.cancelled]
    for each in every_day(first, last):
        for start in free_places(each, [one for one in standing if one.date == each], days) or ():
            yield BookingRow.of_place(each, start, days.own.slot_minutes)
