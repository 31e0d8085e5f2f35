"""A side effect."""

from datetime import date
from datetime import date as _Date  # noqa: N812 a field named `date` hides the type
from typing import ClassVar

from migraine_cli.errors import InvalidValue
from migraine_cli.records.codes import EffectSeverity
from migraine_cli.records.record import AboutPatient, check_texts


class Effect(AboutPatient, frozen=True, kw_only=True):
    """A side effect from `date` to `until` (None: not known to have passed); a term of data/effects.toml."""

    table: ClassVar[str] = "effects"
    kind: ClassVar[str] = "effect"

    date: date
    effect: str
    severity: EffectSeverity | None = None
    until: _Date | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if self.until and self.until < self.date:
            raise InvalidValue("the effect passed before it began; correct one of the two dates.")
        check_texts(effect=self.effect, note=self.note)
