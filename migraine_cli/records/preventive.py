"""A preventive medicine tried."""

from datetime import date
from typing import ClassVar

from migraine_cli.errors import InvalidValue
from migraine_cli.records.codes import Outcome, PreventiveClass
from migraine_cli.records.record import AboutPatient, check_texts


class Preventive(AboutPatient, frozen=True, kw_only=True):
    """A preventive medicine tried. `medicine` None states that none was ever tried."""

    table: ClassVar[str] = "preventives"
    kind: ClassVar[str] = "preventive"

    medicine: str | None = None
    drug_class: PreventiveClass | None = None
    started: date | None = None
    stopped: date | None = None
    outcome: Outcome | None = None

    def __post_init__(self) -> None:
        if self.started and self.stopped and self.stopped < self.started:
            raise InvalidValue("the preventive was stopped before it was started; correct one of the two dates.")
        check_texts(medicine=self.medicine)
