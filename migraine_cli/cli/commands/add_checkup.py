"""`migcli add-checkup`: record what was asked at a visit."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from migraine_cli.cli import clock
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import recording_for
from migraine_cli.exchange.checkup_rows import answers
from migraine_cli.listings.checkups import CheckUpRow
from migraine_cli.recording.together import held
from migraine_cli.records.checkup import ALBUMIN, CODED, NONE, TOXIN, CheckUp
from migraine_cli.words.dates import parse_date


def _coded(field: str, help_: str) -> Any:
    return typer.Option(f"--{field.replace('_', '-')}", metavar="|".join(CODED[field]), help=help_)


def add_checkup(
    patient: Patient,
    day: Annotated[str, typer.Argument(metavar="[DATE]", help="The day of the visit.")] = "today",
    pregnancy: Annotated[str | None, _coded("pregnancy", "Whether the patient is pregnant.")] = None,
    breastfeeding: Annotated[str | None, _coded("breastfeeding", "Whether the patient is breastfeeding.")] = None,
    allergy: Annotated[
        str | None,
        typer.Option(metavar="none|toxin|albumin|TEXT", help="To a botulinum toxin, to human albumin, or another one."),
    ] = None,
    skin: Annotated[str | None, _coded("skin", "The skin at the injection sites.")] = None,
    swallowing: Annotated[str | None, _coded("swallowing", "Swallowing, breathing and voice.")] = None,
    weakness: Annotated[str | None, _coded("weakness", "Weakness since the last visit.")] = None,
    anticoagulant: Annotated[
        str | None, typer.Option(metavar="NAME|none", help="A medicine that thins the blood.")
    ] = None,
    new_medicine: Annotated[
        str | None,
        typer.Option(metavar="NAME|none", help="Since the last visit, aminoglycosides and muscle relaxants above all."),
    ] = None,
    other_toxin: Annotated[
        str | None, typer.Option(metavar="none|PRODUCT", help="A botulinum toxin given elsewhere, cosmetic ones too.")
    ] = None,
    consent: Annotated[str | None, _coded("consent", "Consent to the treatment.")] = None,
    leaflet: Annotated[str | None, typer.Option(metavar="ID", help="The leaflet that was handed out.")] = None,
    by: Annotated[str | None, typer.Option(metavar="TEXT", help="Who asked.")] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record the questions asked before a session, and the answers.

    An answer holds for its day: at the next visit it is asked again. An allergy to a botulinum toxin or to albumin,
    a pregnancy and consent that was withdrawn stand until a later check-up says none, no or given. add-session is held
    against all of it.

    Examples:
      migcli add-checkup P0001 --pregnancy no --allergy none --skin clear --swallowing well --weakness none
      migcli add-checkup P0001 2026-10-05 --anticoagulant apixaban --consent given --by "Nurse Lee"
    """
    given = {
        "pregnancy": pregnancy,
        "breastfeeding": breastfeeding,
        "allergy": allergy,
        "skin": skin,
        "swallowing": swallowing,
        "weakness": weakness,
        "anticoagulant": anticoagulant,
        "new_medicine": new_medicine,
        "other_toxin": other_toxin,
        "consent": consent,
        "leaflet": leaflet,
        "by": by,
    }
    today = clock.today()
    said = answers({field: text for field, text in given.items() if text is not None})
    answered = CheckUp(patient=patient, date=parse_date(day, today, "date of the check-up"), **said)
    with recording_for(patient, place, "add-checkup", dry_run=dry_run) as (clinic, person):
        answered = replace(answered, patient=person.id)
        told = held(answered, clinic, today)
        added = clinic.add(answered)
    row = CheckUpRow.of(added, person, [*_warnings(answered), *told.warnings])
    confirm(Recorded("checkups", row, row.sentence(), dry_run=dry_run), today, form)


def _warnings(answered: CheckUp) -> Iterator[str]:
    """What follows from the answers."""
    refuses = "add-session will refuse until a later check-up says"
    if answered.allergy in (TOXIN, ALBUMIN):
        yield f"an allergy to {answered.allergy} is a contraindication; {refuses} none"
    elif answered.allergy not in (None, NONE):
        yield f"judge whether the allergy ({answered.allergy}) bars the injection"
    if answered.skin == "infected":
        yield "infected skin is a contraindication today; ask again at the next visit"
    if answered.pregnancy in ("yes", "possible"):
        yield f"PREGNANT or possible: {refuses} no"
    if answered.consent == "withdrawn":
        yield f"consent is withdrawn; {refuses} given"
    for trouble, term in (("swallowing", "dysphagia"), ("weakness", "generalised-weakness")):
        if getattr(answered, trouble) in ("trouble", "new"):
            yield (
                f"{trouble}: if it followed a session, record the day on which it began, as with `migcli add-effect"
                f" {answered.patient} {term} DATE`; a check-up counts on its own day alone"
            )
