"""Invented treatment: sessions with their site maps and vials, and the preventives tried before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from migraine_cli.chart.course import CYCLE_DAYS
from migraine_cli.exchange.synthetic.chance import Chance
from migraine_cli.exchange.synthetic.teams import injectors
from migraine_cli.records.allowance import Allowance
from migraine_cli.records.codes import Outcome, PreventiveClass
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.session import Session, Sites

PREEMPT = "preempt-155"
UNITS_A_SITE = 5

# In the order injected: sites of each side; procerus lies in the midline (PREEMPT: 31 sites, 155 U).
FIXED_SITES = {
    "corrugator": 1,
    "procerus": 1,
    "frontalis": 2,
    "temporalis": 4,
    "occipitalis": 3,
    "cervical-paraspinal": 2,
    "trapezius": 3,
}
FOLLOW_THE_PAIN = (
    "temporalis-left",
    "temporalis-right",
    "occipitalis-left",
    "occipitalis-right",
    "trapezius-left",
    "trapezius-right",
    "trapezius-left",
    "trapezius-right",
)
"""The eight sites that may be added, up to 39 sites and 195 U."""

MAPS_KEPT_DAYS = 730
"""Sessions further back come from an old ledger: a date, the product, mostly a dose, no site map."""

QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))

TOO_EARLY = Allowance("too-early", "away for three months afterwards")

PREVENTIVES: tuple[tuple[str, PreventiveClass], ...] = (
    ("topiramate", "antiepileptic"),
    ("amitriptyline", "antidepressant"),
    ("propranolol", "beta-blocker"),
    ("candesartan", "arb"),
    ("venlafaxine", "antidepressant"),
    ("metoprolol", "beta-blocker"),
    ("valproate", "antiepileptic"),
    ("flunarizine", "calcium-channel-blocker"),
    ("erenumab", "cgrp-antibody"),
    ("fremanezumab", "cgrp-antibody"),
)
OUTCOMES: tuple[Outcome, ...] = ("failed", "failed", "failed", "not-tolerated", "not-tolerated", "unsuitable")


@cache
def site_map(extra: int) -> dict[str, Sites]:
    """The map of 31 sites with the first `extra` (0 to 8) of the sites that follow the pain."""
    counts = {}
    for muscle, sites in FIXED_SITES.items():
        for place in (muscle,) if muscle == "procerus" else (f"{muscle}-left", f"{muscle}-right"):
            counts[place] = sites + FOLLOW_THE_PAIN[:extra].count(place)
    return {place: Sites(UNITS_A_SITE, sites) for place, sites in counts.items()}


def migraine_sessions(chance: Chance, patient: str, days: Sequence[date], extra: int, as_of: date) -> list[Session]:
    """A session of 155 U and `extra` sites of 5 U on each of `days`; one before day 84 was allowed, with a reason."""
    by = chance.one_of(injectors(patient))
    maps_since = as_of - timedelta(MAPS_KEPT_DAYS)
    sessions = [
        _session(chance, patient, day, extra, by) if day >= maps_since else _ledger_session(chance, patient, day, by)
        for day in days
    ]
    return sessions[:1] + [
        replace(after, allowed=(TOO_EARLY,)) if (after.date - before.date).days < CYCLE_DAYS else after
        for before, after in pairwise(sessions)
    ]


def _session(chance: Chance, patient: str, day: date, extra: int, by: str) -> Session:
    places = site_map(extra)
    quarter = (day.month - 1) // 3
    return Session(
        patient=patient,
        date=day,
        protocol=PREEMPT,
        units=float(sum(place.units * place.sites for place in places.values())),
        site_map=dict(places),
        lot=f"SYN-{day.year}Q{quarter + 1}",
        expiry=date(day.year + 2, *QUARTER_ENDS[quarter]),
        vials=(200,) if chance.happens(0.8) else (100, 100),
        by=by,
    )


def _ledger_session(chance: Chance, patient: str, day: date, by: str) -> Session:
    return Session(patient=patient, date=day, units=155.0 if chance.happens(0.75) else None, by=by)


def tried_preventives(chance: Chance, patient: Patient, count: int, until: date) -> list[Preventive]:
    """`count` different medicines tried in turn and given up by `until`; 0 states that none was tried."""
    if not count:
        return [Preventive(patient=patient.id)]
    tried = []
    for medicine, drug_class in chance.some_of(PREVENTIVES, count):
        stopped = until - timedelta(chance.between(14, 120))
        until = stopped - timedelta(chance.between(20, 210))
        outcome = chance.one_of(OUTCOMES)
        started = None if outcome == "unsuitable" else until
        tried.append(
            Preventive(
                patient=patient.id,
                medicine=medicine,
                drug_class=drug_class,
                started=started,
                stopped=stopped if started else None,
                outcome=outcome,
            )
        )
    return tried[::-1]
