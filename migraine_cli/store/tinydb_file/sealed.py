"""The bytes of a clinic file, taken apart by table and put together again, each table under a digest.

The file is one JSON object of tables, as TinyDB writes it. One of them, `_meta`, has a single document:
the schema version, for each table its size, the digest of its bytes and the highest document id ever
given in it, and a seal over the rest of that document. JSON hides damage (a flipped bit in a
number reads back as another dose); the digests don't. With the sizes a table is found without reading
those before it. A file of an earlier schema is read as it is, and written in the present one (see `migration`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec.json import decode, encode

from migraine_cli.errors import ClinicFileError
from migraine_cli.store.tinydb_file.durable import Buffer
from migraine_cli.store.tinydb_file.location import Source
from migraine_cli.store.tinydb_file.sealed_table import DIGESTS, SCHEMA, SealedTable, blake2b_of

META = "_meta"
"""Name of the table that holds the digests."""

KEPT_DAYS = "_session_days"
"""Name of the table of `kept_days`: the one it had while it held those of the sessions alone, which an earlier program
passes by.
"""

HIDDEN = frozenset({META, KEPT_DAYS})
"""The tables that hold no records, and that TinyDB doesn't see."""

_HEAD = 8192
"""Bytes that hold the table of digests, which is written first, with room to spare."""

_END_OF_META = b'"}}'

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding raises for bytes that aren't the JSON asked for."""


RESTORE = "restore the newest backup with `migcli restore`"
"""What mends most damage; `backups` says which one that is."""


class _Listed(msgspec.Struct, forbid_unknown_fields=True):
    size: int
    digest: str
    last: int


class Meta(msgspec.Struct, forbid_unknown_fields=True):
    """The document of META without its seal: the schema, and by table its size, digest and last number."""

    schema: Annotated[int, msgspec.Meta(ge=1)]
    tables: dict[str, _Listed]


class Distrusted(ClinicFileError):
    """The bytes aren't those that migcli wrote. `what` says where, `mend` what helps."""

    is_what = "is damaged"
    mend = RESTORE

    def __init__(self, path: Path, what: str, mend: str | None = None) -> None:
        self.path, self.what, self.mend = path, what, mend or self.mend
        super().__init__(f"the clinic file {path} {self.is_what}: {what}; run `migcli check`, then {self.mend}.")


class Damaged(Distrusted):
    """The bytes changed where they lay."""


class ChangedElsewhere(Distrusted):
    """Another program rewrote the file."""

    is_what = "was changed by another program"
    mend = "accept the change with `migcli check --accept` if it is meant"


class DaysDamaged(Distrusted):
    """Only the days kept for the due list changed where they lay, which follow from the records."""

    mend = "leave it out with `migcli check --accept`, as it is made from the records again"


def found_by_size(source: Source) -> dict[str, SealedTable] | None:
    """The tables, where their sizes say they are; None when the file isn't laid out just as migcli writes it."""
    head = source.part(0, _HEAD)
    end = head.find(_END_OF_META, head.find(b'"seal":"')) + len(_END_OF_META)
    try:
        document = decode(head[:end] + b"}", type=dict[str, dict[str, dict[str, Any]]])[META]["1"]
        seal = document.pop("seal", None)
        listed = msgspec.convert(document, Meta)
    except (*UNREADABLE, KeyError):
        return None
    if seal != seal_of(document) or listed.schema not in DIGESTS:
        return None
    tables = {}
    for name, of in listed.tables.items():
        before = b"," + encode(name) + b":"
        if source.part(end, len(before)) != before:
            return None
        read = partial(source.part, end + len(before), of.size)
        place = (end + len(before), of.size)
        tables[name] = SealedTable(read, of.last, of.digest, listed.schema, place)
        end += len(before) + of.size
    return tables if source.part(end, 2) == b"}" else None


def pack(tables: Mapping[str, SealedTable], parts: Callable[[str], Iterable[Buffer]] | None = None) -> Iterator[Buffer]:
    """The bytes of a clinic file that holds `tables`, in parts. `parts` gives those of a table, and raises what it has
    against them; without it they are taken as they are.
    """
    parts = parts or (lambda name: tables[name].parts)
    listed = {name: _Listed(table.size, table.digest, table.last) for name, table in tables.items()}
    meta = {"schema": SCHEMA, "tables": listed}
    yield encode({META: {"1": {**meta, "seal": seal_of(meta)}}})[:-1]
    for name in tables:
        yield b"," + encode(name) + b":"
        yield from parts(name)
    yield b"}"


def distrust(data: bytes, path: Path, what: str) -> Distrusted:
    """Why `data` can't be trusted. Only what is another writer's in its whole form was changed by one; a blank or a
    doubled key in the compact JSON that migcli writes is damage.
    """
    from migraine_cli.store.tinydb_file.foreign_form import is_foreign

    return (ChangedElsewhere if is_foreign(data) else Damaged)(path, what)


def seal_of(meta: dict[str, Any]) -> str:
    """Of one kind in every schema, so that a program tells a newer file from a damaged one."""
    return blake2b_of(encode(meta))
