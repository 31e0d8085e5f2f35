"""`migcli show`: one patient on one screen."""

from typing import Annotated

import typer

from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, FormatOption, PatientNamed, Place
from migraine_cli.cli.patient_seen import patient_seen
from migraine_cli.cli.views.patient_screen import screen_view
from migraine_cli.cli.views.response import PERCENTS_TOLD
from migraine_cli.cli.views.verdict import read_aloud
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.listings.patient_screen import PatientScreen
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show as show_listing
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.store.charts import chart_of


def show(
    patient: PatientNamed,
    policy: Annotated[
        str | None, typer.Option(metavar="ID|FILE.toml", help="See `migcli policies`; else the clinic's.")
    ] = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Show one patient on one screen.

    Verdict, next session, response, cautions, effects, scores, goals, and the headache days by month with the
    sessions among them.

    Examples:
      migcli show P0001
      migcli show P0001 --policy nice-ta260
      migcli show P0001 --as-of 2026-10-05 --format json
    """
    day, rules = asked_for(as_of), chosen_policy(policy)
    with reading(place, as_known_on) as clinic:
        who = whom_to_show(clinic, patient)
        chart = chart_of(clinic, who.id, "scores")
        screen = patient_seen(clinic, chart, day, rules)
    listing = Listing(
        "show",
        PatientScreen,
        day,
        [screen],
        view=lambda: screen_view(screen, rules, day),
        forms=("table", "plain", "json"),
        words={
            **read_aloud("verdict criteria"),
            **read_aloud("response stop rules"),
            **{f"response {label}": told for label, told in PERCENTS_TOLD.items()},
        },
    )
    show_listing(listing, form, arranged)
