"""The bytes of a clinic file, taken apart by table and put together again, each table under a digest.

The file is one JSON object of tables, as TinyDB writes it. One of them, `_meta`, has a single document:
the schema version, for each table its size, the digest of its bytes and the highest document id ever
given in it, and a seal over the rest of that document. JSON hides damage (a flipped bit in a
number reads back as another dose); the digests don't. With the sizes a table is found without reading
those before it.

Schema 1 sealed its tables with BLAKE2b, schema 2 and 3 do with CRC-32, which finds any change of up to 32
bits in a row and all but one in four thousand million others, in a fifth of the time. A file of an earlier schema is
read as it is, and written in the present one (see `migration`).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec.json import decode, encode

from migraine_cli.errors import ClinicFileError
from migraine_cli.store.tinydb_file.durable import Buffer
from migraine_cli.store.tinydb_file.location import Source

try:
    # What hashlib hands out; importing that loads OpenSSL, for which a short command would wait.
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

SCHEMA = 3
"""Version of the file's layout and of the records in it."""

META = "_meta"
"""Name of the table that holds the digests."""

KEPT_DAYS = "_session_days"
"""Name of the table of `kept_days`: the one it had while it held those of the sessions alone, which an earlier program
passes by.
"""

HIDDEN = frozenset({META, KEPT_DAYS})
"""The tables that hold no records, and that TinyDB doesn't see."""

EMPTY = b"{}"
"""A table without documents."""

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


class SealedTable:
    """The bytes of one table, and the highest document id ever given in it.

    `read` gets the bytes when they are first needed; `listed` is the digest listed for them, None for bytes that
    haven't been in a file yet. `place` is where in the file they begin and how many they are, where that is known.
    """

    def __init__(
        self,
        read: Callable[[], msgspec.Raw | bytes],
        last: int,
        listed: str | None = None,
        schema: int = SCHEMA,
        place: tuple[int, int] | None = None,
    ) -> None:
        self._read = read
        self._listed = listed
        self.last = last
        self.schema = schema
        self.place = place

    @staticmethod
    def of(raw: msgspec.Raw | bytes, last: int) -> SealedTable:
        """A table whose bytes are at hand, and haven't been in a file yet."""
        return SealedTable(lambda: raw, last)

    @cached_property
    def raw(self) -> msgspec.Raw | bytes:
        """The table's bytes; `intact` says whether they are to be trusted."""
        return self._read()

    @property
    def at_hand(self) -> bool:
        """Whether the bytes were read before."""
        return "raw" in vars(self)

    @property
    def parts(self) -> Sequence[Buffer]:
        """The table's bytes, in parts."""
        return [memoryview(self.raw)]

    @property
    def size(self) -> int:
        """How many bytes there are, which needn't be read for it where that is known."""
        return len(memoryview(self.raw)) if self.place is None else self.place[1]

    @cached_property
    def digest(self) -> str:
        """The digest to list for the bytes."""
        made_alike = _DIGESTS[self.schema] is _DIGESTS[SCHEMA]
        return self._listed if self._listed and made_alike else self._made(SCHEMA)

    @cached_property
    def intact(self) -> bool:
        """The bytes have the digest listed for them."""
        return self._listed is None or self._listed == self._made(self.schema)

    @cached_property
    def open_crc(self) -> int:
        """The CRC-32 of all but the last byte, before which what is added goes."""
        return zlib.crc32(memoryview(self.raw)[:-1])

    def and_documents(self, added: bytes, last: int) -> SealedTable:
        """This table with the documents of another, `added`, behind its own; `last` is the highest id given then."""
        return SealedTable.of(added, last) if memoryview(self.raw) == EMPTY else _Longer(self, added, last)

    def _made(self, schema: int) -> str:
        if _DIGESTS[schema] is not _crc32:
            return _DIGESTS[schema](self.raw)
        return _hex(zlib.crc32(memoryview(self.raw)[-1:], self.open_crc))

    def is_digest(self, crc: int) -> bool:
        """Whether a CRC-32, made piece by piece, is the digest listed for the bytes."""
        return self._listed == _hex(crc)

    @property
    def in_pieces(self) -> tuple[int, int] | None:
        """`place`, where the digest can be checked piece by piece."""
        return self.place if _DIGESTS[self.schema] is _crc32 else None


class _Longer(SealedTable):
    """A table with documents added to it: the bytes there were are neither copied nor summed up again."""

    def __init__(self, before: SealedTable, added: bytes, last: int) -> None:
        super().__init__(lambda: b"".join(self.parts), last)
        self._before = before
        self._added = b"," + added[1:]

    @property
    def parts(self) -> Sequence[Buffer]:
        return [memoryview(self._before.raw)[:-1], self._added]

    @property
    def size(self) -> int:
        return sum(len(part) for part in self.parts)

    @cached_property
    def digest(self) -> str:
        return _hex(zlib.crc32(self._added, self._before.open_crc))


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
    if seal != seal_of(document) or listed.schema not in _DIGESTS:
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
    return _blake2b(encode(meta))


def _blake2b(raw: msgspec.Raw | bytes) -> str:
    return blake2b(raw, digest_size=16).hexdigest()


def _crc32(raw: msgspec.Raw | bytes) -> str:
    return _hex(zlib.crc32(raw))


def _hex(crc: int) -> str:
    return f"{crc:08x}"


_DIGESTS: dict[int, Callable[[msgspec.Raw | bytes], str]] = {1: _blake2b, 2: _crc32, 3: _crc32}
"""What makes a table's digest, by the schema of the file that lists it."""
