"""`migcli report`: one patient on a page, for the screen and for paper."""

from typing import Annotated

import typer

from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.handing_out import hand_out
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, Patient, Place
from migraine_cli.cli.patient_seen import patient_seen
from migraine_cli.cli.views.report import Seen, report_page
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.listings.sessions import SessionRow
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.reference.protocols import DEFAULT_PROTOCOL, protocol
from migraine_cli.store.charts import chart_of
from migraine_cli.treatment.response import cycles
from migraine_cli.treatment.sites import site_rows
from migraine_cli.treatment.weeks import weeks


def report(
    patient: Patient,
    to: Annotated[str | None, typer.Argument(metavar="[TO]", help="A new file; else it is printed.")] = None,
    policy: Annotated[
        str | None, typer.Option(metavar="ID|FILE.toml", help="See `migcli policies`; else the clinic's.")
    ] = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    place: Place = None,
) -> None:
    """Make one page about a patient, with charts, for the screen and for paper.

    Headache days by month and week by week after each session, sessions and sites, scores, response and wear-off, each
    criterion of the policy, what is missing, and the sources. Days that aren't known are hatched. It is one
    file; a browser opens and prints it, also to PDF.

    Examples:
      migcli report P0001 P0001.html
      migcli report P0001 --policy nice-ta260 > P0001.html
    """
    day, rules = asked_for(as_of), chosen_policy(policy)
    with reading(place, as_known_on) as clinic:
        chart = chart_of(clinic, whom_to_show(clinic, patient).id, "scores")
        screen = patient_seen(clinic, chart, day, rules)
    last = next((session for session in reversed(screen.sessions) if session.indication == CHRONIC_MIGRAINE), None)
    given = next((session for session in chart.sessions if last and session.id == last.id), None)
    site_map = given.site_map if given else None
    sites = None if site_map is None else site_rows(protocol(_protocol_of(last)), site_map)
    seen = Seen(screen, cycles(chart, rules, day), weeks(chart, day), last, sites)
    hand_out(report_page(seen, rules, day), to)


def _protocol_of(session: SessionRow | None) -> str:
    return (session and session.protocol) or DEFAULT_PROTOCOL
