"""A patient's authorisations with what is left of them, and what the payer would still want to know."""

from __future__ import annotations

from datetime import date

from migraine_cli.chart.chart import Chart
from migraine_cli.cli.cover import visit_planned
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.verdict import judge
from migraine_cli.errors import InvalidValue, NotFound
from migraine_cli.listings.authorisations import AuthorisationRow
from migraine_cli.practice.authorisations import asked_for_next, cover, left
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.reference.policies import acute_medicines, chosen_policy
from migraine_cli.store.contract import Clinic


def granted_rows(clinic: Clinic, chart: Chart, day: date) -> list[AuthorisationRow]:
    """The rows of one patient on a day, as recorded; none without an authorisation."""
    granted = clinic.of_patient(Authorisation, chart.patient.id)
    if not granted:
        return []
    sessions = [each for each in chart.sessions if each.date <= day]
    every = left(granted, sessions)
    next_one = asked_for_next(every)
    ask_by = cover(granted, sessions, visit_planned(clinic, chart.patient.id, sessions, day)).ask_by
    rows = []
    for each in every:
        asked = ask_by if each is next_one else None
        rows.append(AuthorisationRow.of(each, chart.patient, asked, _missing(each.granted.policy, chart, day)))
    return rows


def _missing(named: str, chart: Chart, day: date) -> tuple[str, ...]:
    """What the payer would still want to know. A policy may have gone since: the file of one was moved, or is at
    another desk.
    """
    try:
        policy = chosen_policy(named)
    except (NotFound, InvalidValue):
        return (f"the policy {named}, which can't be read here",)
    return judge(policy, Case.of(chart, day, acute=acute_medicines([policy]))).missing
