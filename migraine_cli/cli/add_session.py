"""`migcli add-session`: record a visit with injections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer
from msgspec.structs import replace

from migraine_cli.chart import Chart
from migraine_cli.cli import clock
from migraine_cli.cli.books import chart_of, recording
from migraine_cli.cli.confirm import Recorded, confirm
from migraine_cli.cli.house_rules import DEFAULT_PROTOCOL, chosen_policy, limits, protocol
from migraine_cli.cli.options import Clinic, DryRun, FormatOption, Note, Patient
from migraine_cli.dates import parse_date
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.verdict import judge
from migraine_cli.errors import InvalidValue, Refused
from migraine_cli.records import (
    CHRONIC_MIGRAINE,
    INDICATIONS,
    ONABOTULINUM,
    PRODUCTS,
    Allowance,
    Indication,
    Product,
    Session,
    Sites,
)
from migraine_cli.rows import SessionRow
from migraine_cli.text import plain
from migraine_cli.treatment.plan import Dose, planned_dose
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.treatment.safety import LIFTABLE, NEVER_LIFTED, Circumstances, Objection, objections, warnings
from migraine_cli.values import code, extra_site, site, units, vial

Several = list[str] | None


def add_session(
    patient: Patient,
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
    units_: Annotated[
        str | None, typer.Option("--units", metavar="N", help="Alone, a dose without a map; else the sum of the sites.")
    ] = None,
    product: Annotated[str, typer.Option(metavar="NAME", help=f"One of {', '.join(PRODUCTS)}.")] = ONABOTULINUM,
    indication: Annotated[
        str, typer.Option(metavar="CODE", help=f"One of {', '.join(INDICATIONS)}.")
    ] = CHRONIC_MIGRAINE,
    lot: Annotated[str | None, typer.Option(help="The vial's lot number.")] = None,
    expiry: Annotated[str | None, typer.Option(metavar="DATE", help="The vial's expiry date.")] = None,
    vial_: Annotated[
        Several, typer.Option("--vial", metavar="100|200", help="Units in a vial; may be given several times.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Who injected.")] = None,
    note: Note = None,
    allow: Annotated[Several, typer.Option(metavar="RULE", help=f"Lift a safety rule: {', '.join(LIFTABLE)}.")] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why the rule is lifted; recorded with the session.")
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    clinic: Clinic = None,
) -> None:
    """Record a session, by the PREEMPT protocol unless you say otherwise.

    That is 155 U of onabotulinumtoxinA at 31 sites.
    A safety rule that stands against it refuses it and names itself; --allow RULE --reason TEXT records it all the
    same.

    Examples:
      migcli add-session P0001 2026-10-05 --lot C7654 --vial 200
      migcli add-session P0001 --extra temporalis-left=1 --extra trapezius-right=2
      migcli add-session P0002 2026-10-05 --indication cosmetic --units 20
    """
    lift = lifted(allow or [], reason)
    dose = _Asked(protocol_, site_ or [], extra or [], units_, product, indication).dose()
    planned = Session(
        patient=patient,
        date=parse_date(day, clock.today(), "date of the session"),
        product=dose.product,
        indication=dose.indication,
        protocol=dose.planned.protocol,
        units=dose.planned.units,
        site_map=dose.planned.site_map,
        lot=_text(lot, "lot"),
        expiry=None if expiry is None else parse_date(expiry, clock.today(), "--expiry"),
        vials=tuple(vial(each) for each in vial_ or []),
        by=_text(by, "name"),
        note=None if note is None else plain(note, "note", lines=True) or None,
    )
    with recording(clinic, "add-session", dry_run=dry_run) as book:
        chart = chart_of(book, patient)
        case = circumstances(planned, dose.yardstick, chart)
        session = book.add(replace(planned, allowed=allowances(case, lift)))
    row = SessionRow.of(session, chart.patient, warnings(case))
    confirm(Recorded("sessions", row, row.sentence(), dry_run=dry_run), clock.today(), form)


class _Given(NamedTuple):
    """What is given, and the protocol it is held against (None where none is written for it)."""

    product: Product
    indication: Indication
    planned: Dose
    yardstick: Protocol | None


class _Asked(NamedTuple):
    """The dose as it was typed."""

    protocol: str | None
    sites: list[str]
    extra: list[str]
    units: str | None
    product: str
    indication: str

    def dose(self) -> _Given:
        product: Product = code(self.product, PRODUCTS, "product")
        indication: Indication = code(self.indication, INDICATIONS, "indication")
        labelled = product == ONABOTULINUM and indication == CHRONIC_MIGRAINE
        yardstick = protocol(self.protocol or DEFAULT_PROTOCOL) if labelled or self.protocol else None
        planned = planned_dose(
            yardstick,
            by_protocol=self.protocol is not None,
            sites=_site_map(self.sites),
            extra=dict(extra_site(each) for each in self.extra),
            units=None if self.units is None else units(self.units, "--units"),
        )
        return _Given(product, indication, planned, yardstick)


def _site_map(typed: list[str]) -> dict[str, Sites]:
    site_map: dict[str, Sites] = {}
    for each in typed:
        side, at_each, count = site(each)
        if side in site_map:
            raise InvalidValue(f"{side} is given twice with --site; give all its sites at once.")
        site_map[side] = Sites(at_each, count)
    return site_map


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


def _text(text: str | None, what: str) -> str | None:
    return None if text is None else plain(text, what) or None
