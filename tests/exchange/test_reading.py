"""What the bytes of a file may be, and what is said of a file or a row that can't be read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.columns import KINDS, Rows, read_rows
from migraine_cli.exchange.layout import Cells
from migraine_cli.exchange.row_records import DayRow, Facts, Lookups
from migraine_cli.output.as_csv import as_csv
from migraine_cli.records.patient import Patient
from migraine_cli.reference import data as reference

LOOKUPS = Lookups(date(2026, 11, 21), reference.medicines(), {}, reference.effects())
HEADACHE = DayRow("P1", date(2026, 10, 3), Facts(headache=True))


def read(kind: str, content: bytes, **how: Any) -> Rows:
    """The rows of a file, all of them read."""
    rows = read_rows(kind, lambda: io.BytesIO(content), LOOKUPS, **how)
    return Rows(list(rows.read), rows.faults)


def diary(content: str | bytes, name: str = "") -> Rows:
    return read("diary", content.encode() if isinstance(content, str) else content, name=name)


@pytest.mark.parametrize(
    "content",
    [
        b"patient,date,headache\nP1,2026-10-03,yes\n",
        b"\xef\xbb\xbfpatient,date,headache\r\nP1,2026-10-03,yes\r\n",
        b"patient;date;headache\nP1;2026-10-03;yes",
        b"patient\tdate\theadache\nP1\t2026-10-03\tyes",
        "patient,date,headache\nP1,2026-10-03,yes\n".encode("utf-16"),
        b"sep=;\r\npatient;date;headache\r\nP1;2026-10-03;yes\r\n",
        b"Our clinic\n\nPatient ID,Datum,Kopfschmerz\nP1,2026-10-03 00:00:00,ja\n",
        b"patient,,date,,headache\nP1,,2026-10-03,,x\n",
        b"patient,date,headache\rP1,2026-10-03,yes\r",
        b"Patient , DATE,Headache\nP1, 2026-10-03 , YES \n",
        b'"patient","date","headache"\n"P1","2026-10-03","yes"\n',
        b"\n\npatient,date,headache\n\n,,\nP1,2026-10-03,yes\n\n",
        b"patient,date,headache,,\nP1,2026-10-03,yes,,\n",
        b"patient,date,headache,hours\nP1,2026-10-03,yes\n",
        b"date,headache,patient\n3 Oct 2026,y,P1\n",
        b'[{"patient": "P1", "date": "2026-10-03", "headache": true}]',
        b'{"schema": "x/1", "items": [{"Patient": "P1", "date": "2026-10-03", "headache": "yes"}]}',
        b'\xef\xbb\xbf [{"patient": "P1", "date": "2026-10-03", "headache": true, "hours": null}]',
    ],
    ids=[
        "comma",
        "byte-order mark and CRLF",
        "semicolon",
        "tab",
        "UTF-16",
        "sep=",
        "a title, and other names",
        "columns without a name and without cells",
        "old Mac line ends",
        "capitals and blanks",
        "quoted",
        "blank lines and rows",
        "trailing separators",
        "short row",
        "columns in another order",
        "JSON array",
        "JSON envelope",
        "JSON with a byte-order mark",
    ],
)
def test_the_same_row_in_every_dress(content: bytes) -> None:
    rows, faults = diary(content)
    assert [row for _, row in rows] == [HEADACHE]
    assert faults == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        ("patient,date\nP1,2026-10-03\n".encode("utf-16-le"), "UTF-16 without a mark"),
        ("patient,date\nP1,2026-10-03\n".encode("utf-16-be"), "UTF-16 without a mark"),
        (b"PK\x03\x04\x14\x00\x06\x00", "no workbook that can be read"),
        (b"patient,date\nP1,2026-10-03\0\n", "NUL bytes"),
        (b"patient,date\nP1,2026-10-03\nJos\xe9,2026-10-03\n", r"isn't in UTF-8 \(line 3\)"),
        (b"patient,date,note\nP1,2026-10-03," + b"x" * 2_000_000, "line 2 can't be read: a cell is too long"),
        (b'patient,date,note\n\nP1,2026-10-03,"open\nP2,2026-10-03,x\n', "line 3 can't be read"),
        (
            b"P1,2026-10-03,yes\nP1,2026-10-04,yes\n",
            "no line among the first 20 names the columns; the columns are patient",
        ),
        (b"patient,date,hedache\n", r"'hedache' \(did you mean headache\?\) is no column"),
        (b"patient,date,colour\n", "'colour' is no column; the columns are"),
        (b"patient,date,headache,Headache\n", "the column 'headache' stands twice"),
        (b"patient,headache\n", "lacks the column date"),
        (b"headache\n", "lacks the columns patient and date"),
        (b"[]", "the file is empty"),
        (b"{}", "holds no rows"),
        (b'{"items": {"patient": "P1"}}', "holds no rows"),
        (b'[{"patient": "P1", "date": "2026-10-03"', "no valid JSON"),
        (b"[" * 200_000, "nests too deeply"),
        (b'[{"patient": "P1", "date": "2026-10-03", "hedache": true}]', "did you mean headache"),
        (b'[{"patient": "P1"}]', "lacks the column date"),
    ],
)
def test_a_file_that_cant_be_read_is_refused_whole(content: bytes, words: str) -> None:
    with pytest.raises(InvalidValue, match=words) as refusal:
        diary(content)
    assert refusal.value.sentence.endswith(".")


def test_a_name_that_ends_in_json_makes_it_json() -> None:
    with pytest.raises(InvalidValue, match="no valid JSON"):
        diary("patient,date\nP1,2026-10-03\n", name="Diary.JSON")


def test_every_faulty_row_is_found_in_one_run_with_the_line_it_starts_on() -> None:
    content = (
        "patient,date,headache,note\n"
        'P1,2026-10-03,yes,"two\nlines"\n'
        "P1,3/10/2026,yes,\n"
        "\n"
        'P1,2026-10-05,maybe,"two\r\nlines"\n'
        "P1,2026-10-06,no,\n"
        "P1,2026-10-07,no,,,extra\n"
        "P1,2026-10-08\n"
        ",2026-10-09,yes\n"
        "P1,2026-11-22,yes\n"
    )
    rows, faults = diary(content)
    assert [line for line, _ in rows] == [2, 8, 10]
    reasons = dict(faults)
    assert list(reasons) == [4, 6, 9, 11, 12]
    assert "3 October 2026 or 10 March 2026" in reasons[4]
    assert "'maybe' is neither yes nor no" in reasons[6]
    assert "6 cells under 4 columns" in reasons[9]
    assert "a patient's id is" in reasons[11]
    assert "2026-11-22 is still to come" in reasons[12]


def test_faulty_items_of_json_by_their_number() -> None:
    items = [
        {
            "patient": "P1",
            "date": "2026-10-03",
            "headache": True,
            "hours": 2.5,
            "medicines": ["Ibuprofen", "aspirin"],
        },
        {"patient": "P1", "date": "2026-10-04", "headache": 1},
        "text",
        {"patient": True, "date": "2026-10-03"},
        {"patient": "P1", "date": "2026-10-03", "note": ["a"]},
        {"patient": "P1", "date": "2026-10-03", "medicines": ["a;b"]},
        {"patient": "P1", "date": "2026-10-03", "DATE": "2026-10-03"},
        {"patient": "P1"},
    ]
    rows, faults = diary(json.dumps(items))
    said = Facts(headache=True, hours=2.5, medicines=("ibuprofen", "aspirin"))
    assert rows == [(1, DayRow("P1", date(2026, 10, 3), said))]
    assert [number for number, _ in faults] == [2, 3, 4, 5, 6, 7, 8]


def test_the_apostrophe_that_guards_against_formulas_is_taken_off() -> None:
    ((_, patient),) = read("patients", b"id,name,phone,note\nP1,'=1+2,'+49 30,'tis\n").read
    assert (patient.name, patient.phone, patient.note) == ("=1+2", "+49 30", "'tis")


def test_rows_can_be_tracked_as_they_are_read() -> None:
    seen = []

    def track(rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
        for line, cells in rows:
            seen.append(line)
            yield line, cells

    read("diary", b"patient,date\nP1,2026-10-03\nP1,2026-10-04\n", track=track)
    assert seen == [2, 3]


@pytest.mark.parametrize("kind", KINDS)
@given(content=st.binary() | st.text().map(str.encode))
@example(content=b"\xff")
@example(content=b"[1]")
@example(content=b'[{"id": "\\ud800"}]')
@example(content=b'[{"id": 1e999, "patient": 99999999999999999999999}]')
def test_any_bytes_are_rows_or_refused(kind: str, content: bytes) -> None:
    with suppress(InvalidValue):
        read(kind, content)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_any_cells_are_a_row_or_a_fault(kind: str, data: st.DataObject) -> None:
    columns = KINDS[kind].layout.columns
    cells = st.text(st.characters(exclude_characters=',"\r\n\0', exclude_categories=["Cs"]), max_size=12)
    row = data.draw(st.lists(cells, min_size=len(columns), max_size=len(columns)))
    rows = read(kind, f"{','.join(columns)}\n{','.join(row)}\n".encode())
    assert len(list(rows.read)) + len(rows.faults) <= 1


@pytest.mark.parametrize("goal", ["walk; then run", '"fun"', '"a"; b', "plain", "'=1", "=1"])
def test_a_goal_survives_export_and_import(migcli_here: Callable[..., Any], goal: str) -> None:
    migcli_here("init")
    assert migcli_here("add-patient", "P1", "--goal", goal, "--goal", "second").code == 0
    held = json.loads(migcli_here("export", "P1").out)["items"][0]["records"]["patient"][0]["goals"]
    assert held == [goal, "second"]
    sheet = as_csv(Patient, [Patient(id="P2", goals=tuple(held))])
    rows = json.dumps([{"id": "P3", "goals": held}])
    for file in (sheet_of(sheet), rows):
        assert migcli_here("import", "patients", "-", input=file).code == 0
    for id_ in ("P2", "P3"):
        again = json.loads(migcli_here("export", id_).out)["items"][0]["records"]["patient"][0]["goals"]
        assert again == held


def sheet_of(text: str) -> str:
    """The columns id and goals of a sheet."""
    import csv

    rows = list(csv.DictReader(io.StringIO(text)))
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "goals"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
