"""What holds of every form, whatever the items are; picked and sorted columns."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from itertools import chain
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, field

from migraine_cli.eligibility.reduction import percent_in_words
from migraine_cli.errors import InvalidValue
from migraine_cli.output.as_csv import as_csv, as_tsv, guarded
from migraine_cli.output.as_json import as_json
from migraine_cli.output.as_plain import NOT_RECORDED, as_plain, spoken
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show


class Found(Struct):
    what: str
    days: int | None


class Item(Struct):
    patient: str
    name: str | None = None
    units: float | None = None
    on: date | None = None
    cautions: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()


DAY = date(2026, 11, 21)
DRAWN = re.compile("[\u2190-\u21ff\u2500-\u25ff\u27f0-\u27ff\u2900-\u297f\u2b00-\u2b11\U0001f800-\U0001f8ff]")

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
SIGNS = ["→", "⇒", "█", "░", "─", "◆", "\t", "\n", "\xa0", "  ", "Ann", "é", "50 %"]
with_signs = st.lists(st.sampled_from(SIGNS)).map("".join)
items = st.lists(
    st.builds(
        Item,
        texts | with_signs,
        st.none() | texts | with_signs,
        st.none() | st.integers(-999, 999).map(float),
        st.none() | st.dates(),
        st.lists(texts, max_size=3).map(tuple),
        st.lists(st.builds(Found, with_signs, st.none() | st.integers(0, 31)), max_size=3).map(tuple),
    ),
    max_size=4,
)


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict | list):
        return list(chain.from_iterable(map(leaves, value.values() if isinstance(value, dict) else value)))
    return [value]


@given(items)
def test_plain_lines_hold_every_value_and_nothing_drawn(rows: list[Item]) -> None:
    text = as_plain(rows, {})
    assert not DRAWN.search(text)
    assert "  " not in text
    assert all(not line or ": " in line for line in text.splitlines())
    for value in leaves(json.loads(as_json("due", DAY, rows))["items"]):
        assert spoken(value) in text


@given(items)
def test_csv_and_tsv_parse_back(rows: list[Item]) -> None:
    of_csv = list(csv.reader(io.StringIO(as_csv(Item, rows), newline="")))
    of_tsv = [line.split("\t") for line in as_tsv(Item, rows).split("\n")[:-1]]
    assert [[cell.removeprefix("'") for cell in row] for row in of_csv] == [
        [cell.removeprefix("'") for cell in row] for row in of_tsv
    ]
    assert of_csv[0] == of_tsv[0] == list(Item.__struct_fields__)
    assert len(of_csv) == len(of_tsv) == 1 + len(rows)


def test_a_blank_line_parts_records_and_what_one_lacks_is_said() -> None:
    rows = [Item("P1", "Ann", 155.0), Item("P2", None, 5.0)]
    assert as_plain(rows, {}) == (
        f"patient: P1\nname: Ann\nunits: 155\n\npatient: P2\nname: {NOT_RECORDED}\nunits: 5\n"
    )


def test_a_list_of_items_is_numbered_and_its_codes_are_called_by_words() -> None:
    rows = [Item("P1", found=(Found("yes", 3), Found("no", None)))]
    assert as_plain(rows, {"found what": {"no": "not met"}}) == (
        "patient: P1\nfound 1 what: yes\nfound 1 days: 3\nfound 2 what: not met\n"
    )


@pytest.mark.parametrize(
    ("percent", "read"),
    [
        (100, "100 % fewer"),
        (29.63, "29 % fewer"),
        (0.0, "0 % fewer"),
        (-0.4, "0 % more"),
        (-55.56, "55 % more"),
        (-100, "100 % more"),
        (None, NOT_RECORDED),
    ],
)
def test_plain_lines_never_read_out_a_negative_percentage(percent: float | None, read: str) -> None:
    rows = [Item("P1", units=percent), Item("P2", units=1)]
    assert (
        as_plain(rows, {"units": percent_in_words}) == f"patient: P1\nunits: {read}\n\npatient: P2\nunits: 1 % fewer\n"
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("66 → 58", "66 to 58"),
        ("██░", "full block full block light shade"),
        ("a \u2500 b", "a box drawings light horizontal b"),
        ("two\n\tlines\xa0long", "two lines long"),
        ("Åsa Öst–Lind × 2 ≥ 3", "Åsa Öst–Lind × 2 ≥ 3"),
    ],
)
def test_what_is_drawn_is_spelt_out(text: str, read: str) -> None:
    assert spoken(text) == read


UNSEEN = ["", " ", "\u200b", "\u00ad", "\u2060", "\U000e0041", "\u3164", "\ufe0f", "\u00a0", "\u2800"]


@pytest.mark.parametrize("before", UNSEEN)
@pytest.mark.parametrize("start", "=+-@＝＋－＠")
def test_a_formula_is_guarded_behind_what_can_not_be_seen_too(before: str, start: str) -> None:
    assert guarded(f"{before}{start}1+2") == f"'{before}{start}1+2"


@pytest.mark.parametrize("text", ["", "Ann", "é=1", "1=1", "\u200bAnn=", "#=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


ROWS = [Item("P2", "bo", 5.0), Item("P10", None, 20.0), Item("P3", "Ann", None)]
COLUMNS = (Column("who", "patient"), Column("name", "name", optional=True))
LISTING = Listing("due", Item, DAY, ROWS, COLUMNS, title="Due")


def shown(capsys: pytest.CaptureFixture[str], form: Any, arranged: Arrangement) -> list[str]:
    show(LISTING, form, arranged)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("units", ["P2", "P10", "P3"]),
        ("-units", ["P10", "P2", "P3"]),
        ("name", ["P3", "P2", "P10"]),
        ("-name", ["P2", "P3", "P10"]),
        ("patient", ["P10", "P2", "P3"]),
    ],
)
@pytest.mark.parametrize("form", ["table", "csv", "tsv"])
def test_rows_are_sorted_and_what_is_unknown_stands_last(
    capsys: pytest.CaptureFixture[str], form: str, sort: str, order: list[str]
) -> None:
    lines = shown(capsys, form, Arrangement(("patient",), sort, header=False))
    assert lines == order


@pytest.mark.parametrize(("form", "line"), [("table", "5      P2"), ("csv", "5.0,P2"), ("tsv", "5.0\tP2")])
def test_columns_are_picked_in_their_order(capsys: pytest.CaptureFixture[str], form: str, line: str) -> None:
    assert line in shown(capsys, form, Arrangement(("units", "Patient", "units")))


class Renamed(Struct):
    injector: str = field(name="with")


@pytest.mark.parametrize("sort", ["with", "-with"])
@pytest.mark.parametrize("columns", [(), ("with",)])
@pytest.mark.parametrize(("form", "header"), [("table", "by"), ("csv", "with"), ("tsv", "with")])
def test_a_column_is_called_as_json_calls_it(
    capsys: pytest.CaptureFixture[str], form: Any, header: str, columns: tuple[str, ...], sort: str
) -> None:
    listing = Listing("due", Renamed, DAY, [Renamed("Bo"), Renamed("Ann")], (Column("by", "injector"),))
    show(listing, form, Arrangement(columns, sort))
    lines = capsys.readouterr().out.splitlines()
    assert header in lines
    assert lines[-2:] == (["Ann", "Bo"] if sort == "with" else ["Bo", "Ann"])


def test_a_table_has_a_title_and_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "table", Arrangement())[:3] == ["Due, as of 2026-11-21", "", "who  name"]


@pytest.mark.parametrize("arranged", [Arrangement(("nam",)), Arrangement(sort="-nam")])
def test_a_column_that_is_not_there_is_refused_with_the_nearest(
    capsys: pytest.CaptureFixture[str], arranged: Arrangement
) -> None:
    with pytest.raises(InvalidValue, match="'nam' is not a known column; write name"):
        shown(capsys, "csv", arranged)
