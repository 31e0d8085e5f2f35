"""Safety rules that were lifted."""

from msgspec import Struct


class Allowance(Struct, frozen=True):
    """A safety rule that was lifted, and why."""

    rule: str
    reason: str
