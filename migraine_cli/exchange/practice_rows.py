"""The record that one row about the practice makes: authorisations and appointments."""

from __future__ import annotations

from migraine_cli.chart.appointments import BOOKING_STATUSES
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.cell_values import cell, given, text
from migraine_cli.exchange.layout import Cells
from migraine_cli.exchange.row_records import Lookups
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.codes import (
    AUTHORISATION_STATUSES,
    SUPPLIES,
)
from migraine_cli.records.visits import BOOKING_STATED, LONGEST_MINUTES, USUAL_MINUTES, Booking
from migraine_cli.reference.folders import is_file_name
from migraine_cli.reference.policies import policy as shipped_policy
from migraine_cli.words import values
from migraine_cli.words.dates import absolute_date
from migraine_cli.words.dates.times import parse_appointment


def authorisation(cells: Cells, _lookups: Lookups) -> Authorisation:
    """A row of authorisations. What is left and when to ask, the sessions tell by themselves.

    Raises NotFound for a policy that there isn't; the file of one may lie at another desk.
    """
    payer, policy = text(cells, "payer"), text(cells, "policy")
    if payer is None or policy is None:
        raise InvalidValue("the payer and the policy of an authorisation can't be left blank.")
    return Authorisation(
        patient=values.patient_id(cell(cells, "patient")),
        payer=payer,
        policy=policy if is_file_name(policy) else shipped_policy(policy).id,
        supply=values.code(cell(cells, "supply"), SUPPLIES, "supply"),
        status=values.code(cell(cells, "status"), AUTHORISATION_STATUSES, "status"),
        reference=text(cells, "reference"),
        starts=given(cells, "from", lambda text: absolute_date(text, "from")),
        until=given(cells, "until", lambda text: absolute_date(text, "until")),
        visits=given(cells, "visits", lambda text: values.whole_number(text, "visits", 1, 100)),
        units=given(cells, "units", values.units),
    )


def booking(cells: Cells, lookups: Lookups) -> Booking:
    """A row of bookings. That it is still to come, or was missed, the days tell by themselves."""
    day, at = parse_appointment(cell(cells, "at"), lookups.today)
    status = given(cells, "status", lambda text: values.code(text, BOOKING_STATUSES, "status"))
    minutes = given(cells, "minutes", lambda text: values.whole_number(text, "minutes", 5, LONGEST_MINUTES))
    return Booking(
        patient=values.patient_id(cell(cells, "patient")),
        date=day,
        time=at,
        minutes=minutes or USUAL_MINUTES,
        injector=text(cells, "with"),
        status=next((stated for stated in BOOKING_STATED if stated == status), None),
        note=text(cells, "note"),
    )
