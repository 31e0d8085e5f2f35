"""`migcli discard`: record full vials thrown away."""

from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.asked import stated_reason
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.cli.shelf_meant import ShelfAsked, of_today
from migraine_cli.cli.stock_options import ForPatient, Lot, OfSupply, Size
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.listings.stock import DiscardRow
from migraine_cli.practice.stock_rules import may_be_thrown_away, shelf_with
from migraine_cli.records.stock import Discard
from migraine_cli.store.stock import stock_of
from migraine_cli.words.values import whole_number


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
    asked, number = ShelfAsked.typed(lot, units, supply, for_patient), whole_number(count, "number of vials", 1, 10000)
    why = stated_reason(reason)
    with recording(place, "discard", dry_run=dry_run) as clinic:
        before = asked.shelf(clinic)
        added = clinic.add(may_be_thrown_away(Discard(count=number, reason=why, **of_today(before)), before))
        now = shelf_with(added, stock_of(clinic))
    row = DiscardRow.of(added, now)
    confirm(Recorded("discards", row, row.sentence(), dry_run=dry_run), clock.today(), form)
