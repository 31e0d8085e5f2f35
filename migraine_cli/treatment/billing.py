"""What a US claim needs of a session: codes and units, without descriptors; the diagnosis is the biller's choice.

The procedure is one line a session, never with modifier 50. Medicare Part B has wanted one of two modifiers for a
single-dose vial since 1 July 2023: JW on a line of its own for the units discarded, JZ when none were.

The drug is claimed only for vials that the practice bought: one from a pharmacy, a hospital, the patient or a sample
is paid for already. A vial whose supply isn't recorded is claimed as bought, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from migraine_cli.records.codes import BOUGHT, CHRONIC_MIGRAINE, ONABOTULINUM
from migraine_cli.records.patient import PatientLabel
from migraine_cli.records.session import Session

PROCEDURE = "64615"
"""CPT code of the injections for chronic migraine."""

DRUG = "J0585"
"""HCPCS code of one unit of onabotulinumtoxinA."""

SUPPLY_NOT_RECORDED = "supply not recorded"


class ClaimLine(Struct, frozen=True, kw_only=True):
    """One line of a claim; `id` is the session's. `missing` says what must be known before it can be sent; `code` is
    None for a product whose code migcli doesn't know.
    """

    id: str
    patient: str
    name: str | None
    date: date
    code: str | None
    modifier: str | None
    units: float | None
    missing: str | None = None


def claim_lines(session: Session, patient: PatientLabel) -> list[ClaimLine]:
    """The lines of one session for chronic migraine; none for another indication, whose codes migcli doesn't know."""
    if session.indication != CHRONIC_MIGRAINE:
        return []
    return [
        ClaimLine(
            id=session.id,
            patient=patient.id,
            name=patient.name,
            date=session.date,
            code=code,
            modifier=modifier,
            units=units,
            missing=missing,
        )
        for code, modifier, units, missing in [(PROCEDURE, None, 1, None), *_drug_lines(session)]
    ]


def _drug_lines(session: Session) -> Iterable[tuple[str | None, str | None, float | None, str | None]]:
    if session.product != ONABOTULINUM:
        return [(None, None, session.units, f"the HCPCS code of {session.product}")]
    supplies = {vial.supply for vial in session.each_vial} or {session.supply}
    unstated = (SUPPLY_NOT_RECORDED,) if None in supplies else ()
    bought = supplies & {BOUGHT, None}
    if not bought:
        return []
    missing = [*_missing(session), *(["the units given from the vials bought"] if supplies - bought else [])]
    told = "; ".join((*missing, *unstated)) or None
    if missing or session.discarded is None:
        return [(DRUG, None, None if supplies - bought else session.units, told)]
    if not session.discarded:
        return [(DRUG, "JZ", session.units, told)]
    return [(DRUG, None, session.units, told), (DRUG, "JW", session.discarded, told)]


def _missing(session: Session) -> Iterator[str]:
    if session.units is None:
        yield "the units given"
    elif session.units % 1:
        yield "whole units, as a claim counts them"
    if not session.vials:
        yield "the vials, without which JW or JZ can't be told"
    elif session.units is not None and session.discarded is None:
        yield "the right vials: they hold fewer units than were given"
