"""`migcli encrypt`: what lies on the disk opens with a key file only."""

from typing import Annotated

import typer

from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.cli.views.encrypted_files import tell
from migraine_cli.output.streams import say
from migraine_cli.reference.folders import at_home, config_path
from migraine_cli.store.places import file_only
from migraine_cli.store.tinydb_file.encrypting import encrypt as encrypt_file
from migraine_cli.store.tinydb_file.encryption import Key

ON_A_SERVER = "on a server, have whoever keeps it encrypt its disks and its dumps"


def encrypt(
    identity: Annotated[
        str, typer.Option(metavar="KEYFILE", help="The key file that `age-keygen` made.", show_default=False)
    ],
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Encrypt the clinic file and its backups with a key file of age.

    Every command then needs the key file, named in MIGCLI_IDENTITY or in the configuration; `age -d -i KEYFILE` opens
    the clinic file as well. Whoever loses the key file loses the clinic: keep a copy of it elsewhere, apart from the
    backups.

    Examples:
      age-keygen -o ~/migcli-key.txt
      migcli encrypt --identity ~/migcli-key.txt
    """
    path = file_only(place, ON_A_SERVER)
    key = Key.read(at_home(identity).absolute())
    tell("encrypted", encrypt_file(path, key, dry_run=dry_run), form, dry_run=dry_run)
    say(f"name the key file for every command: MIGCLI_IDENTITY={key.file}")
    say(f'or write identity = "{key.file}" in {config_path()}')
