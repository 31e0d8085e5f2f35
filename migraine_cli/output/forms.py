"""The forms in which a listing is shown; apart from `listing`, as a help page needs no more than their names."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Format = Literal["table", "plain", "json", "csv", "tsv"]
PageForm = Literal["table", "plain", "json", "csv", "tsv", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)

IN_COLUMNS: tuple[Format, ...] = ("table", "csv", "tsv")
"""The forms that have columns, so that some can be picked."""


class Arrangement(NamedTuple):
    """How the rows of a form in columns are arranged: the keys of JSON that are its columns, all that are usual when
    none are named; the key that the rows are sorted by, from the greatest down behind a `-`; with a header or without.
    """

    columns: tuple[str, ...] = ()
    sort: str | None = None
    header: bool = True


AS_LISTED = Arrangement()
