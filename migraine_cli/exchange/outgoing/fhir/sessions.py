"""A session: the visit, and what was injected into each muscle of each side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migraine_cli.exchange.outgoing.fhir.elements import Ids, Resource, concept, stated, units
from migraine_cli.records.codes import ONABOTULINUM, Product
from migraine_cli.records.session import Session, Sites

_ATC, _ATC_BOTULINUM = "http://www.whocc.no/atc", "M03AX01"
"""Botulinum toxin; from the example of a published FHIR guide. Given for the product that it was read for alone."""


def session_resources(ids: Ids, session: Session) -> Iterator[Resource]:
    """The session as a Procedure, then each muscle-side; one for all of them where the map isn't known."""
    yield _procedure(ids, session)
    for where, sites in (session.site_map or {}).items():
        yield _administration(ids, session, _site_dosage(where, sites), where)
    if not session.site_map:
        yield _administration(ids, session, {"dose": units(session.units)} if session.units else {})


def _procedure(ids: Ids, session: Session) -> Resource:
    medications = [_medication(session.product, f"batch-{n}", batch) for n, batch in enumerate(_batches(session), 1)]
    return ids.head("Procedure", session.id) | stated(
        contained=medications,
        status="completed",
        code=concept("Injections of botulinum toxin", "botulinum-toxin-injections"),
        subject=ids.patient(session.patient),
        performedDateTime=session.date.isoformat(),
        performer=[{"actor": {"display": session.by}}] if session.by else None,
        reasonCode=[concept(session.indication.replace("-", " "), session.indication)],
        note=[{"text": session.note}] if session.note else None,
        usedReference=[{"reference": f"#{medication['id']}"} for medication in medications],
    )


def _administration(ids: Ids, session: Session, dosage: dict[str, Any], *where: str) -> Resource:
    """What was given into one muscle-side. A dosage of FHIR must say how much: none where that isn't known."""
    batches = _batches(session)
    lots = ", ".join(batch.get("lotNumber", "not known") for batch in batches)
    apart = f"The vials differ (lots: {lots}); which of them this was isn't known." if len(batches) > 1 else None
    return ids.head("MedicationAdministration", session.id, *where) | stated(
        contained=[_medication(session.product, "medication", batches[0] if len(batches) == 1 else {})],
        partOf=[ids.to("Procedure", session.id)],
        status="completed",
        medicationReference={"reference": "#medication"},
        subject=ids.patient(session.patient),
        effectiveDateTime=session.date.isoformat(),
        dosage=dosage,
        note=[{"text": apart}] if apart else None,
    )


def _site_dosage(where: str, sites: Sites) -> dict[str, Any]:
    return {
        "text": f"{sites.units:g} U at each of {sites.sites} sites",
        "site": concept(where.replace("-", " "), where),
        "dose": units(sites.units * sites.sites),
    }


def _medication(product: Product, id_: str, batch: dict[str, str]) -> Resource:
    code = concept(product, _ATC_BOTULINUM, _ATC) if product == ONABOTULINUM else concept(product)
    return {"resourceType": "Medication", "id": id_} | stated(code=code, batch=batch)


def _batches(session: Session) -> list[dict[str, str]]:
    """Each lot used with its expiry, no two alike; one of which nothing is known is empty, and isn't another's."""
    if len(session.lots) > 1 and not session.vial_lots:  # the session's one expiry is the earliest of several
        return [{"lotNumber": lot} for lot in session.lots]
    told = [(vial.lot, vial.expiry) for vial in session.each_vial] or [(session.lot, session.expiry)]
    return [stated(lotNumber=lot, expirationDate=day and day.isoformat()) for lot, day in dict.fromkeys(told)]
