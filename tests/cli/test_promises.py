"""What practices' scripts rest on is there: every command, option, JSON key, code and exit code that was promised.

The tables are written from the promise, not from the program. A name in them never goes away; one that isn't built yet
stands in NOT_YET, and a test fails once it is built and still stands there.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from migraine_cli.cli.all_commands import COMMANDS
from migraine_cli.cli.commands.schema import LISTINGS

WRITES = "--dry-run --format"
READS = "--format --columns --sort --no-header"

OPTIONS = {
    "init": "",
    "demo": "",
    "add-patient": f"--name --born --sex --phone --email --chronic-since --overuse --caution --goal --note {WRITES}",
    "add-diary": f"--headache --free --hours --severity --migraine --no-migraine --took --note {WRITES}",
    "add-month": f"--headache --migraine --long --recorded {WRITES}",
    "add-preventive": f"--class --from --to --outcome {WRITES}",
    "add-session": "--protocol --extra --site --units --product --indication --vial --lot --expiry --from-stock"
    f" --supply --by --note --allow --reason {WRITES}",
    "add-score": f"--items {WRITES}",
    "add-effect": f"--severity --serious --until --note {WRITES}",
    "add-contact": f"--by --result {WRITES}",
    "add-checkup": "--pregnancy --breastfeeding --allergy --skin --swallowing --weakness --anticoagulant --new-medicine"
    f" --other-toxin --consent --leaflet --by {WRITES}",
    "add-authorisation": f"--payer --policy --supply --reference --from --until --visits --units --status {WRITES}",
    "add-vials": f"--units --count --expiry --product --supplier --for --supply {WRITES}",
    "count-vials": f"--units --count {WRITES}",
    "discard": f"--units --count --reason {WRITES}",
    "recall-lot": f"--reason {WRITES}",
    "book": f"--minutes --with --allow --reason {WRITES}",
    "unbook": WRITES,
    "pause": f"--until {WRITES}",
    "stop": f"--reason {WRITES}",
    "resume": WRITES,
    "amend": "--dry-run",
    "void": "--reason --dry-run",
    "merge": "--reason --dry-run",
    "undo": "--redo --dry-run",
    "log": READS,
    "import": "--dry-run --update --patient --map --date-order --encoding --sheet --save-map --map-file --template",
    "due": f"--within --status --all --exit-code --desk --as-of --as-known-on {READS}",
    "bookings": f"--on --within --status --free --as-of {READS}",
    "day": f"--with --as-of {READS}",
    "plan": f"--until --every --book --as-of {READS}",
    "gaps": f"--before --policy --as-of {READS}",
    "messages": "--kind --channel --format",
    "vials": f"--lot --expiring --forecast --as-of {READS}",
    "authorisations": f"--within --exit-code --as-of {READS}",
    "audit": f"--policy --from --to --by --trial-definition {READS}",
    "letter": "--kind --policy --template --format",
    "eligible": f"--policy --as-of --as-known-on {READS}",
    "response": f"--policy --as-of --as-known-on {READS}",
    "show": "--policy --as-of --as-known-on --format",
    "patients": READS,
    "diary": f"--month {READS}",
    "sessions": f"--lot --as-of {READS}",
    "protocol": "--patient --format",
    "policies": READS,
    "schema": "",
    "config": "--init --store",
    "check": "--accept",
    "backup": "",
    "restore": "--yes",
    "encrypt": "",
    "decrypt": "",
    "export": "--deidentified --all --format",
    "report": "",
    "calendar": "--due --with --alarm",
    "copy": "",
    "help": "",
}
"""Each command with its options; all take --clinic."""

KEYS = {
    "eligible": "patient name policy stage verdict start criteria missing",
    "due": "patient name born phone email last_session days_since due days_until status booked missed contacts"
    " last_contact note authorisation ask_by",
    "bookings": "id patient name at minutes phone with status first_visit note",
    "day": "patient name at phone born ready checks last_session last_units last_lot effects asks note",
    "gaps": "patient name before policy asks least settles",
    "plan": "patient name date at due days_after_due",
    "vials": "lot units supply for received injected discarded on_shelf unexplained expiry note",
    "authorisations": "patient name id payer policy supply status reference from until visits_left units_left ask_by"
    " missing",
    "audit": "period criterion yes no unknown share with_chance cohort",
    "messages": "kind channel to subject text",
    "sessions": "patient name id units sites vials vial_lots lot expiry warnings next_due",
}
"""Each listing with its keys in JSON."""

WITHIN = {
    "eligible": {"criteria": "id answer needs found period because"},
    "day": {"checks": "id group answer because"},
    "sessions": {"vial_lots": "units lot expiry supply"},
}
"""The keys of what stands within an item."""

CODES = {
    "add-patient": "hypersensitivity site-infection neuromuscular-disorder dysphagia breathing-disorder pregnancy"
    " breastfeeding aminoglycoside anticoagulant anticholinergic muscle-relaxant other none managed unmanaged",
    "add-session": "chronic-migraine cosmetic bladder spasticity dystonia hyperhidrosis blepharospasm sialorrhea"
    " onabotulinumtoxinA too-early cumulative-dose contraindicated pregnancy neuromuscular-disorder spread-signs"
    " consent wrong-product over-dose expired-vial over-vial protocol duplicate under-age buy-and-bill"
    " specialty-pharmacy hospital patient sample",
    "add-preventive": "failed not-tolerated unsuitable effective ongoing antiepileptic antidepressant beta-blocker arb"
    " ace-inhibitor calcium-channel-blocker cgrp-antibody gepant other",
    "add-effect": "mild moderate severe",
    "book": "double-booked full closed-day outside-hours",
    "due": "early upcoming due overdue lapsed paused stopped held",
    "import": "dmy mdy ymd",
}
"""Codes that the help of a command names, or its manual."""

NOT_YET: set[str] = set()
"""Commands, options behind their command, and keys behind their listing, that the program doesn't have yet."""


def _known() -> set[str]:
    return {listed.name for listed in COMMANDS}


@pytest.mark.parametrize("command", OPTIONS)
def test_a_command_has_its_options(command: str, migcli_here: Any) -> None:
    assert (command in _known()) == (command not in NOT_YET)
    if command in NOT_YET:
        return
    told = migcli_here(command, "--help").out
    for option in (*OPTIONS[command].split(), "--clinic"):
        there = re.search(rf"^  {option}\b|, {option}\b", told, re.MULTILINE) is not None
        assert there == (f"{command} {option}" not in NOT_YET), f"{command} {option}"


@pytest.mark.parametrize("command", [name for name, options in OPTIONS.items() if "--dry-run" in options])
def test_what_records_can_be_given_again_under_its_request(command: str, migcli_here: Any) -> None:
    of_files_alone = command in ("backup", "restore", "encrypt", "decrypt")
    assert ("--request UUID" in migcli_here(command, "--help").out) == (not of_files_alone)


def test_no_command_is_left_out_of_the_promise() -> None:
    assert _known() <= set(OPTIONS)


@pytest.mark.parametrize("listing", KEYS)
def test_a_listing_has_its_keys(listing: str, migcli_here: Any) -> None:
    assert (listing in LISTINGS) == (listing not in NOT_YET)
    if listing in NOT_YET:
        return
    schema = json.loads(migcli_here("schema", listing).out)
    item = _item(schema)
    for key in KEYS[listing].split():
        assert (key in item["properties"]) == (f"{listing} {key}" not in NOT_YET), f"{listing} {key}"
        assert f"{listing} {key}" in NOT_YET or key in item["required"]
    for key, inner in WITHIN.get(listing, {}).items():
        assert set(inner.split()) <= set(_resolved(schema, item["properties"][key]["items"])["properties"])


def _item(schema: dict[str, Any]) -> dict[str, Any]:
    return _resolved(schema, schema["properties"]["items"]["items"])


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    reference = part.get("$ref")
    if reference is None:
        return part
    found: dict[str, Any] = schema["$defs"][reference.rpartition("/")[2]]
    return found


@pytest.mark.parametrize("command", CODES)
def test_its_codes_are_explained(command: str, migcli_here: Any) -> None:
    told = migcli_here("help", command).out + migcli_here("help", "codes").out + migcli_here("help", "safety-rules").out
    told = re.sub(r"-\n\s+", "-", told)
    for code in CODES[command].split():
        assert re.search(rf"(?<![\w-]){code}(?![\w-])", told), f"{command}: {code}"


def test_every_exit_code_is_explained(migcli_here: Any) -> None:
    told = migcli_here("help", "scripts").out
    assert re.findall(r"^\| (\d+) \|", told, re.MULTILINE) == ["0", "2", "3", "4", "5", "10", "11", "70", "130"]
