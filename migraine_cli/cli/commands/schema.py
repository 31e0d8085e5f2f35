"""`migcli schema`: what the JSON of each listing looks like."""

from importlib import import_module
from typing import Annotated

import msgspec
import typer

from migraine_cli.cli import clock
from migraine_cli.cli.options import FormatOption, Place
from migraine_cli.errors import InvalidValue, NotFound
from migraine_cli.output.as_json import schema_id
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.schema import envelope_schema
from migraine_cli.output.showing import show
from migraine_cli.output.streams import write

LISTINGS = {
    "audit": "migraine_cli.practice.audit:AuditRow",
    "authorisations": "migraine_cli.listings.authorisations:AuthorisationRow",
    "backup": "migraine_cli.cli.commands.backup:BackupRow",
    "billing": "migraine_cli.treatment.billing:ClaimLine",
    "bookings": "migraine_cli.listings.bookings:BookingRow",
    "check": "migraine_cli.cli.commands.check:FaultRow",
    "checkups": "migraine_cli.listings.checkups:CheckUpRow",
    "config": "migraine_cli.cli.commands.config:SettingRow",
    "contacts": "migraine_cli.listings.course:ContactRow",
    "copy": "migraine_cli.cli.commands.copy:CopyRow",
    "counts": "migraine_cli.listings.stock:CountRow",
    "course": "migraine_cli.listings.course:CourseEventRow",
    "day": "migraine_cli.listings.day:DayRow",
    "diary": "migraine_cli.listings.diary:DiaryRow",
    "diary-entries": "migraine_cli.listings.diary:DiaryEntryRow",
    "discards": "migraine_cli.listings.stock:DiscardRow",
    "due": "migraine_cli.treatment.schedule:Retreatment",
    "effects": "migraine_cli.listings.course:EffectRow",
    "eligible": "migraine_cli.eligibility.verdict:Verdict",
    "encrypt": "migraine_cli.cli.views.encrypted_files:FileRow",
    "export": "migraine_cli.exchange.person:Person",
    "export-deidentified": "migraine_cli.exchange.deidentified:Deidentified",
    "forecast": "migraine_cli.listings.forecast:ForecastRow",
    "import": "migraine_cli.cli.commands.import_:ImportRow",
    "gaps": "migraine_cli.listings.gaps:GapsRow",
    "init": "migraine_cli.cli.commands.init:ClinicFileRow",
    "log": "migraine_cli.cli.commands.log:LogRow",
    "merge": "migraine_cli.cli.commands.merge:MergeRow",
    "messages": "migraine_cli.cli.commands.messages:MessageRow",
    "months": "migraine_cli.listings.diary:MonthRow",
    "patients": "migraine_cli.listings.patients:PatientRow",
    "plan": "migraine_cli.listings.plan:PlanRow",
    "policies": "migraine_cli.cli.commands.policies:PolicyRow",
    "preventives": "migraine_cli.listings.preventives:PreventiveRow",
    "receipts": "migraine_cli.listings.stock:ReceiptRow",
    "recalls": "migraine_cli.listings.stock:RecallRow",
    "response": "migraine_cli.treatment.cycle:Cycle",
    "restore": "migraine_cli.cli.commands.restore:RestorationRow",
    "schema": "migraine_cli.cli.commands.schema:ListingName",
    "scores": "migraine_cli.listings.course:ScoreRow",
    "sessions": "migraine_cli.listings.sessions:SessionRow",
    "protocol": "migraine_cli.treatment.sites:SiteRow",
    "show": "migraine_cli.listings.patient_screen:PatientScreen",
    "undo": "migraine_cli.cli.commands.undo:UndoRow",
    "vials": "migraine_cli.listings.stock:VialsRow",
    "voids": "migraine_cli.cli.commands.void:VoidRow",
}
"""Each listing with the type of its items, which is imported when its schema is asked for."""


class ListingName(msgspec.Struct, frozen=True):
    """A listing that `--format json` prints."""

    name: str
    schema: str


def schema(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A listing, such as due.")] = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    _place: Place = None,
) -> None:
    """Print the JSON Schema of a listing, or name the listings.

    Scripts can rest on a schema: within its number keys are only ever added.

    Examples:
      migcli schema
      migcli schema due > due.schema.json
    """
    if name is not None:
        if form in ("csv", "tsv") or arranged != AS_LISTED:
            raise InvalidValue("the schema of one listing is JSON, without columns; ask for --format json alone.")
        document = msgspec.json.encode(envelope_schema(name, item_type(name)))
        write(msgspec.json.format(document, indent=2).decode() + "\n")
        return
    names = [ListingName(each, schema_id(each)) for each in LISTINGS]
    columns = (Column("listing", "name"), Column("schema", "schema"))
    show(Listing("schema", ListingName, clock.today(), names, columns, title="Listings"), form, arranged)


def item_type(name: str) -> type[msgspec.Struct]:
    """The type of a listing's items. Raises NotFound for an unknown name."""
    if name not in LISTINGS:
        raise NotFound(f"there is no listing {name!r}; `migcli schema` names them all.")
    module, _, type_name = LISTINGS[name].partition(":")
    found: type[msgspec.Struct] = getattr(import_module(module), type_name)
    return found
