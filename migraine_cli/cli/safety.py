"""The safety rules at every door that records a session: what is looked up for them, and the words that override one.

Rules and warnings are decided in treatment/safety; here they get the commands and options that mend them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from migraine_cli.chart.chart import Chart
from migraine_cli.cli import clock
from migraine_cli.cli.lifting import how_to_lift
from migraine_cli.eligibility.barring import barring
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.verdict import judge
from migraine_cli.errors import Refused
from migraine_cli.practice.stock import Stock
from migraine_cli.practice.stock_rules import stock_objections, stock_remarks
from migraine_cli.records.allowance import Allowance
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.session import Session
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.reference.protocols import limits
from migraine_cli.store.contract import Clinic
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.treatment.safety.rules import NEVER_LIFTED, Objection, objections
from migraine_cli.treatment.safety.warnings import Remark, warnings

_BLANKS = {"born": "DATE", "units": "N"}
"""What stands for the value of a field that a warning asks for."""


def circumstances(
    planned: Session, yardstick: Protocol | None, chart: Chart, clinic: Clinic, stock: Stock
) -> Circumstances:
    """What the session is held against; the chart's sessions, and those of the stock, are all the others."""
    judged = planned.indication == CHRONIC_MIGRAINE
    policy, person = chosen_policy(), chart.patient
    return Circumstances(
        planned=planned,
        patient=person,
        others=chart.sessions,
        effects=chart.effects,
        events=chart.events,
        limits=limits(),
        protocol=yardstick,
        verdict=judge(policy, Case.of(chart, planned.date)) if judged else None,
        today=clock.today(),
        barring=barring(policy),
        caution_entries=chart.caution_entries,
        checkups=chart.checkups,
        checkups_kept=bool(chart.checkups) or clinic.keeps(CheckUp),
        stock=stock_objections(planned, stock),
        stock_remarks=stock_remarks(planned, stock),
    )


def allowances(
    case: Circumstances, lifted: dict[str, Allowance], settled: Sequence[Objection] = ()
) -> tuple[Allowance, ...]:
    """The lifted rules that stood against the session. Raises Refused when one stands that wasn't lifted, or can't
    be; what is `settled` isn't asked about again.
    """
    against = objections(case)
    standing = [
        each for each in against if each not in settled and (each.rule not in lifted or each.rule == NEVER_LIFTED)
    ]
    if standing:
        told = "; ".join(f"{each.rule}: {each.because}" for each in standing)
        mend = _mend([each.rule for each in standing])
        raise Refused(f"not recorded, {told}; {mend}.", warnings=tuple(remarks(case)))
    return tuple(lifted[each.rule] for each in against if each.rule in lifted)


def remarks(case: Circumstances) -> list[str]:
    """The warnings as sentences without their full stop, each with the record it rests on and what mends it."""
    return [_worded(remark, case.planned.date) for remark in warnings(case)]


def _worded(remark: Remark, day: date) -> str:
    if remark.record is None:
        return remark.said
    if remark.field == "pregnancy":
        return f"{remark.said}; `migcli add-checkup {remark.record} {day} --pregnancy no|yes|possible|declined`"
    if remark.field is None:
        return f"{remark.said} ({remark.record})"
    mend = f"`migcli amend {remark.record} {remark.field}={_BLANKS[remark.field]}`"
    return f"{remark.said}; once known, {mend}"


def _mend(rules: list[str]) -> str:
    if NEVER_LIFTED in rules:
        return "correct the date, or `migcli book` an appointment: future-date can't be overridden"
    return how_to_lift(rules)
