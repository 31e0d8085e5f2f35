"""What a clinic says of itself, kept beside its records on the server."""

from __future__ import annotations

from migraine_cli.errors import ClinicFileError
from migraine_cli.store.postgres.address import Address
from migraine_cli.store.postgres.connecting import RECORDING, Connection, connected, site


def keep(address: Address, said: bytes) -> None:
    """Keep it in the place of what was kept before. Raises ClinicFileError, also for an account that only reads."""
    with connected(address, RECORDING) as connection:
        number = site(connection, address).number
        if not connection.execute("select from migcli.clinic where clinic = %s for update", (number,)).fetchall():
            raise ClinicFileError(
                "your account may read this clinic on the server and not change its settings; ask whoever keeps the"
                " server."
            )
        put(connection, number, said)
        connection.execute("commit")


def put(connection: Connection, number: int, said: bytes) -> None:
    """Put it in the place of what was kept before, as part of a transaction."""
    connection.execute("delete from migcli.own_clinic where clinic = %s", (number,))
    connection.execute("insert into migcli.own_clinic (clinic, said) values (%s, %s)", (number, said.decode()))
