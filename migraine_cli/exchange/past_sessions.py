"""The safety rules held against imported sessions: what is imported is history, so they warn and don't refuse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM, Caution
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import Record
from migraine_cli.records.session import Session
from migraine_cli.treatment.limits import Limits
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.treatment.safety import Circumstances, objections


def safety_warnings(
    added: Iterable[Record],
    recorded: Iterable[Session],
    patients: Mapping[str, Patient],
    effects: Mapping[str, Sequence[Effect]],
    *,
    limits: Limits,
    protocol: Protocol,
    barring: Collection[Caution],
    today: date,
) -> list[str]:
    """A sentence for each safety rule that stands against an added session, held against all the patient's sessions.

    `protocol` is the one that sessions of onabotulinumtoxinA for chronic migraine are held against. `barring` are the
    cautions that the clinic's policy counts as contraindications. A pause or a stop
    is no rule, so none is looked up.
    """

    def case(session: Session) -> Circumstances:
        labelled = session.product == ONABOTULINUM and session.indication == CHRONIC_MIGRAINE
        return Circumstances(
            planned=session,
            patient=patients[session.patient],
            others=[other for other in by_patient[session.patient] if other is not session],
            effects=effects.get(session.patient, ()),
            events=(),
            limits=limits,
            protocol=protocol if labelled else None,
            verdict=None,
            barring=barring,
            today=today,
        )

    new = [record for record in added if isinstance(record, Session)]
    by_patient: defaultdict[str, list[Session]] = defaultdict(list)
    for session in (*recorded, *new):
        by_patient[session.patient].append(session)
    return [
        f"{session.patient}, session of {session.date}: {objection.rule}, {objection.because}."
        for session in new
        for objection in objections(case(session))
    ]
