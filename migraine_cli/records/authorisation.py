"""A payer's leave to treat one patient."""

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from migraine_cli.errors import InvalidValue
from migraine_cli.records.codes import AuthorisationStatus, Supply
from migraine_cli.records.record import AboutPatient, check_texts


class Authorisation(AboutPatient, frozen=True, kw_only=True):
    """What a payer was asked for, and said: from `starts` to `until`, both days included, so many visits and units.

    `policy` is the id or the file of the policy that the payer goes by. What is None isn't limited, or isn't known.
    """

    table: ClassVar[str] = "authorisations"
    kind: ClassVar[str] = "authorisation"

    payer: str
    policy: str
    supply: Supply
    status: AuthorisationStatus
    reference: str | None = None
    starts: date | None = None
    until: date | None = None
    visits: Annotated[int, Meta(ge=1, le=100)] | None = None
    units: Annotated[float, Meta(gt=0, le=100000)] | None = None

    def __post_init__(self) -> None:
        if self.starts and self.until and self.until < self.starts:
            raise InvalidValue(
                f"the authorisation ends on {self.until}, before it begins on {self.starts}; correct one."
            )
        check_texts(payer=self.payer, policy=self.policy, reference=self.reference)
