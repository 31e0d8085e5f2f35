"""`migcli calendar`: the appointments for a calendar program, without anything about treatment."""

from datetime import date, timedelta
from typing import Annotated, Literal

import typer

from migraine_cli import __version__
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.handing_out import hand_out
from migraine_cli.cli.held import held_back
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsOf, Place
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.outgoing.appointments import Shown, recalls, visits
from migraine_cli.exchange.outgoing.ical import calendar as as_text
from migraine_cli.output.streams import warn
from migraine_cli.reference.settings import settings
from migraine_cli.store import charts
from migraine_cli.store.contract import Clinic
from migraine_cli.store.own import own_clinic_of
from migraine_cli.treatment.schedule import Retreatment, retreatments
from migraine_cli.words.dates import parse_span


def calendar(
    to: Annotated[
        str | None, typer.Argument(metavar="[TO]", help="The file, which may be an older calendar; else it is printed.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Also the days on which retreatments are due.")] = False,
    shown: Annotated[
        Literal["ids", "names"] | None,
        typer.Option("--with", case_sensitive=False, help="Say who comes; else no one is named."),
    ] = None,
    alarm: Annotated[str | None, typer.Option(metavar="SPAN", help="Remind this long before: 1d, 1w.")] = None,
    as_of: AsOf = None,
    place: Place = None,
) -> None:
    """Write the appointments as iCalendar, for the calendar program of the practice.

    It begins 30 days ago. A cancelled appointment stays in it as cancelled, because a calendar program removes nothing
    by itself; one that was changed takes the place of the older one. Times are the clinic's own: of `zone` in the
    config file, else the same wherever they are read. It names no drug and no diagnosis.

    Examples:
      migcli calendar clinic.ics
      migcli calendar --due --alarm 1d --with ids
    """
    day, before = asked_for(as_of), None if alarm is None else _alarm(alarm)
    with reading(place) as clinic:
        own = own_clinic_of(clinic)
        told = Shown(day, own.zone if own else None, _names(clinic, shown), before)
        events = list(visits(clinic, told))
        if due:
            events += recalls(clinic, _due(clinic, day), told)
    if shown == "names":
        warn("the calendar has patients' names in it; keep it where nobody else can read it.")
    hand_out(as_text(events, __version__), to, in_place_of=b"BEGIN:VCALENDAR")


def _due(clinic: Clinic, day: date) -> list[Retreatment]:
    last = clinic.last_sessions(day)
    overdue = settings().overdue_after_days
    held = held_back(clinic, last, day)
    return retreatments(
        clinic.labels(), last, day, day, charts.recalls(clinic, last, day), overdue_after=overdue, held=held
    )


def _names(clinic: Clinic, shown: str | None) -> dict[str, str]:
    if shown is None:
        return {}
    people = clinic.labels()
    named = shown == "names"
    return {id_: f" {person.name} ({id_})" if named and person.name else f" {id_}" for id_, person in people.items()}


def _alarm(typed: str) -> timedelta:
    span = parse_span(typed)
    if not isinstance(span, timedelta):
        raise InvalidValue(f"an alarm is so many days or weeks before, not {typed!r}; write it like 1d or 1w.")
    return span
