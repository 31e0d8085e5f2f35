"""Workbooks, with every trap that was met in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.columns import Rows, read_rows
from migraine_cli.exchange.row_records import Lookups
from migraine_cli.exchange.sheets import SheetAsked
from migraine_cli.reference import data as reference

xlsxwriter = pytest.importorskip("xlsxwriter")
LOOKUPS = Lookups(date(2026, 11, 21), reference.medicines(), {}, reference.effects())
HEADER = ["Patient ID", "Datum", "Kopfschmerz", "Dauer"]


def workbook(fill: Callable[[Any], None], **options: Any) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd", **options}) as book:
        fill(book)
    return file.getvalue()


def sheet(*rows: list[Any], **options: Any) -> bytes:
    def fill(book: Any) -> None:
        written = book.add_worksheet()
        for number, row in enumerate(rows):
            written.write_row(number, 0, row)

    return workbook(fill, **options)


def read(content: bytes, **how: Any) -> Rows:
    rows = read_rows("diary", lambda: io.BytesIO(content), LOOKUPS, asked=SheetAsked(**how))
    return Rows(list(rows.read), rows.faults)


@pytest.mark.parametrize("epoch", [False, True], ids=["from 1900", "from 1904"])
def test_dates_and_numbers_are_what_the_sheet_shows(epoch: bool) -> None:
    content = sheet(["Our clinic"], [], HEADER, ["007", datetime(2026, 10, 3), "ja", 5.0], date_1904=epoch)  # noqa: DTZ001
    ((line, row),) = read(content).read
    assert (line, row.patient, row.day, row.said.headache, row.said.hours) == (4, "007", date(2026, 10, 3), True, 5)


def test_lines_are_those_of_the_sheet_and_a_bare_number_is_no_date() -> None:
    rows = read(sheet(HEADER, [], [], ["P1", 46299, "ja", 4], [1, datetime(2026, 10, 3), "ja", 4.5]))  # noqa: DTZ001
    ((line, why),) = rows.faults
    assert (line, "bare number" in why) == (4, True)
    assert [(line, row.patient, row.said.hours) for line, row in rows.read] == [(5, "1", 4.5)]


def test_a_cell_with_an_error_is_blank_and_so_unknown() -> None:
    def fill(book: Any) -> None:
        written = book.add_worksheet()
        written.write_row(0, 0, HEADER)
        written.write_row(1, 0, ["P1", "2026-10-03", "ja"])
        written.write_formula(1, 3, "=1/0", None, "#DIV/0!")

    ((_, row),) = read(workbook(fill)).read
    assert row.said.hours is None


def test_a_merged_patient_is_filled_down_and_other_merged_cells_are_faulty() -> None:
    def fill(book: Any) -> None:
        written = book.add_worksheet()
        written.merge_range(0, 0, 0, 3, "Our clinic")
        written.write_row(1, 0, HEADER)
        written.merge_range(2, 0, 3, 0, "P1")
        for number in (2, 3, 4, 5):
            written.write_row(number, 1, [f"2026-10-0{number}", "ja"])
        written.write_column(4, 0, ["P2", "P3"])
        written.merge_range(4, 3, 5, 3, 5)

    rows = read(workbook(fill))
    assert [(line, row.patient) for line, row in rows.read] == [(3, "P1"), (4, "P1")]
    assert [line for line, _ in rows.faults] == [5, 6]
    assert all("merged" in why for _, why in rows.faults)


def test_hidden_sheets_are_passed_over_and_of_two_visible_ones_one_is_asked_for() -> None:
    def two(hidden: bool) -> bytes:
        def fill(book: Any) -> None:
            for name, patient in (("May", "P1"), ("June", "P2")):
                written = book.add_worksheet(name)
                written.write_row(0, 0, HEADER)
                written.write_row(1, 0, [patient, "2026-10-03", "ja"])
            book.add_worksheet("Notes").write(0, 0, "as agreed")
            if hidden:
                written.hide()

        return workbook(fill)

    assert [row.patient for _, row in read(two(hidden=True)).read] == ["P1"]
    with pytest.raises(InvalidValue, match=r"'May', 'June' all have such columns") as refusal:
        read(two(hidden=False))
    assert refusal.value.advice == ("the sheet",)
    assert [row.patient for _, row in read(two(hidden=False), sheet="june").read] == ["P2"]
    with pytest.raises(InvalidValue, match="no sheet 'July'; the sheets are 'May', 'June', 'Notes'"):
        read(two(hidden=False), sheet="July")


def zipped(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 and nothing more", "no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "no workbook that can be read"),
        (sheet(HEADER, ["P1", "2026-10-03", "ja", 4])[:-40], "no workbook that can be read"),
        (zipped("notes.txt", b"hello"), "no workbook that can be read"),
        (zipped("xl/worksheets/sheet1.xml", b" " * 9_000_000), "over 300 times its size"),
    ],
    ids=["a torn zip", "an old Office file torn", "a cut workbook", "another zip", "a bomb"],
)
def test_what_is_no_workbook_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        read(content)
