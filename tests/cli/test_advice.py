"""What is wrong is said below, what to do about it in the options of the command line: together one sentence."""

from __future__ import annotations

import ast
import io
from pathlib import Path
from typing import Any

import pytest

from migraine_cli.cli.advice import ADVICE, with_advice
from migraine_cli.errors import InvalidValue
from tests.conftest import Run

PACKAGE = Path(__file__).parents[2] / "migraine_cli"
ONLY_ON_A_SERVER = {"no request", "same request"}
ONLY_WITHOUT_AN_EXTRA = {"csv instead"}


def workbook(*sheets: tuple[str, tuple[str, ...]]) -> bytes:
    writer = pytest.importorskip("xlsxwriter")
    content = io.BytesIO()
    with writer.Workbook(content) as book:
        for name, header in sheets:
            book.add_worksheet(name).write_row(0, 0, header)
    return content.getvalue()


def twice() -> bytes:
    return workbook(("May", ("patient", "date")), ("June", ("patient", "date")))


CASES: dict[str, tuple[bytes | Any, list[str], str]] = {
    "another form": (
        b"",
        ["show", "P1", "--format", "csv"],
        "`show` has no csv form; ask for --format table or plain or json.",
    ),
    "another place": (
        b"",
        ["patients", "--clinic", "away.json"],
        "make one with `migcli init`, or correct --clinic.",
    ),
    "another template": (
        b"",
        ["letter", "P1", "--kind", "gp", "--template", "away.txt"],
        "(No such file or directory); correct --template.",
    ),
    "each column": (
        b"patient,date,Mood\n",
        ["import", "diary", "FILE"],
        "'Mood' is no column; the columns are patient, date, headache, hours, severity, migraine, medicines, note. Say"
        ' what each of them is with --map "Their header=column", or leave it out with --map "Their header=".',
    ),
    "header": (
        b"P1,2026-10-03\n",
        ["import", "diary", "FILE"],
        'medicines, note. If they are called otherwise, say --map "Their header=column".',
    ),
    "no encoding": (
        lambda: workbook(("May", ("patient", "date"))),
        ["import", "diary", "FILE", "--encoding", "cp1252"],
        "a workbook says itself how its text is written; leave --encoding out.",
    ),
    "no map": (
        b"[{}]",
        ["import", "diary", "FILE", "--date-order", "dmy"],
        "the keys and dates of JSON have one form; leave --map or --date-order out.",
    ),
    "no sheet": (
        b"patient,date\n",
        ["import", "diary", "FILE", "--sheet", "May"],
        "only a workbook has sheets; leave --sheet out.",
    ),
    "one column": (
        b"id,patient,date\nday:1,P1,2026-10-03\n",
        ["import", "diary", "FILE"],
        "'id' and 'patient' are both patient; leave one out with --map \"id=\".",
    ),
    "the column": (
        b"patient,headache\n",
        ["import", "diary", "FILE"],
        'the file lacks the column date; if it is called otherwise, say --map "Its header=date".',
    ),
    "the encoding": (
        b"patient,date,note\nP1,2026-10-03,\xdcbel\n",
        ["import", "diary", "FILE"],
        "the file isn't in UTF-8 (line 2); say which encoding it is in, such as --encoding cp1252, or save it as CSV"
        " UTF-8.",
    ),
    "the place": (
        b"",
        ["patients", "--clinic", " "],
        "error: the name of the clinic is blank; name the clinic file, or leave --clinic out for the usual one.",
    ),
    "the sheet": (
        twice,
        ["import", "diary", "FILE"],
        "the sheets 'May', 'June' all have such columns; say which with --sheet NAME.",
    ),
    "which place": (
        b"",
        ["patients", "--clinic", "."],
        "(it is a folder); correct --clinic, or the file's permissions.",
    ),
    "which utf-16": (
        "patient,date\nP1,2026-10-03\n".encode("utf-16-le"),
        ["import", "diary", "FILE"],
        "the file is in UTF-16 without a mark; say --encoding utf-16-le or --encoding utf-16-be.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_says_what_to_do_in_options(
    migcli_here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    content, typed, sentence = CASES[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sheet").write_bytes(content if isinstance(content, bytes) else content())
    assert migcli_here("init").code == 0
    assert migcli_here("add-patient", "P1").code == 0
    ran = migcli_here(*(str(tmp_path / "sheet") if word == "FILE" else word for word in typed))
    assert ran.code in (2, 5)
    assert ran.err.removesuffix("\n").endswith(sentence)


def test_json_says_it_too(migcli_here: Run, tmp_path: Path) -> None:
    (tmp_path / "sheet").write_bytes(b"patient,headache\n")
    assert migcli_here("init").code == 0
    ran = migcli_here("import", "diary", str(tmp_path / "sheet"), "--format", "json")
    assert 'say --map \\"Its header=date\\"."' in ran.err


def test_every_advice_is_given_somewhere_and_every_one_that_is_given_is_known() -> None:
    given = {
        keyword.value.elts[0].value if isinstance(keyword.value.elts[0], ast.Constant) else None
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "advice" and isinstance(keyword.value, ast.Tuple)
    } - {None}
    assert given | {"no encoding", "no map", "no sheet"} == ADVICE.keys()
    assert CASES.keys() | ONLY_ON_A_SERVER | ONLY_WITHOUT_AN_EXTRA == ADVICE.keys()


@pytest.mark.parametrize("form", ["plain", "json"])
@pytest.mark.parametrize("arranged", [["--columns", "patient"], ["--sort", "name"], ["--no-header"]])
def test_forms_without_columns_refuse_to_arrange_them(migcli_here: Run, form: str, arranged: list[str]) -> None:
    assert migcli_here("init").code == 0
    ran = migcli_here("patients", "--format", form, *arranged)
    assert (ran.code, ran.out) == (2, "")
    assert "--columns, --sort and --no-header are for table, csv and tsv; leave them out with" in ran.err


@pytest.mark.parametrize("command", ["audit", "gaps", "day"])
def test_a_page_has_no_columns_to_arrange(migcli_here: Run, command: str) -> None:
    assert migcli_here("init").code == 0
    ran = migcli_here(command, "--format", "html", "--no-header")
    assert (ran.code, "a page has no columns to choose" in ran.err) == (2, True)


def test_what_an_advice_is_about_may_hold_braces() -> None:
    fault = InvalidValue("both are {x}.", advice=("one column", "{0}"))
    assert with_advice(fault) == 'both are {x}; leave one out with --map "{0}=".'
