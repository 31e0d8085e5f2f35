"""One table's bytes under their digest, and the same with documents added to them.

Schema 1 sealed its tables with BLAKE2b, schema 2 and 3 do with CRC-32, which finds any change of up to 32
bits in a row and all but one in four thousand million others, in a fifth of the time.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from functools import cached_property

import msgspec

from migraine_cli.store.tinydb_file.durable import Buffer

try:
    # What hashlib hands out; importing that loads OpenSSL, for which a short command would wait.
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

SCHEMA = 3
"""Version of the file's layout and of the records in it."""

EMPTY = b"{}"
"""A table without documents."""


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
        made_alike = DIGESTS[self.schema] is DIGESTS[SCHEMA]
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
        if DIGESTS[schema] is not _crc32:
            return DIGESTS[schema](self.raw)
        return _hex(zlib.crc32(memoryview(self.raw)[-1:], self.open_crc))

    def is_digest(self, crc: int) -> bool:
        """Whether a CRC-32, made piece by piece, is the digest listed for the bytes."""
        return self._listed == _hex(crc)

    @property
    def in_pieces(self) -> tuple[int, int] | None:
        """`place`, where the digest can be checked piece by piece."""
        return self.place if DIGESTS[self.schema] is _crc32 else None


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


def blake2b_of(raw: msgspec.Raw | bytes) -> str:
    return blake2b(raw, digest_size=16).hexdigest()


def _crc32(raw: msgspec.Raw | bytes) -> str:
    return _hex(zlib.crc32(raw))


def _hex(crc: int) -> str:
    return f"{crc:08x}"


DIGESTS: dict[int, Callable[[msgspec.Raw | bytes], str]] = {1: blake2b_of, 2: _crc32, 3: _crc32}
"""What makes a table's digest, by the schema of the file that lists it."""
