"""`migcli add-session`: record a visit with injections."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer
from msgspec.structs import replace

from migraine_cli.chart.chart import Chart
from migraine_cli.cli import clock
from migraine_cli.cli.dose_options import AskedDose
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Note, Place
from migraine_cli.cli.session_questions import Visit, ask_for_missing
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.views.session import session_view
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.verdict import judge
from migraine_cli.errors import InvalidValue, Refused
from migraine_cli.listings.sessions import SessionRow
from migraine_cli.records.codes import CHRONIC_MIGRAINE, INDICATIONS, ONABOTULINUM, PRODUCTS, SUPPLIES
from migraine_cli.records.session import Allowance, Session
from migraine_cli.records.vials import used_vials
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.reference.protocols import DEFAULT_PROTOCOL, limits
from migraine_cli.store.charts import chart_of
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.treatment.safety import LIFTABLE, NEVER_LIFTED, Circumstances, Objection, objections, warnings
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import optional, plain
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
    supply: Annotated[
        str | None, typer.Option(metavar="CODE", help=f"Who bought the vials: {', '.join(SUPPLIES)}.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Who injected.")] = None,
    note: Note = None,
    allow: Annotated[Several, typer.Option(metavar="RULE", help=f"Lift a safety rule: {', '.join(LIFTABLE)}.")] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why the rule is lifted; recorded with the session.")
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record a session, by the PREEMPT protocol unless you say otherwise.

    That is 155 U of onabotulinumtoxinA at 31 sites.
    A safety rule that stands against it refuses it and names itself; --allow RULE --reason TEXT records it all the
    same. At a terminal, without a PATIENT, it asks what it needs to know.

    Examples:
      migcli add-session P0001 2026-10-05 --vial 200:C7654:2027-03
      migcli add-session P0001 --vial 100 --vial 100 --lot C7654 --supply specialty-pharmacy
      migcli add-session P0001 --like-last --by "Dr Gray"
      migcli add-session P0001 --extra temporalis-left=1 --extra trapezius-right=2
      migcli add-session P0002 2026-10-05 --indication cosmetic --units 20
    """
    named = vial_ or []
    visit = Visit(patient or "", day, extra or [], _once("--lot", lot), _once("--expiry", expiry), named, by, supply)
    if patient is None:
        visit = ask_for_missing(place, visit)
    lift = lifted(allow or [], reason)
    asked = AskedDose(protocol_, site_ or [], visit.extra, units_, like_last)
    undosed = _without_dose(visit, product, indication, note)
    with recording(place, "add-session", dry_run=dry_run) as clinic:
        chart = chart_of(clinic, visit.patient)
        planned, yardstick = asked.given(undosed, chart.sessions)
        case = circumstances(planned, yardstick, chart)
        session = clinic.add(replace(planned, allowed=allowances(case, lift)))
    row = SessionRow.of(session, chart.patient, warnings(case))
    details = partial(session_view, session, yardstick)
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


def _once(option: str, given: Several) -> str | None:
    """The one value of an option. Raises InvalidValue for more: which vial each is of would be a guess."""
    if given is not None and len(given) > 1:
        raise InvalidValue(
            f"{option} is given {len(given)} times; name it with each vial, such as --vial 100:A1:2027-03"
            " --vial 100:B2:2027-05."
        )
    return given[0] if given else None


def lifted(rules: list[str], reason: str | None) -> dict[str, Allowance]:
    """The rules to lift, each with the reason. Raises InvalidValue for one without the other."""
    if bool(rules) != bool(reason):
        raise InvalidValue("--allow RULE and --reason TEXT go together; say which rule is lifted, and why.")
    why = plain(reason or "", "reason")
    return {
        rule: Allowance(rule, why) for rule in (code(each, [*LIFTABLE, NEVER_LIFTED], "safety rule") for each in rules)
    }


def circumstances(planned: Session, yardstick: Protocol | None, chart: Chart) -> Circumstances:
    """What the session is held against; the chart's sessions are all the others."""
    judged = planned.indication == CHRONIC_MIGRAINE
    return Circumstances(
        planned=planned,
        patient=chart.patient,
        others=chart.sessions,
        effects=chart.effects,
        events=chart.events,
        limits=limits(),
        protocol=yardstick,
        verdict=judge(chosen_policy(), Case.of(chart, planned.date)) if judged else None,
        today=clock.today(),
    )


def allowances(
    case: Circumstances, lifted: dict[str, Allowance], settled: Sequence[Objection] = ()
) -> tuple[Allowance, ...]:
    """The lifted rules that stood against the session. Raises Refused when one stands that wasn't lifted, or can't
    be; what is `settled` isn't asked about again.
    """
    against = objections(case)
    standing = [
        each for each in against if each not in settled and (each.rule not in lifted or each.rule == NEVER_LIFTED)
    ]
    if standing:
        told = "; ".join(f"{each.rule}: {each.because}" for each in standing)
        mend = _mend([each.rule for each in standing])
        raise Refused(f"not recorded, {told}; {mend}.", warnings=tuple(warnings(case)))
    return tuple(lifted[each.rule] for each in against if each.rule in lifted)


def _mend(rules: list[str]) -> str:
    if NEVER_LIFTED in rules:
        return "correct the date, future-date can't be lifted"
    return f"if it must be, add {' '.join(f'--allow {rule}' for rule in rules)} --reason TEXT"
