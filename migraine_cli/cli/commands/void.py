"""`migcli void`: take back a record that isn't true."""

from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.asked import stated_reason
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place, RecordId
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import agreed, record_meant
from migraine_cli.listings.row import Row, called
from migraine_cli.recording.taking_back import not_led, without_records
from migraine_cli.records.changes import owner
from migraine_cli.records.log import Void
from migraine_cli.records.patient import Patient


class VoidRow(Row, frozen=True, kw_only=True):
    """A record taken back: `target` is its id, `id` that of the void."""

    target: str
    reason: str


def void(
    id_: RecordId,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept with the record.", show_default=False)],
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Take back a record that isn't true; it stays in the log.

    A patient can be taken back when no other record is about them.

    Examples:
      migcli void session:12 --reason "recorded for the wrong patient"
      migcli void P0007 --reason "entered twice"
    """
    why = stated_reason(reason)
    id_ = agreed(place, id_)
    with recording(place, "void", dry_run=dry_run, reason=why) as clinic:
        record = record_meant(clinic, id_)
        if isinstance(record, Patient):
            not_led(id_, record)
            without_records(record, clinic.about(record.id))
        patient = owner(record)
        label = clinic.labels([patient]).get(patient)
        name = None if label is None else label.name
        added = clinic.add(Void(target=record.id, reason=why))
    row = VoidRow(id=added.id, patient=patient, name=name, target=record.id, reason=why)
    what = called(row) if isinstance(record, Patient) else f"{record.id} of {called(row)}"
    confirm(Recorded("voids", row, f"{added.id}: {what} is taken back", dry_run=dry_run), clock.today(), form)
