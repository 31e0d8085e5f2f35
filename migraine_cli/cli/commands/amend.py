"""`migcli amend`: correct a record."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

import typer
from msgspec.structs import replace

from migraine_cli.cli import amended_stock, clock
from migraine_cli.cli.asked import stated_reason
from migraine_cli.cli.booking import row_of, weighed
from migraine_cli.cli.lifting import lifted
from migraine_cli.cli.once_agreed import once_agreed
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place, RecordId
from migraine_cli.cli.safety import allowances, circumstances, remarks
from migraine_cli.cli.same_person import one_person
from migraine_cli.cli.unlisted_medicines import warnings_of
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.vocabulary import lookups
from migraine_cli.cli.who_is_meant import agreed, record_meant, whom_to_record
from migraine_cli.exchange.amending import amended, assignments
from migraine_cli.listings.authorisations import AuthorisationRow
from migraine_cli.listings.bookings import BookingRow
from migraine_cli.listings.changes import field_name, field_value
from migraine_cli.listings.checkups import CheckUpRow
from migraine_cli.listings.course import ContactRow, CourseEventRow, EffectRow, ScoreRow
from migraine_cli.listings.diary import DiaryEntryRow, MonthRow
from migraine_cli.listings.patients import PatientRow
from migraine_cli.listings.preventives import PreventiveRow
from migraine_cli.listings.row import Row, Unowned
from migraine_cli.listings.sessions import SessionRow
from migraine_cli.practice.authorisations import left
from migraine_cli.practice.booking_rules import BOOKING_RULES
from migraine_cli.recording.alone import alone
from migraine_cli.recording.birth import born_before
from migraine_cli.recording.patients import SAME_PERSON
from migraine_cli.recording.together import held, together
from migraine_cli.records.allowance import Allowance
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.changes import FieldChange, differences, owner
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import Record
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Discard, Recall, Receipt, StockCount
from migraine_cli.records.visits import Booking, Contact, CourseEvent
from migraine_cli.reference.policies import recorded_policy
from migraine_cli.reference.protocols import DEFAULT_PROTOCOL, protocol
from migraine_cli.store.charts import chart_of
from migraine_cli.store.contract import Recording
from migraine_cli.store.stock import stock_of
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.treatment.safety.rules import LIFTABLE, NEVER_LIFTED, objections

CONTEXT = {"ignore_unknown_options": True}
"""`--lot C123` is read as lot=C123, since that is how the lot was recorded."""

_BESIDE_THE_DOSE = {"by", "note"}
"""Fields of a session that no safety rule looks at."""

_LIFTABLE = (*LIFTABLE, *BOOKING_RULES, SAME_PERSON)

_OF_A_PLACE = ("patient", "date", "time", "minutes", "injector")
"""Fields of an appointment that say which place it takes, and whose it is."""


_FOR_SOMEONE = (Receipt.kind, StockCount.kind, Discard.kind)
"""Kinds of record about vials, which may be kept for a patient."""


def amend(
    id_: RecordId,
    changes: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE...", help="A blank value is not known.", show_default=False)
    ],
    allow: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help=f"Override a rule: {', '.join(_LIFTABLE)}."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why; kept in the log, needed to override a rule.")
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Correct a record; what it said before stays in the log.

    The fields are the columns of `migcli import`, days those of a diary entry; `--lot C123` may be written for
    lot=C123. patient=ID moves a record to the patient whom it is about. An amended session is held against the safety
    rules again, and an appointment that is moved against those of `book`.

    Examples:
      migcli amend session:12 date=2026-10-04 lot=C123 --reason "read from the vial"
      migcli amend P0001 phone= note="moved in May"
      migcli amend session:12 patient=P0002 --reason "recorded for the wrong patient"
      migcli amend booking:4 at="2026-12-29 10:00"
      migcli amend diary:3 days=2026-10-03..2026-10-05 hours=6
    """
    why = None if reason is None else stated_reason(reason)
    lift = lifted(allow, why, (*_LIFTABLE, NEVER_LIFTED), own_reason=True)
    id_ = agreed(place, id_)
    given = _each_person(assignments(changes), id_, lambda typed: agreed(place, typed))

    def record(only_tried: bool) -> tuple[Recorded, Patient | None]:
        with recording(place, "amend", dry_run=only_tried, reason=why) as clinic:
            return _amended(clinic, id_, given, lift, only_tried)

    confirm(once_agreed(record, lift, why, dry_run=dry_run), clock.today(), form)


def _amended(
    clinic: Recording, id_: str, given: Mapping[str, list[str]], lift: dict[str, Allowance], only_tried: bool
) -> tuple[Recorded, Patient | None]:
    """The change as it is recorded, and whom it is about, if it is about a patient."""
    old = record_meant(clinic, id_)
    new = amended(old, _each_person(given, id_, lambda typed: whom_to_record(clinic, typed).id), lookups())
    listing, way = _WAYS[type(old)]
    anew = _Given(clinic, owner(new), lift)
    row = way(anew, old, new)
    told = "; ".join(map(_instead, differences(old, new)))
    person = clinic.patient(anew.whose) if anew.whose else None
    about = f" for {person.id} {person.name or ''}".rstrip() if person is not None and person.id != old.id else ""
    return Recorded(listing, row, f"a change of {old.id}{about}: {told}", dry_run=only_tried), person


def _each_person(given: Mapping[str, list[str]], id_: str, meant: Callable[[str], str]) -> dict[str, list[str]]:
    """What was given, with what `meant` makes of each PATIENT among it: whose the record is, for whom vials are."""
    kind, numbered, _ = id_.partition(":")
    person = "for" if kind.casefold() in _FOR_SOMEONE else "patient"
    return {
        field: [meant(typed) if numbered and field == person and typed else typed for typed in values]
        for field, values in given.items()
    }


def _instead(change: FieldChange) -> str:
    old, new = (field_value(change.field, value) for value in (change.old, change.new))
    return f"{field_name(change.field)} {new} instead of {old}"


class _Given(NamedTuple):
    """What an amendment is made with: the patient, and the safety rules that are lifted for it."""

    clinic: Recording
    whose: str | None
    lift: dict[str, Allowance]

    @property
    def person(self) -> Patient:
        """The patient whom the record is about."""
        assert self.whose is not None
        return self.clinic.patient(self.whose)


def _session(given: _Given, old: Session, new: Session) -> SessionRow:
    """A rule that stood against the session as it was, for the same reason, isn't asked about again."""
    case = _case(given.clinic, new)
    if any(change.field not in _BESIDE_THE_DOSE for change in differences(old, new)):
        settled = objections(_case(given.clinic, old)) if old.patient == new.patient else ()
        lifted_anew = allowances(case, given.lift, settled=settled)
        standing = {objection.rule for objection in objections(case)} - {each.rule for each in lifted_anew}
        new = replace(new, allowed=(*(each for each in old.allowed if each.rule in standing), *lifted_anew))
    together(new, given.clinic)
    return SessionRow.of(given.clinic.amend(old, new), given.person, remarks(case))


def _case(clinic: Recording, session: Session) -> Circumstances:
    chart = chart_of(clinic, session.patient)
    chart.sessions = [other for other in chart.sessions if other.id != session.id]
    labelled = session.product == ONABOTULINUM and session.indication == CHRONIC_MIGRAINE
    yardstick = protocol(session.protocol or DEFAULT_PROTOCOL) if labelled else None
    return circumstances(session, yardstick, chart, clinic, stock_of(clinic, but=session.id))


def _entry(given: _Given, old: DiaryEntry, new: DiaryEntry) -> DiaryEntryRow:
    told = held(new, given.clinic, clock.today())
    unlisted = warnings_of(medicine for each in new.statements for medicine in each.medicines or ())
    return DiaryEntryRow.of(given.clinic.amend(old, new), given.person, told.changed, (*told.warnings, *unlisted))


def _month(given: _Given, old: MonthCount, new: MonthCount) -> MonthRow:
    told = held(new, given.clinic, clock.today())
    return MonthRow.of(given.clinic.amend(old, new), given.person, told.warnings)


def _preventive(given: _Given, old: Preventive, new: Preventive) -> PreventiveRow:
    told = held(new, given.clinic, clock.today())
    return PreventiveRow.of(given.clinic.amend(old, new), given.person, told.warnings)


def _score(given: _Given, old: Score, new: Score) -> ScoreRow:
    told = held(new, given.clinic, clock.today())
    return ScoreRow.of(given.clinic.amend(old, new), given.person, told.warnings)


def _effect(given: _Given, old: Effect, new: Effect) -> EffectRow:
    told = held(new, given.clinic, clock.today())
    return EffectRow.of(given.clinic.amend(old, new), given.person, warnings=told.warnings)


def _checkup(given: _Given, old: CheckUp, new: CheckUp) -> CheckUpRow:
    told = held(new, given.clinic, clock.today())
    return CheckUpRow.of(given.clinic.amend(old, new), given.person, told.warnings)


def _booking(given: _Given, old: Booking, new: Booking) -> BookingRow:
    """Only an appointment that is moved, or stands again, is held against the rules of `book` anew."""
    told: tuple[str, ...] = ()
    today = clock.today()
    new = alone(new, today)
    moved = any(getattr(old, name) != getattr(new, name) for name in _OF_A_PLACE)
    if not new.cancelled and (moved or old.cancelled):
        new, told = weighed(new, given.clinic, given.lift, today)
    return row_of(given.clinic.amend(old, new), given.person, given.clinic, today, told)


def _patient(given: _Given, old: Patient, new: Patient) -> PatientRow:
    told: tuple[str, ...] = ()
    new = alone(new, clock.today())
    if old.born != new.born:
        born_before(new, given.clinic.about(new.id))
    if (old.name, old.born) != (new.name, new.born):
        told = one_person(new, given.clinic.patients().values(), given.lift)
    return PatientRow.of(given.clinic.amend(old, new), told)


def _contact(given: _Given, old: Contact, new: Contact) -> ContactRow:
    held(new, given.clinic, clock.today())
    return ContactRow.of(given.clinic.amend(old, new), given.person)


def _step(given: _Given, old: CourseEvent, new: CourseEvent) -> CourseEventRow:
    held(new, given.clinic, clock.today())
    return CourseEventRow.of(given.clinic.amend(old, new), given.person)


def _of_the_clinic(way: Callable[[Recording, Any, Any], Unowned]) -> Callable[[_Given, Any, Any], Unowned]:
    return lambda given, old, new: way(given.clinic, old, new)


def _authorisation(given: _Given, old: Authorisation, new: Authorisation) -> AuthorisationRow:
    given.clinic.amend(old, new if new.policy == old.policy else replace(new, policy=recorded_policy(new.policy)))
    every = left(given.clinic.of_patient(Authorisation, new.patient), given.clinic.of_patient(Session, new.patient))
    return AuthorisationRow.of(next(each for each in every if each.granted.id == old.id), given.person)


_WAYS: dict[type[Record], tuple[str, Callable[..., Row | Unowned | BookingRow]]] = {
    Authorisation: ("authorisations", _authorisation),
    Booking: ("bookings", _booking),
    Contact: ("contacts", _contact),
    CourseEvent: ("course", _step),
    CheckUp: ("checkups", _checkup),
    DiaryEntry: ("diary-entries", _entry),
    Effect: ("effects", _effect),
    MonthCount: ("months", _month),
    Patient: ("patients", _patient),
    Preventive: ("preventives", _preventive),
    Discard: ("discards", _of_the_clinic(amended_stock.discard)),
    Recall: ("recalls", _of_the_clinic(amended_stock.recall)),
    Receipt: ("receipts", _of_the_clinic(amended_stock.receipt)),
    Score: ("scores", _score),
    Session: ("sessions", _session),
    StockCount: ("counts", _of_the_clinic(amended_stock.count)),
}
"""The listing that an amended record is shown as, and how it is held against what else is recorded."""
