"""Ids that stay the same over every hand-out, and from which nothing can be read."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from migraine_cli.records.log import LogEntry


def clinic_id(log: Iterable[LogEntry]) -> UUID:
    """The clinic's, made of its first command, which no later one can change and which goes with it wherever it is
    copied: two clinics never share one. `log` may not be empty.
    """
    first = min(log, key=lambda entry: entry.entry)
    return uuid5(NAMESPACE_URL, f"migcli:{first.at.isoformat()} {first.by} {first.command}")
