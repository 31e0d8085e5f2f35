"""One patient's screen, as the values that it shows."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from migraine_cli.eligibility.verdict import Verdict
from migraine_cli.listings.authorisations import AuthorisationRow
from migraine_cli.listings.checkups import CheckUpRow
from migraine_cli.listings.course import ContactRow, CourseEventRow, EffectRow, ScoreRow
from migraine_cli.listings.patients import PatientRow
from migraine_cli.listings.preventives import PreventiveRow
from migraine_cli.listings.sessions import SessionRow
from migraine_cli.treatment.cycle import Cycle
from migraine_cli.treatment.schedule import Retreatment


class MonthSeen(Struct, frozen=True, kw_only=True):
    """One month of the diary: the least and the most headache and migraine days there can have been, and its
    sessions.
    """

    month: str
    headache_low: int
    headache_high: int
    migraine_low: int
    migraine_high: int
    sessions: tuple[date, ...]
    contradiction: str | None


class RecordedBy(Struct, frozen=True, kw_only=True):
    """When, by whom and with which command a record was made as it is; `migcli log` tells what it said before."""

    id: str
    at: datetime
    by: str
    command: str


class PatientScreen(Struct, frozen=True, kw_only=True):
    """All that is known of one patient. `retreatment` is None before the first session for chronic migraine;
    `interrupted` is the pause or stop in force, `response` the latest cycle with a complete month, else the latest;
    `stated` is what was said at check-ups and stands; `recorded` is about the patient and every record about them.
    """

    patient: str
    name: str | None
    age: int | None
    facts: PatientRow
    verdict: Verdict
    retreatment: Retreatment | None
    interrupted: CourseEventRow | None
    booked: str | None
    response: Cycle | None
    months: tuple[MonthSeen, ...]
    sessions: tuple[SessionRow, ...]
    preventives: tuple[PreventiveRow, ...]
    scores: tuple[ScoreRow, ...]
    effects: tuple[EffectRow, ...]
    stated: tuple[str, ...]
    checkups: tuple[CheckUpRow, ...]
    contacts: tuple[ContactRow, ...]
    authorisations: tuple[AuthorisationRow, ...]
    recorded: tuple[RecordedBy, ...]
