"""Who injects in the invented practice."""

from __future__ import annotations

INJECTORS = ("Dr Hollin", "Dr Vasari", "Nurse Tarn")

PATIENTS_A_TEAM = 300
"""So many patients have one team: some ten of them on a clinic day, fewer lately."""


def team(patient: str) -> int:
    """Which team looks after a patient; 0 is the only one of a practice that isn't large."""
    return (int(patient.lstrip("P")) - 1) // PATIENTS_A_TEAM


def injectors(patient: str) -> tuple[str, ...]:
    """Those of the patient's team."""
    number = team(patient)
    return tuple(f"{name} {number + 1}" for name in INJECTORS) if number else INJECTORS
