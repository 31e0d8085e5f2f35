"""The options that several commands share. Dates and numbers arrive as they were typed."""

from typing import Annotated

import typer

from migraine_cli.cli.forms import chosen_form
from migraine_cli.output.forms import Format, PageForm
from migraine_cli.words.values import code

Place = Annotated[
    str | None,
    typer.Option(
        "--clinic", metavar="PATH", help="The clinic, a file or a server's address; else MIGCLI_CLINIC, else your own."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Judge as on this day; else today."),
]
FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        case_sensitive=False,
        callback=chosen_form,
        help="How to print it; plain is for screen readers.",
    ),
]
PageFormat = Annotated[
    PageForm,
    typer.Option(
        "--format",
        case_sensitive=False,
        callback=chosen_form,
        help="How to print it; plain is for screen readers, html a page for the screen and for paper.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check everything, record nothing.")]
Patient = Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's id, such as P0001.")]
PatientNamed = Annotated[
    str,
    typer.Argument(
        metavar="PATIENT", help="The patient's id, or a name, birth date or telephone number that no one else has."
    ),
]
AsKnownOn = Annotated[
    str | None,
    typer.Option("--as-known-on", metavar="DATE", help="Answer from what was recorded by the end of this day."),
]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="A note.")]
MonthLength = Annotated[
    str | None, typer.Option(metavar="28|30", help="Judge blocks of so many days in place of calendar months.")
]
RecordId = Annotated[
    str,
    typer.Argument(metavar="ID", help="A record's id, such as session:12, or a patient's.", show_default=False),
]


def block_days(month_length: str | None) -> int | None:
    """The days of --month-length; None for calendar months. Raises InvalidValue."""
    return None if month_length is None else int(code(month_length, ("28", "30"), "month length"))
