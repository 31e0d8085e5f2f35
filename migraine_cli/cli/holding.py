"""Why one patient is held back. Loaded only for those of whom something is recorded that could."""

from __future__ import annotations

from datetime import date

from migraine_cli.chart.chart import Chart
from migraine_cli.cli.safety import barring
from migraine_cli.records.session import Session
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.reference.protocols import limits
from migraine_cli.store.charts import caution_entries
from migraine_cli.store.contract import Clinic
from migraine_cli.treatment.safety import Circumstances
from migraine_cli.treatment.safety.holding import held_because
from migraine_cli.treatment.schedule import next_due

LOOKED_AT = ("sessions", "effects", "checkups")
"""The parts of a chart that can hold a patient back."""


def because(clinic: Clinic, chart: Chart, last: date, day: date) -> str | None:
    """Why one patient is held back on `day`; None when nothing does."""
    person, when = chart.patient, max(day, next_due(last))
    since = caution_entries(clinic, person.id) if person.cautions else {}
    case = Circumstances(
        planned=Session(patient=person.id, date=when),
        patient=person,
        others=[each for each in chart.sessions if each.date <= day],
        effects=[each for each in chart.effects if each.date <= day],
        checkups=[each for each in chart.checkups if each.date <= day],
        events=(),
        limits=limits(),
        protocol=None,
        verdict=None,
        today=day,
        barring=barring(chosen_policy()),
        caution_entries=since,
    )
    pregnant = since.get("pregnancy")
    return held_because(case, None if pregnant is None else _recorded_on(clinic, person.id, pregnant))


def _recorded_on(clinic: Clinic, patient: str, entry: int) -> date | None:
    """The day of an entry of the patient's log."""
    return next((each.at.date() for each in clinic.log(patient=patient) if each.entry == entry), None)
