"""`migcli add-effect`: record a side effect."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer
from msgspec.structs import replace

from migraine_cli.chart.cautions import ALLERGIC_REACTION, LOCAL_WEAKNESS, SPREAD_SIGNS
from migraine_cli.cli import clock
from migraine_cli.cli.options import DryRun, FormatOption, Note, Patient, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import recording_for
from migraine_cli.listings.course import EffectRow
from migraine_cli.output.blocks import Block, Paragraph
from migraine_cli.recording.together import held
from migraine_cli.records.codes import EFFECT_SEVERITIES
from migraine_cli.records.effect import Effect
from migraine_cli.records.session import Session
from migraine_cli.reference.data import EffectTerm, effects
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import optional
from migraine_cli.words.values import code
from migraine_cli.words.values import effect as effect_term


def add_effect(
    patient: Patient,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=f"One of {', '.join(effects().terms)}.", show_default=False)
    ],
    day: Annotated[str, typer.Argument(metavar="DATE", help="The day it began.", show_default=False)],
    severity: Annotated[
        str | None, typer.Option(metavar="|".join(EFFECT_SEVERITIES), help="How bad it is or was.")
    ] = None,
    serious: Annotated[bool, typer.Option("--serious", help="Show the lot, for a report to the regulator.")] = False,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Its last day, once it has passed.")] = None,
    note: Note = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record a side effect.

    Soreness of a site passes in a day or two; neck pain, a drooping eyelid and weakness last some weeks. Trouble
    swallowing or breathing can come hours to weeks after the injections and needs help at once.
    After an allergic reaction further sessions are refused. After trouble swallowing, breathing or speaking, or
    weakness all over, the next session is refused until a prescriber overrides it; a drooping lid or a weak neck is a
    warning.

    Examples:
      migcli add-effect P0001 neck-pain 2026-10-07 --severity mild --until 2026-10-20
      migcli add-effect P0001 ptosis "3 days ago" --note "left"
    """
    known = effects()
    effect = Effect(
        patient=patient,
        date=parse_date(day, clock.today(), "date of the effect"),
        effect=effect_term(kind, known.terms, known.aliases),
        severity=None if severity is None else code(severity, EFFECT_SEVERITIES, "severity"),
        until=None if until is None else parse_date(until, clock.today(), "last day"),
        note=optional(note, "note", lines=True),
    )
    with recording_for(patient, place, "add-effect", dry_run=dry_run) as (clinic, person):
        effect = replace(effect, patient=person.id)
        told = held(effect, clinic, clock.today())
        sessions = clinic.of_patient(Session, person.id) if serious else []
        added = clinic.add(effect)
    term = known.terms[effect.effect]
    said = [*_warnings(effect), *told.warnings, *(_report(sessions, effect.date) if serious else ())]
    row = EffectRow.of(added, person, (term.toxin, term.placebo), said)
    recorded = Recorded("effects", row, row.sentence(), dry_run=dry_run, details=lambda: _about(term))
    confirm(recorded, clock.today(), form)


def _warnings(effect: Effect) -> list[str]:
    if effect.effect == ALLERGIC_REACTION:
        return ["an allergic reaction is a contraindication; add-session will refuse from now on"]
    if effect.effect in SPREAD_SIGNS:
        return [f"{effect.effect} can be a sign of spread; add-session will refuse the next session (spread-signs)"]
    if effect.effect in LOCAL_WEAKNESS:
        return [f"add-session will warn of {effect.effect} at the next session"]
    return ["say what it was with --note"] if effect.effect == "other" and effect.note is None else []


def _report(sessions: list[Session], day: date) -> list[str]:
    """What a report to the regulator needs: the lots of the last session up to the day."""
    last = max((each for each in sessions if each.date <= day), key=lambda each: each.date, default=None)
    if last is None:
        return ["serious: report it to the regulator; no earlier session is recorded, so no lot is known"]
    lot = f"lot {last.lot}" if last.lot else f"no lot recorded (`migcli amend {last.id} lot=LOT`)"
    return [f"serious: report it to the regulator; {last.id} of {last.date} used {last.product}, {lot}"]


def _about(term: EffectTerm) -> Iterator[Block]:
    if term.toxin:
        yield Paragraph(f"Label: {term.toxin} % of patients with the toxin, {term.placebo} % with placebo.", "dim")
    if term.passes:
        yield Paragraph(f"{term.name.capitalize()}: {term.passes}.", "dim")
