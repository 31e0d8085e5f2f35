"""A table of an earlier schema in the form of the present one; its own digest still says whether it is intact.

Schema 3 keeps the month counts of one patient and one command in one document; nothing else has changed its form.
"""

from __future__ import annotations

from functools import cached_property

from msgspec.json import decode, encode

from migraine_cli.store.tinydb_file.sealed import UNREADABLE
from migraine_cli.store.tinydb_file.sealed_table import SealedTable

_MONTHS_TOGETHER = 3
"""The schema from which on a patient's months lie together."""


def present_form(name: str, table: SealedTable) -> SealedTable:
    """The table as the present schema has it."""
    if table.schema >= _MONTHS_TOGETHER:
        return table
    from migraine_cli.records.diary import MonthCount

    return _Together(table) if name == MonthCount.table else table


class _Together(SealedTable):
    """A table of single month counts, put together when its bytes are asked for; all ids and numbers stay."""

    def __init__(self, before: SealedTable) -> None:
        super().__init__(lambda: _put_together(bytes(before.raw)), before.last)
        self._before = before

    @cached_property
    def intact(self) -> bool:
        """The bytes in the file have the digest listed for them."""
        return self._before.intact


def _put_together(raw: bytes) -> bytes:
    from migraine_cli.records.diary import MonthCount
    from migraine_cli.store.tinydb_file.months import stored

    try:
        return encode(stored(decode(raw, type=dict[int, MonthCount])))
    except UNREADABLE:
        return raw  # whoever reads it says what is wrong
