"""`migcli add-vials`: record vials that came in."""

from typing import Annotated

import typer
from msgspec.structs import replace

from migraine_cli.cli import clock
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Note, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import whom_to_record
from migraine_cli.listings.stock import ReceiptRow
from migraine_cli.practice.stock import same_lot
from migraine_cli.recording.alone import alone
from migraine_cli.records.codes import ONABOTULINUM, PRODUCTS, SUPPLIES
from migraine_cli.records.stock import Receipt
from migraine_cli.store.stock import stock_of
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import optional, plain
from migraine_cli.words.values import code, whole_number
from migraine_cli.words.vials import expiry as expiry_day
from migraine_cli.words.vials import vial_size


def add_vials(
    lot: Annotated[str, typer.Argument(metavar="LOT", help="The lot on the vials.", show_default=False)],
    units: Annotated[str, typer.Option(metavar="50|100|200", help="Units in each vial.", show_default=False)],
    count: Annotated[str, typer.Option(metavar="N", help="How many vials.", show_default=False)],
    expiry: Annotated[
        str, typer.Option(metavar="DATE|MONTH", help="The last day they may be used.", show_default=False)
    ],
    day: Annotated[str, typer.Argument(metavar="[DATE]", help="The day they came in.")] = "today",
    product: Annotated[str, typer.Option(metavar="NAME", help=f"One of {', '.join(PRODUCTS)}.")] = ONABOTULINUM,
    supplier: Annotated[str | None, typer.Option(metavar="TEXT", help="Who delivered them.")] = None,
    for_patient: Annotated[
        str | None, typer.Option("--for", metavar="PATIENT", help="Whose they are; nobody else may be given them.")
    ] = None,
    supply: Annotated[str | None, typer.Option(metavar="CODE", help=f"Who bought them: {', '.join(SUPPLIES)}.")] = None,
    note: Note = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record vials that came in.

    From the first of them on the clinic keeps stock: add-session holds a session's vials against it, and `migcli vials`
    accounts for every unit of every lot.

    Examples:
      migcli add-vials C7654 --units 200 --count 6 --expiry 2027-03 --supplier "Gray & Co" --supply buy-and-bill
      migcli add-vials C7702 2026-10-01 --units 100 --count 2 --expiry 2027-08 --for P0001 --supply hospital
    """
    today = clock.today()
    receipt = Receipt(
        lot=plain(lot, "lot"),
        date=parse_date(day, today, "day"),
        units=vial_size(units),
        count=whole_number(count, "number of vials", 1, 10000),
        expiry=expiry_day(expiry, today),
        product=code(product, PRODUCTS, "product"),
        supplier=optional(supplier, "supplier"),
        supply=None if supply is None else code(supply, SUPPLIES, "supply"),
        note=optional(note, "note", lines=True),
    )
    with recording(place, "add-vials", dry_run=dry_run) as clinic:
        if for_patient is not None:
            receipt = replace(receipt, for_patient=whom_to_record(clinic, for_patient).id)
        known = stock_of(clinic).receipts
        added = clinic.add(alone(receipt, today))
    row = ReceiptRow.of(added, _warnings(added, [each for each in known if same_lot(each, added.lot)]))
    confirm(Recorded("receipts", row, row.sentence(), dry_run=dry_run), today, form)


def _said_again(one: Receipt, other: Receipt) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("date", "units", "count", "for_patient"))


def _warnings(added: Receipt, alike: list[Receipt]) -> list[str]:
    said = []
    if added.expiry < added.date:
        said.append(f"they expired on {added.expiry}, before they came in; they are never offered")
    same = next((each for each in alike if _said_again(each, added)), None)
    if same is not None:
        said.append(f"the same is recorded of that day ({same.id}); if it was typed twice, `migcli undo`")
    other = next((each for each in alike if each.expiry != added.expiry or each.product != added.product), None)
    if other is not None:
        said.append(
            f"lot {other.lot} is recorded as {other.product}, use by {other.expiry} ({other.id}); compare the vial"
        )
    if added.supply is None:
        said.append(f"who bought them isn't recorded; claims say so, once known `migcli amend {added.id} supply=CODE`")
    return said
