"""`migcli book`: record an appointment."""

from typing import Annotated

import typer
from msgspec.structs import replace

from migraine_cli.cli import clock
from migraine_cli.cli.booking import row_of, weighed
from migraine_cli.cli.lifting import lifted
from migraine_cli.cli.once_agreed import once_agreed
from migraine_cli.cli.options import DryRun, FormatOption, Note, Patient, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import agreed, recording_for
from migraine_cli.practice.booking_rules import BOOKING_RULES
from migraine_cli.practice.own_clinic import OwnClinic
from migraine_cli.records.patient import Patient as Person
from migraine_cli.records.visits import LONGEST_MINUTES, Booking
from migraine_cli.store.own import own_clinic_of
from migraine_cli.words.dates.times import parse_appointment
from migraine_cli.words.text import optional
from migraine_cli.words.values import whole_number


def book(
    patient: Patient,
    when: Annotated[
        str, typer.Argument(metavar="DATETIME", help='Such as "2026-12-28 09:30", or a day alone.', show_default=False)
    ],
    minutes: Annotated[
        str | None, typer.Option(metavar="N", help="How long; else a place of the clinic, 30 unless configured.")
    ] = None,
    with_: Annotated[str | None, typer.Option("--with", metavar="NAME", help="Who injects.")] = None,
    note: Note = None,
    allow: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help=f"Override a rule: {', '.join(BOOKING_RULES)}.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why the rule is overridden; recorded with the appointment.")
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record an appointment; `due` and `bookings` show it.

    A time is refused when the patient or the injector has another appointment, when no place is left, on a closed day,
    and outside the opening hours. As long as the config file doesn't describe the clinic, these are only warnings; a
    day in the past, and one less than 84 days after the last session, always are.

    Examples:
      migcli book P0001 "2026-12-28 09:30"
      migcli book P0001 "in 12 weeks 2:30pm" --with "Dr Gray" --minutes 45
      migcli book P0001 2026-12-24 --allow closed-day --reason "flies home the day after"
    """
    today = clock.today()
    day, at = parse_appointment(when, today)
    lift = lifted(allow, reason, BOOKING_RULES)
    length = None if minutes is None else whole_number(minutes, "length in minutes", 5, LONGEST_MINUTES)
    booking = Booking(
        patient=patient,
        date=day,
        time=at,
        injector=optional(with_, "--with"),
        note=optional(note, "note", lines=True),
    )
    id_ = agreed(place, patient)

    def record(only_tried: bool) -> tuple[Recorded, Person]:
        with recording_for(id_, place, "book", dry_run=only_tried) as (clinic, person):
            usual = (own_clinic_of(clinic) or OwnClinic()).slot_minutes
            asked = replace(booking, patient=person.id, minutes=length or usual)
            new, warnings = weighed(asked, clinic, lift, today)
            row = row_of(clinic.add(new), person, clinic, today, warnings)
        return Recorded("bookings", row, row.sentence(), dry_run=only_tried), person

    confirm(once_agreed(record, lift, reason, dry_run=dry_run), today, form)
