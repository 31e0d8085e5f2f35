"""`migcli decrypt`: take the encryption off the clinic file."""

from typing import Annotated

import typer

from migraine_cli.cli.commands.encrypt import ON_A_SERVER
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.cli.views.encrypted_files import tell
from migraine_cli.store.places import file_only
from migraine_cli.store.tinydb_file.encrypting import decrypt as decrypt_file


def decrypt(
    identity: Annotated[
        str | None, typer.Option(metavar="KEYFILE", help="The key file; else that in MIGCLI_IDENTITY.")
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Take the encryption off the clinic file and its backups.

    Examples:
      migcli decrypt
      migcli decrypt --identity ~/migcli-key.txt
    """
    path = file_only(place, ON_A_SERVER)
    tell("decrypted", decrypt_file(path, identity, dry_run=dry_run), form, dry_run=dry_run)
