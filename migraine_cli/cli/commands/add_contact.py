"""`migcli add-contact`: record an attempt to reach a patient."""

from typing import Annotated

import typer
from msgspec.structs import replace

from migraine_cli.cli import clock
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import recording_for
from migraine_cli.errors import InvalidValue
from migraine_cli.listings.course import ContactRow
from migraine_cli.recording.together import held
from migraine_cli.records.visits import Contact
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import optional


def add_contact(
    patient: Patient,
    day: Annotated[str, typer.Argument(metavar="DATE", help="The day of the attempt.", show_default=False)],
    by: Annotated[
        str, typer.Option(metavar="MEANS", help="phone, letter, email, text or another.", show_default=False)
    ],
    result: Annotated[str | None, typer.Option(metavar="TEXT", help="What came of it.")] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record an attempt to reach a patient, such as a recall.

    `due` counts the attempts since the last session.

    Examples:
      migcli add-contact P0001 today --by phone --result "left a message"
      migcli add-contact P0001 2026-10-05 --by letter
    """
    means = optional(by, "--by")
    if means is None:
        raise InvalidValue("say how: --by phone, letter, email or the like.")
    contact = Contact(
        patient=patient,
        date=parse_date(day, clock.today(), "date of the contact"),
        by=means,
        result=optional(result, "--result"),
    )
    with recording_for(patient, place, "add-contact", dry_run=dry_run) as (clinic, person):
        contact = replace(contact, patient=person.id)
        held(contact, clinic, clock.today())
        added = clinic.add(contact)
    row = ContactRow.of(added, person)
    confirm(Recorded("contacts", row, row.sentence(), dry_run=dry_run), clock.today(), form)
