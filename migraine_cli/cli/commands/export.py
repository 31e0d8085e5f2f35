"""`migcli export`: all that is held on one person, or all patients without what tells who they are."""

import random
from typing import Annotated, Literal

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, Place
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.deidentified import Deidentified, deidentified
from migraine_cli.exchange.person import Person, as_page, person
from migraine_cli.output.listing import Listing, show
from migraine_cli.output.streams import write
from migraine_cli.reference.data import medicines
from migraine_cli.store.charts import chart_of, charts
from migraine_cli.store.contract import Clinic


def export(
    patient: Annotated[str | None, typer.Argument(metavar="[PATIENT]", help="Whose records to print.")] = None,
    without_names: Annotated[
        bool, typer.Option("--deidentified", help="All patients, or one, without what tells who they are.")
    ] = False,
    form: Annotated[
        Literal["json", "html"], typer.Option("--format", help="JSON, or a page to read and print.")
    ] = "json",
    as_known_on: AsKnownOn = None,
    place: Place = None,
) -> None:
    """Print all that is recorded of one person, or all patients de-identified.

    De-identified: no names, ids, contacts or free text; days counted from the first session, of dates the years only,
    ages over 89 as 90+. Rare circumstances can still tell who someone is.

    Examples:
      migcli export P0001 --format html > P0001.html
      migcli export --deidentified > clinic.json
    """
    today = clock.today()
    if without_names:
        if form == "html":
            raise InvalidValue("de-identified data are for programs; leave --format html out.")
        with reading(place, as_known_on) as clinic:
            rows = _without_names(clinic, patient)
        show(Listing("export-deidentified", Deidentified, today, rows), "json")
        return
    if patient is None:
        raise InvalidValue("say whose data are to be handed out, such as `migcli export P0001`, or add --deidentified.")
    with reading(place, as_known_on) as clinic:
        held = person(clinic, whom_to_show(clinic, patient).id)
    if form == "html":
        write(as_page(held, today))
    else:
        show(Listing("export", Person, today, [held]), "json")


def _without_names(clinic: Clinic, patient: str | None) -> list[Deidentified]:
    """In an order of chance, since that of the ids tells who came first."""
    listed = frozenset((*medicines().preventive, *medicines().acute))
    if patient is not None:
        return [deidentified(chart_of(clinic, whom_to_show(clinic, patient).id, "scores"), 1, listed)]
    chance = random.SystemRandom()
    numbers = list(range(1, len(clinic.labels()) + 1))
    chance.shuffle(numbers)
    found = (deidentified(*each, listed) for each in zip(charts(clinic, "scores"), numbers, strict=True))
    return sorted(found, key=lambda each: each.patient)
