"""`migcli audit`: the clinic held against a policy, with all who started."""

from datetime import date
from itertools import groupby
from typing import Annotated, Literal

import typer

from migraine_cli.chart.period import Period
from migraine_cli.cli import clock
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, PageFormat, Place
from migraine_cli.cli.views.audit import COLUMNS, audit_view
from migraine_cli.eligibility.policy import Policy
from migraine_cli.errors import InvalidValue
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import write
from migraine_cli.practice.audit import AuditRow
from migraine_cli.practice.audit import audit as audited
from migraine_cli.practice.cohort import Member, cohort
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.store.charts import charts
from migraine_cli.words.dates import parse_date

TITLE = "Audit of all who started"


def audit(
    policy: Annotated[
        str | None, typer.Option(metavar="ID|FILE.toml", help="See `migcli policies`; else the clinic's.")
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Only those who started on this day or later.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="DATE", help="Only those who started up to this day.")] = None,
    by: Annotated[Literal["quarter"] | None, typer.Option(help="A group for each quarter of starting.")] = None,
    trial_definition: Annotated[
        bool, typer.Option("--trial-definition", help="Also as trials count: days of 4 hours or more in 28.")
    ] = False,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: PageFormat = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Compare the clinic with a policy: everyone who started, those who left early too.

    The start criteria at the first session, fewer headache days after the policy's cycles, who is still treated after
    12 months, and the next session 84 to 91 days after the last. Who stopped early for no effect counts as no; others
    who left can't be told, and are counted by reason. Below 10 patients there are counts and no percent.

    Examples:
      migcli audit --policy nice-ta260 --from 2025-01-01 --to 2025-12-31
      migcli audit --by quarter --format html > audit.html
    """
    day, rules = asked_for(as_of), chosen_policy(policy)
    within = _within(from_, to, day)
    with reading(place, as_known_on) as clinic:
        members = cohort(charts(clinic), within, day)
    rows = [
        row
        for period, group in _by_period(members, within, quarters=by is not None)
        for row in audited(group, rules, period, day, as_trials=trial_definition)
    ]
    if form == "html":
        _write_page(rows, rules, day)
        return
    listing = Listing(
        "audit",
        AuditRow,
        day,
        rows,
        COLUMNS,
        view=lambda: audit_view(rows, rules),
        title=TITLE,
        empty="nothing to show: no first session of onabotulinumtoxinA is recorded in that time.",
    )
    show(listing, form, arranged)


def _within(first: str | None, last: str | None, day: date) -> Period:
    today = clock.today()
    since = parse_date(first, today, "start of the time") if first else date.min
    until = parse_date(last, today, "end of the time") if last else day
    if until < since:
        raise InvalidValue(f"the time can't end on {until}, before it begins on {since}; mend --from or --to.")
    return Period(since, until)


def _by_period(members: list[Member], within: Period, *, quarters: bool) -> list[tuple[str, list[Member]]]:
    if not members:
        return []
    if quarters:
        return [(quarter, list(group)) for quarter, group in groupby(members, _quarter)]
    since = members[0].course[0].date if within.first == date.min else within.first
    return [(f"{since}..{within.last}", members)]


def _quarter(member: Member) -> str:
    started = member.course[0].date
    return f"{started.year}-Q{(started.month + 2) // 3}"


def _write_page(rows: list[AuditRow], rules: Policy, day: date) -> None:
    from migraine_cli.output.as_html import as_html
    from migraine_cli.output.paper import paper

    write(paper(f"{TITLE}, as of {day}", as_html(audit_view(rows, rules))))
