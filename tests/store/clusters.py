"""PostgreSQL servers that a test has to itself, to stop, to fill and to promote: made as an ordinary user makes one."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg

ALL_MAY = "local all all trust\nhost all all all trust\nhost replication all all trust\n"


class Unavailable(Exception):
    """This machine has no PostgreSQL server."""


def _program(name: str) -> str:
    """The path of one of the server's programs, which Debian keeps out of PATH."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(beside[-1]) if beside else None)
    if found is None:
        raise Unavailable("there is no PostgreSQL here: `sudo apt install postgresql` brings one")
    return found


def _ordinary() -> dict[str, Any]:
    """No server runs as root."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise Unavailable("there is no account under which a server may run") from None
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _run(name: str, *arguments: str) -> None:
    """Run one of the server's programs. What it says leads nowhere: a server that it starts would keep a pipe open."""
    subprocess.run(
        [_program(name), *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        **_ordinary(),
    )  # fmt: skip


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for servers, which belongs to whom they run as; they are stopped before it goes."""
    made = Path(mkdtemp(prefix="migcli-servers-"))
    if owner := _ordinary():
        os.chown(made, owner["user"], owner["group"])
    try:
        yield made
    finally:
        for data in made.glob("*/postmaster.pid"):
            with suppress(subprocess.CalledProcessError):
                _run("pg_ctl", "-D", str(data.parent), "-m", "immediate", "-w", "stop")
        shutil.rmtree(made)


class Cluster:
    """One server, on a port of its own."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data, self.settings = data, settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @classmethod
    def new(cls, data: Path, admitted: str = ALL_MAY, **settings: str) -> Cluster:
        """A new server with these settings, which `admitted` (pg_hba.conf) may log in to; not started yet."""
        _run("initdb", "-N", "-E", "UTF8", "--locale=C.UTF-8", "-U", "postgres", "-A", "trust", "-D", str(data))
        (data / "pg_hba.conf").write_text(admitted, encoding="utf-8")
        return cls(data, **settings)

    def standby(self, data: Path, **settings: str) -> Cluster:
        """A new standby of this one; not started yet."""
        _run(
            "pg_basebackup",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            "postgres",
            "-c",
            "fast",
            "-R",
            "-D",
            str(data),
        )
        return Cluster(data, **settings)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        given = {"port": str(self.port), "unix_socket_directories": str(self.data.parent), "fsync": "off"}
        options = " ".join(f"-c {name}='{value}'" for name, value in (given | self.settings).items())
        _run("pg_ctl", "-D", str(self.data), "-l", str(self.data / "server.log"), "-o", options, "-w", "start")

    def kill(self) -> None:
        """Stop it as a crash would."""
        _run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def promote(self) -> None:
        """Make the primary of a standby."""
        _run("pg_ctl", "-D", str(self.data), "-w", "promote")

    def operator(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection of whoever keeps the server."""
        return psycopg.connect(f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres", autocommit=True)

    def address(self, account: str = "postgres", asked: str = "", host: str = "127.0.0.1") -> str:
        """The address of the clinic on it, with more that is `asked` of the connection."""
        return f"postgresql://{account}@{host}:{self.port}/postgres{asked and f'?{asked}'}"

    @property
    def log(self) -> str:
        """What it has written to its log."""
        return (self.data / "server.log").read_text(encoding="utf-8")
