"""What a server's refusals mean, each with what to do next. Its own text is never shown: it may hold a record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from migraine_cli.errors import ClinicFileError
from migraine_cli.store.postgres.address import ignored_passwords

_MEANINGS: dict[str, str] = {
    "25006": "the server that answered is a standby, which can only be read; give the address of the primary.",
    "3D000": "there is no such database on the server; correct the address, or have it made with `createdb`.",
    "42501": "your account on the server lacks the right to do this; ask whoever keeps the server to give it.",
    "53300": "the server has no connection left; try again in a minute.",
    "55P03": "another command has held the clinic for over 10 seconds; nothing was recorded: try again.",
    "57P03": "the server is starting or stopping; try again in a minute.",
}
_CLASSES: dict[str, str] = {
    "08": "the connection to the server broke off; nothing was recorded: try again.",
    "28": "the server refused the login; correct the account, or its line in ~/.pgpass (of mode 0600).",
    "40": "the server broke the command off; nothing was recorded: try again.",
    "53": "the server has no room left; nothing was recorded: tell whoever keeps it.",
    "57": "the server broke the command off; nothing was recorded: try again.",
}
_NO_SCHEMA = ("3F000", "42P01")
_READ_ONLY = "session is read-only"
_LOGIN = ("authentication failed", "no password supplied", "no pg_hba.conf entry")


class Lost(ClinicFileError):
    """The connection broke off."""


@contextmanager
def told() -> Iterator[None]:
    """Raises ClinicFileError with a sentence of our own for whatever the server, or the way to it, refuses."""
    try:
        yield
    except psycopg.Error as problem:
        raise meaning(problem) from None


def meaning(problem: psycopg.Error) -> ClinicFileError:
    """What a refusal means to the person who gave the command."""
    state = problem.sqlstate
    if state is None:
        return _without_state(problem)
    if state in _NO_SCHEMA:
        return ClinicFileError("there is no clinic on the server yet; make one with `migcli init`.")
    sentence = _MEANINGS.get(state) or _CLASSES.get(state[:2])
    return ClinicFileError(
        sentence or f"the server refused what was asked of it (code {state}); nothing was recorded: run `migcli check`."
    )


def _without_state(problem: psycopg.Error) -> ClinicFileError:
    """Neither a failed login nor a broken connection has a code; libpq's English tells the logins."""
    text = str(problem)
    if isinstance(problem, errors.ConnectionTimeout):
        return ClinicFileError("the server doesn't answer; check the address and the network.")
    if "no password supplied" in text and (ignored := ignored_passwords()) is not None:
        return ClinicFileError(f"{ignored} can be read by others, so it is ignored; run `chmod 600 {ignored}`.")
    if any(said in text for said in _LOGIN):
        return ClinicFileError(_CLASSES["28"])
    if _READ_ONLY in text:
        return ClinicFileError(
            "none of the servers in the address can be written to; have a standby promoted, or name one alone to read"
            " there."
        )
    if "database" in text and "does not exist" in text:
        return ClinicFileError(_MEANINGS["3D000"])
    if "service" in text and "not found" in text:
        return ClinicFileError("no service of that name is known; correct it, or add it to ~/.pg_service.conf.")
    if "certificate" in text or "SSL" in text:
        return ClinicFileError(
            "the server can't be trusted: its certificate doesn't hold, or it has none; put the authority's certificate"
            " in ~/.postgresql/root.crt."
        )
    return Lost("the server can't be reached; check that it runs, the address and the network.")
