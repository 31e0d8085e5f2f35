"""`migcli count-vials`: record how many vials of a lot lie on the shelf."""

from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.cli.shelf_meant import ShelfAsked, of_today
from migraine_cli.cli.stock_options import ForPatient, Lot, OfSupply, Size
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.listings.stock import CountRow
from migraine_cli.practice.stock_rules import shelf_with
from migraine_cli.records.stock import StockCount
from migraine_cli.store.stock import stock_of
from migraine_cli.words.values import whole_number


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

    The difference from the records is shown in units; missing units are above zero.

    Examples:
      migcli count-vials C7654 --units 200 --count 1
    """
    asked, number = ShelfAsked.typed(lot, units, supply, for_patient), whole_number(count, "number of vials", 0, 10000)
    with recording(place, "count-vials", dry_run=dry_run) as clinic:
        before = asked.shelf(clinic)
        added = clinic.add(StockCount(count=number, **of_today(before)))
        now = shelf_with(added, stock_of(clinic))
    row = CountRow.of(added, before, now)
    confirm(Recorded("counts", row, row.sentence(), dry_run=dry_run), clock.today(), form)
