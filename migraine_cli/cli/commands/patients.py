"""`migcli patients`: the people the practice looks after."""

from collections.abc import Iterable
from typing import Annotated

import typer

from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, FormatOption, Place
from migraine_cli.listings.patients import PatientRow
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.records.patient import Patient
from migraine_cli.words.dates import age_on


def patients(
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEXT]", help="Part of an id, a name, a telephone number or an e-mail, or a birth date."
        ),
    ] = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """List the patients, or those that match a text, the nearest spellings last.

    Accents, capitals, apostrophes, hyphens and the order of the words don't matter.

    Examples:
      migcli patients
      migcli patients smith --format csv
    """
    day = asked_for(as_of)
    with reading(place, as_known_on) as clinic:
        people = sorted(clinic.records(Patient), key=lambda patient: patient.id)
    found = [PatientRow.of(person) for person in (people if text is None else _sought(text, people))]
    columns = (
        Column("patient", "patient"),
        Column("name", "name", folds=True),
        Column("born", "born"),
        Column("age", lambda row: None if row.born is None else age_on(row.born, day), right=True),
        Column("overuse", "overuse", optional=True, spare=3),
        Column("cautions", "cautions", folds=True, optional=True, style=lambda _: "yellow"),
        Column("phone", "phone", optional=True, spare=1),
        Column("note", "note", folds=True, optional=True, spare=2),
    )
    empty = "no patient matches." if text else "no patient is recorded; begin with `migcli add-patient`."
    show(Listing("patients", PatientRow, day, found, columns, title="Patients", empty=empty), form, arranged)


def _sought(text: str, people: list[Patient]) -> Iterable[Patient]:
    """Those that hold the text, then those nearly spelt so."""
    from migraine_cli.records.sought import holding, nearly  # a plain list does without

    return {person.id: person for person in (*holding(text, people), *nearly(text, people))}.values()
