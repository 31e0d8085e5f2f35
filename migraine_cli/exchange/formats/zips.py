"""Zips that would unpack to more than any real file does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from migraine_cli.errors import InvalidValue

if TYPE_CHECKING:
    from zipfile import ZipInfo

MOST_RATIO = 300
"""Bytes out of one byte of a zip; a real health export has about 32, and deflate gives up to 1032."""

_ANY_SIZE = 1 << 20
"""Bytes; a member up to this size may be packed as tightly as it likes."""


def refuse_bomb(members: Iterable[ZipInfo], what: str) -> None:
    """Raises InvalidValue for a member that unpacks to over MOST_RATIO times its size."""
    if any(member.file_size > max(_ANY_SIZE, MOST_RATIO * member.compress_size) for member in members):
        raise InvalidValue(
            f"the {what} would unpack to over {MOST_RATIO} times its size, which no real one does; export it again."
        )
