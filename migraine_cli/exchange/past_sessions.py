"""The safety rules held against imported sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from migraine_cli.chart.chart import Chart
from migraine_cli.exchange.lots_of_sessions import LotsOfSessions
from migraine_cli.exchange.rules_told import told_by_rule
from migraine_cli.practice.stock import Stock
from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM, Caution
from migraine_cli.records.record import Record
from migraine_cli.records.session import Session
from migraine_cli.treatment.limits import Limits
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.treatment.safety.rules import RULES, objections


def safety_warnings(
    added: Iterable[Record],
    beside: Mapping[str, Chart],
    *,
    limits: Limits,
    protocol: Protocol,
    barring: Collection[Caution],
    stock: Stock,
    today: date,
) -> list[str]:
    """A line for each safety rule that stands against added sessions, held against all the patient's sessions: how
    many they are, and the first of them.

    `beside` are the patients' charts as they were, with sessions, effects and check-ups. `protocol` is the one that
    sessions of onabotulinumtoxinA for chronic migraine are held against. `barring` are the cautions that the clinic's
    policy counts as contraindications, `stock` is what is recorded of its vials. A pause or a stop is no rule, so none
    is looked up.
    """

    def case(session: Session) -> Circumstances:
        labelled = session.product == ONABOTULINUM and session.indication == CHRONIC_MIGRAINE
        chart = beside[session.patient]
        return Circumstances(
            planned=session,
            patient=chart.patient,
            others=[*chart.sessions, *(other for other in by_patient[session.patient] if other is not session)],
            effects=chart.effects,
            checkups=chart.checkups,
            events=(),
            limits=limits,
            protocol=protocol if labelled else None,
            verdict=None,
            barring=barring,
            caution_entries=chart.caution_entries,
            today=today,
            stock=lots.against(session),
        )

    new = [record for record in added if isinstance(record, Session)]
    by_patient: defaultdict[str, list[Session]] = defaultdict(list)
    for session in new:
        by_patient[session.patient].append(session)
    lots = LotsOfSessions(stock, new)
    by_rule: defaultdict[str, list[str]] = defaultdict(list)
    for session in new:
        for objection in objections(case(session)):
            by_rule[objection.rule].append(f"{session.patient} of {session.date}, {objection.because}")
    return told_by_rule(RULES, by_rule, "session")
