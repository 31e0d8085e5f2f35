"""A listing: the same items as a table, as plain lines, as JSON, as CSV and as TSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from msgspec import Struct

from migraine_cli.output.blocks import Block, Column
from migraine_cli.output.forms import FORMATS, Format

NO_WORDS: Mapping[str, Mapping[str, str] | Callable[[str], str]] = MappingProxyType({})


class Listing(Struct, frozen=True):
    """Items of one type, and how a person reads them: as a table of `columns`, or as the blocks of `view`.

    `name` is the one `migcli schema` knows; `title` heads a table with the date; `empty` is said when there are no
    items; `caption` ends a table; `forms` are those that make sense. `keys` are the columns of CSV and TSV, all of
    them unless named; `header` is whether these and a table have one. `words` are what plain lines call a code or a
    number, by the label it stands under, such as "criteria answer".
    """

    name: str
    item_type: type[Struct]
    as_of: date
    items: Sequence[Struct]
    columns: Sequence[Column] = ()
    view: Callable[[], Iterable[Block]] | None = None
    title: str = ""
    empty: str = "nothing to show."
    caption: str = ""
    forms: Sequence[Format] = FORMATS
    keys: Sequence[str] = ()
    header: bool = True
    words: Mapping[str, Mapping[str, str] | Callable[[str], str]] = NO_WORDS
