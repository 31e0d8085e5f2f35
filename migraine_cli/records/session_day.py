"""A session as a schedule and a verdict see it."""

from datetime import date
from typing import ClassVar

from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM, Indication, Product
from migraine_cli.records.record import AboutPatient


class SessionDay(AboutPatient, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """When a session was, for what and with what: all that tells a course, read without the rest of the session."""

    table: ClassVar[str] = "sessions"
    kind: ClassVar[str] = "session"

    date: date
    indication: Indication = CHRONIC_MIGRAINE
    product: Product = ONABOTULINUM
