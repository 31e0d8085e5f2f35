"""`migcli discard`: record full vials thrown away."""

from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.asked import stated_reason
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.cli.stock_options import ForPatient, Lot, OfSupply, Size
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import whom_to_record
from migraine_cli.errors import InvalidValue
from migraine_cli.listings.stock import DiscardRow
from migraine_cli.practice.stock_rules import the_shelf
from migraine_cli.records.codes import SUPPLIES
from migraine_cli.records.stock import Discard
from migraine_cli.store.stock import stock_of
from migraine_cli.words.values import code, whole_number
from migraine_cli.words.vials import vial_size


def discard(
    lot: Lot,
    units: Size,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why they are thrown away.", show_default=False)],
    count: Annotated[str, typer.Option(metavar="N", help="How many full vials.")] = "1",
    supply: OfSupply = None,
    for_patient: ForPatient = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record full vials thrown away, such as expired ones.

    What is left over in a vial after a session is counted by itself.

    Examples:
      migcli discard C7654 --units 200 --reason "warm for a night"
      migcli discard C7654 --units 100 --count 2 --reason expired
    """
    size, number, why = vial_size(units), whole_number(count, "number of vials", 1, 10000), stated_reason(reason)
    bought = None if supply is None else code(supply, SUPPLIES, "supply")
    with recording(place, "discard", dry_run=dry_run) as clinic:
        whose = None if for_patient is None else whom_to_record(clinic, for_patient).id
        before = the_shelf(stock_of(clinic), lot, size, bought, whose)
        if number > before.on_shelf:
            raise InvalidValue(
                f"{before.on_shelf} vials of {size} U of lot {before.lot} are on the shelf, so {number} can't be thrown"
                f" away; correct --count, or count them: `migcli count-vials {before.lot} --units {size} --count N`."
            )
        added = clinic.add(
            Discard(
                lot=before.lot,
                date=clock.today(),
                units=size,
                supply=before.supply,
                for_patient=before.for_patient,
                count=number,
                reason=why,
            )
        )
        now = the_shelf(stock_of(clinic), lot, size, before.supply, before.for_patient)
    row = DiscardRow.of(added, now)
    confirm(Recorded("discards", row, row.sentence(), dry_run=dry_run), clock.today(), form)
