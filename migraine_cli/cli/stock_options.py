"""The options of the commands that speak of vials on one shelf."""

from typing import Annotated

import typer

from migraine_cli.records.codes import SUPPLIES

Lot = Annotated[str, typer.Argument(metavar="LOT", help="The lot, in any spelling.", show_default=False)]
Size = Annotated[str, typer.Option("--units", metavar="50|100|200", help="Units in each vial.", show_default=False)]
OfSupply = Annotated[
    str | None,
    typer.Option("--supply", metavar="CODE", help=f"Which, where a lot came in several ways: {', '.join(SUPPLIES)}."),
]
ForPatient = Annotated[
    str | None, typer.Option("--for", metavar="PATIENT", help="Which, where some of a lot are kept for a patient.")
]
