"""Tables at the widths people work at, and in a pipe."""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from migraine_cli.chart.answers import Answer
from migraine_cli.output import streams
from migraine_cli.output.blocks import BLANK, Block, Column, Details, Paragraph, Table
from migraine_cli.output.cells import shown
from migraine_cli.output.drawing import draw


class Row(NamedTuple):
    patient: str
    name: str
    due: date
    days: int
    status: str
    booked: str | None
    note: str | None


ROWS = [
    Row("P0001", "Ann Smith", date(2026, 9, 24), -7, "due", None, None),
    Row("P0002", "Günther Müller-Lüdenscheidt von und zu Hohenstein", date(2026, 10, 5), 4, "upcoming", "2026-10-05 09:30", "mornings; call her daughter the day before"),
    Row("P0003", "王小明", date(2026, 7, 1), -92, "lapsed", None, None),
]  # fmt: skip

COLUMNS = (
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("due", "due"),
    Column("days", "days", right=True),
    Column("status", "status", style=lambda row: "red" if row.status == "lapsed" else ""),
    Column("booked", "booked", spare=1),
    Column("note", "note", folds=True, spare=2),
    Column("lot", lambda _: None, optional=True),
)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """The lines of a table at a terminal of so many columns, or in a pipe."""

    def lines(
        width: int | None,
        columns: tuple[Column, ...] = COLUMNS,
        rows: Sequence[Any] = ROWS,
        blocks: Sequence[Block] | None = None,
    ) -> list[str]:
        monkeypatch.setattr(streams, "width", lambda: width)
        draw(blocks or [Table(columns, rows)])
        return capsys.readouterr().out.splitlines()

    return lines


def columns_of(line: str) -> int:
    return cell_len(line)


def test_in_a_pipe_it_is_whole_on_one_line_each(drawn: Callable[..., list[str]]) -> None:
    lines = drawn(None)
    assert len(lines) == 2 + len(ROWS)
    assert lines[0].split() == ["patient", "name", "due", "days", "status", "booked", "note"]
    assert lines[3].endswith("2026-10-05     4  upcoming  2026-10-05 09:30  mornings; call her daughter the day before")


@pytest.mark.parametrize("width", [80, 100, 140])
def test_at_a_terminal_columns_stay_aligned_within_its_width(drawn: Callable[..., list[str]], width: int) -> None:
    lines = drawn(width)
    assert all(columns_of(line) <= width for line in lines)
    starts = {line.index(str(row.due)) for row in ROWS[:2] for line in lines if str(row.due) in line}
    assert starts == {lines[0].index("due")}


def test_at_140_columns_the_longest_cells_fold_between_words(drawn: Callable[..., list[str]]) -> None:
    lines = drawn(140)
    assert "Hohenstein" in "".join(lines)
    assert "not shown" not in "".join(lines)


def test_at_80_columns_a_spare_column_is_left_out_and_named(drawn: Callable[..., list[str]]) -> None:
    lines = drawn(80)
    assert lines[-1] == "not shown at this width: note"
    assert "note" not in lines[0]


def test_what_has_no_room_beside_its_item_is_told_below(drawn: Callable[..., list[str]]) -> None:
    """A reason is shown at every width, or one would take a held patient for one to ring."""
    columns = [replace(column, below="patient") if column.header == "note" else column for column in COLUMNS]
    wide, narrow = drawn(140, columns), drawn(80, columns)
    assert "note" in wide[0].split()
    assert "note" not in narrow[0].split()
    noted = [row for row in ROWS if row.note]
    assert noted
    told = " ".join(" ".join(narrow).split())
    assert all(f"· {row.patient}: {row.note}" in told for row in noted)
    assert "not shown" not in told


@pytest.mark.parametrize("width", range(40, 121, 5))
def test_no_width_breaks_a_word(drawn: Callable[..., list[str]], width: int) -> None:
    asked = "2026-10-01..2026-10-31, 2026-09-01..2026-09-30"
    columns = (
        Column("name", "name"),
        Column("asks", "note", folds=True),
        Column("from", "booked", folds=True, spare=1),
    )
    lines = drawn(width, columns, [ROWS[0]._replace(note=asked, booked="cervical-paraspinal-left")])
    told = " ".join(lines).replace(",", " ").split()
    assert set(asked.replace(",", " ").split()) <= set(told)
    hidden = lines[-1] == "not shown at this width: from"
    assert hidden != ("cervical-paraspinal-left" in told)
    assert all(columns_of(line) <= width for line in lines)


@pytest.mark.parametrize("width", range(70, 121))
def test_every_column_that_is_not_named_as_hidden_is_there(drawn: Callable[..., list[str]], width: int) -> None:
    """Beside a long word, none is pushed past the edge."""
    columns = (*COLUMNS[:1], Column("asks", "note", folds=True), *COLUMNS[1:4], Column("least", "days", right=True))
    long = "2026-10-01..2026-10-31 and then the days of the month before"
    lines = drawn(width, columns, [ROWS[0]._replace(note=long, name="Meenakshi Krishnavel Brückmann")])
    assert lines[0].split() == ["patient", "asks", "name", "due", "days", "least"]
    assert all(columns_of(line) <= width for line in lines)


def test_an_optional_column_without_a_value_is_not_there(drawn: Callable[..., list[str]]) -> None:
    assert "lot" not in drawn(None)[0]
    assert "lot" in drawn(None, (*COLUMNS[:-1], Column("lot", lambda _: "C1", optional=True)))[0]


def test_numbers_stand_right(drawn: Callable[..., list[str]]) -> None:
    lines = drawn(None)
    ends = {line.index(str(row.status)) for row in ROWS[:2] for line in lines if str(row.due) in line}
    assert len(ends) == 1


@pytest.mark.parametrize("width", [80, 100, 140])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(name=st.text(min_size=1, max_size=200), days=st.integers(-9999, 9999))
def test_no_width_is_exceeded_and_no_character_lost(
    drawn: Callable[..., list[str]], width: int, name: str, days: int
) -> None:
    row = ROWS[0]._replace(name=name, days=days)
    columns = tuple(column for column in COLUMNS if not column.spare)
    lines = drawn(width, columns, [row])
    assert all(columns_of(line) <= width for line in lines)
    told = "".join("".join(lines[2:]).split())
    assert all(character in told for character in "".join(shown(name).split()))


# Not accents alone, which take no column: Rich doesn't draw what has no width.
names = (
    st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs")), max_size=30)
    .map(str.strip)
    .filter(lambda text: not text or cell_len(text) > 0)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(st.builds(Row, names, names, st.dates(), st.integers(), names, st.none() | names, st.none() | names)),
    fields=st.lists(st.tuples(names, st.none() | names | st.dates()), min_size=1),
    text=names,
)
def test_a_pipe_gets_what_rich_draws_on_endlessly_wide_paper(
    drawn: Callable[..., list[str]], rows: list[Row], fields: list[tuple[str, object]], text: str
) -> None:
    blocks = [Paragraph(f"  · {text}"), Paragraph(text, "dim"), BLANK, Details(fields), Table(COLUMNS, rows)]
    assert drawn(None, blocks=blocks) == drawn(100_000, blocks=blocks)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (Answer.UNKNOWN, "unknown"),
        (155.0, "155"),
        (2.5, "2.5"),
        (-7, "-7"),
        (date(2026, 10, 3), "2026-10-03"),
        (datetime(2026, 10, 3, 14, 30), "2026-10-03 14:30"),  # noqa: DTZ001
        (("dysphagia", "other"), "dysphagia, other"),
        ("[red]Ann[/red]", "[red]Ann[/red]"),
        ("Smith [/]", "Smith [/]"),
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\x9b31mb", "a\ufffd31mb"),
        ("\u202egnirts", "\ufffdgnirts"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_cell_is_readable_and_harmless(value: object, text: str) -> None:
    assert shown(value) == text
