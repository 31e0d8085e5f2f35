"""`migcli gaps`: what to ask, of all that isn't known."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from migraine_cli.chart.chart import Chart
from migraine_cli.cli import clock
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, PageFormat, Place
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.verdict import judge
from migraine_cli.listings.gaps import GapsRow
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import write
from migraine_cli.practice.least import fewest
from migraine_cli.practice.open_facts import OpenFacts, open_facts
from migraine_cli.records.visits import Booking
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.store.charts import chart_of, charts
from migraine_cli.store.contract import Clinic
from migraine_cli.store.own import own_clinic_of
from migraine_cli.treatment.schedule import last_migraine_session, next_booking, next_due
from migraine_cli.words.dates import parse_date, spans

_COLUMNS = (
    Column("before", "before"),
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("phone", "phone", optional=True, spare=1),
    Column("asks for", lambda row: ", ".join(_briefly(row)), folds=True, shows="asks"),
    Column("least", "least", right=True),
    Column("settles", "settles", folds=True, spare=2),
)


def gaps(
    patient: Annotated[str | None, typer.Argument(metavar="[PATIENT]", help="One patient; all if left out.")] = None,
    before: Annotated[
        str | None,
        typer.Option(metavar="booked|due|DATE", help="What is needed by then; else by the next visit."),
    ] = None,
    policy: Annotated[
        str | None, typer.Option(metavar="ID|FILE.toml", help="Judge by this policy, not the clinic's own.")
    ] = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: PageFormat = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """List what to ask before the next visit: only facts that can change the verdict.

    A date asks for that day: headache or none and, with one, whether it was a migraine and its hours. All that is asked
    settles the verdict, whatever the answers; `least` is how few of them can. What isn't asked can't change it. As html
    it is a page to print for each patient, with the open days alone.

    Examples:
      migcli gaps
      migcli gaps P0001 --policy nice-ta260
      migcli gaps P0001 --format html > days.html
    """
    day, rules = asked_for(as_of), chosen_policy(policy)
    with reading(place, as_known_on) as clinic:
        one = None if patient is None else whom_to_show(clinic, patient).id
        found = list(_found(clinic, one, before, rules, day))
        own = own_clinic_of(clinic)
    rows = sorted((row for row, _ in found), key=lambda row: (row.before, row.patient))
    if form == "html":
        from migraine_cli.cli.views.gaps_page import as_page

        write(as_page([(row.name or row.patient, facts.days()) for row, facts in found], own))
        return
    empty = "nothing that isn't known could change a verdict."
    show(Listing("gaps", GapsRow, day, rows, _COLUMNS, title="To ask", empty=empty), form, arranged)


def _briefly(row: GapsRow) -> list[str]:
    """The asks, with days that follow one another as one."""
    days = [ask for ask in row.asks if len(ask) == 10 and ask[:4].isdigit()]
    return [*spans(map(date.fromisoformat, days)), *(ask for ask in row.asks if ask not in days)]


def _found(
    clinic: Clinic, patient: str | None, before: str | None, rules: Policy, day: date
) -> Iterator[tuple[GapsRow, OpenFacts]]:
    booked = clinic.by_patient(Booking, None if patient is None else [patient])
    for chart in charts(clinic) if patient is None else [chart_of(clinic, whom_to_show(clinic, patient).id)]:
        by = _before(chart, booked.get(chart.patient.id, []), before, day)
        if by is None:
            continue
        case = Case.of(chart, by if by.replace(day=1) <= day <= by else day)
        verdict = judge(rules, case)
        facts = open_facts(rules, case, verdict)
        if facts.asks():
            stage = "going on" if verdict.stage == "continue" else "the start"
            row = GapsRow(
                before=by,
                patient=chart.patient.id,
                name=chart.patient.name,
                phone=chart.patient.phone,
                policy=rules.id,
                asks=facts.asks(),
                least=fewest(rules, case, facts),
                settles=f"{stage} ({rules.id})",
            )
            yield row, facts


def _before(chart: Chart, bookings: list[Booking], asked: str | None, day: date) -> date | None:
    """By when it is asked; None for a patient without such a day. Unless asked otherwise: the appointment, else the due
    date, else `day`.
    """
    last = last_migraine_session(chart.session_days, day)
    at = next_booking(bookings, last, day)
    booked = None if at is None else date.fromisoformat(at[:10])
    due = None if last is None else max(day, next_due(last))
    if asked == "booked":
        return booked
    if asked == "due":
        return due
    return booked or due or day if asked is None else parse_date(asked, clock.today(), "day")
