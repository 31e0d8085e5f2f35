"""`migcli count-vials`: record how many vials of a lot lie on the shelf."""

from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.cli.stock_options import ForPatient, Lot, OfSupply, Size
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import whom_to_record
from migraine_cli.listings.stock import CountRow
from migraine_cli.practice.stock_rules import the_shelf
from migraine_cli.records.codes import SUPPLIES
from migraine_cli.records.stock import StockCount
from migraine_cli.store.stock import stock_of
from migraine_cli.words.values import code, whole_number
from migraine_cli.words.vials import vial_size


def count_vials(
    lot: Lot,
    units: Size,
    count: Annotated[str, typer.Option(metavar="N", help="How many full vials lie there.", show_default=False)],
    supply: OfSupply = None,
    for_patient: ForPatient = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record how many vials of a lot lie on the shelf now.

    What the records don't explain is shown, in units: what is missing is positive.

    Examples:
      migcli count-vials C7654 --units 200 --count 1
    """
    size, number = vial_size(units), whole_number(count, "number of vials", 0, 10000)
    bought = None if supply is None else code(supply, SUPPLIES, "supply")
    with recording(place, "count-vials", dry_run=dry_run) as clinic:
        whose = None if for_patient is None else whom_to_record(clinic, for_patient).id
        before = the_shelf(stock_of(clinic), lot, size, bought, whose)
        added = clinic.add(
            StockCount(
                lot=before.lot,
                date=clock.today(),
                units=size,
                supply=before.supply,
                for_patient=before.for_patient,
                count=number,
            )
        )
        now = the_shelf(stock_of(clinic), lot, size, before.supply, before.for_patient)
    row = CountRow.of(added, before, now)
    confirm(Recorded("counts", row, row.sentence(), dry_run=dry_run), clock.today(), form)
