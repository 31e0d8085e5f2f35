"""A listing as long as the clinic is the same JSON, and is shown whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from msgspec import Struct

from migraine_cli.output.as_json import as_json
from migraine_cli.output.long_json import show_long

DAY = date(2026, 10, 5)


class Row(Struct, frozen=True):
    patient: str
    note: str | None


def rows(count: int) -> list[Row]:
    return [Row(f"P{number}", None if number % 3 else 'Œ "]}, \x1b[31m') for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 1000])
def test_it_is_the_envelope_that_every_listing_has(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    show_long("due", DAY, iter(rows(count)))
    assert capsys.readouterr().out == as_json("due", DAY, rows(count))


def test_a_failure_half_way_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def failing() -> Iterator[Row]:
        yield from rows(500)
        raise OSError("the server is gone")

    with pytest.raises(OSError, match="gone"):
        show_long("due", DAY, failing())
    assert capsys.readouterr().out == ""
