"""`migcli init`: make the clinic file."""

from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.options import FormatOption, Place
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import say
from migraine_cli.store.chosen import make
from migraine_cli.store.places import server


class ClinicFileRow(Struct, frozen=True):
    """The clinic that was made, and where."""

    path: str


def init(form: FormatOption = "table", place: Place = None) -> None:
    """Make the clinic file; every other command needs one.

    Examples:
      migcli init
      migcli init --clinic ~/clinic/clinic.json
      migcli init --clinic postgresql://server.example/clinic
    """
    path = make(place)
    if form == "table":
        say(f"made the clinic {'file ' if server(place) is None else ''}{path}.")
    else:
        show(Listing("init", ClinicFileRow, clock.today(), [ClinicFileRow(path)]), form)
