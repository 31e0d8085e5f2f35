"""JSON and CSV of the same items; details; an empty listing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.output import streams
from migraine_cli.output.as_csv import as_csv
from migraine_cli.output.as_json import as_json, compact, in_pieces
from migraine_cli.output.blocks import Block, Column, Details, Paragraph
from migraine_cli.output.drawing import draw
from migraine_cli.output.forms import Format
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show


class Bounds(Struct):
    low: int
    high: int


class Item(Struct):
    patient: str
    name: str | None = None
    units: float | None = None
    count: int = 0
    on: date | None = None
    at: datetime | None = None
    verdict: Answer = Answer.UNKNOWN
    booked: bool = False
    cautions: tuple[str, ...] = ()
    found: Bounds | None = None
    criteria: tuple[Bounds, ...] = ()


DAY = date(2026, 10, 1)
FULL = Item(
    "P0001",
    "Ann",
    155.0,
    -7,
    DAY,
    datetime(2026, 10, 1, 9, 30, tzinfo=UTC),
    Answer.YES,
    True,
    ("dysphagia", "other"),
    Bounds(12, 18),
    (Bounds(1, 2),),
)


def csv_rows(*items: Item) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(Item, items), newline="")))


def test_json_is_one_line_with_every_key() -> None:
    text = as_json("due", DAY, [Item("P0001")])
    assert text == (
        '{"schema":"migcli.due/1","as_of":"2026-10-01","items":[{"patient":"P0001","name":null,"units":null,"count":0,'
        '"on":null,"at":null,"verdict":"unknown","booked":false,"cautions":[],"found":null,"criteria":[]}]}\n'
    )


@pytest.mark.parametrize("count", [0, 1, 200, 201, 500])
def test_a_long_listing_is_the_same_json_written_in_pieces(count: int) -> None:
    items = [Item(f"P{n}", "\u202e\n") for n in range(count)]
    pieces = list(in_pieces("due", DAY, iter(items)))
    whole = compact({"schema": "migcli.due/1", "as_of": DAY, "items": items}) + "\n"
    assert "".join(pieces) == as_json("due", DAY, items) == whole
    assert len(pieces) == -(-count // 200) + 1


@given(st.text())
def test_json_gives_a_script_the_very_text_and_a_terminal_nothing_to_obey(name: str) -> None:
    text = as_json("due", DAY, [Item("P0001", name)])
    assert json.loads(text)["items"][0]["name"] == name
    assert not set(text[:-1]) & {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), "\u202e", "\u2066"}


def test_csv_has_the_fields_as_header_and_one_line_per_item() -> None:
    assert as_csv(Item, [FULL, Item("P0002", "two\nlines")]) == (
        "patient,name,units,count,on,at,verdict,booked,cautions,found,criteria\n"
        "P0001,Ann,155.0,-7,2026-10-01,2026-10-01T09:30:00+00:00,yes,yes,dysphagia;other,"
        '12 to 18,"[{""low"":1,""high"":2}]"\n'
        "P0002,two lines,,0,,,unknown,no,,,\n"
    )


def test_bounds_that_are_one_number_are_a_number_in_a_sheet() -> None:
    assert csv_rows(replace(FULL, found=Bounds(12, 12)))[0]["found"] == "12"


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=1+2", "'=1+2"),
        ("+49 170 1234567", "'+49 170 1234567"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+2", "' =1+2"),
        ("\r=1+2", "' =1+2"),
        ("＝1+2", "'＝1+2"),
        ("a=1", "a=1"),
        ("O'Neil, Pat", "O'Neil, Pat"),
        ('say "hi"', 'say "hi"'),
        ("a\x1b[31mb", "a\ufffd[31mb"),
    ],
)
def test_text_in_csv_is_never_a_formula(name: str, cell: str) -> None:
    assert csv_rows(Item("P0001", name))[0]["name"] == cell


def test_a_list_in_csv_is_guarded_as_the_text_it_becomes() -> None:
    assert csv_rows(Item("P0001", cautions=("=1", "2")))[0]["cautions"] == "'=1;2"


def test_numbers_in_csv_stay_numbers() -> None:
    row = csv_rows(Item("P0001", units=-2.5, count=-7))[0]
    assert (row["units"], row["count"]) == ("-2.5", "-7")


def empty(form: Format, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    show(Listing("due", Item, DAY, [], (Column("patient", "patient"),), empty="no retreatments due."), form)
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_an_empty_table_is_said_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert empty("table", capsys) == ("", "no retreatments due.\n")


def test_empty_json_and_csv_keep_their_frame(capsys: pytest.CaptureFixture[str]) -> None:
    assert empty("json", capsys) == ('{"schema":"migcli.due/1","as_of":"2026-10-01","items":[]}\n', "")
    assert empty("csv", capsys)[0].startswith("patient,name,")


def test_a_caption_follows_the_table_and_no_other_format(capsys: pytest.CaptureFixture[str]) -> None:
    listing = Listing("due", Item, DAY, [Item("P0001")], (Column("patient", "patient"),), caption="1 due")
    show(listing, "table")
    assert capsys.readouterr().out.splitlines()[-3:] == ["P0001", "", "1 due"]
    show(listing, "csv")
    assert "1 due" not in capsys.readouterr().out


def test_a_view_takes_the_place_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    show(Listing("patient", Item, DAY, [FULL], view=lambda: [Details([("name", "Ann")])]), "table")
    assert capsys.readouterr().out == "name  Ann\n"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """The lines of a block at a terminal of so many columns, or in a pipe."""

    def lines(block: Block, width: int | None) -> list[str]:
        monkeypatch.setattr(streams, "width", lambda: width)
        draw([block])
        return capsys.readouterr().out.splitlines()

    return lines


def test_details_align_fold_and_keep_the_lines_of_a_note(drawn: Callable[..., list[str]]) -> None:
    note = "call before nine\nnot on Mondays and Tuesdays"
    assert drawn(Details([("patient", "P0001"), ("units", 155.0), ("note", note), ("", None)]), 30) == [
        "patient  P0001",
        "units    155",
        "note     call before nine",
        "         not on Mondays and",
        "         Tuesdays",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("15 or more headache days", ["15 or more headache", "days"]),
        ("  · 15 or more headache days", ["  · 15 or more headache", "    days"]),
        ("", [""]),
    ],
    ids=["plain", "an item of a list", "a blank line"],
)
def test_a_paragraph_folds_at_a_terminal_only(drawn: Callable[..., list[str]], text: str, lines: list[str]) -> None:
    assert drawn(Paragraph(text), 24 if "·" in text else 20) == lines
    assert drawn(Paragraph(text), None) == [text]
