"""A listing as long as the clinic says the same in every form, and is shown whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args

import pytest
from msgspec import Struct

from migraine_cli.output.listing import Listing
from migraine_cli.output.long import LongForm, show_long
from migraine_cli.output.showing import show

DAY = date(2026, 10, 5)
FORMS: tuple[LongForm, ...] = get_args(LongForm)


class Row(Struct, frozen=True):
    patient: str
    note: str | None


def rows(count: int) -> list[Row]:
    return [Row(f"P{number}", (None, 'Œ "]}, \x1b[31m', "=1")[number % 3]) for number in range(count)]


def listing(items: Sequence[Row] = ()) -> Listing:
    return Listing("due", Row, DAY, items, empty="nobody is due.", words={"note": {"=1": "one"}})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 1000])
def test_it_is_what_every_listing_shows(count: int, form: LongForm, capsys: pytest.CaptureFixture[str]) -> None:
    show_long(listing(), iter(rows(count)), form)
    long = capsys.readouterr()
    show(listing(rows(count)), form)
    assert capsys.readouterr() == long
    assert ("P0" in long.out) == (count > 0)


@pytest.mark.parametrize("form", FORMS)
def test_a_failure_half_way_shows_nothing(form: LongForm, capsys: pytest.CaptureFixture[str]) -> None:
    def failing() -> Iterator[Row]:
        yield from rows(500)
        raise OSError("the server is gone")

    with pytest.raises(OSError, match="gone"):
        show_long(listing(), failing(), form)
    assert capsys.readouterr().out == ""
