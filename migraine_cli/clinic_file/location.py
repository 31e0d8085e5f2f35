"""Where the clinic file lies, and what is said when it can't be opened there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from migraine_cli.errors import ClinicFileError


def locate(option: str | None) -> Path:
    """The path given as --clinic, else that in MIGCLI_CLINIC, else clinic.json in the platform's data
    folder.
    """
    chosen = option or os.environ.get("MIGCLI_CLINIC")
    if not chosen:
        from platformdirs import user_data_path

        return user_data_path("migcli", appauthor=False) / "clinic.json"
    try:
        return Path(chosen).expanduser()
    except RuntimeError as problem:
        raise ClinicFileError(
            f"the home folder in {chosen} isn't known; give the whole path with --clinic."
        ) from problem


def real_path(path: str | Path) -> Path:
    """The file that is meant, behind any symbolic links, so that a link stays one when its target is
    replaced.
    """
    with _explained(path):
        return Path(os.path.realpath(path, strict=True))


def read_bytes(path: Path) -> bytes:
    """The whole file as it is now; nothing is made or locked."""
    with _explained(path):
        return path.read_bytes()


@contextmanager
def _explained(path: str | Path) -> Iterator[None]:
    """Turn the errors of opening the clinic file into ClinicFileError."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as problem:
        raise ClinicFileError(
            f"there is no clinic file at {path}; make one with `migcli init`, or correct --clinic."
        ) from problem
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        raise ClinicFileError(
            f"the clinic file {path} can't be opened ({reason}); correct --clinic, or the file's permissions."
        ) from problem
