"""What a planned session is held against."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from migraine_cli.chart.cautions import BARRING
from migraine_cli.chart.known import Known, known_on
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.codes import Caution
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.records.visits import CourseEvent
from migraine_cli.treatment.limits import Limits
from migraine_cli.treatment.protocol import Protocol

if TYPE_CHECKING:
    from migraine_cli.eligibility.verdict import Verdict


class Circumstances(Struct, frozen=True, kw_only=True):
    """What a planned session is held against. `others` are all other sessions of the patient, earlier and later.

    `barring` are the cautions that the clinic's policy counts as contraindications, and `caution_entries` the log
    entry since which each caution is recorded. `checkups` are the patient's; the clinic keeps some, of whomever, when
    `checkups_kept`. `verdict` is that policy judged on the session's date, None for an indication that it doesn't speak
    of; `protocol` is None when the session follows none. `stock` is what the clinic's stock says against the vials, by
    the rule's name, and `stock_remarks` what it leaves open.
    """

    planned: Session
    patient: Patient
    others: Sequence[Session]
    effects: Sequence[Effect]
    events: Sequence[CourseEvent]
    limits: Limits
    protocol: Protocol | None
    verdict: Verdict | None
    today: date
    barring: Collection[Caution] = BARRING
    caution_entries: Mapping[Caution, int] = {}
    checkups: Sequence[CheckUp] = ()
    checkups_kept: bool = False
    stock: Mapping[str, str] = {}
    stock_remarks: Sequence[str] = ()

    @property
    def known(self) -> Known:
        """What is known of the patient on the session's day."""
        return known_on(self.planned.date, self.patient.cautions, self.checkups, self.caution_entries)

    @property
    def before(self) -> list[Session]:
        """The sessions of earlier days, the earliest first."""
        return sorted(
            (other for other in self.others if other.date < self.planned.date), key=lambda session: session.date
        )

    def effects_of(self, terms: Collection[str]) -> list[Effect]:
        """The side effects of these terms up to the session's day, the earliest first."""
        found = (each for each in self.effects if each.effect in terms and each.date <= self.planned.date)
        return sorted(found, key=lambda effect: effect.date)
