"""Which store `--clinic` means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.store.contract import Store
from migraine_cli.store.places import locate, server
from migraine_cli.store.tinydb_file.store import FileStore

if TYPE_CHECKING:
    from pathlib import Path

    from migraine_cli.store.postgres.store import ServerStore


def chosen_store(option: str | None) -> Store:
    """The store in which the clinic lies that was given as --clinic, else in MIGCLI_CLINIC, else in the usual place.

    Raises ClinicFileError where the extra that a server needs isn't installed, InvalidValue for an address that can't
    be read.
    """
    address = server(option)
    return FileStore(locate(option)) if address is None else _on_a_server(address)


def where(option: str | None) -> str:
    """The address or the path of the clinic. Raises as `chosen_store`: a password is never shown."""
    address = server(option)
    return str(locate(option)) if address is None else _on_a_server(address).address.given


def make(option: str | None) -> str:
    """Make an empty clinic there; where it is. Raises as `chosen_store`, and ClinicFileError where there is one."""
    address = server(option)
    if address is not None:
        store = _on_a_server(address)
        from migraine_cli.store.postgres.creating import create as create_on_a_server

        create_on_a_server(store.address)
        return address
    from migraine_cli.store.tinydb_file.creating import create

    path = locate(option)
    create(path)
    return str(path)


def keep_settings(option: str | None, path: Path) -> None:
    """Keep the config file's tables [clinic] and [recheck] with the clinic, in the place of what was kept before.

    Raises as `chosen_store`, and InvalidValue for a clinic in a file and for a config file without a sound table.
    """
    address = server(option)
    if address is None:
        raise InvalidValue(
            "a clinic in a file keeps no settings; let the desks share one config file, which MIGCLI_CONFIG names."
        )
    store = _on_a_server(address)
    from migraine_cli.reference.kept_clinic import to_keep
    from migraine_cli.store.postgres.keeping import keep

    keep(store.address, to_keep(path))


def _on_a_server(address: str) -> ServerStore:
    try:
        from migraine_cli.store.postgres.store import ServerStore
    except ImportError as missing:
        raise ClinicFileError(
            "a clinic on a server needs the extra server; install it with `pip install 'migraine-cli[server]'`."
        ) from missing
    return ServerStore.at(address)
