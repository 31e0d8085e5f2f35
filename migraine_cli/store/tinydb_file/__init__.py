"""LOAD: the clinic file. One TinyDB file, replaced whole, that can't be lost and shows damage.

From the bytes up: `durable` and `lock` write them safely, `sealed` puts digests on them, `tables` and
`storage` are TinyDB's view, `clinic` gives typed records, `transaction` adds to them, `check` and `consistency` look
everything over.
"""

from __future__ import annotations

from migraine_cli.store.places import locate
from migraine_cli.store.tinydb_file.clinic import Clinic
from migraine_cli.store.tinydb_file.transaction import Transaction, changing

__all__ = ["Clinic", "Transaction", "changing", "locate"]
