"""Which rows about the clinic's vials are new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.import_plan import Known, Plan, differences
from migraine_cli.exchange.layout import Fault
from migraine_cli.exchange.stock_rows import StockRow
from migraine_cli.records.stock import OfLot, OfSize
from migraine_cli.words.vials import lot_key


class Alike:
    """Records about vials; `number` counts those that a row says no more than."""

    def __init__(self, records: Iterable[OfLot] = ()) -> None:
        self._by_day: defaultdict[tuple[str, date], list[OfLot]] = defaultdict(list)
        for record in records:
            self.add(record)

    def add(self, record: OfLot) -> None:
        """Count a further one."""
        self._by_day[lot_key(record.lot), record.date].append(record)

    def number(self, row: OfLot) -> int:
        """How many there are of which the row says nothing that differs."""
        return sum(not differences(each, row) for each in self._by_day[lot_key(row.lot), row.date])


def numbered(records: Iterable[OfLot]) -> Iterator[StockRow]:
    """Rows of the records, each with the number by which `plan_stock` knows it among the others."""
    before = Alike()
    for record in records:
        yield StockRow(record, before.number(record) + 1)
        before.add(record)


def plan_stock(rows: Iterable[tuple[int, StockRow]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """A row is new when fewer records that it says no more than are recorded, or were imported, than its number."""
    on_record = known.on_record(None)
    standing, imported = Alike(on_record.in_force), Alike(on_record.imported)
    ids = known.ids
    for line, row in rows:
        said = row.said
        if isinstance(said, OfSize) and said.for_patient:
            try:
                meant = ids.meant(said.for_patient)
            except InvalidValue as fault:
                faults.append((line, fault.sentence))
                continue
            if meant is None:
                faults.append((line, f"there is no patient {said.for_patient}; add or import the patient first."))
                continue
            said = replace(said, for_patient=meant)
        if row.nth <= max(standing.number(said), imported.number(said)):
            plan.skipped += 1
        else:
            plan.added.append(said)
            standing.add(said)
