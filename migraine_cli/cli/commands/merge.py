"""`migcli merge`: make two records of one person one."""

from collections.abc import Collection, Iterable
from typing import Annotated

import typer
from msgspec.structs import replace

from migraine_cli.chart.chart import Chart
from migraine_cli.cli import clock
from migraine_cli.cli.asked import stated_reason
from migraine_cli.cli.lifting import lifted, logged_reason
from migraine_cli.cli.once_agreed import once_agreed
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import agreed, whom_to_record
from migraine_cli.eligibility.barring import barring
from migraine_cli.exchange.past_sessions import safety_warnings
from migraine_cli.listings.row import Row, called, listed
from migraine_cli.recording.merging import KEPT_FOR_SOMEONE, MERGE_RULES, Merger, merger
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.effect import Effect
from migraine_cli.records.log import Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.reference.protocols import limits, protocol
from migraine_cli.store.contract import Recording
from migraine_cli.store.stock import stock_of


class MergeRow(Row, frozen=True, kw_only=True):
    """Two patients made one: `merged` is the id that now leads to `patient`, `moved` the records that were moved."""

    merged: str
    moved: tuple[str, ...]
    reason: str

    def sentence(self) -> str:
        """What was made of the two, in words."""
        moved = listed(self.moved) if self.moved else "nothing"
        return f"{self.id}: {self.merged} is merged into {called(self)} and leads there from now on; moved: {moved}"


def merge(
    leaving: Annotated[
        str, typer.Argument(metavar="FROM", help="The patient's id that is given up.", show_default=False)
    ],
    staying: Annotated[str, typer.Argument(metavar="INTO", help="The id that stays.", show_default=False)],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why they are one person.", show_default=False)],
    allow: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help=f"Override a rule: {', '.join(MERGE_RULES)}.")
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Make two records of one person one; the first id then leads to the second.

    Everything recorded of FROM moves to INTO. Cautions and goals are united, what is blank of INTO is filled from FROM,
    the rest of INTO stays; what differed is named, and what the safety rules say of the sessions together. Two sessions
    of one date, or `none` beside a preventive, are settled first. One undo takes all of it back.

    Examples:
      migcli merge KL01 KL-01 --reason "entered twice" --dry-run
      migcli merge KL01 KL-01 --reason "same person, birth date mistyped" --allow other-birth
    """
    why = stated_reason(reason)
    lift = lifted(allow, why, MERGE_RULES, own_reason=True)
    leaving, staying = agreed(place, leaving), agreed(place, staying)

    def record(only_tried: bool) -> tuple[Recorded, Patient]:
        with recording(place, "merge", dry_run=only_tried, reason=logged_reason(lift, why)) as clinic:
            row, person = _merged(clinic, whom_to_record(clinic, leaving), whom_to_record(clinic, staying), lift, why)
        return Recorded("merge", row, row.sentence(), dry_run=only_tried), person

    confirm(once_agreed(record, lift, why, dry_run=dry_run), clock.today(), form)


def _merged(
    clinic: Recording, gone: Patient, kept: Patient, lift: Collection[str], reason: str
) -> tuple[MergeRow, Patient]:
    records = clinic.about(gone.id)
    planned = merger(gone, kept, clinic, records, lift)
    for old, new in zip(records, planned.moved, strict=True):
        clinic.amend(old, new)
    for vials in (each for kind in KEPT_FOR_SOMEONE for each in list(clinic.records(kind))):
        if vials.for_patient == gone.id:
            clinic.amend(vials, replace(vials, for_patient=kept.id))
    if planned.into != kept:
        clinic.amend(kept, planned.into)
    closed = clinic.add(Void(target=gone.id, reason=reason, into=kept.id))
    row = MergeRow(
        id=closed.id,
        patient=kept.id,
        name=planned.into.name,
        warnings=(*planned.told, *_of_sessions(planned, clinic)),
        merged=gone.id,
        moved=tuple(record.id for record in records),
        reason=reason,
    )
    return row, planned.into


def _of_sessions(planned: Merger, clinic: Recording) -> Iterable[str]:
    """What the safety rules say of the sessions of both, now that they are one patient's."""
    person = planned.into
    sessions = clinic.of_patient(Session, person.id)
    if not any(isinstance(record, Session) for record in planned.moved):
        return ()
    told = safety_warnings(
        sessions,
        {person.id: _beside(person, clinic)},
        limits=limits(),
        protocol=protocol(),
        barring=barring(chosen_policy()),
        stock=stock_of(clinic),
        today=clock.today(),
    )
    return [each.rstrip(".") for each in told]


def _beside(person: Patient, clinic: Recording) -> Chart:
    """What the sessions are held against beside each other."""
    effects, checkups = clinic.of_patient(Effect, person.id), clinic.of_patient(CheckUp, person.id)
    return Chart(person, sessions=(), effects=effects, checkups=checkups)
