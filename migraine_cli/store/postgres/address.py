"""The address of a clinic on a server, as it is given as --clinic."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from psycopg import ProgrammingError, pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from migraine_cli.errors import InvalidValue

_HERE = ("localhost", "127.0.0.1", "::1")


class Address(NamedTuple):
    """Where a server is, as libpq reads it, which site is meant, and both as they were given."""

    conninfo: str
    site: str | None
    given: str


def parse(given: str) -> Address:
    """The address in `postgresql://HOST/DB[#SITE]` or `service=NAME[#SITE]`.

    Raises InvalidValue for one that can't be read, and for a password in it, which every list of processes would show.
    """
    conninfo, _, site = given.strip().partition("#")
    try:
        said = {name: str(value) for name, value in conninfo_to_dict(conninfo).items()}
    except ProgrammingError as problem:
        raise InvalidValue(
            "the address of the clinic can't be read; write postgresql://HOST/DATABASE#SITE or service=NAME#SITE."
        ) from problem
    if "password" in said or "sslpassword" in said:
        raise InvalidValue(
            "a password in the address of the clinic is shown by every list of processes; leave it out there, and put"
            " it in ~/.pgpass."
        )
    return Address(make_conninfo(**(said | _stricter(said))), site or None, given.strip())


def _stricter(said: dict[str, str]) -> dict[str, str]:
    """What is asked of a connection for which nobody asked otherwise."""
    in_force = _defaults(said.get("service")) | said
    hosts = (in_force.get("hostaddr") or in_force.get("host") or "").split(",")
    asked = {} if "connect_timeout" in in_force else {"connect_timeout": "10"}
    if in_force.get("sslmode", "prefer") == "prefer" and not all(map(_is_here, hosts)):
        asked["sslmode"] = "verify-full"
    if len(hosts) > 1 and in_force.get("target_session_attrs", "any") == "any":
        asked["target_session_attrs"] = "read-write"  # after a promotion, the one that is the primary now
    if ignored_passwords() is not None:
        asked["passfile"] = f"{os.devnull}/none"  # libpq would tell of it on stderr, beside our own sentence
    return asked


def ignored_passwords() -> Path | None:
    """The file of passwords that others can read too, so that libpq ignores it; None for one in order, and for none."""
    path = Path(os.environ.get("PGPASSFILE") or Path.home() / ".pgpass")
    try:
        wide = os.name != "nt" and path.stat().st_mode & 0o077
    except OSError:
        return None
    return path if wide else None


def _is_here(host: str) -> bool:
    return host in ("", *_HERE) or host.startswith(("/", "@"))


def _defaults(service: str | None) -> dict[str, str]:
    """What holds where an address says nothing: the environment's word, and that of a service file."""
    with _service(service):
        found = pq.Conninfo.get_defaults()
    return {option.keyword.decode(): option.val.decode() for option in found if option.val}


@contextmanager
def _service(name: str | None) -> Iterator[None]:
    """Let libpq look a service up as the default one, which is how it tells what a service says."""
    before = os.environ.get("PGSERVICE")
    if name is not None:
        os.environ["PGSERVICE"] = name
    try:
        yield
    finally:
        if name is not None:
            if before is None:
                del os.environ["PGSERVICE"]
            else:
                os.environ["PGSERVICE"] = before
