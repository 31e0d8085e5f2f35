"""The templates of data/letters/, which a practice may edit."""

from __future__ import annotations

import msgspec

from migraine_cli.errors import MigcliError
from migraine_cli.practice.wording import Wording
from migraine_cli.reference.data import read_toml

KINDS = ("recall", "appointment", "diary")
CHANNELS = ("sms", "email", "letter")


def wording(kind: str, channel: str) -> Wording:
    """The template of a kind and a channel. Raises MigcliError for a file that is missing or faulty."""
    try:
        return msgspec.convert(read_toml(f"letters/{kind}.toml")[channel], Wording)
    except (KeyError, msgspec.ValidationError) as fault:
        raise MigcliError(
            f"data/letters/{kind}.toml has no right text for {channel} ({fault}); correct it or install migcli again."
        ) from fault
