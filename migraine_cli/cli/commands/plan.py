"""`migcli plan`: the next clinic days, filled from the due list."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, NamedTuple

import typer
from msgspec.structs import replace

from migraine_cli.chart.course import CYCLE_DAYS
from migraine_cli.chart.period import Period
from migraine_cli.cli import clock
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.booking import weighed
from migraine_cli.cli.held import held_back
from migraine_cli.cli.opening import reading, recording
from migraine_cli.cli.options import AsKnownOn, AsOf, DryRun, FormatOption, Place
from migraine_cli.cli.requests import refuse_request
from migraine_cli.errors import InvalidValue
from migraine_cli.listings.plan import PlanRow
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import say
from migraine_cli.practice.closure_cost import closure_cost, days_off, without_days_off
from migraine_cli.practice.open_days import OpenDays
from migraine_cli.practice.places import free_places
from migraine_cli.practice.planning import FreePlace, Waiting, least_waiting
from migraine_cli.practice.rhythm_cost import rhythm_cost
from migraine_cli.records.visits import Booking
from migraine_cli.reference.clinic_days import clinic_days
from migraine_cli.store.charts import recalls
from migraine_cli.store.contract import Clinic, Recording
from migraine_cli.store.own import own_clinic_of
from migraine_cli.treatment.schedule import Retreatment, retreatments
from migraine_cli.words.dates import parse_date
from migraine_cli.words.dates.rhythm import parse_rhythm

_PLANNED = frozenset({"early", "upcoming", "due", "overdue", "lapsed"})
_LEFT_OUT = ("held", "paused", "stopped")

_NAMED = 3
"""Days off that are named one by one."""

_UNDER_TREATMENT = _PLANNED - {"lapsed"}


class _Beside(NamedTuple):
    """How many are left out by status, how many come every 12 weeks, the booked among them, and what is said of the
    days off.
    """

    left_out: Mapping[str, int]
    under_treatment: int
    closed: str | None


_COLUMNS = (
    Column("date", lambda row: row.date or "no place", shows="date"),
    Column("at", lambda row: row.at and row.at[11:], shows="at"),
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("phone", "phone", optional=True, spare=1),
    Column("due", "due"),
    Column("days after", "days_after_due", right=True),
    Column("booked", "id", optional=True, spare=2),
)


def plan(
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day to plan; 12 weeks ahead if left out.")
    ] = None,
    every: Annotated[
        str | None,
        typer.Option(metavar="DAYS", help='Other clinic days than configured: "1st,3rd tue", "2w from 2026-10-13".'),
    ] = None,
    book: Annotated[bool, typer.Option("--book", help="Book the plan: one command, one undo.")] = False,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Fill the next clinic days from the due list, so that all together wait least.

    Never before day 84, and nobody who is booked is moved. Days on which a patient can't come are theirs:
    `migcli amend P0001 not="tue;2026-11-03..2026-11-20"`. Who finds no place stands last; the lapsed are planned by
    their due date, the held, paused and stopped are left out. It says what the days themselves cost: when those treated
    on one can come again.

    Examples:
      migcli plan
      migcli plan --every "1st,3rd tue" --until 2026-12-31
      migcli plan --until 2026-11-30 --book
    """
    day = asked_for(as_of)
    last = day + timedelta(days=CYCLE_DAYS) if until is None else parse_date(until, clock.today(), "last day")
    if last < day:
        raise InvalidValue(f"a plan as of {day} can't end on {last}; give a later --until.")
    if book and as_known_on is not None:
        raise InvalidValue("--book goes by what is recorded now; leave --as-known-on out.")
    if dry_run and not book:
        raise InvalidValue("only --book records anything; leave --dry-run out, or add --book.")
    if book:
        with recording(place, "plan", dry_run=dry_run) as clinic:
            days = _days(clinic, every)
            rows, beside = _planned(clinic, days, day, last, clinic)
    else:
        refuse_request("only --book records anything; leave --request out, or add --book.")
        with reading(place, as_known_on) as known:
            days = _days(known, every)
            rows, beside = _planned(known, days, day, last, None)
    listing = Listing(
        "plan",
        PlanRow,
        day,
        rows,
        _COLUMNS,
        title=f"Plan up to {last}",
        empty=f"nobody without an appointment is due up to {last}.",
        caption=_caption(rows, beside, days, day),
    )
    show(listing, form, arranged)
    if dry_run:
        say("nothing was written.")


def _days(clinic: Clinic, every: str | None) -> OpenDays:
    days = clinic_days(own_clinic_of(clinic))
    if days.own.hours is None:
        raise InvalidValue(
            "how many places a day has can't be told, as the config file gives no opening hours; write them under"
            ' [clinic] as hours = {tue = "09:00-12:30"}.'
        )
    return days if every is None else replace(days, own=replace(days.own, every=parse_rhythm(every)))


def _planned(
    clinic: Clinic, days: OpenDays, day: date, last: date, to_book: Recording | None
) -> tuple[list[PlanRow], _Beside]:
    """The plan's rows, and who is beside them."""
    treated = _retreatments(clinic, day, last)
    everyone = [each for each in treated if each.due <= last]
    rows = [each for each in everyone if each.booked is None and each.status in _PLANNED]
    people = clinic.patients()
    waiting = [Waiting(each.patient, each.due, people[each.patient].not_on) for each in rows]
    found = least_waiting(waiting, list(_free(clinic, days, day, last)))
    closed = _closed(clinic, days, waiting, found, Period(day, last))
    ids = {} if to_book is None else _book(to_book, found, days, clock.today())
    planned = [PlanRow.of(row, found.get(row.patient), ids) for row in rows]
    planned.sort(key=lambda row: (row.date is None, row.at or "", row.due, row.patient))
    left_out = {status: sum(each.status == status for each in everyone) for status in _LEFT_OUT}
    return planned, _Beside(left_out, sum(each.status in _UNDER_TREATMENT for each in treated), closed)


def _retreatments(clinic: Clinic, day: date, last: date) -> list[Retreatment]:
    sessions = clinic.last_sessions(day)
    held = held_back(clinic, sessions, day)
    return retreatments(clinic.labels(), sessions, day, last, recalls(clinic, sessions, day), held=held)


def _free(clinic: Clinic, days: OpenDays, first: date, last: date) -> Iterator[FreePlace]:
    """The places that nobody has taken; of today those whose time hasn't come."""
    now = clock.now()
    standing = [each for each in clinic.records(Booking) if not each.cancelled]
    for each in days.held_from(first):
        if each > last:
            return
        for at in free_places(each, [one for one in standing if one.date == each], days) or ():
            if each != now.date() or at > now.time():
                yield FreePlace(each, at)


def _closed(
    clinic: Clinic, days: OpenDays, waiting: Sequence[Waiting], found: Mapping[str, FreePlace], planned: Period
) -> str | None:
    """What the days off within the plan cost; None where it has none."""
    off = days_off(days, planned.first, planned.last)
    if not off:
        return None
    if_held = least_waiting(waiting, list(_free(clinic, without_days_off(days), planned.first, planned.last)))
    cost = closure_cost(found, if_held, days, planned.last)
    on = " and ".join(map(str, off)) if len(off) <= _NAMED else f"{len(off)} clinic days from {off[0]} to {off[-1]}"
    if not cost.longer:
        return f"closed on {on}: nobody waits longer for it"
    again = f"level again from {cost.level}" if cost.level else f"not level again by {planned.last}"
    most = f", up to {cost.most_days} days" if cost.most_days else ""
    return f"closed on {on}: {cost.longer} wait longer{most}, {again}"


def _book(clinic: Recording, found: Mapping[str, FreePlace], days: OpenDays, today: date) -> dict[str, str]:
    """The ids of the appointments made, each by the rules of `book`."""
    ids = {}
    for patient, free in found.items():
        planned = Booking(patient=patient, date=free.day, time=free.at, minutes=days.own.slot_minutes)
        booking, _ = weighed(planned, clinic, {}, today)
        ids[patient] = clinic.add(booking).id
    return ids


def _caption(rows: Sequence[PlanRow], beside: _Beside, days: OpenDays, day: date) -> str:
    """What is beside the plan: who is in none, what its days cost by themselves, and what is needed of them."""
    unplaced = sum(row.date is None for row in rows)
    told = [f"without a place: {unplaced}"] if unplaced else []
    told += [f"{count} {status}, left out" for status, count in beside.left_out.items() if count]
    told += [beside.closed] if beside.closed else []
    cost = rhythm_cost(days, day)
    held = sum(count for _, count in cost.again)
    shares = [f"{share} % on day {after}" for after, count in cost.again if (share := 100 * count // held)]
    if shares:
        told.append(f"treated on one of these days, the next can be: {', '.join(shares)}")
    told.append(f"{cost.places_a_week:.1f} places a week, enough for {cost.patients} patients every {CYCLE_DAYS} days")
    needed = beside.under_treatment * 7 / CYCLE_DAYS
    told.append(f"now {beside.under_treatment}, who need {needed:.1f} a week")
    return "; ".join(told) + "."
