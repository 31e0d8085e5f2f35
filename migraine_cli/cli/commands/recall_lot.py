"""`migcli recall-lot`: record that a lot may no longer be used, and show who had it."""

from collections.abc import Iterator
from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.asked import stated_reason
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.cli.recalled import recalled
from migraine_cli.cli.stock_options import Lot
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.listings.lots import known_lot
from migraine_cli.listings.stock import RecallRow
from migraine_cli.output.blocks import BLANK, Block, Column, Table
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Recall
from migraine_cli.store.stock import stock_of

_COLUMNS = (
    Column("date", "date"),
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("phone", "phone"),
    Column("email", "email", optional=True, folds=True, spare=1),
    Column("session", "id", spare=2),
)


def recall_lot(
    lot: Lot,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, such as the notice.", show_default=False)],
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record that a lot may no longer be used, and show who had it.

    Everyone who had a vial of it is listed with their telephone number, and the vials left are counted. From today on
    add-session refuses the lot. A lot that was never seen is an error: a typing mistake must not look as if nobody had
    it.

    Examples:
      migcli recall-lot C7654 --reason "notice 12 of the regulator"
    """
    why = stated_reason(reason)
    with recording(place, "recall-lot", dry_run=dry_run) as clinic:
        sessions, stock = list(clinic.records(Session)), stock_of(clinic)
        spelt = known_lot(lot, sessions, stock.receipts)
        row = recalled(clinic.add(Recall(lot=spelt, date=clock.today(), reason=why)), sessions, stock, clinic)
    confirm(Recorded("recalls", row, row.sentence(), dry_run=dry_run, details=lambda: _who(row)), clock.today(), form)


def _who(row: RecallRow) -> Iterator[Block]:
    if row.recipients:
        yield BLANK
        yield Table(_COLUMNS, row.recipients)
