"""age encryption, for whoever has the extra `crypt`: a key file opens the clinic file, and no passphrase is asked for.

What lies on the disk is an ordinary age file, which the `age` program opens with the same key file.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any, Self

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.reference.files import read_ordinary
from migraine_cli.reference.folders import at_home, config_path
from migraine_cli.reference.settings import has_config_file
from migraine_cli.store.tinydb_file.sealed import Damaged

_SECRET = "AGE-SECRET-KEY-1"
_WRONG_KEY = "No matching keys found"
"""What pyrage says when the file was encrypted for other keys."""


_exposed: set[Path] = set()
"""The key files that were read since `exposed_keys` was last asked, and that others may read too."""


def exposed_keys() -> tuple[str, ...]:
    """A warning for each key file read since the last call that others may read; none on Windows, without modes."""
    files = sorted(_exposed)
    _exposed.clear()
    return tuple(
        f"other users of this computer may read the key {key}; close it with `chmod 600 {key}`." for key in files
    )


class Key:
    """The identities of a key file as `age-keygen` makes it; any of them opens what was encrypted with the key."""

    def __init__(self, file: Path, identities: list[Any]) -> None:
        self.file = file
        self._identities = identities

    @classmethod
    def read(cls, file: Path) -> Self:
        """The key in a file. Raises ClinicFileError when it can't be read or holds none."""
        try:
            lines = read_ordinary(file).decode().splitlines()
            if os.name != "nt" and stat.S_IMODE(file.stat().st_mode) & 0o077:
                _exposed.add(file)
        except (OSError, ValueError) as problem:
            reason = problem.strerror if isinstance(problem, OSError) else "it is no text"
            raise ClinicFileError(
                f"the key file {file} can't be read ({reason}); give the file that `age-keygen` made."
            ) from problem
        secrets = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        if not secrets or not all(line.startswith(_SECRET) for line in secrets):
            raise ClinicFileError(f"{file} holds no key; make one with `age-keygen -o KEYFILE`.")
        return cls(file, [_identity(secret, file) for secret in secrets])

    @classmethod
    def configured(cls, option: str | None = None) -> Self:
        """The key in the file given as --identity, else in MIGCLI_IDENTITY, else in the config file.

        Raises ClinicFileError when there is none.
        """
        named = option or os.environ.get("MIGCLI_IDENTITY")
        file = at_home(named) if named else _in_config_file()
        if file is None:
            raise ClinicFileError(
                "the clinic file is encrypted and no key file is given; name it in MIGCLI_IDENTITY, or as"
                f' identity = "KEYFILE" in {config_path()}.'
            )
        return cls.read(file)

    def encrypt(self, data: bytes) -> bytes:
        """`data` as an age file."""
        encrypted: bytes = _pyrage().encrypt(data, [identity.to_public() for identity in self._identities])
        return encrypted

    def decrypt(self, data: bytes, path: Path) -> bytes:
        """What an age file holds. Raises Damaged, and ClinicFileError for the wrong key; `path` is the file's."""
        pyrage = _pyrage()
        try:
            decrypted: bytes = pyrage.decrypt(data, self._identities)
        except pyrage.DecryptError as problem:
            if str(problem) == _WRONG_KEY:
                raise ClinicFileError(
                    f"the key in {self.file} doesn't open {path}; name the key file that it was encrypted with in"
                    " MIGCLI_IDENTITY, or restore a backup if the file's first lines are damaged."
                ) from problem
            raise Damaged(path, "its encryption was broken by a change in its bytes") from problem
        return decrypted


def _in_config_file() -> Path | None:
    """The key file that the config file names."""
    from migraine_cli.reference.config_file import key_file

    file = config_path()
    try:
        return key_file(file) if has_config_file(file) else None
    except InvalidValue as problem:
        raise ClinicFileError(f"the key file isn't known: {problem.sentence}") from problem


def _identity(secret: str, file: Path) -> Any:
    pyrage = _pyrage()
    try:
        return pyrage.x25519.Identity.from_str(secret)
    except pyrage.IdentityError as problem:
        raise ClinicFileError(
            f"a key in {file} was mistyped or cut short; give the file as `age-keygen` made it."
        ) from problem


def _pyrage() -> Any:
    try:
        import pyrage
    except ImportError as problem:
        raise ClinicFileError(
            "encryption needs the extra crypt; install it with `pip install 'migraine-cli[crypt]'`."
        ) from problem
    return pyrage
