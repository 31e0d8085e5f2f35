"""Why patients are held back. Loaded only where something is recorded of somebody that could."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from migraine_cli.chart.chart import Chart
from migraine_cli.eligibility.barring import barring
from migraine_cli.records.codes import Caution
from migraine_cli.records.session import Session
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.reference.protocols import limits
from migraine_cli.store.charts import caution_entries
from migraine_cli.store.contract import Clinic
from migraine_cli.treatment.safety import Circumstances
from migraine_cli.treatment.safety.holding import held_because
from migraine_cli.treatment.schedule import next_due

_LOOKED_AT = ("sessions", "effects", "checkups")
"""The parts of a chart that can hold a patient back."""


class Holding:
    """Why patients are held back on a day, of those whose last session is named. What many need is read once."""

    def __init__(self, clinic: Clinic, last_sessions: Mapping[str, date], day: date) -> None:
        self._clinic, self._last_sessions, self._day = clinic, last_sessions, day
        self._only = next(iter(last_sessions)) if len(last_sessions) == 1 else None

    def why(self) -> dict[str, str]:
        """By patient; whom nothing holds back isn't in it."""
        charts = self._clinic.charts(_LOOKED_AT, of=self._last_sessions)
        found = ((chart.patient.id, self._because(chart, self._last_sessions[chart.patient.id])) for chart in charts)
        return {patient: why for patient, why in found if why is not None}

    def _because(self, chart: Chart, last: date) -> str | None:
        person, when = chart.patient, max(self._day, next_due(last))
        since = self._caution_entries.get(person.id, {}) if person.cautions else {}
        case = Circumstances(
            planned=Session(patient=person.id, date=when),
            patient=person,
            others=[each for each in chart.sessions if each.date <= self._day],
            effects=[each for each in chart.effects if each.date <= self._day],
            checkups=[each for each in chart.checkups if each.date <= self._day],
            events=(),
            limits=limits(),
            protocol=None,
            verdict=None,
            today=self._day,
            barring=self._barring,
            caution_entries=since,
        )
        pregnant = since.get("pregnancy")
        return held_because(case, None if pregnant is None else self._days.get(pregnant))

    @cached_property
    def _barring(self) -> frozenset[Caution]:
        return barring(chosen_policy())

    @cached_property
    def _caution_entries(self) -> Mapping[str, Mapping[Caution, int]]:
        return caution_entries(self._clinic, self._only)

    @cached_property
    def _days(self) -> Mapping[int, date]:
        """The day of each entry of the log."""
        return {each.entry: each.at.date() for each in self._clinic.log(patient=self._only)}
