"""`migcli export`: all that is held on one person or on all, for other programs, or without what tells who they are."""

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.handing_out import hand_out, hand_out_folder
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, Place
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.errors import InvalidValue
from migraine_cli.output.as_json import as_json
from migraine_cli.recording.ids import Ids
from migraine_cli.reference.data import medicines
from migraine_cli.store.charts import chart_of, charts
from migraine_cli.store.contract import Clinic

if TYPE_CHECKING:
    from migraine_cli.exchange.outgoing.fhir.elements import Resource

Form = Literal["json", "html", "csv", "xlsx", "fhir", "fhir-ndjson"]


def export(
    patient: Annotated[str | None, typer.Argument(metavar="[PATIENT]", help="Whose records to hand out.")] = None,
    to: Annotated[
        str | None, typer.Argument(metavar="[TO]", help="A new file; for csv and fhir-ndjson a new folder.")
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="The whole clinic; csv and xlsx can be imported.")] = False,
    without_names: Annotated[
        bool, typer.Option("--deidentified", help="All patients, or one, without what tells who they are.")
    ] = False,
    form: Annotated[
        Form,
        typer.Option("--format", case_sensitive=False, help="A page to read and print (html), or for other programs."),
    ] = "json",
    as_known_on: AsKnownOn = None,
    place: Place = None,
) -> None:
    """Hand out all that is recorded of one person, or of the whole clinic.

    Without TO it is printed. csv writes a file for each kind into a new folder. What csv and xlsx hold can be imported:
    `migcli import patients clinic/patients.csv`, then the other kinds. JSON and html also have the log of every change.
    fhir is one Bundle of HL7 FHIR R4, fhir-ndjson a file for each type of resource in a new folder.

    De-identified: no names, ids, contacts or free text; days counted from the first session, of dates the years only,
    ages over 89 as 90+. Rare circumstances can still tell who someone is.

    Examples:
      migcli export P0001 --format html P0001.html
      migcli export --all --format csv clinic
      migcli export --deidentified > clinic.json
    """
    if everyone:
        if to is not None:
            raise InvalidValue(_EVERY_PATIENT)
        patient, to = None, patient
    if without_names and form != "json":
        raise InvalidValue(f"de-identified data are JSON; leave --format {form} out.")
    if patient is None and not (everyone or without_names):
        raise InvalidValue("say whose data are to be handed out: `migcli export P0001`, or --all, or --deidentified.")
    with reading(place, as_known_on) as clinic:
        whose = None if patient is None else whom_to_show(clinic, patient).id
        if everyone and to is not None and Ids(clinic.labels(), {}).all_meant(to):
            raise InvalidValue(f"{_EVERY_PATIENT[:-1]}; a file that is called like a patient is written ./{to}.")
        if form == "csv":
            from migraine_cli.exchange.outgoing import csv_sheets
            from migraine_cli.exchange.outgoing.sheets import sheets

            hand_out_folder(csv_sheets.written(sheets(clinic, whose)), to)
        elif form == "fhir-ndjson":
            from migraine_cli.exchange.outgoing.fhir.written import lines

            hand_out_folder(lines(_resources(clinic, whose, bundled=False)), to)
        else:
            hand_out(_without_names(clinic, whose) if without_names else _file(clinic, whose, form), to)


_EVERY_PATIENT = "--all hands out every patient; leave the patient out, or --all."


def _file(clinic: Clinic, patient: str | None, form: Form) -> str | bytes:
    """The one file of a form. Raises NotFound, and InvalidValue where what writes it isn't installed."""
    if form == "xlsx":
        from migraine_cli.exchange.outgoing import workbook
        from migraine_cli.exchange.outgoing.sheets import sheets

        return workbook.written(sheets(clinic, patient))
    if form == "fhir":
        from migraine_cli.exchange.outgoing.fhir.written import bundle

        return bundle(_resources(clinic, patient, bundled=True))
    from migraine_cli.exchange.person import as_page, person

    held = [person(clinic, each) for each in (clinic.labels() if patient is None else [patient])]
    return as_page(held, clock.today()) if form == "html" else as_json("export", clock.today(), held)


def _resources(clinic: Clinic, patient: str | None, *, bundled: bool) -> "Iterator[Resource]":
    from zoneinfo import ZoneInfo

    from migraine_cli.exchange.outgoing.fhir.resources import Told, resources
    from migraine_cli.reference.data import effects
    from migraine_cli.store.own import own_clinic_of

    own = own_clinic_of(clinic)
    zone = ZoneInfo(own.zone) if own and own.zone else None
    names = {term: told.name for term, told in effects().terms.items()}
    return resources(clinic, patient, Told(clock.today(), zone, names), bundled=bundled)


def _without_names(clinic: Clinic, patient: str | None) -> Iterator[str]:
    """In an order of chance, since that of the ids tells who came first."""
    from migraine_cli.exchange.deidentified import deidentified
    from migraine_cli.output.long import in_order
    from migraine_cli.reference.policies import policy_ids

    listed = frozenset((*medicines().preventive, *medicines().acute))
    policies, more = frozenset(policy_ids()), ("sessions", "scores", "authorisations")
    one = None if patient is None else chart_of(clinic, patient, *more)
    numbers = list(range(1, 2 if one else len(clinic.labels()) + 1))
    random.SystemRandom().shuffle(numbers)
    numbered = zip(numbers, [one] if one else charts(clinic, *more), strict=True)
    told = ((number, deidentified(chart, number, listed, policies)) for number, chart in numbered)
    return in_order("export-deidentified", clock.today(), told)
