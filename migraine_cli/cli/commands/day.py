"""`migcli day`: the sheet of one clinic day."""

from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from msgspec.structs import replace

from migraine_cli.chart.appointments import BookingStatus, status_of
from migraine_cli.chart.chart import Chart
from migraine_cli.cli import clock
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.cover import cover_of
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, PageFormat, Place
from migraine_cli.cli.safety import circumstances, remarks
from migraine_cli.cli.views.day import COLUMNS, DaySheet, day_view
from migraine_cli.cli.views.verdict import SPOKEN
from migraine_cli.listings.day import DayRow, day_row
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import write
from migraine_cli.practice.from_shelf import vial_check
from migraine_cli.practice.own_clinic import EACH_SESSION
from migraine_cli.practice.places import capacity
from migraine_cli.practice.planned_session import planned_session
from migraine_cli.practice.questions import questions
from migraine_cli.practice.readiness import Check, checks_of, in_order
from migraine_cli.practice.stock import Stock
from migraine_cli.practice.vials_of_day import vials_for, vials_needed
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.checkup import ANSWERS, CheckUp
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking
from migraine_cli.reference.clinic_days import clinic_days
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.reference.protocols import protocol
from migraine_cli.store.charts import came_on, charts_of
from migraine_cli.store.contract import Clinic
from migraine_cli.store.own import own_clinic_of, recheck_of
from migraine_cli.store.stock import stock_of
from migraine_cli.treatment.response import telling_cycle
from migraine_cli.treatment.schedule import migraine_days
from migraine_cli.words.dates import parse_date, parse_span

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta


def day(
    when: Annotated[str | None, typer.Argument(metavar="[DATE]", help="The clinic day; today if left out.")] = None,
    with_: Annotated[
        str | None, typer.Option("--with", metavar="NAME", help="Only the patients of one injector.")
    ] = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: PageFormat = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Show who comes on a day, whether all is ready for each, and what to ask.

    Every rule of add-session is checked before the visit, for that day, with what is known now and the sites of the
    last session, else those of the protocol. Then come funding and the records. A patient is ready when every check is
    met; unknown is never ready. A check of which the clinic keeps no record at all is left out.

    Examples:
      migcli day tomorrow
      migcli day 2026-10-13 --with "Dr Gray"
      migcli day 2026-10-13 --format html > day.html
    """
    on = asked_for(as_of) if when is None else parse_date(when, clock.today(), "clinic day")
    with reading(place, as_known_on) as clinic:
        booked = [each for each in clinic.booked_on(on) if not each.cancelled]
        asked = sorted(_of_injector(booked, with_), key=lambda each: (each.time or time.max, each.patient))
        stock = stock_of(clinic)
        rows = list(_rows(clinic, asked, asked_for(as_of), stock))
        days = clinic_days(own_clinic_of(clinic))
    closed = days.closed_because(on)
    needed = vials_needed(((row.patient, row.vials) for row in rows), stock, on)
    sheet = DaySheet(on, rows, len(booked), capacity(on, days), protocol(), needed, with_, closed)
    if form == "html":
        from migraine_cli.cli.views.day_page import as_page

        write(as_page(sheet))
        return
    listing = Listing(
        "day",
        DayRow,
        on,
        rows,
        COLUMNS,
        view=partial(day_view, sheet),
        empty=_nobody(on, booked, with_, closed),
        words={"checks answer": SPOKEN},
    )
    show(listing, form, arranged)


def _nobody(on: date, booked: list[Booking], asked_for: str | None, closed: str | None) -> str:
    """Why the sheet is empty."""
    if booked:
        others = sorted({each.injector or "nobody named" for each in booked})
        return f"nobody is booked for {on} with {asked_for}; the appointments of that day are with {', '.join(others)}."
    if closed:
        return f"nobody is booked for {on}; {closed}."
    return f"nobody is booked for {on}; `migcli bookings --free --on {on}` lists the places that are free."


def _of_injector(booked: list[Booking], name: str | None) -> list[Booking]:
    return [each for each in booked if name is None or (each.injector or "").casefold() == name.strip().casefold()]


def _rows(clinic: Clinic, booked: list[Booking], today: date, stock: Stock) -> Iterator[DayRow]:
    if not booked:
        return
    answered = {question for question in ANSWERS if clinic.keeps(CheckUp, question)}
    scores = clinic.keeps(Score)
    rarely = {question: span for question, span in recheck_of(clinic).items() if span != EACH_SESSION}
    again = {question: parse_span(span, years=True) for question, span in rarely.items()}
    charts = charts_of(clinic, {each.patient for each in booked}, "scores")
    for booking in booked:
        chart = copy(charts[booking.patient])
        status = status_of(booking, came_on(chart), today)
        own = (booking.patient, booking.date)
        others = [each for each in stock.sessions if (each.patient, each.date) != own]
        given = [each for each in stock.sessions if (each.patient, each.date) == own]
        kept = _Kept(scores, answered, again, replace(stock, sessions=others), over=booking.date < today)
        row, planned = _row(clinic, chart, booking, status, kept)
        stock = replace(stock, sessions=[*others, *(given or [planned])])
        yield row


class _Kept(NamedTuple):
    """What the clinic keeps records of: scores, the questions of the check-up that it asks and how long the answers are
    good for that it doesn't ask at each session, and its stock as those booked before leave it. `over` is whether the
    day has passed.
    """

    scores: bool
    answered: set[str]
    again: "Mapping[str, timedelta | relativedelta]"
    stock: Stock
    over: bool


def _row(clinic: Clinic, chart: Chart, booking: Booking, status: BookingStatus, kept: _Kept) -> tuple[DayRow, Session]:
    """Judged as on the day, before its own session if that is recorded already, but after those for other indications.
    What the policy says is a check, and what is still to be asked is among `asks`: neither is a warning besides. The
    planned session is given with the vials that are there for it.
    """
    on, yardstick = booking.date, protocol()
    treated = on in migraine_days(chart.sessions)
    earlier = [each for each in chart.sessions if each.date < on]
    elsewhere = [each for each in chart.sessions if each.date == on and each.indication != CHRONIC_MIGRAINE]
    chart.sessions = [*earlier, *elsewhere]
    planned = planned_session(booking.patient, on, earlier, yardstick)
    unstocked = Stock()  # the vials have a check of their own
    case = replace(circumstances(planned, yardstick, chart, clinic, unstocked), today=on)
    of_vials, planned = vial_check(planned, kept.stock)
    checks = [*checks_of(case, chart.scores, scores_kept=kept.scores, answered=kept.answered)]
    checks += [of_vials] if of_vials else []
    if clinic.keeps(Authorisation):
        paid = cover_of(clinic, booking.patient, earlier, on)
        checks.append(Check("authorisation", "funding", paid.answer, paid.because))
    seen = telling_cycle(chart, chosen_policy(), on)
    warned = remarks(replace(case, verdict=None, checkups_kept=False))
    vials = () if treated or kept.over else planned.vials or vials_for(planned.units or 0)
    asked = questions(chart.patient, case.known, kept.again)
    return day_row(booking, status, case, in_order(checks), chart.scores, seen, warned, vials, asked), planned
