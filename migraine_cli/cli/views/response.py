"""How a response is shown: one patient's cycles, or the clinic's patients beside the published trials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from math import floor
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.cli.views.verdict import CRITERIA, MET, STYLES
from migraine_cli.eligibility.policy import Policy
from migraine_cli.output.blocks import BLANK, Block, Column, Details, Paragraph, Table
from migraine_cli.reference.data import effects, read_toml
from migraine_cli.treatment.cycle import Cycle, Days, ScoreChange
from migraine_cli.treatment.response import telling

PERCENTS = (30, 50, 75)


def patient_view(rows: Sequence[Cycle], policy: Policy, day: date, month_length: int | None) -> Iterator[Block]:
    """A table for every course, then the stop rules of the latest cycle."""
    for number, course in groupby(rows, key=lambda row: row.course):
        seen = list(course)
        name = f"{seen[0].patient} {seen[0].name or ''}".rstrip()
        yield Paragraph(f"{name}: course {number}, {_before(seen[0])}", "bold")
        yield BLANK
        yield Table(CYCLES, seen)
        yield BLANK
        if any(row.effects or row.hit6.now or row.midas.now or row.wear_off for row in seen):
            yield Table(_BESIDES, seen)
            yield BLANK
    latest = rows[-1]
    if latest.stop_rules:
        yield Paragraph(f"To go on under {policy.title}, as of {day}: {MET[latest.goes_on]}", STYLES[latest.goes_on])  # type: ignore[index]
        yield BLANK
        yield Table(CRITERIA, latest.stop_rules)
        yield BLANK
    if latest.missing:
        yield Paragraph("What would settle the latest cycle:", "bold")
        yield from (Paragraph(f"  · {what}") for what in latest.missing)
        yield BLANK
    yield Details(list(_method(policy, month_length)), "dim")


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
            ("shown", "the latest cycle with a complete month; the stop rules as they are judged now"),
            ("trials", "they count days of 4 hours or more in 28 days; here it is any headache day of a month"),
            ("each cycle", "migcli response PATIENT"),
            *_method(policy, month_length),
        ],
        "dim",
    )


def _present(seen: Sequence[Cycle]) -> Cycle:
    """The cycle that tells the response by now, with the stop rules as they are judged now."""
    return replace(telling(seen), stop_rules=seen[-1].stop_rules, goes_on=seen[-1].goes_on)


def difference(row: Cycle) -> str:
    """The change of headache days in words, such as "29 % fewer", "25 to 40 % fewer" or "8 % more".

    Percents are cut so that no change reads as larger than it is for the better.
    """
    if row.reduction_percent is None:
        return "unknown"
    low, high = floor(row.reduction_percent.low), floor(row.reduction_percent.high)
    if low == high:
        return _percent(low)
    if low > 0:
        return f"{low} to {_percent(high)}"
    if high < 0:
        return f"{-high} to {_percent(low)}"
    return f"{_percent(low)} to {_percent(high)}"


def _percent(reduction: int) -> str:
    return f"{reduction} % fewer" if reduction > 0 else f"{-reduction} % more" if reduction else "no change"


def change(score: ScoreChange) -> str:
    """A score's change, such as "66 → 58 (-8)"; what isn't known is a dash."""
    if score.now is None:
        return ""
    if score.before is None or score.change is None:
        return f"– → {score.now}"
    return f"{score.before} → {score.now} ({score.change:+d})"


def _before(row: Cycle) -> str:
    return f"{row.baseline} headache days in {row.baseline_month}, the month before treatment"


def _reached(row: Cycle) -> str:
    answers = zip(PERCENTS, (row.reached_30, row.reached_50, row.reached_75), strict=True)
    sure = [f"{percent} %" for percent, answer in answers if answer is Answer.YES]
    if sure:
        return sure[-1]
    return "none" if row.reached_30 is Answer.NO else "unknown"


def _wear_off(row: Cycle) -> str:
    if row.wear_off is None:
        return ""
    middle, late = row.wear_off.weeks_5_to_8, row.wear_off.weeks_9_to_12
    return "unknown" if _unknown(middle) and _unknown(late) else f"{middle} → {late}"


def _acute(row: Cycle) -> str:
    days = row.acute_medicine_days
    return "" if days is None else "unknown" if _unknown(days) else str(days)


def _unknown(days: Days) -> bool:
    """Whether nothing is known of the days of a month or of four weeks."""
    return days.low == 0 and days.high >= _FOUR_WEEKS


_FOUR_WEEKS = 28


def _effects(row: Cycle) -> list[str]:
    return [f"{each.severity} {each.kind}" if each.severity else each.kind for each in row.effects]


def _going_on(row: Cycle) -> str:
    words = {Answer.YES: "none met", Answer.NO: "one met", Answer.UNKNOWN: "unknown"}
    return "no rules" if row.goes_on is None else words[row.goes_on]


_LATE = {Answer.YES: "yellow", Answer.NO: "", Answer.UNKNOWN: "dim"}


def _hit6_style(row: Cycle) -> str:
    return "bold" if row.hit6.matters is Answer.YES else ""


def _wear_off_style(row: Cycle) -> str:
    return _LATE[row.wear_off.more] if row.wear_off else ""


CYCLES = (
    Column("cycle", "cycle", right=True),
    Column("session", "session"),
    Column("month", lambda row: row.month or "none yet"),
    Column("headache", "headache_days", right=True),
    Column("change", difference, shows="reduction_percent"),
    Column("reached", _reached),
    Column("migraine", "migraine_days", right=True, spare=1),
    Column("acute", _acute, right=True, spare=2),
)
_BESIDES = (
    Column("cycle", "cycle", right=True),
    Column("weeks 5-8 → 9-12", _wear_off, optional=True, style=_wear_off_style),
    Column("HIT-6", lambda row: change(row.hit6), optional=True, style=_hit6_style),
    Column("MIDAS", lambda row: change(row.midas), optional=True),
    Column("effects", _effects, folds=True, optional=True),
)
_PATIENTS = (
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("cycle", "cycle", right=True, spare=3),
    Column("session", "session", spare=4),
    Column("before", "baseline", right=True),
    Column("now", "headache_days", right=True),
    Column("change", difference, shows="reduction_percent"),
    Column("reached", _reached),
    Column("HIT-6", lambda row: change(row.hit6), optional=True, spare=1, style=_hit6_style),
    Column("weeks 5-8 → 9-12", _wear_off, optional=True, spare=2, style=_wear_off_style),
    Column("effects", _effects, folds=True, optional=True, spare=5),
    Column("stop rules", _going_on, style=lambda row: STYLES.get(row.goes_on, "")),
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


def _how_many(latest: Sequence[Cycle], percent: int) -> str:
    answers = [getattr(row, f"reached_{percent}") for row in latest]
    yes, unknown = answers.count(Answer.YES), answers.count(Answer.UNKNOWN)
    known = len(answers) - unknown
    share = f" ({100 * yes / known:.1f} %)" if known else ""
    return (
        f"{yes} of {known} patients have at least {percent} % fewer headache days{share}; of {unknown} it isn't known"
    )


class _EffectRate(Struct, frozen=True):
    kind: str
    patients: int
    treated: int
    toxin: str | None
    placebo: str | None


_EFFECTS = (
    Column("effect", "kind"),
    Column("patients", "patients", right=True),
    Column("here", lambda row: f"{100 * row.patients / row.treated:.1f} %", right=True),
    Column("label, toxin", lambda row: row.toxin and f"{row.toxin} %", right=True),
    Column("label, placebo", lambda row: row.placebo and f"{row.placebo} %", right=True),
)


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


def _method(policy: Policy, month_length: int | None) -> Iterator[tuple[str, str]]:
    compared = "the latest complete one of the cycle against the latest before the course"
    yield "month", f"{compared}; {_unit(month_length)}"
    yield "unknown days", "counted once as headache days and once as free ones, so a number can be a range"
    yield "weeks", "headache days in weeks 5 to 8 and 9 to 12, from single days; more in the later ones is wear-off"
    yield "HIT-6", "a change of 6 points matters to a person with chronic migraine (Houts 2020)"
    rules = "judged at each cycle's end" if policy.stop else "it has none; nice-ta260, ehf-2018 and mbs-18377 have"
    yield "stop rules", f"of {policy.id}, {rules}"
    yield "", "It may not work for everyone, and a goal reached counts too. Decision support, not a medical device."


def _unit(month_length: int | None) -> str:
    return "calendar months" if month_length is None else f"blocks of {month_length} days, and no calendar's counts"
