"""`migcli void`: take back a record that isn't true."""

from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.asked import stated_reason
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place, RecordId
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import agreed, record_meant
from migraine_cli.listings.row import Unowned
from migraine_cli.practice.stock_rules import may_be_taken_back
from migraine_cli.recording.taking_back import not_led, without_records
from migraine_cli.records.changes import owner
from migraine_cli.records.log import Void
from migraine_cli.records.patient import Patient
from migraine_cli.store.stock import stock_of


class VoidRow(Unowned, frozen=True, kw_only=True):
    """A record taken back: `target` is its id, `id` that of the void; `patient` None where it was about the clinic."""

    patient: str | None
    name: str | None
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

    A patient can be taken back when no other record is about them, and vials that came in while none of them is used.

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
        may_be_taken_back(record, stock_of(clinic))
        patient = owner(record)
        label = None if patient is None else clinic.labels([patient]).get(patient)
        name = None if label is None else label.name
        added = clinic.add(Void(target=record.id, reason=why))
    row = VoidRow(id=added.id, patient=patient, name=name, target=record.id, reason=why)
    whose = " ".join(filter(None, (patient, name)))
    what = whose if isinstance(record, Patient) else f"{record.id} of {whose}" if whose else record.id
    confirm(Recorded("voids", row, f"{added.id}: {what} is taken back", dry_run=dry_run), clock.today(), form)
