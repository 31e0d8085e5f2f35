"""Every command gives the same bytes, whether the clinic lies in a file or on a server."""

from __future__ import annotations

import json
import os
from datetime import date
from itertools import zip_longest
from pathlib import Path

import pytest
from servers import new_address

pytestmark = pytest.mark.server

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
TODAY = date(2026, 10, 5)

RECORDED = [
    *(["import", kind, str(SAMPLE / f"{kind}.csv")] for kind in ("patients", "preventives", "diary", "months")),
    ["import", "sessions", str(SAMPLE / "sessions.csv"), "--dry-run"],
    ["import", "sessions", str(SAMPLE / "sessions.csv")],
    ["import", "sessions", str(SAMPLE / "sessions.csv")],
    ["add-patient", "K1", "--name", "Åsa Łoś", "--born", "1980-02-29", "--note", "rings back"],
    ["add-patient", "k1", "--name", "Twin"],
    ["add-patient", "K2", "--name", "Åsa Los"],
    ["add-diary", "K1", "2026-09-01..2026-09-10", "--headache", "--took", "sumatriptan"],
    ["add-month", "K1", "2026-08", "--headache", "18", "--migraine", "9"],
    ["add-month", "K1", "2026-08", "--headache", "17"],
    ["add-preventive", "K1", "topiramate", "--outcome", "failed"],
    ["add-session", "K1", "2026-10-01", "--vial", "200:C1:2027-01"],
    ["add-session", "K1", "2026-10-02"],
    ["add-session", "K1", "2026-10-02", "--dry-run", "--allow", "interval", "--reason", "asked for"],
    ["add-score", "K1", "hit6", "2026-10-01", "62"],
    ["add-effect", "K1", "neck-pain", "2026-10-03", "--severity", "mild"],
    ["add-contact", "K1", "2026-10-04", "--by", "phone", "--result", "reached"],
    ["book", "K1", "2026-12-28T09:30"],
    ["pause", "K2", "--until", "2026-12-01"],
    ["amend", "session:1", "lot=C99"],
    ["amend", "K2", "name=Åsa Berg"],
    ["void", "month:1", "--reason", "wrong sheet"],
    ["void", "K1", "--reason", "never came"],
    ["add-session", "P9999"],
    ["merge", "K2", "K1", "--reason", "the same person"],
    ["show", "K2"],
    ["undo", "--dry-run"],
    ["undo"],
    ["undo"],
    ["undo", "--redo"],
    ["undo", "--redo"],
    ["merge", "K2", "K1", "--reason", "the same person"],
    ["add-contact", "K2", "2026-10-05", "--by", "phone", "--result", "reached"],
]
"""What a clinic does, right and wrong, one command after another."""

ASKED = [
    ["due"],
    ["due", "--all"],
    ["due", "--as-of", "2026-05-01"],
    ["due", "--desk"],
    ["eligible"],
    ["eligible", "P0004"],
    ["eligible", "P0030", "--policy", "nice-ta260"],
    ["eligible", "--as-known-on", "2026-10-04"],
    ["show", "P0030"],
    ["show", "K1"],
    ["show", "nobody"],
    ["patients"],
    ["patients", "berg"],
    ["diary", "P0030"],
    ["diary", "K1", "--month", "2026-09"],
    ["sessions"],
    ["sessions", "P0030"],
    ["sessions", "--lot", "c99"],
    ["sessions", "--billing"],
    ["response", "--policy", "nice-ta260"],
    ["response", "P0030"],
    ["bookings"],
    ["day", "2026-12-28"],
    ["log"],
    ["log", "K1"],
    ["check"],
    ["export", "K1"],
    ["export", "P0030"],
    ["policies"],
]
FORMS = [[], ["--format", "json"], ["--format", "csv"], ["--format", "plain"]]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Where the two clinics lie."""
    return str(tmp_path_factory.mktemp("both") / "clinic.json"), new_address()


def test_every_command_says_the_same_over_both_stores(migcli_here, places) -> None:
    for place in places:
        assert migcli_here("init", "--clinic", place).code == 0
    for arguments in RECORDED:
        told = [migcli_here(*arguments, "--clinic", place, today=TODAY) for place in places]
        assert told[0] == told[1], arguments
        assert told[0].code != 70, arguments
    for arguments in ASKED:
        for form in FORMS:
            told = [migcli_here(*arguments, *form, "--clinic", place, today=TODAY) for place in places]
            if arguments[0] == "log":
                told[1] = told[1]._replace(out=without_account(told[1].out))
            for file, server in zip_longest(told[0].out.splitlines(), told[1].out.splitlines()):
                assert file == server, (arguments, form)
            assert told[0] == told[1], (arguments, form)
            assert told[0].code != 70, (arguments, form)


def without_account(log: str) -> str:
    """The log of a server as a file has it, which knows no accounts."""
    own = os.environ["PGUSER"]
    return log.replace(f'"account":"{own}"', '"account":null').replace(f",{own}", ",").replace(f"account: {own}\n", "")


def test_a_clinic_moves_to_a_server_and_back_with_its_history_log_and_ids(migcli_here, places, tmp_path) -> None:
    there, back = new_address(), str(tmp_path / "back.json")
    assert migcli_here("copy", there, "--clinic", places[0]).code == 0
    assert migcli_here("copy", back, "--clinic", there).code == 0
    assert migcli_here("check", "--clinic", there).out == ""
    assert migcli_here("check", "--clinic", back).out == ""
    before, after = (json.loads(Path(path).read_bytes()) for path in (places[0], back))
    for table in before.keys() - {"_migcli", "_meta"}:
        assert after.get(table, before[table]) == before[table], table
    again = migcli_here("copy", there, "--clinic", places[0])
    assert (again.code, again.out) == (5, "")
    assert "already" in again.err
    record = ["add-contact", "K1", "2026-10-05", "--by", "phone", "--result", "reached"]
    told = [migcli_here(*record, "--clinic", place, today=TODAY) for place in (places[0], there, back)]
    assert told[0] == told[1] == told[2]
