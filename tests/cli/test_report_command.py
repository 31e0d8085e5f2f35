"""`migcli report` and `migcli protocol`: a page that says in words what it draws and needs nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import MONDAY, SAMPLE, Run

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["Łucja Żółć", "山田 花子", "مريم العلي", '<b>Bo & "Al"</b>', "O'Neil"]


@pytest.fixture
def practice(clinic_after: Callable[..., Path], migcli_here: Run) -> Run:
    """The sample clinic, one session of which left the protocol."""
    sites = ("--site", "frontalis-left=5x3", "--site", "temporalis-right=4x4")
    allowed = ("--allow", "protocol", "--allow", "too-early", "--reason", "x")
    clinic_after(
        *SAMPLE,
        ["add-session", "P0026", "2026-10-04", *sites, *allowed],
        ["add-score", "P0026", "hit6", "2026-09-01", "64"],
        today=MONDAY,
    )
    return partial(migcli_here, today=MONDAY)


class Seen(HTMLParser):
    """The tags of a page, in order, with those still open."""

    VOID = ("meta", "br")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def pictures(page: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]


@pytest.mark.parametrize("patient", ["P0001", "P0004", "P0026", "P0030"])
def test_the_page_is_whole_and_needs_nothing_beside_it(practice: Run, patient: str) -> None:
    page = practice("report", patient).out
    seen = Seen(page)
    assert seen.open == []
    assert not {"script", "link", "img", "iframe", "object"} & set(seen.tags)
    assert not re.search(r"\b(?:src|href)=|@import|url\((?!#)", page)
    assert "@media print" in page


def test_each_chart_says_what_it_shows_and_stands_before_its_table(practice: Run) -> None:
    page = practice("report", "P0026").out
    drawn = pictures(page)
    assert [svg.get("aria-labelledby", "").split("-")[0] for svg in drawn] == ["months", "weeks", "sites", "hit6"]
    for svg in drawn:
        assert svg.get("role") == "img"
        assert all(svg.findtext(f"{SVG}{part}") for part in ("title", "desc"))
        assert all(each.get("font-size") for each in svg.iter(f"{SVG}text"))
    after = re.findall(r"</svg>(.*?)(?=<svg|$)", page, re.DOTALL)
    assert all("<table>" in rest.partition("</section>")[0] for rest in after)


def test_ids_of_the_page_are_its_own(practice: Run) -> None:
    ids = re.findall(r'\bid="([^"]+)"', practice("report", "P0026").out)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", NAMES)
def test_names_in_any_script_are_kept_and_are_no_tags(practice: Run, name: str) -> None:
    practice("add-patient", "N1", "--name", name, "--born", "1980-01-01")
    page = practice("report", "N1").out
    assert Seen(page).open == []
    assert f"<bdi>{name.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}" in page.replace(
        "&quot;", '"'
    ).replace("&#x27;", "'")


def test_what_is_not_known_is_said_and_hatched(practice: Run) -> None:
    practice("add-patient", "N1")
    page = practice("report", "N1").out
    for said in ("not recorded", "No complete month is recorded.", "None is recorded.", "unknown"):
        assert said in page
    assert "url(#months-hatch)" in practice("report", "P0030").out


def test_the_page_has_what_a_reviewer_looks_for(practice: Run) -> None:
    page = practice("report", "P0026", "--policy", "nice-ta260").out
    for heading in (
        "Headache days by month",
        "Week by week",
        "Sessions",
        "Sites of the session of 2026-10-04",
        "Scores",
    ):
        assert heading in page
    assert "too-early: x" in page
    assert "15 days a month" in page
    assert "not certified" in page.casefold()


def test_a_report_goes_to_a_new_file_only(practice: Run, tmp_path: Path) -> None:
    to = tmp_path / "r.html"
    assert practice("report", "P0026", str(to)).code == 0
    assert to.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert to.stat().st_mode & 0o777 == 0o600
    assert practice("report", "P0026", str(to)).code == 2


# Protocol


def test_the_protocol_by_muscle_and_side(practice: Run) -> None:
    rows = practice("protocol", "--format", "json").items
    assert (sum(row["sites"] for row in rows), sum(row["units"] for row in rows)) == (31, 155)
    assert rows[2] | {"muscle_side": "procerus", "side": "midline", "given_sites": None, "deviates": None} == rows[2]


@pytest.mark.parametrize(
    ("muscle_side", "deviates"),
    [
        ("frontalis-left", "1 site more than the protocol allows"),
        ("frontalis-right", "2 sites fewer than the protocol"),
        ("temporalis-right", "4 U a site, the protocol 5 U"),
        ("procerus", "1 site fewer than the protocol"),
    ],
)
def test_what_deviates_is_said(practice: Run, muscle_side: str, deviates: str) -> None:
    rows = practice("protocol", "--patient", "P0026", "--format", "json").items
    assert next(row for row in rows if row["muscle_side"] == muscle_side)["deviates"] == deviates


def test_the_schematic_marks_what_deviates(practice: Run) -> None:
    (fixed,) = pictures(practice("protocol", "--format", "svg").out)
    (given,) = pictures(practice("protocol", "--patient", "P0026", "--format", "svg").out)
    assert len(list(fixed.iter(f"{SVG}circle"))) == 13
    assert [len(list(svg.iter(f"{SVG}rect"))) - 1 for svg in (fixed, given)] == [0, 13]


def test_what_the_protocol_cannot_show_is_refused(practice: Run) -> None:
    assert practice("protocol", "nope").code == 3
    assert practice("protocol", "--patient", "P0004").code == 3
    assert practice("protocol", "--format", "svg", "--no-header").code == 2


# In the terminal


def test_the_weeks_of_each_cycle_stand_under_each_other(practice: Run) -> None:
    shown = practice("response", "P0030").out
    assert re.search(r"^week +1 +2 +3 .*12$", shown, re.MULTILINE)
    assert re.search(r"^before +\? +\? +\? +\? +3-6 ", shown, re.MULTILINE)
    assert re.search(r"^2026-06-25 +0-6 +2 +2 ", shown, re.MULTILINE)


def test_a_narrow_terminal_leaves_the_weeks_out(practice: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "79")
    assert "before treatment above" not in practice("response", "P0030").out
    monkeypatch.setenv("COLUMNS", "80")
    assert "before treatment above" in practice("response", "P0030").out
