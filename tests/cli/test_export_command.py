"""`migcli export` as a practice uses it: to another program, and back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from migraine_cli.exchange.columns import KINDS
from tests.conftest import MONDAY, SAMPLE, Run


@pytest.fixture
def practice(clinic_after: Callable[..., Path], migcli_here: Run) -> Run:
    """The sample clinic, with what else a desk records."""
    clinic_after(
        *SAMPLE,
        *2 * [["add-contact", "P0030", "2026-10-01", "--by", "phone", "--result", "=no answer"]],
        ["add-effect", "P0030", "ptosis", "2026-09-01", "--note", "left\n- since Monday"],
        ["pause", "P0031", "--until", "2026-12-01"],
        ["stop", "P0032", "--reason", "moved; away"],
        today=MONDAY,
    )
    return partial(migcli_here, today=MONDAY)


def answers(run: Run, *clinic: str) -> list[str]:
    return [run(*asked, *clinic, "--format", "json").out for asked in (("due", "--all"), ("eligible",), ("response",))]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_imported_again_gives_the_same_due_list_and_verdicts(practice: Run, tmp_path: Path, form: str) -> None:
    to = tmp_path / ("out" if form == "csv" else "out.xlsx")
    assert practice("export", "--all", "--format", form, str(to)).code == 0
    other = ("--clinic", str(tmp_path / "other.json"))
    practice("init", *other)
    for kind in KINDS:
        file = to / f"{kind}.csv" if form == "csv" else to
        done = practice("import", kind, str(file), *other)
        assert done.code == 0, done.err
    assert answers(practice, *other) == answers(practice)
    for kind in KINDS:  # and once more, which adds nothing
        assert (
            "brought in 0 of" in practice("import", kind, str(to / f"{kind}.csv" if form == "csv" else to), *other).out
        )


def test_csv_is_a_file_for_each_kind_for_its_owner_alone(practice: Run, tmp_path: Path) -> None:
    assert practice("export", "P0030", "--format", "csv", str(tmp_path / "one")).code == 0
    files = sorted((tmp_path / "one").iterdir())
    assert [file.name for file in files] == sorted(f"{kind}.csv" for kind in KINDS)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o700
    with (tmp_path / "one" / "contacts.csv").open(encoding="utf-8", newline="") as file:
        assert [row["nth"] for row in csv.DictReader(file)] == ["", "2"]


def test_one_patients_vials_are_those_kept_for_them(practice: Run, tmp_path: Path) -> None:
    for lot, patient in (("C1", "P0030"), ("C2", "P0031"), ("C3", None)):
        kept = ["--for", patient] if patient else []
        assert practice("add-vials", lot, "--units", "200", "--count", "1", "--expiry", "2029-12", *kept).code == 0
    assert practice("export", "P0030", "--format", "csv", str(tmp_path / "one")).code == 0
    with (tmp_path / "one" / "vials.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["lot"], row["for"]) for row in csv.DictReader(file)] == [("C1", "P0030")]


def test_nothing_that_is_there_is_overwritten(practice: Run, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "letter.txt").write_text("keep me", encoding="utf-8")
    for to, form in ((there, "csv"), (there / "letter.txt", "csv"), (there / "letter.txt", "xlsx"), (there, "json")):
        assert practice("export", "--all", "--format", form, str(to)).code == 2
    assert [file.name for file in there.iterdir()] == ["letter.txt"]
    assert (there / "letter.txt").read_text(encoding="utf-8") == "keep me"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--all", "--format", "csv"), "several files"),
        (("P0001", "x.json", "--all"), "--all"),
        (
            ("p0001", "--all"),
            "leave the patient out, or --all; a file that is called like a patient is written ./p0001",
        ),
        (("--deidentified", "--format", "csv"), "de-identified"),
        ((), "--all"),
        (("P0001", "missing/x.json"), "can't be written"),
        (("--all", "--format", "pdf"), "--format"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(practice: Run, asked: tuple[str, ...], said: str) -> None:
    done = practice("export", *asked)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_all_as_json_and_as_a_page(practice: Run, tmp_path: Path) -> None:
    held = json.loads(practice("export", "--all").out)
    assert (held["schema"], len(held["items"])) == ("migcli.export/1", 60)
    assert practice("export", "--all", "--format", "html", str(tmp_path / "all.html")).code == 0
    assert (tmp_path / "all.html").read_text(encoding="utf-8").count("<h1>") == 61
