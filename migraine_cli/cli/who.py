"""Who is recording."""

from __future__ import annotations

import os

from migraine_cli.words.text import harmless, plain


def who() -> str:
    """The name in MIGCLI_USER, else the one the computer knows the user by, else "unknown".

    Raises InvalidValue for a MIGCLI_USER with invisible characters.
    """
    named = plain(os.environ.get("MIGCLI_USER", ""), "name in MIGCLI_USER")
    return named or _computer_user()


_VARIABLES = ("LOGNAME", "USER", "LNAME", "USERNAME")
"""Where `getpass.getuser` looks first, which loads what reads passwords and accounts."""


def _computer_user() -> str:
    if name := next(filter(None, map(os.environ.get, _VARIABLES)), None):
        return harmless(name)
    import getpass

    try:
        return harmless(getpass.getuser())
    except (OSError, KeyError, ImportError):  # no such account; ImportError on Windows
        return "unknown"
