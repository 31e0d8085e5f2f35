"""`migcli response`: what treatment did, cycle by cycle."""

from typing import Annotated

import typer

from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, FormatOption, MonthLength, Place, block_days
from migraine_cli.cli.views.clinic_response import clinic_view
from migraine_cli.cli.views.response import CYCLES, PERCENTS_TOLD, patient_view
from migraine_cli.cli.views.verdict import read_aloud
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.store.charts import chart_of, charts
from migraine_cli.treatment.cycle import Cycle
from migraine_cli.treatment.response import cycles, worst_first
from migraine_cli.treatment.weeks import weeks

EMPTY = "nothing to show: no session of onabotulinumtoxinA for chronic migraine is recorded."


def response(
    patient: Annotated[str | None, typer.Argument(metavar="[PATIENT]", help="One patient; all if left out.")] = None,
    policy_: Annotated[
        str | None, typer.Option("--policy", metavar="ID|FILE.toml", help="Whose stop rules are judged.")
    ] = None,
    month_length: MonthLength = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Show what treatment did, cycle by cycle, against the time before it.

    Headache days of the latest complete month in each cycle against the latest before the first session, as bounds
    where days are unknown; 30, 50 and 75 % reached; change of HIT-6 and MIDAS; days with acute medicines; effects;
    weeks 9 to 12 against weeks 5 to 8 (wear-off); then the policy's stop rules.
    Without a PATIENT, the whole clinic, worst first, beside the published trials.

    Examples:
      migcli response P0001 --policy nice-ta260
      migcli response --as-of 2026-10-05 --format csv
    """
    day, rules = asked_for(as_of), chosen_policy(policy_)
    length = block_days(month_length)
    with reading(place, as_known_on) as clinic:
        chart = None if patient is None else chart_of(clinic, whom_to_show(clinic, patient).id, "scores")
        found = charts(clinic, "scores") if chart is None else [chart]
        rows = worst_first(cycles(chart, rules, day, length) for chart in found)
    listing = Listing(
        "response",
        Cycle,
        day,
        rows,
        CYCLES,
        view=lambda: (
            clinic_view(rows, rules, day, length)
            if chart is None
            else patient_view(rows, weeks(chart, day), rules, day, length)
        ),
        title="Response to treatment",
        empty=EMPTY,
        words={**read_aloud("stop rules"), **PERCENTS_TOLD},
    )
    show(listing, form, arranged)
