"""What every resource is made of: ids, references, concepts and quantities."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID, uuid5

Resource = dict[str, Any]

LOCAL = "urn:x-migcli:codes"
"""The code system of our own codes: no public source of LOINC's for these facts was found (exchange.md, section e)."""

UCUM = "http://unitsofmeasure.org"
_DAYS = {"unit": "days", "system": UCUM, "code": "d"}
_UNITS = {"unit": "units", "system": UCUM, "code": "[arb'U]"}
"""Arbitrary units, those of the product alone: UCUM's U is one of enzymes."""

UNKNOWN = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown"}],
    "text": "not known",
}


class Ids(NamedTuple):
    """The ids of one clinic's resources, the same at every hand-out: an id of FHIR takes no `_`, as a practice's may
    have. `bundled` says whether resources are referred to as a Bundle's entries are.
    """

    clinic: UUID
    bundled: bool

    def head(self, type_: str, *key: str) -> Resource:
        """Type and id of the resource made of the records with this key."""
        return {"resourceType": type_, "id": self._id(type_, *key)}

    def to(self, type_: str, *key: str) -> dict[str, str]:
        """A reference to that resource."""
        id_ = self._id(type_, *key)
        return {"reference": f"urn:uuid:{id_}" if self.bundled else f"{type_}/{id_}"}

    def patient(self, patient_id: str) -> dict[str, str]:
        """A reference to a patient."""
        return self.to("Patient", patient_id)

    def _id(self, *key: str) -> str:
        return str(uuid5(self.clinic, " ".join(key)))


def concept(text: str, code: str | None = None, system: str = LOCAL) -> dict[str, Any]:
    """A concept in words, with its code in a system where there is one."""
    return {"text": text} if code is None else {"coding": [{"system": system, "code": code}], "text": text}


def days(count: int) -> dict[str, Any]:
    """A number of days."""
    return {"value": count, **_DAYS}


def units(dose: float) -> dict[str, Any]:
    """Units of a botulinum toxin."""
    return {"value": int(dose) if float(dose).is_integer() else dose, **_UNITS}


def stated(**fields: Any) -> Resource:
    """The fields that are known: FHIR has neither nulls nor empty lists."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
