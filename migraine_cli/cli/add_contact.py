"""`migcli add-contact`: record an attempt to reach a patient."""

from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.books import past_day, recording
from migraine_cli.cli.confirm import Recorded, confirm
from migraine_cli.cli.options import Clinic, DryRun, FormatOption, Patient
from migraine_cli.course_rows import ContactRow
from migraine_cli.errors import InvalidValue
from migraine_cli.records import Contact
from migraine_cli.text import optional


def add_contact(
    patient: Patient,
    day: Annotated[str, typer.Argument(metavar="DATE", help="The day of the attempt.", show_default=False)],
    by: Annotated[
        str, typer.Option(metavar="MEANS", help="phone, letter, email, text or another.", show_default=False)
    ],
    result: Annotated[str | None, typer.Option(metavar="TEXT", help="What came of it.")] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    clinic: Clinic = None,
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
        patient=patient, date=past_day(day, "date of the contact"), by=means, result=optional(result, "--result")
    )
    with recording(clinic, "add-contact", dry_run=dry_run) as book:
        person = book.patient(patient)
        added = book.add(contact)
    row = ContactRow.of(added, person)
    confirm(Recorded("contacts", row, row.sentence(), dry_run=dry_run), clock.today(), form)
