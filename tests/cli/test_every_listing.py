"""Every listing on a real clinic: the same items as a table, as JSON and as CSV, and as its schema says."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migraine_cli.cli.commands.schema import LISTINGS
from tests.conftest import MONDAY, SAMPLE, Ran, Run

ASKED = {
    "due": ["due"],
    "due, all of it": ["due", "--all"],
    "eligible": ["eligible"],
    "eligible, one patient": ["eligible", "P0004"],
    "eligible, one patient treated": ["eligible", "P0030", "--policy", "nice-ta260"],
    "show, one patient treated": ["show", "P0030"],
    "show, one patient new": ["show", "P0004"],
    "bookings": ["bookings"],
    "day": ["day", "2026-10-13"],
    "gaps": ["gaps"],
    "messages": ["messages", "--kind", "diary"],
    "patients": ["patients"],
    "diary": ["diary", "P0030"],
    "diary, one month": ["diary", "P0030", "--month", "2026-09"],
    "sessions": ["sessions"],
    "sessions, one patient": ["sessions", "P0030"],
    "claims": ["sessions", "--billing"],
    "response": ["response", "--policy", "nice-ta260"],
    "response, one patient": ["response", "P0030", "--policy", "nice-ta260"],
    "audit": ["audit", "--policy", "nice-ta260", "--trial-definition"],
    "audit, by quarter": ["audit", "--by", "quarter"],
    "vials": ["vials"],
    "vials, a forecast": ["vials", "--forecast", "2q"],
    "authorisations": ["authorisations"],
    "policies": ["policies"],
    "protocol": ["protocol"],
    "protocol, a session beside it": ["protocol", "--patient", "P0030"],
    "policies, one": ["policies", "nice-ta260"],
    "schema": ["schema"],
    "check": ["check"],
}


@pytest.fixture(scope="session")
def sample(kept_after: Callable[..., Path]) -> Path:
    """The sample as a clinic file, which is only read."""
    return kept_after(*SAMPLE, today=MONDAY)


@pytest.fixture
def asked(migcli_here: Run, sample: Path) -> Run:
    def ask(*arguments: str) -> Ran:
        as_of = [] if arguments[0] in ("schema", "check") else ["--as-of", str(MONDAY)]
        return migcli_here(*arguments, *as_of, "--clinic", str(sample))

    return ask


@pytest.mark.parametrize("arguments", ASKED.values(), ids=ASKED)
def test_a_table_shows_what_the_json_holds(asked: Run, arguments: list[str]) -> None:
    table, as_json = asked(*arguments), asked(*arguments, "--format", "json")
    assert table.code == as_json.code
    assert table.code in (0, 10, 11)
    for item in as_json.items:
        if "patient" in item:
            assert item["patient"] in table.out or arguments[0] == "diary"


IN_COLUMNS = {name: arguments for name, arguments in ASKED.items() if arguments[0] != "show"}


@pytest.mark.parametrize("arguments", IN_COLUMNS.values(), ids=IN_COLUMNS)
def test_csv_has_a_column_for_each_key_and_a_line_for_each_item(asked: Run, arguments: list[str]) -> None:
    items = asked(*arguments, "--format", "json").items
    rows = list(csv.DictReader(io.StringIO(asked(*arguments, "--format", "csv").out)))
    assert len(rows) == len(items)
    for row, item in zip(rows, items, strict=True):
        assert list(row) == list(item)
        assert None not in row


@pytest.mark.parametrize("arguments", [*IN_COLUMNS.values(), ["vials"], ["authorisations"]], ids=" ".join)
def test_every_listing_is_sorted_and_headless_on_wish(asked: Run, arguments: list[str]) -> None:
    key = asked(*arguments, "--format", "csv").out.partition(",")[0]
    for form in ("table", "csv", "tsv"):
        ran = asked(*arguments, "--format", form, "--sort", f"-{key}", "--no-header")
        assert (ran.code in (0, 10, 11), "fault" in ran.err) == (True, False)


@pytest.mark.parametrize("arguments", ASKED.values(), ids=ASKED)
def test_json_is_as_its_schema_says(asked: Run, arguments: list[str]) -> None:
    envelope = json.loads(asked(*arguments, "--format", "json").out)
    name = envelope["schema"].removeprefix("migcli.").removesuffix("/1")
    assert name in LISTINGS
    schema = json.loads(asked("schema", name).out)
    assert set(schema["required"]) <= envelope.keys()
    item_schema = _resolved(schema, schema["properties"]["items"]["items"])
    for item in envelope["items"]:
        assert item.keys() == item_schema["properties"].keys() == set(item_schema["required"])


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    return schema["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part


AT_80_COLUMNS = ("due", "eligible", "patients", "sessions", "claims", "response", "policies", "protocol")


@pytest.mark.parametrize("name", AT_80_COLUMNS)
def test_many_rows_stay_a_table_at_80_columns(terminal: Callable[..., str], sample: Path, name: str) -> None:
    drawn = terminal("-m", "migraine_cli", *ASKED[name], "--as-of", str(MONDAY), "--clinic", str(sample))
    frame = drawn.splitlines()[:5]
    assert any(line.startswith("───") for line in frame), drawn[:600]
