"""Why patients are held back. Loaded only where something is recorded of somebody that could."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property

from migraine_cli.chart.chart import Chart
from migraine_cli.eligibility.barring import barring
from migraine_cli.records.codes import Caution
from migraine_cli.records.session import Session
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.reference.protocols import limits
from migraine_cli.store.contract import Clinic
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.treatment.safety.holding import held_because, looks_at_sessions
from migraine_cli.treatment.schedule import next_due

_LOOKED_AT = ("effects", "checkups")
"""The parts of a chart that can hold a patient back; of few of them the sessions are looked at besides."""


class Holding:
    """Why patients are held back on a day, of those whose last session is named. What many need is read once."""

    def __init__(self, clinic: Clinic, last_sessions: Mapping[str, date], day: date) -> None:
        self._clinic, self._last_sessions, self._day = clinic, last_sessions, day
        self._only = next(iter(last_sessions)) if len(last_sessions) == 1 else None

    def why(self) -> dict[str, str]:
        """By patient; whom nothing holds back isn't in it."""
        charts = list(self._clinic.charts(_LOOKED_AT, of=self._last_sessions))
        treated = [chart.patient.id for chart in charts if looks_at_sessions(chart.patient, chart.effects)]
        sessions = (
            {each.patient.id: each.sessions for each in self._clinic.charts(("sessions",), of=treated)}
            if treated
            else {}
        )
        found = ((chart.patient.id, self._because(chart, sessions.get(chart.patient.id, ()))) for chart in charts)
        return {patient: why for patient, why in found if why is not None}

    def _sessions(self, of: Collection[str]) -> Mapping[str, Sequence[Session]]:
        return {chart.patient.id: chart.sessions for chart in self._clinic.charts(("sessions",), of=of)} if of else {}

    def _because(self, chart: Chart, sessions: Sequence[Session]) -> str | None:
        person = chart.patient
        case = Circumstances(
            planned=Session(patient=person.id, date=max(self._day, next_due(self._last_sessions[person.id]))),
            patient=person,
            others=[each for each in sessions if each.date <= self._day],
            effects=[each for each in chart.effects if each.date <= self._day],
            checkups=[each for each in chart.checkups if each.date <= self._day],
            events=(),
            limits=limits(),
            protocol=None,
            verdict=None,
            today=self._day,
            barring=self._barring,
            caution_entries=chart.caution_entries,
        )
        pregnant = chart.caution_entries.get("pregnancy")
        return held_because(case, None if pregnant is None else self._days.get(pregnant))

    @cached_property
    def _barring(self) -> frozenset[Caution]:
        return barring(chosen_policy())

    @cached_property
    def _days(self) -> Mapping[int, date]:
        """The day of each entry of the log."""
        return {each.entry: each.at.date() for each in self._clinic.log(patient=self._only)}
