"""`migcli init`: make the clinic file."""

from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.options import Clinic, FormatOption
from migraine_cli.clinic_file import locate
from migraine_cli.clinic_file.creating import create
from migraine_cli.output.listing import Listing, show
from migraine_cli.output.streams import say


class ClinicFileRow(Struct, frozen=True):
    """The clinic file that was made."""

    path: str


def init(form: FormatOption = "table", clinic: Clinic = None) -> None:
    """Make the clinic file; every other command needs one.

    Examples:
      migcli init
      migcli init --clinic ~/clinic/clinic.json
    """
    path = locate(clinic)
    create(path)
    if form == "table":
        say(f"made the clinic file {path}.")
    else:
        show(Listing("init", ClinicFileRow, clock.today(), [ClinicFileRow(str(path))]), form)
