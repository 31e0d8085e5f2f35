"""`migcli protocol`: where a protocol injects, and what a session did otherwise."""

from typing import Annotated, Literal

import typer

from migraine_cli.chart.course import migraine_sessions
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, Place
from migraine_cli.cli.views.sites_picture import FIXED_SITES, GIVEN_SITES, sites_picture
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.errors import InvalidValue, NotFound
from migraine_cli.output.forms import AS_LISTED, Arrangement, Format
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import write
from migraine_cli.records.session import Session
from migraine_cli.reference.protocols import DEFAULT_PROTOCOL
from migraine_cli.reference.protocols import protocol as read_protocol
from migraine_cli.treatment.sites import SiteRow, site_rows

Form = Literal["table", "plain", "json", "csv", "tsv", "svg"]


def protocol(
    id_: Annotated[str | None, typer.Argument(metavar="[ID]", help="A protocol, such as preempt-155.")] = None,
    patient: Annotated[
        str | None, typer.Option(metavar="PATIENT", help="Compare this patient's latest session with it.")
    ] = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: Annotated[
        Form, typer.Option("--format", case_sensitive=False, help="How to print it; svg is a drawing of the head.")
    ] = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Show the sites of a protocol by muscle and side, and what a session did otherwise.

    Left is the patient's left. With --patient the latest session for chronic migraine is compared with the protocol
    that it named, or with ID.

    Examples:
      migcli protocol
      migcli protocol --patient P0001 --format svg > sites.svg
    """
    day = asked_for(as_of)
    session = None if patient is None else _latest(place, patient, as_of, as_known_on)
    rules = read_protocol(id_ or (session and session.protocol) or DEFAULT_PROTOCOL)
    rows = site_rows(rules, session.site_map if session else None)
    of = f"{rules.title}" if session is None else f"Session of {session.date}, {session.patient}, beside {rules.id}"
    if form == "svg":
        if arranged != AS_LISTED:
            raise InvalidValue("--columns, --sort and --no-header are for tables; leave them out with --format svg.")
        write(sites_picture(rows, of))
        return
    columns = FIXED_SITES if session is None else GIVEN_SITES
    shown: Format = form
    show(Listing("protocol", SiteRow, day, rows, columns, title=of), shown, arranged)


def _latest(place: str | None, patient: str, as_of: str | None, as_known_on: str | None) -> Session:
    """The latest session with recorded sites to look at. Raises NotFound where there is none."""
    with reading(place, as_known_on) as clinic:
        person = whom_to_show(clinic, patient)
        sessions = migraine_sessions(clinic.of_patient(Session, person.id), asked_for(as_of))
    if not sessions:
        raise NotFound(f"{person.id} has no session for chronic migraine; leave --patient out to see the protocol.")
    if sessions[-1].site_map is None:
        raise NotFound(f"the sites of {sessions[-1].id} aren't recorded; add them with `migcli amend`.")
    return sessions[-1]
