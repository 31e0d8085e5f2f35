"""`migcli add-patient`: record a patient."""

import re
from collections.abc import Iterable
from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.lifting import lifted, logged_reason
from migraine_cli.cli.once_agreed import once_agreed
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Note, Place
from migraine_cli.cli.same_person import one_person
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.listings.patients import PatientRow
from migraine_cli.recording.alone import alone
from migraine_cli.recording.ids import Ids
from migraine_cli.recording.patients import SAME_PERSON
from migraine_cli.records.codes import CAUTIONS, OVERUSES, SEXES
from migraine_cli.records.history import leads
from migraine_cli.records.log import Void
from migraine_cli.records.patient import Patient
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import optional, plain
from migraine_cli.words.values import code, patient_id

_NUMBERED = r"P(\d+)"


def add_patient(
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The practice's own id; P0001, P0002 and so on if left out.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="The patient's name.")] = None,
    born: Annotated[str | None, typer.Option(metavar="DATE", help="Date of birth.")] = None,
    sex: Annotated[str | None, typer.Option(metavar="|".join(SEXES), help="Sex.")] = None,
    phone: Annotated[str | None, typer.Option(metavar="TEXT", help="Telephone number.")] = None,
    email: Annotated[str | None, typer.Option(metavar="TEXT", help="E-mail address.")] = None,
    chronic_since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Since when the migraine has been chronic.")
    ] = None,
    overuse: Annotated[
        str | None,
        typer.Option(metavar="|".join(OVERUSES), help="Medication overuse, as you judge it; unknown when left out."),
    ] = None,
    caution: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help=f"May be given several times: {', '.join(CAUTIONS)}.")
    ] = None,
    goal: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="A treatment goal; may be given several times.")
    ] = None,
    note: Note = None,
    allow: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help=f"Override a rule: {SAME_PERSON}; needs --reason.")
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why; kept in the log.")] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record a patient; what is left out stays unknown.

    A second patient of the same name and birth date is refused, unless --allow same-person says that they are two.

    Examples:
      migcli add-patient --name "Ann Smith" --born 1984-03-12 --overuse none
      migcli add-patient KH-17 --name "Bo Lind" --caution pregnancy
    """
    given = None if id_ is None else patient_id(id_)
    facts = {
        "name": optional(name, "name"),
        "born": None if born is None else parse_date(born, clock.today(), "birth date"),
        "sex": None if sex is None else code(sex, SEXES, "sex"),
        "phone": optional(phone, "phone"),
        "email": optional(email, "e-mail address"),
        "chronic_since": None if chronic_since is None else parse_date(chronic_since, clock.today(), "first day"),
        "overuse": None if overuse is None else code(overuse, OVERUSES, "statement on overuse"),
        "cautions": tuple(dict.fromkeys(code(each, CAUTIONS, "caution") for each in caution or ())),
        "goals": tuple(plain(each, "goal") for each in goal or ()),
        "note": optional(note, "note", lines=True),
    }
    lift = lifted(allow, reason, [SAME_PERSON])

    def record(only_tried: bool) -> tuple[Recorded, Patient]:
        with recording(place, "add-patient", dry_run=only_tried, reason=logged_reason(lift, reason)) as clinic:
            known = clinic.patients()
            led = leads(clinic.versions(Void), clinic.undone())
            if given is not None:
                Ids(known, led).taken(given)
            new = alone(Patient(id=given or _next_id([*known, *led]), **facts), clock.today())  # type: ignore[arg-type]
            told = one_person(new, known.values(), lift)
            patient = clinic.add(new)
        row = PatientRow.of(patient, told)
        return Recorded("patients", row, row.sentence(), dry_run=only_tried), patient

    confirm(once_agreed(record, lift, reason, dry_run=dry_run), clock.today(), form)


def _next_id(known: Iterable[str]) -> str:
    """P0001, P0002…: the number after the highest there is."""
    numbers = [int(match[1]) for id_ in known if (match := re.fullmatch(_NUMBERED, id_.upper()))]
    return f"P{max(numbers, default=0) + 1:04}"
