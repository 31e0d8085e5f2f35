"""`migcli init`: make the clinic file."""

from __future__ import annotations

from migraine_cli.cli.options import Clinic
from migraine_cli.clinic_file import create, locate
from migraine_cli.output.streams import say


def init(clinic: Clinic = None) -> None:
    """Make the clinic file; every other command needs one.

    Examples:
      migcli init
      migcli init --clinic ~/clinic/clinic.json
    """
    path = locate(clinic)
    create(path)
    say(f"made the clinic file {path}.")
