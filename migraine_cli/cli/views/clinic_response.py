"""How the whole clinic's response is shown: every patient's latest cycle, and the shares beside the trials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.chart.bounds import Bounds
from migraine_cli.cli.views.response import (
    PERCENTS,
    change,
    difference,
    effects_seen,
    going_on,
    hit6_style,
    method,
    reached,
    wear_off,
    wear_off_style,
)
from migraine_cli.cli.views.verdict import STYLES
from migraine_cli.eligibility.policy import Policy
from migraine_cli.output.blocks import BLANK, Block, Column, Details, Table
from migraine_cli.reference.data import effects, read_toml
from migraine_cli.treatment.cycle import Cycle
from migraine_cli.treatment.response import telling
from migraine_cli.treatment.shares import Share


def clinic_view(rows: Sequence[Cycle], policy: Policy, _day: date, month_length: int | None) -> Iterator[Block]:
    """Every patient's latest cycle, how many reached what, the trials, and effects beside the label's."""
    latest = [_present(list(seen)) for _, seen in groupby(rows, key=lambda row: row.patient)]
    yield Table(_PATIENTS, latest)
    yield BLANK
    yield Details([("by now", _how_many(latest, percent)) for percent in PERCENTS])
    yield BLANK
    yield Table(_TRIALS, read_toml("trials.toml")["trial"])
    yield BLANK
    seen_effects = _effect_rates(rows, len(latest))
    if seen_effects:
        yield Table(_EFFECTS, seen_effects)
        yield BLANK
    first = read_toml("trials.toml")["first_response"]
    numbers = ", ".join(f"{percent} % in cycle {n}" for n, percent in enumerate(first["percent"], 1))
    yield Details(
        [
            ("first response", f"half or fewer headache days were first reached by {numbers} ({first['source']})"),
            ("with chance", "the 95 % interval (Wilson) around either end: what so few patients can show of others"),
            ("shown", "the latest cycle with a complete month; the stop rules as they are judged now"),
            ("trials", "they count days of 4 hours or more in 28 days; here it is any headache day of a month"),
            ("each cycle", "migcli response PATIENT"),
            *method(policy, month_length),
        ],
        "dim",
    )


def _present(seen: Sequence[Cycle]) -> Cycle:
    """The cycle that tells the response by now, with the stop rules as they are judged now."""
    return replace(telling(seen), stop_rules=seen[-1].stop_rules, goes_on=seen[-1].goes_on)


def _how_many(latest: Sequence[Cycle], percent: int) -> str:
    """Such as "17 to 24 of 36 patients, 47 to 67 % whatever the missing days were, 32 to 80 % with chance"."""
    share = Share.of([getattr(row, f"reached_{percent}") for row in latest])
    if share is None:
        return "no patient"
    count = str(Bounds(share.sure, share.possible))
    open_days = " whatever the missing days were" if share.sure != share.possible else ""
    return (
        f"at least {percent} % fewer headache days: {count} of {_patients(share.patients)}, "
        f"{_percents(share.low, share.high)}{open_days}, {_percents(share.chance_low, share.chance_high)} with chance"
    )


def _patients(number: int) -> str:
    return "1 patient" if number == 1 else f"{number} patients"


def _percents(low: float, high: float) -> str:
    return f"{Bounds(round(low), round(high))} %"


class _EffectRate(Struct, frozen=True):
    kind: str
    patients: int
    treated: int
    toxin: str | None
    placebo: str | None


def _effect_rates(rows: Sequence[Cycle], treated: int) -> list[_EffectRate]:
    """How many patients had each effect in any cycle, the commonest first."""
    seen: dict[str, set[str]] = {}
    for row in rows:
        for effect in row.effects:
            seen.setdefault(effect.kind, set()).add(row.patient)
    terms: Any = effects().terms
    rates = [
        _EffectRate(
            kind, len(who), treated, getattr(terms.get(kind), "toxin", None), getattr(terms.get(kind), "placebo", None)
        )
        for kind, who in seen.items()
    ]
    return sorted(rates, key=lambda rate: (-rate.patients, rate.kind))


_PATIENTS = (
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("cycle", "cycle", right=True, spare=3),
    Column("session", "session", spare=4),
    Column("before", "baseline", right=True),
    Column("now", "headache_days", right=True),
    Column("change", difference, folds=True, shows="reduction_percent"),
    Column("reached", reached),
    Column("HIT-6", lambda row: change(row.hit6), optional=True, spare=1, style=hit6_style),
    Column("weeks 5-8 → 9-12", wear_off, optional=True, spare=2, style=wear_off_style),
    Column("effects", effects_seen, folds=True, optional=True, spare=5),
    Column("stop rules", going_on, optional=True, style=lambda row: STYLES.get(row.goes_on, "")),
)


_TRIALS = (
    Column("trial", lambda row: row["name"]),
    Column("patients", lambda row: row["patients"], right=True),
    Column("over", lambda row: row["months"], spare=1),
    Column("before", lambda row: f"{row['baseline']:.1f}", right=True),
    Column("change", lambda row: f"{row['change']:+.1f}", right=True),
    Column("50 % reached", lambda row: f"{row['responders_50']} %" if "responders_50" in row else "", right=True),
    Column("HIT-6", lambda row: f"{row['hit6_change']:+.1f}" if "hit6_change" in row else "", right=True),
    Column("read in the source", lambda row: "yes" if row["confirmed"] else "no", spare=2),
)


_EFFECTS = (
    Column("effect", "kind"),
    Column("patients", "patients", right=True),
    Column("here", lambda row: f"{100 * row.patients / row.treated:.1f} %", right=True),
    Column("label, toxin", lambda row: row.toxin and f"{row.toxin} %", right=True),
    Column("label, placebo", lambda row: row.placebo and f"{row.placebo} %", right=True),
)
