"""Apple Health's export as a stream of start tags of one type, out of its zip or XML, whatever its size.

The file holds millions of records of which a few hundred matter, and a DTD that no XML parser accepts (iOS 16 writes
it ill-formed, and control characters into names). So it isn't parsed: the type's name is looked for in pieces of 1 MiB,
and only the start tag around a find is read. What makes that sound: a tag is matched with its quotation marks; one that
a piece's edge cuts waits for the next piece; its `type` attribute must be the name; comments are taken out; the root
must be <HealthData> and must be closed at the end. The DTD is passed over, so no entity is ever expanded.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple, cast

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.formats.zips import refuse_bomb

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

PIECE = 1 << 20
"""Bytes read at a time; no start tag may be longer."""

HEAD = 1 << 16
"""Bytes in which the root must begin."""

_EXPORT_AGAIN = "export it again in the Health app (your picture, Export All Health Data) and import that"
_CUT = f"the file ends before its Apple Health export does, so it was cut; {_EXPORT_AGAIN}."
_DAMAGED = f"the zip is damaged or was cut; {_EXPORT_AGAIN}."
_NO_EXPORT = f"the file is no Apple Health export (nothing in it begins with HealthData); {_EXPORT_AGAIN}."
_CDA_ONLY = (
    "the file is Apple Health's clinical document (export_cda), which has no headaches; import the zip or the other"
    " XML file in it."
)

_PROLOG = rb"(?s)(?:\s+|\xef\xbb\xbf|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*"
_ROOT = rb"<(?:[\w.-]+:)?([A-Za-z]\w*)(?=[\s/>])"
_VALUE = rb"\"[^\"]*\"|'[^']*'"
_RECORD = re.compile(rb"<Record(?:\s+[^\s=\"'<>/]+\s*=\s*(?:%b))*\s*/?>" % _VALUE)
_ATTRIBUTE = re.compile(rb"\s([^\s=\"'<>/]+)\s*=\s*(%b)" % _VALUE)
_END = re.compile(rb"</HealthData\s*>\s*\Z|\A\s*<HealthData[^<>]*/>\s*\Z")
_CLOSINGS = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}
_OPENING = re.compile(rb"<!--|<!\[CDATA\[|<(?:!(?:-|\[[A-Z]{0,5})?)?\Z")


class Tag(NamedTuple):
    """The attributes of one record of the type that was asked for; `number` counts these records from 1."""

    number: int
    attributes: dict[str, str]


class Scan:
    """The records of one type in an export; `records` counts those of every type once `tags` has run out."""

    def __init__(self, pieces: Iterable[bytes], type_name: str) -> None:
        self._pieces = iter(pieces)
        self._type = type_name.encode()
        self.records = 0

    def tags(self) -> Iterator[Tag]:
        """The start tags whose type attribute is the name. Raises InvalidValue for a file that is none or was cut."""
        rest = ending = b""
        numbers = count(1)
        for piece in without_comments(_from_root(self._pieces)):
            data, ending = rest + piece, (ending + piece[-1024:])[-1024:]
            whole = _whole(data)
            for attributes in self._of_type(data[:whole]):
                yield Tag(next(numbers), attributes)
            rest = data[whole:]
            if len(rest) > PIECE:
                raise InvalidValue(f"the file has a record of over 1 MiB, so it is damaged; {_EXPORT_AGAIN}.")
        if not _END.search(ending):
            raise InvalidValue(_CUT)
        for attributes in self._of_type(rest):
            yield Tag(next(numbers), attributes)

    def _of_type(self, data: bytes) -> Iterator[dict[str, str]]:
        self.records += data.count(b"<Record ") + data.count(b"<Record\n")
        at = data.find(self._type)
        while at >= 0:
            start = data.rfind(b"<Record", 0, at)
            tag = _RECORD.match(data, max(start, 0))
            if tag is None and data[start + 7 : start + 8].isspace():
                raise InvalidValue(f"a record in the file can't be read, so it is damaged; {_EXPORT_AGAIN}.")
            if tag and tag.end() > at:
                attributes = _attributes(tag[0])
                if attributes.get("type") == self._type.decode():
                    yield attributes
            at = data.find(self._type, max(at + 1, tag.end() if tag else 0))


@contextmanager
def pieces_of(file: BinaryIO) -> Iterator[Iterable[bytes]]:
    """The export's XML in pieces: the file's own, or out of its zip; a zip that can't be sought in is spooled (0600).

    Raises InvalidValue when there is no export in it.
    """
    start = file.read(4)
    if not start.startswith(b"PK"):
        yield _read(file, start)
        return
    from zipfile import BadZipFile, ZipFile

    with SpooledTemporaryFile(max_size=8 * PIECE) as spooled:
        seekable = file if file.seekable() else _spooled(start, file, spooled)
        try:
            with ZipFile(seekable) as zipped, _opened(zipped, _member(zipped)) as member:
                yield _read(member, b"")
        except (BadZipFile, zlib.error, EOFError) as fault:
            raise InvalidValue(_DAMAGED) from fault


def _opened(zipped: ZipFile, member: ZipInfo) -> BinaryIO:
    try:
        return cast("BinaryIO", zipped.open(member))
    except (NotImplementedError, RuntimeError) as fault:
        raise InvalidValue(f"the zip is encrypted or packed in an unusual way; {_EXPORT_AGAIN}.") from fault


def _spooled(start: bytes, file: BinaryIO, spooled: SpooledTemporaryFile[bytes]) -> IO[bytes]:
    for piece in _read(file, start):
        spooled.write(piece)
    return cast("IO[bytes]", spooled)


def _read(file: BinaryIO, start: bytes) -> Iterator[bytes]:
    if start:
        yield start
    while piece := file.read(PIECE):
        yield piece


def _member(zipped: ZipFile) -> ZipInfo:
    """The member whose root is HealthData; its name is in the phone's language."""
    roots = set()
    for member in zipped.infolist():
        folder, _, name = member.filename.rpartition("/")
        if not name.casefold().endswith(".xml") or name.startswith("._") or "__MACOSX" in folder:
            continue
        with _opened(zipped, member) as opened:
            root = _root(opened.read(HEAD))
        if root and root[1] == b"HealthData":
            refuse_bomb([member], "zip")
            return member
        roots.add(root[1] if root else b"")
    raise InvalidValue(_CDA_ONLY if b"ClinicalDocument" in roots else _NO_EXPORT)


def _from_root(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces from the root on."""
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= HEAD:
            break
    root = _root(head[:HEAD])
    if root is None or root[1] != b"HealthData":
        raise InvalidValue(_CDA_ONLY if root and root[1] == b"ClinicalDocument" else _NO_EXPORT)
    yield head[root.start() :]
    yield from pieces


def _root(head: bytes) -> re.Match[bytes] | None:
    """The start of the root, behind what may stand before it; the DTD is passed over unread."""
    prolog = re.match(_PROLOG, head)
    return re.compile(_ROOT).match(head, prolog.end() if prolog else 0)


def _whole(data: bytes) -> int:
    """How much of `data` can be read now: no record's start tag is cut there."""
    start = data.rfind(b"<Record")
    if start < 0:
        return max(0, len(data) - len(b"<Record"))
    tag = _RECORD.match(data, start)
    return max(tag.end(), len(data) - len(b"<Record")) if tag else start


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace"): value[1:-1].decode("utf-8", "replace")
        for name, value in _ATTRIBUTE.findall(tag)
    }


def without_comments(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces without comments and CDATA, of which a part may be in one piece and the rest in the next."""
    rest, closing = b"", b""
    for piece in pieces:
        data = rest + piece
        if not closing and b"<!" not in data and data[-1:] != b"<":
            rest = b""
            yield data
            continue
        kept, rest, closing = _comments_cut(data, closing)
        if kept:
            yield kept
    yield rest if not closing else b""


def _comments_cut(data: bytes, closing: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands outside comments; what may be the edge of one; and what closes the one that is open."""
    kept: list[bytes] = []
    at = 0
    while at < len(data):
        if closing:
            end = data.find(closing, at)
            if end < 0:
                return b"".join(kept), data[max(at, len(data) - len(closing) + 1) :], closing
            at, closing = end + len(closing), b""
        opening = _OPENING.search(data, at)
        kept.append(data[at : opening.start() if opening else len(data)])
        if not opening or opening[0] not in _CLOSINGS:
            return b"".join(kept), opening[0] if opening else b"", b""
        at, closing = opening.end(), _CLOSINGS[opening[0]]
    return b"".join(kept), b"", closing
