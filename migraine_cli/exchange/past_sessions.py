"""The safety rules held against imported sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from migraine_cli.exchange.lots_of_sessions import LotsOfSessions
from migraine_cli.exchange.rules_told import told_by_rule
from migraine_cli.practice.stock import Stock
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM, Caution
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import Record
from migraine_cli.records.session import Session
from migraine_cli.treatment.limits import Limits
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.treatment.safety.rules import RULES, objections


def safety_warnings(
    added: Iterable[Record],
    recorded: Iterable[Session],
    patients: Mapping[str, Patient],
    effects: Mapping[str, Sequence[Effect]],
    checkups: Mapping[str, Sequence[CheckUp]],
    *,
    limits: Limits,
    protocol: Protocol,
    barring: Collection[Caution],
    stock: Stock,
    today: date,
    caution_entries: Mapping[str, Mapping[Caution, int]] = {},
) -> list[str]:
    """A line for each safety rule that stands against added sessions, held against all the patient's sessions: how
    many they are, and the first of them.

    `protocol` is the one that sessions of onabotulinumtoxinA for chronic migraine are held against. `barring` are the
    cautions that the clinic's policy counts as contraindications, `stock` is what is recorded of its vials,
    `caution_entries` by patient the log entry since which each caution is recorded. A pause or a stop is no rule, so
    none is looked up.
    """

    def case(session: Session) -> Circumstances:
        labelled = session.product == ONABOTULINUM and session.indication == CHRONIC_MIGRAINE
        return Circumstances(
            planned=session,
            patient=patients[session.patient],
            others=[other for other in by_patient[session.patient] if other is not session],
            effects=effects.get(session.patient, ()),
            checkups=checkups.get(session.patient, ()),
            events=(),
            limits=limits,
            protocol=protocol if labelled else None,
            verdict=None,
            barring=barring,
            caution_entries=caution_entries.get(session.patient, {}),
            today=today,
            stock=lots.against(session),
        )

    new = [record for record in added if isinstance(record, Session)]
    by_patient: defaultdict[str, list[Session]] = defaultdict(list)
    for session in (*recorded, *new):
        by_patient[session.patient].append(session)
    lots = LotsOfSessions(stock, new)
    by_rule: defaultdict[str, list[str]] = defaultdict(list)
    for session in new:
        for objection in objections(case(session)):
            by_rule[objection.rule].append(f"{session.patient} of {session.date}, {objection.because}")
    return told_by_rule(RULES, by_rule, "session")
