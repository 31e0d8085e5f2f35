"""A practice's own sheet as it is: its encoding, separator, headers, dates and words, and how each was read."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraine_cli.cli.importing import asked_columns
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.columns import KINDS, Rows, read_rows
from migraine_cli.exchange.headers import known_names
from migraine_cli.exchange.preview import Preview
from migraine_cli.exchange.row_records import DayRow, Facts, Lookups
from migraine_cli.exchange.sheets import SheetAsked
from migraine_cli.reference import data as reference
from migraine_cli.words.dates.orders import Proof

LOOKUPS = Lookups(date(2026, 11, 21), reference.medicines(), {}, reference.effects())
HEADACHE = DayRow("P1", date(2026, 10, 3), Facts(headache=True))


def read(
    content: str | bytes,
    kind: str = "diary",
    maps: Mapping[str, str] | None = None,
    preview: Preview | None = None,
    *,
    encoding: str | None = None,
    date_order: str | None = None,
    sheet: str | None = None,
) -> Rows:
    columns = asked_columns([f"{header}={name}" for header, name in (maps or {}).items()], KINDS[kind].layout)
    raw = content.encode() if isinstance(content, str) else content
    dates = None if date_order is None else Proof(date_order, f"{date_order}, as was said")
    asked = SheetAsked(columns, dates, encoding, sheet)
    rows = read_rows(kind, lambda: io.BytesIO(raw), LOOKUPS, asked=asked, preview=preview)
    return Rows(list(rows.read), rows.faults)


def days(rows: Rows) -> list[DayRow]:
    assert rows.faults == []
    return [row for _, row in rows.read]


@pytest.mark.parametrize(
    ("content", "how"),
    [
        ("Patient-ID;Datum;Kopfschmerzen\nP1;13.09.2026;nein\nP1;3.10.2026;ja\n", {}),
        ("sep=|\nPID|Date|Headache\nP1|13/09/2026|n\nP1|03/10/26|x\n", {}),
        ("Pat. No.\tDATE\tHeadache day?\nP1\t9/13/2026\tN\nP1\t10/3/2026\tY\n", {}),
        ("id,jour,mal de tête\nP1,2026/9/13,non\nP1,2026/10/3,oui\n", {}),
        ("id,jour,c\u00e9phal\u00e9e\nP1,2026-09-13,non\nP1,2026-10-03,oui\n", {"encoding": "cp1252"}),
        ("MRN,Day,Headache\nP1,12/9/2026 00:00:00,no\nP1,3/10/2026,yes\n", {"date_order": "dmy"}),
    ],
    ids=["German", "sep= and two figures", "American, tabs", "French", "cp1252", "an order that was stated"],
)
def test_one_sheet_in_the_dress_of_many_practices(content: str, how: dict[str, str]) -> None:
    encoded = content.encode(how.get("encoding", "utf-8"))
    (first, second) = days(read(encoded, "diary", None, None, **how))
    assert (first.said, second) == (Facts(headache=False), HEADACHE)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_tells_the_encoding(encoding: str) -> None:
    content = "Patient ID;Datum;Kopfschmerz\nP1;2026-10-03;ja\n".encode(encoding)
    assert days(read(content)) == [HEADACHE]


def test_an_encoding_isnt_guessed() -> None:
    content = "patient,date,note\nP1,2026-10-03,Übel\n".encode("cp1252")
    with pytest.raises(InvalidValue, match=r"isn't in UTF-8 \(line 2\)") as refusal:
        read(content)
    assert refusal.value.advice == ("the encoding",)
    with pytest.raises(InvalidValue, match="is no encoding"):
        read(content, encoding="cp12525")
    assert days(read(content, encoding="CP1252"))[0].said.note == "Übel"


def test_a_blank_stays_unknown_and_a_figure_is_neither_yes_nor_no() -> None:
    rows = read("patient;date;headache;migraine\nP1;2026-10-03;ja;\nP1;2026-10-04;;\nP1;2026-10-05;1;\n")
    assert [row.said.headache for _, row in rows.read] == [True, None]
    assert [row.said.migraine for _, row in rows.read] == [None, None]
    assert [line for line, _ in rows.faults] == [4]


def test_a_sex_is_said_in_many_ways() -> None:
    rows = read("id,sex\nP1,M\nP2,weiblich\nP3,Other\nP4,\n", "patients")
    assert [row.sex for _, row in rows.read] == ["male", "female", "other", None]


@pytest.mark.parametrize(
    ("content", "how", "words", "advice"),
    [
        ("patient,date\n", {"sheet": "May"}, "only a workbook has sheets", "no sheet"),
        ('[{"patient": "P1"}]', {"date_order": "dmy"}, "the keys and dates of JSON have one form", "no map"),
        ('[{"patient": "P1"}]', {"sheet": "May"}, "JSON has no sheets", "no sheet"),
    ],
)
def test_what_says_nothing_of_this_file_is_refused(content: str, how: dict[str, str], words: str, advice: str) -> None:
    with pytest.raises(InvalidValue, match=words) as refusal:
        read(content, "diary", None, None, **how)
    assert refusal.value.advice == (advice,)


def test_a_decimal_comma_where_the_comma_parts_no_cells() -> None:
    assert days(read("patient;date;hours\nP1;2026-10-03;4,5\n"))[0].said.hours == 4.5
    ((_, why),) = read('patient,date,hours\nP1,2026-10-03,"4,5"\n').faults
    assert "write 4.5" in why


def test_an_order_of_dates_that_nothing_tells_is_asked_for_row_by_row() -> None:
    rows = read("patient,date,headache\nP1,3/10/2026,yes\nP1,2026-10-05,no\n")
    ((line, why),) = rows.faults
    assert line == 2
    assert "3 October 2026 or 10 March 2026; say which date order it is in, dmy or mdy" in why


def test_two_orders_in_one_file_are_refused() -> None:
    with pytest.raises(InvalidValue, match=r"two orders \(13/9/2026 in line 2 and 9/14/2026 in line 3\)"):
        read("patient,date\nP1,13/9/2026\nP1,9/14/2026\n")


def test_a_date_that_isnt_in_the_order_is_faulty() -> None:
    ((_, why),) = read("patient,date\nP1,13/9/2026\n", date_order="mdy").faults
    assert "doesn't exist: a year has 12 months" in why
    ((_, why),) = read("patient,date\nP1,46299\n").faults
    assert "bare number" in why


def test_all_columns_that_arent_known_are_named_at_once() -> None:
    with pytest.raises(InvalidValue) as refusal:
        read("patient,date,Mood,hedache,Weather\nP1,2026-10-03,,,\n")
    said = refusal.value.sentence
    assert "'Mood', 'hedache' (did you mean headache?), 'Weather' are no columns" in said
    assert refusal.value.advice == ("each column",)


def test_a_map_names_a_column_or_leaves_it_out() -> None:
    rows = read(
        "Case;When;Pills;Mood\nP1;2026-10-03;Ibuprofen 400 mg;bad\n",
        maps={"case": "patient", "When": "date", "Pills": "medicines", "MOOD": ""},
    )
    assert days(rows) == [DayRow("P1", date(2026, 10, 3), Facts(medicines=("ibuprofen",)))]


@pytest.mark.parametrize(
    ("maps", "words"),
    [
        ({"Mood": "feeling"}, "there is no column 'feeling'"),
        ({"": "date"}, "can't be read"),
    ],
)
def test_a_map_that_cant_be_meant(maps: dict[str, str], words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        read("patient,date,Mood\n", maps=maps)


def test_two_columns_of_one_field_are_refused_with_the_mend() -> None:
    with pytest.raises(InvalidValue, match=r"'id' and 'patient' are both patient") as refusal:
        read("id,patient,date\nday:1,P1,2026-10-03\n")
    assert refusal.value.advice == ("one column", "id")
    assert days(read("id,patient,date,headache\nday:1,P1,2026-10-03,yes\n", maps={"id": ""})) == [HEADACHE]


def test_a_wide_sheet_makes_a_row_of_each_column() -> None:
    content = "Patient,Botox 1,Dose 1,Botox 2,Dose 2\nP1,2026-01-05,155,2026-04-06,165\nP2,2026-02-01,155,,\n"
    rows = read(content, "sessions", maps={"Botox *": "date", "Dose *": "units"})
    assert rows.faults == []
    given_sessions = [(line, row.patient, str(row.date), row.units) for line, row in rows.read]
    assert given_sessions == [
        (2, "P1", "2026-01-05", 155),
        (2, "P1", "2026-04-06", 165),
        (3, "P2", "2026-02-01", 155),
    ]


def test_a_cell_under_no_header_is_faulty() -> None:
    ((line, why),) = read("patient,date,,headache\nP1,2026-10-03,left over,yes\n").faults
    assert (line, "column 3 stands under no header" in why) == (2, True)


def test_how_each_column_was_read() -> None:
    preview = Preview()
    content = "PID;Tag;Kopfschmerz;Laune\nP1;13.9.2026;ja;gut\nP1;3.10.2026;;\nP1;4.10.2026;ja;\n"
    read(content, maps={"Laune": ""}, preview=preview)
    told = {each.header: (each.column, each.filled, each.blank) for each in preview.columns()}
    assert told == {
        "PID": ("patient", 3, 0),
        "Tag": ("date", 3, 0),
        "Kopfschmerz": ("headache", 2, 1),
        "Laune": (None, 1, 2),
    }
    examples = {each.header: [(one.cell, one.reading) for one in each.examples] for each in preview.columns()}
    assert examples["Tag"][:2] == [("13.9.2026", "2026-09-13"), ("3.10.2026", "2026-10-03")]
    assert examples["Kopfschmerz"] == [("ja", "yes")]
    assert preview.dates == "dmy, as 13.9.2026 in line 2 shows"


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_known_by_its_own_name_and_every_synonym_is_of_a_column(kind: str) -> None:
    layout = KINDS[kind].layout
    names = known_names(kind, layout)
    assert {names[name.replace("_", " ")] for name in layout.columns} == set(layout.columns)
    listed = reference.read_toml("columns.toml").get(kind, {})
    assert set(listed) <= set(layout.columns)


@given(
    st.lists(st.dates(date(2020, 1, 1), date(2026, 11, 1)), min_size=1, max_size=8),
    st.sampled_from([("dmy", "{0.day}/{0.month}/{0.year}"), ("mdy", "{0.month}-{0.day}-{0.year}")]),
)
def test_dates_in_an_order_are_those_dates(days_written: list[date], form: tuple[str, str]) -> None:
    order, written = form
    lines = [f"P1,{written.format(day)},yes" for day in days_written]
    rows = days(read("\n".join(["patient,date,headache", *lines]), date_order=order))
    assert [row.day for row in rows] == days_written
