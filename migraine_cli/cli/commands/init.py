"""`migcli init`: make the clinic file."""

from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.options import FormatOption, Place
from migraine_cli.output.listing import Listing, show
from migraine_cli.output.streams import say
from migraine_cli.store.places import locate
from migraine_cli.store.tinydb_file.creating import create


class ClinicFileRow(Struct, frozen=True):
    """The clinic file that was made."""

    path: str


def init(form: FormatOption = "table", place: Place = None) -> None:
    """Make the clinic file; every other command needs one.

    Examples:
      migcli init
      migcli init --clinic ~/clinic/clinic.json
    """
    path = locate(place)
    create(path)
    if form == "table":
        say(f"made the clinic file {path}.")
    else:
        show(Listing("init", ClinicFileRow, clock.today(), [ClinicFileRow(str(path))]), form)
