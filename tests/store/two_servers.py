"""Two servers that replicate, the first of which is lost for good while a command records on it.

`python tests/store/two_servers.py` sets them up as an ordinary user, and prints what a desk sees: the manual shows it.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill

from clusters import Cluster, folder

PROJECT = Path(__file__).parents[2]
REQUEST = "0b9d57a6-2f0e-4d5c-9a51-6f7cf5f7b1d0"
WIDTH = 96


class Desk:
    """A computer of the clinic, which knows both servers as one service."""

    def __init__(self, home: Path, servers: tuple[Cluster, Cluster]) -> None:
        ports = ",".join(str(server.port) for server in servers)
        services = home / "services.conf"
        services.write_text(
            f"[clinic]\nhost=127.0.0.1,127.0.0.1\nport={ports}\nuser=postgres\ndbname=postgres\n", encoding="utf-8"
        )
        own = {"PGSERVICEFILE": str(services), "MIGCLI_CLINIC": "service=clinic", "MIGCLI_USER": "Nurse Lee"}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "MIGCLI_"))}
        self._environment = kept | own | {"PYTHONPATH": str(PROJECT), "COLUMNS": str(WIDTH)}

    @contextmanager
    def gives(self, command: str) -> Iterator[None]:
        """Give a command, and print what it says once the block has ended."""
        arguments = shlex.split(command.replace("UUID", REQUEST))[1:]
        with subprocess.Popen(
            [sys.executable, "-m", "migraine_cli", *arguments],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        ) as running:
            yield
            said = running.communicate(timeout=60)[0]
        print(f"$ {command}")
        for line in said.replace(REQUEST, "UUID").splitlines():
            print(fill(line, WIDTH))
        if running.returncode:
            print(f"(exit code {running.returncode})")

    def runs(self, command: str) -> None:
        """Give a command, and print what it says."""
        with self.gives(command):
            pass


def _await_commit(server: Cluster) -> None:
    """Wait until a command has sent its commit, which the server holds until the standby has it too."""
    with server.operator() as connection:
        while not connection.execute("select from pg_stat_activity where wait_event = 'SyncRep'").fetchall():
            time.sleep(0.05)


def main() -> None:
    """Set them up, lose the first, promote the second; print it all."""
    with folder() as place:
        first = Cluster.new(place / "first", synchronous_commit="remote_apply")
        first.start()
        second = first.standby(place / "second")
        second.start()
        with first.operator() as connection:
            connection.execute("alter system set synchronous_standby_names = '*'")
            connection.execute("select pg_reload_conf()")
        desk = Desk(place, (first, second))
        _play(desk, first, second)


def _play(desk: Desk, first: Cluster, second: Cluster) -> None:
    desk.runs("migcli init")
    desk.runs('migcli add-patient K1 --name "Ann Smith"')
    with second.operator() as connection:
        connection.execute("select pg_wal_replay_pause()")
    with desk.gives('migcli add-patient K2 --name "Bo Lind" --request UUID'):
        _await_commit(first)
        first.kill()
        print("(the first server is lost while it commits)")
    desk.runs("migcli patients --format csv --columns patient,name")
    second.promote()
    print("(the second is promoted)")
    desk.runs('migcli add-patient K2 --name "Bo Lind" --request UUID')
    desk.runs("migcli patients --format csv --columns patient,name")
    desk.runs('migcli add-patient K3 --name "Eva Roth"')
    desk.runs("migcli check")


if __name__ == "__main__":
    main()
