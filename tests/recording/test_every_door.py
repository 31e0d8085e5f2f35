"""Every rule on what may be recorded, through every door: command, import and amendment.

A rule is a line of the table, with what each door is told; a door that a rule doesn't concern is left out. What is
refused leaves the clinic file as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import Run

TODAY = date(2026, 10, 5)

COLUMNS = {
    "patients": "id,name,born,chronic_since",
    "diary": "patient,date,headache,hours",
    "months": "patient,month,headache_days,recorded_days",
    "preventives": "patient,medicine,class,started,outcome,stopped",
    "scores": "patient,date,instrument,total",
    "effects": "patient,date,kind,until",
    "checkups": "patient,date,skin",
    "sessions": "patient,date",
    "bookings": "patient,at,status",
}


class Rule(NamedTuple):
    """What is recorded before, what each door is given, and what each says: an exit code and words."""

    before: tuple[str, ...]
    doors: dict[str, str]
    code: int
    words: str


TOPIRAMATE = "add-preventive P1 topiramate --outcome failed"
NONE = "add-preventive P2 none"
CALENDAR = "add-month P1 2026-09 --headache 18 --recorded 30"
TWENTY = "add-diary P1 2026-09-01..2026-09-20 --headache"

RULES = {
    "none beside a preventive": Rule(
        (TOPIRAMATE,),
        {"command": "add-preventive P1 none", "import": "preventives P1,none,,,,"},
        2,
        "preventive:1), so `none` can't be true",
    ),
    "a preventive amended to none beside another": Rule(
        (TOPIRAMATE, "add-preventive P1 candesartan --outcome failed"),
        {"amend": "preventive:2 medicine=none"},
        2,
        "preventive:1), so `none` can't be true",
    ),
    "a preventive beside none": Rule(
        (NONE,),
        {
            "command": "add-preventive P2 topiramate --outcome failed",
            "import": "preventives P2,topiramate,,,failed,",
        },
        2,
        "preventive:1 says that no preventive was tried",
    ),
    "none amended to a preventive is the one that was tried": Rule(
        (NONE,), {"amend": "preventive:1 medicine=topiramate outcome=failed"}, 0, ""
    ),
    "a medicine that goes on and was stopped": Rule(
        (),
        {
            "command": "add-preventive P1 topiramate --to 2026-09-01 --outcome ongoing",
            "import": "preventives P1,topiramate,,,ongoing,2026-09-01",
        },
        2,
        "topiramate can't be ongoing and stopped on 2026-09-01; say how it went, or leave the last day out.",
    ),
    "a medicine that goes on is amended to one that was stopped": Rule(
        ("add-preventive P1 topiramate --outcome ongoing",),
        {"amend": "preventive:1 to=2026-09-01"},
        2,
        "topiramate can't be ongoing and stopped on 2026-09-01",
    ),
    "a medicine that goes on is stopped, and how it went is said": Rule(
        ("add-preventive P1 topiramate --outcome ongoing",),
        {"amend": "preventive:1 to=2026-09-01 outcome=failed"},
        0,
        "",
    ),
    "a further trial is said": Rule(
        (TOPIRAMATE,),
        {
            "command": "add-preventive P1 topiramate --outcome effective",
            "import": "preventives P1,topiramate,,,effective,",
        },
        0,
        "another record of topiramate is there, preventive:1; both are kept",
    ),
    "a count against the days": Rule(
        (TWENTY,),
        {"command": "add-month P1 2026-09 --headache 12 --recorded 30", "import": "months P1,2026-09,12,30"},
        0,
        "the days win",
    ),
    "a count amended against the days": Rule(
        (TWENTY, "add-month P1 2026-09 --headache 20 --recorded 30"),
        {"amend": "month:1 headache=12"},
        0,
        "the days win",
    ),
    "days against a count": Rule(
        ("add-month P1 2026-09 --headache 12 --recorded 30", "add-diary P1 2026-09-01 --headache"),
        {
            "command": TWENTY,
            "import": "diary " + "|".join(f"P1,2026-09-{day:02},yes," for day in range(1, 21)),
            "amend": "diary:1 days=2026-09-01..2026-09-20",
        },
        0,
        "the days win",
    ),
    "a count in the place of another": Rule(
        (CALENDAR,),
        {"command": "add-month P1 2026-09 --headache 12", "import": "months P1,2026-09,12,"},
        0,
        "2026-09: headache days 12 instead of 18, recorded days unknown instead of 30",
    ),
    "an earlier count amended": Rule(
        (CALENDAR, "add-month P1 2026-09 --headache 12"),
        {"amend": "month:1 headache=17"},
        0,
        "month:2, recorded later, is the count of 2026-09 that counts",
    ),
    "a day that changes": Rule(
        ("add-diary P1 2026-09-01 --headache --hours 5",),
        {"command": "add-diary P1 2026-09-01 --free", "import": "diary P1,2026-09-01,no,"},
        0,
        "changed what was recorded of",
    ),
    "a session after a disorder that was found since the last": Rule(
        ("add-session P1 2026-01-05", "amend P1 cautions=neuromuscular-disorder"),
        {"import": "sessions P1,2026-04-20"},
        0,
        "neuromuscular-disorder, 1 session: P1 of 2026-04-20",
    ),
    "a session of the day of a check-up, with an infection recorded after it": Rule(
        ("add-checkup P1 2026-04-20 --skin clear", "amend P1 cautions=site-infection"),
        {"import": "sessions P1,2026-04-20"},
        0,
        "contraindicated, 1 session: P1 of 2026-04-20, infection at an injection site",
    ),
    "another score of the day": Rule(
        ("add-score P1 hit6 2026-09-01 60",),
        {"command": "add-score P1 hit6 2026-09-01 62", "import": "scores P1,2026-09-01,hit6,62"},
        0,
        "another HIT-6 of 2026-09-01 is recorded, score:1; both are kept",
    ),
    "another effect of the day": Rule(
        ("add-effect P1 neck-pain 2026-09-01",),
        {
            "command": "add-effect P1 neck-pain 2026-09-01 --until 2026-09-03",
            "import": "effects P1,2026-09-01,neck-pain,2026-09-03",
        },
        0,
        "another neck-pain of 2026-09-01 is recorded, effect:1; both are kept",
    ),
    "another check-up of the day": Rule(
        ("add-checkup P1 2026-09-01 --skin clear",),
        {"command": "add-checkup P1 2026-09-01 --skin infected", "import": "checkups P1,2026-09-01,infected"},
        0,
        "another check-up of 2026-09-01 is recorded, checkup:1; both are kept",
    ),
    "a check-up moved to the day of another": Rule(
        ("add-checkup P1 2026-09-01 --skin clear", "add-checkup P1 2026-09-02 --skin clear"),
        {"amend": "checkup:2 date=2026-09-01"},
        0,
        "another check-up of 2026-09-01 is recorded, checkup:1; both are kept",
    ),
}

FUTURE = {
    "a birth to come": (
        "add-patient P3",
        {
            "command": "add-patient P4 --born 2026-10-06",
            "import": "patients P4,,2026-10-06,",
            "amend": "P3 born=2026-10-06",
        },
    ),
    "chronic from a day to come": (
        "add-patient P3",
        {
            "command": "add-patient P4 --chronic-since tomorrow",
            "import": "patients P4,,,2026-10-06",
            "amend": "P3 chronic-since=tomorrow",
        },
    ),
    "a day to come": (
        "add-diary P1 2026-09-01 --headache",
        {
            "command": "add-diary P1 2026-10-01..2026-10-06 --free",
            "import": "diary P1,2026-10-06,no,",
            "amend": "diary:1 days=2026-10-06",
        },
    ),
    "a trial to come": (
        TOPIRAMATE,
        {
            "command": "add-preventive P1 candesartan --from tomorrow --outcome ongoing",
            "import": "preventives P1,candesartan,,2026-10-06,",
            "amend": "preventive:1 started=2026-10-06",
        },
    ),
    "a score to come": (
        "add-score P1 hit6 2026-09-01 60",
        {
            "command": "add-score P1 hit6 tomorrow 60",
            "import": "scores P1,2026-10-06,hit6,60",
            "amend": "score:1 date=tomorrow",
        },
    ),
    "an effect to come": (
        "add-effect P1 neck-pain 2026-09-01",
        {
            "command": "add-effect P1 neck-pain tomorrow",
            "import": "effects P1,2026-10-06,neck-pain,",
            "amend": "effect:1 date=tomorrow",
        },
    ),
    "a check-up to come": (
        "add-checkup P1 2026-09-01 --skin clear",
        {
            "command": "add-checkup P1 tomorrow --skin clear",
            "import": "checkups P1,2026-10-06,clear",
            "amend": "checkup:1 date=tomorrow",
        },
    ),
    "an effect's end to come": (
        "add-effect P1 neck-pain 2026-09-01",
        {
            "command": "add-effect P1 neck-pain today --until tomorrow",
            "import": "effects P1,2026-10-05,neck-pain,2026-10-06",
            "amend": "effect:1 until=tomorrow",
        },
    ),
}

BORN = {
    "a day": (
        "add-diary P3 2026-09-01 --headache",
        {
            "command": "add-diary P3 1999-12-31..2000-01-02 --headache",
            "import": "diary P3,1999-12-31,yes,",
            "amend": "diary:1 days=1999-12-31",
        },
    ),
    "a month": (
        "add-month P3 2026-09 --headache 3",
        {
            "command": "add-month P3 1999-12 --headache 3",
            "import": "months P3,1999-12,3,",
            "amend": "month:1 month=1999-12",
        },
    ),
    "a trial": (
        "add-preventive P3 topiramate --outcome failed",
        {
            "command": "add-preventive P3 candesartan --from 1999-12-31 --outcome ongoing",
            "import": "preventives P3,candesartan,,1999-12-31,",
            "amend": "preventive:1 started=1999-12-31",
        },
    ),
    "a session": (
        "add-session P3 2026-09-01",
        {
            "command": "add-session P3 1999-12-31 --allow under-age --reason x",
            "import": "sessions P3,1999-12-31",
            "amend": "session:1 date=1999-12-31 --allow under-age --reason x",
        },
    ),
    "a score": (
        "add-score P3 hit6 2026-09-01 60",
        {
            "command": "add-score P3 hit6 1999-12-31 60",
            "import": "scores P3,1999-12-31,hit6,60",
            "amend": "score:1 date=1999-12-31",
        },
    ),
    "an effect": (
        "add-effect P3 neck-pain 2026-09-01",
        {
            "command": "add-effect P3 neck-pain 1999-12-31",
            "import": "effects P3,1999-12-31,neck-pain,",
            "amend": "effect:1 date=1999-12-31",
        },
    ),
    "a check-up": (
        "add-checkup P3 2026-09-01 --skin clear",
        {
            "command": "add-checkup P3 1999-12-31 --skin clear",
            "import": "checkups P3,1999-12-31,clear",
            "amend": "checkup:1 date=1999-12-31",
        },
    ),
    "a contact": (
        "add-contact P3 2026-09-01 --by phone",
        {"command": "add-contact P3 1999-12-31 --by phone", "amend": "contact:1 date=1999-12-31"},
    ),
    "an appointment": (
        "book P3 2026-12-01",
        {"command": "book P3 1999-12-31", "amend": "booking:1 at=1999-12-31"},
    ),
    "what was another's": ("add-diary P1 1999-12-31 --headache", {"amend": "diary:1 patient=P3"}),
}
RULES |= {
    f"{what} before the birth": Rule(
        ("add-patient P3 --born 2000-01-01", before), doors, 2, "1999-12-31 lies before the birth of P3, 2000-01-01"
    )
    for what, (before, doors) in BORN.items()
}
RULES["a birth after what is recorded"] = Rule(
    ("add-patient P3", "add-diary P3 1999-12-31 --headache"),
    {"amend": "P3 born=2000-01-01", "import --update": "patients P3,,2000-01-01,"},
    2,
    "diary:1 speaks of 1999-12-31, before the birth of P3, 2000-01-01",
)
RULES["the day of the birth"] = Rule(
    ("add-patient P3 --born 2000-01-01",),
    {"command": "add-diary P3 2000-01-01 --free", "import": "diary P3,2000-01-01,no,"},
    0,
    "",
)

RULES |= {name: Rule((before,), doors, 2, "still to come") for name, (before, doors) in FUTURE.items()}
RULES["an appointment to come that was attended"] = Rule(
    ("book P1 2026-10-06",),
    {"amend": "booking:1 status=attended", "import": "bookings P1,2026-10-07,attended"},
    2,
    "still to come",
)
RULES["an appointment that was attended today"] = Rule(
    ("book P1 2026-10-05",),
    {"amend": "booking:1 status=attended", "import": "bookings P1,2026-10-05,attended"},
    0,
    "",
)
RULES["a month to come"] = Rule(
    (CALENDAR,),
    {
        "command": "add-month P1 2026-11 --headache 1",
        "import": "months P1,2026-11,1,",
        "amend": "month:1 month=2026-11",
    },
    2,
    "2026-11 is in the future",
)
RULES["more days than have passed"] = Rule(
    (CALENDAR,),
    {
        "command": "add-month P1 2026-10 --headache 6",
        "import": "months P1,2026-10,6,",
        "amend": "month:1 month=2026-10 recorded=",
    },
    2,
    "only 5 days of 2026-10 have passed",
)

WALKS = [(rule, door) for rule, each in RULES.items() for door in each.doors]


@pytest.mark.parametrize(("rule", "door"), WALKS, ids=[f"{rule}, {door}" for rule, door in WALKS])
def test_the_rule_holds_at_the_door(migcli_here: Run, clinic: Path, rule: str, door: str) -> None:
    def run(typed: str, **more: Any) -> Any:
        return migcli_here(*typed.split(), today=TODAY, **more)

    before, doors, code, words = RULES[rule]
    for typed in ("init", "add-patient P1", "add-patient P2", *before):
        assert run(typed).code == 0, typed
    as_it_was = clinic.read_bytes()
    ran = _through(run, door, doors[door])
    assert (ran.code, words in ran.err) == (code, True), ran.err
    assert (clinic.read_bytes() == as_it_was) == (code != 0)
    if door != "import":
        return
    in_json = _through(run, "import --dry-run --format json", doors[door])
    if code:
        assert words in json.loads(in_json.err)["faults"][0]["reason"]


def _through(run: Callable[..., Any], door: str, given: str) -> Any:
    if not door.startswith("import"):
        return run(f"amend {given}" if door == "amend" else given)
    kind, _, rows = given.partition(" ")
    return run(f"import {kind} - {door.removeprefix('import')}", input="\n".join([COLUMNS[kind], *rows.split("|")]))
