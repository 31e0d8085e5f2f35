"""`migcli add-session`: record a visit with injections."""

from functools import partial
from typing import Annotated

import typer
from msgspec import structs

from migraine_cli.cli import clock
from migraine_cli.cli.dose_options import AskedDose
from migraine_cli.cli.lifting import lifted
from migraine_cli.cli.once_agreed import asks_before_overriding
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import DryRun, FormatOption, Note, Place
from migraine_cli.cli.question import agree
from migraine_cli.cli.safety import allowances, circumstances, remarks
from migraine_cli.cli.session_questions import Visit, ask_for_missing
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.views.session import session_view, vial_words
from migraine_cli.cli.who_is_meant import agreed, recording_for, who_is, whom_to_record
from migraine_cli.errors import InvalidValue
from migraine_cli.listings.sessions import SessionRow
from migraine_cli.output.streams import say, warn
from migraine_cli.practice.from_shelf import with_vials
from migraine_cli.recording.birth import after_birth
from migraine_cli.records.allowance import Allowance
from migraine_cli.records.codes import CHRONIC_MIGRAINE, INDICATIONS, ONABOTULINUM, PRODUCTS, SUPPLIES
from migraine_cli.records.session import Session
from migraine_cli.records.vials import used_vials
from migraine_cli.reference.clinic_days import clinic_days
from migraine_cli.reference.protocols import DEFAULT_PROTOCOL
from migraine_cli.store.charts import chart_of
from migraine_cli.store.contract import Clinic
from migraine_cli.store.own import own_clinic_of
from migraine_cli.store.stock import stock_of
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.treatment.safety.rules import LIFTABLE, NEVER_LIFTED
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import optional
from migraine_cli.words.values import code
from migraine_cli.words.vials import expiry as expiry_day
from migraine_cli.words.vials import vial

Several = list[str] | None


def add_session(
    patient: Annotated[
        str | None, typer.Argument(metavar="PATIENT", help="The patient's id; asked for at a terminal.")
    ] = None,
    day: Annotated[str, typer.Argument(metavar="[DATE]", help="The day of the injections.")] = "today",
    protocol_: Annotated[
        str | None, typer.Option("--protocol", metavar="ID", help=f"The protocol; {DEFAULT_PROTOCOL} when left out.")
    ] = None,
    extra: Annotated[
        Several, typer.Option(metavar="MUSCLE-SIDE=SITES", help="Sites of 5 U added to the protocol's.")
    ] = None,
    site_: Annotated[
        Several, typer.Option("--site", metavar="MUSCLE-SIDE=UNITSxSITES", help="The whole map, site by site.")
    ] = None,
    like_last: Annotated[bool, typer.Option("--like-last", help="The same sites as at the last session.")] = False,
    units_: Annotated[
        str | None, typer.Option("--units", metavar="N", help="Alone, a dose without a map; else the sum of the sites.")
    ] = None,
    product: Annotated[str, typer.Option(metavar="NAME", help=f"One of {', '.join(PRODUCTS)}.")] = ONABOTULINUM,
    indication: Annotated[
        str, typer.Option(metavar="CODE", help=f"One of {', '.join(INDICATIONS)}.")
    ] = CHRONIC_MIGRAINE,
    lot: Annotated[Several, typer.Option(metavar="LOT", help="The lot of every vial that names none.")] = None,
    expiry: Annotated[
        Several,
        typer.Option(metavar="DATE|MONTH", help="The expiry of every vial that names none; of a month the last day."),
    ] = None,
    vial_: Annotated[
        Several,
        typer.Option(
            "--vial",
            metavar="50|100|200[:LOT[:EXPIRY]]",
            help="Units in a vial, and its own lot and expiry; may be given several times.",
        ),
    ] = None,
    from_stock: Annotated[
        bool, typer.Option("--from-stock", help="Take the vials from the shelf, in the order that wastes least.")
    ] = False,
    supply: Annotated[
        str | None, typer.Option(metavar="CODE", help=f"Who bought the vials: {', '.join(SUPPLIES)}.")
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="TEXT", help="Who injected.")] = None,
    note: Note = None,
    allow: Annotated[
        Several, typer.Option(metavar="RULE", help=f"Override a safety rule: {', '.join(LIFTABLE)}.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why the rule is overridden; recorded with the session.")
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record a session, by the PREEMPT protocol unless you say otherwise.

    That is 155 U of onabotulinumtoxinA at 31 sites.
    A safety rule that stands against it refuses it and names itself; --allow RULE --reason TEXT records it all the
    same. At a terminal, without a PATIENT, it asks what it needs to know, shows who it is for, and records
    nothing before you agree.

    --from-stock takes the patient's own vials first, then those that waste fewest units, then those that expire first.

    Examples:
      migcli add-session P0001 2026-10-05 --vial 200:C7654:2027-03
      migcli add-session P0001 --vial 100 --vial 100 --lot C7654 --supply specialty-pharmacy
      migcli add-session P0001 --from-stock
      migcli add-session P0001 --like-last --by "Dr Gray"
      migcli add-session P0001 --extra temporalis-left=1 --extra trapezius-right=2
      migcli add-session P0002 2026-10-05 --indication cosmetic --units 20
    """
    named = vial_ or []
    visit = Visit(patient or "", day, extra or [], _once("--lot", lot), _once("--expiry", expiry), named, by, supply)
    if patient is None:
        visit = ask_for_missing(place, visit)
    lift = lifted(allow, reason, (*LIFTABLE, NEVER_LIFTED))
    asked = AskedDose(protocol_, site_ or [], visit.extra, units_, like_last)
    if from_stock and (visit.vials or visit.lot or visit.expiry or visit.supply):
        raise InvalidValue("--from-stock says which vials are used; leave --vial, --lot, --expiry and --supply out.")
    undosed = _without_dose(visit, product, indication, note)
    held = partial(_held, asked=asked, lift=lift, from_stock=from_stock)
    id_ = agreed(place, visit.patient)
    if patient is None or asks_before_overriding(lift, dry_run=dry_run):
        # Before the file is locked: others go on recording while the person reads.
        with reading(place) as clinic:
            person = whom_to_record(clinic, id_)
            planned = held(clinic, structs.replace(undosed, patient=person.id))
        _agreed(planned)
    with recording_for(id_, place, "add-session", dry_run=dry_run) as (clinic, person):
        case = held(clinic, structs.replace(undosed, patient=person.id))
        session = clinic.add(case.planned)
        days = clinic_days(own_clinic_of(clinic))
    row = SessionRow.of(session, case.patient, remarks(case))
    details = partial(session_view, session, case.protocol, days)
    confirm(Recorded("sessions", row, row.sentence(), dry_run=dry_run, details=details), clock.today(), form)


def _without_dose(visit: Visit, product: str, indication: str, note: str | None) -> Session:
    today = clock.today()
    return Session(
        patient=visit.patient,
        date=parse_date(visit.day, today, "date of the session"),
        product=code(product, PRODUCTS, "product"),
        indication=code(indication, INDICATIONS, "indication"),
        **used_vials(
            [vial(each, today) for each in visit.vials],
            optional(visit.lot, "lot"),
            None if visit.expiry is None else expiry_day(visit.expiry, today),
            None if visit.supply is None else code(visit.supply, SUPPLIES, "supply"),
        ),
        by=optional(visit.by, "name"),
        note=optional(note, "note", lines=True),
    )


def _held(
    clinic: Clinic, undosed: Session, *, asked: AskedDose, lift: dict[str, Allowance], from_stock: bool
) -> Circumstances:
    """The session with its dose and the rules overridden for it. Raises Refused when a rule stands against it."""
    chart = chart_of(clinic, undosed.patient)
    planned, yardstick = asked.given(undosed, chart.sessions)
    stock = stock_of(clinic)
    planned = with_vials(planned, stock, from_stock=from_stock)
    case = circumstances(planned, yardstick, chart, clinic, stock)
    allowed = allowances(case, lift)
    after_birth(planned, chart.patient)
    return structs.replace(case, planned=structs.replace(planned, allowed=allowed))


def _agreed(case: Circumstances) -> None:
    """Shows the whole of what was answered, and returns when it may be recorded."""
    for warning in remarks(case):
        warn(f"{warning}.")
    given = SessionRow.of(case.planned, case.patient).given()
    vials = ", ".join(map(vial_words, case.planned.each_vial)) or case.planned.lot or "vials not recorded"
    say(f"{who_is(case.patient)}: {given}; {vials}; by {case.planned.by or 'not recorded'}.")
    overridden = "; ".join(f"{each.rule} ({each.reason})" for each in case.planned.allowed)
    agree(f"Record this session, and override {overridden}?" if overridden else "Record this session?")


def _once(option: str, given: Several) -> str | None:
    """The one value of an option. Raises InvalidValue for more: which vial each is of would be a guess."""
    if given is not None and len(given) > 1:
        raise InvalidValue(
            f"{option} is given {len(given)} times; name it with each vial, such as --vial 100:A1:2027-03"
            " --vial 100:B2:2027-05."
        )
    return given[0] if given else None
