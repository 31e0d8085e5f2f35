"""The rules that refuse a session unless they are lifted by name, in the order of the contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from msgspec import Struct

from migraine_cli.treatment.safety import dose, person
from migraine_cli.treatment.safety.circumstances import Circumstances

Rule = Literal[
    "too-early",
    "cumulative-dose",
    "contraindicated",
    "pregnancy",
    "neuromuscular-disorder",
    "spread-signs",
    "consent",
    "wrong-product",
    "over-dose",
    "expired-vial",
    "over-vial",
    "shared-vial",
    "not-in-stock",
    "another-patients-vial",
    "recalled-lot",
    "protocol",
    "duplicate",
    "under-age",
    "future-date",
]
RULES: tuple[Rule, ...] = get_args(Rule)
NEVER_LIFTED: Rule = "future-date"
LIFTABLE: tuple[str, ...] = tuple(rule for rule in RULES if rule != NEVER_LIFTED)


class Objection(Struct, frozen=True):
    """A safety rule that stands against the session, and why."""

    rule: Rule
    because: str


def objections(case: Circumstances) -> list[Objection]:
    """Every rule that stands against the session, in the order of the contract."""
    found = ((rule, check(case)) for rule, check in _RULES.items())
    return [Objection(rule, because) for rule, because in found if because]


def _duplicate(case: Circumstances) -> str | None:
    planned = case.planned
    same = [other for other in case.others if (other.date, other.indication) == (planned.date, planned.indication)]
    told = f"a session for {planned.indication} on {planned.date} is already recorded"
    return f"{told}{f', {same[0].id}' if same[0].id else ''}" if same else None


def _future_date(case: Circumstances) -> str | None:
    return f"{case.planned.date} is in the future" if case.planned.date > case.today else None


_RULES: dict[Rule, Callable[[Circumstances], str | None]] = {
    "too-early": dose.too_early,
    "cumulative-dose": dose.cumulative_dose,
    "contraindicated": person.contraindicated,
    "pregnancy": person.pregnancy,
    "neuromuscular-disorder": person.neuromuscular_disorder,
    "spread-signs": person.spread_signs,
    "consent": person.consent,
    "wrong-product": dose.wrong_product,
    "over-dose": dose.over_dose,
    "expired-vial": dose.expired_vial,
    "over-vial": dose.over_vial,
    "shared-vial": lambda case: case.stock.get("shared-vial"),
    "not-in-stock": lambda case: case.stock.get("not-in-stock"),
    "another-patients-vial": lambda case: case.stock.get("another-patients-vial"),
    "recalled-lot": lambda case: case.stock.get("recalled-lot"),
    "protocol": dose.off_protocol,
    "duplicate": _duplicate,
    "under-age": person.under_age,
    "future-date": _future_date,
}
