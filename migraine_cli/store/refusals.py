"""What every store says of a patient or a record that isn't there, or is there already."""

from __future__ import annotations

from collections.abc import Collection

from migraine_cli.errors import InvalidValue, NotFound
from migraine_cli.words.ids import meant


def no_patient(patient_id: str, known: Collection[str]) -> NotFound:
    """Nobody has this id; never an invitation to record someone anew whose id was typed in another case."""
    if twins := meant(patient_id, known):
        return NotFound(f"there is no patient {patient_id}; write {' or '.join(twins)} if that is meant.")
    return NotFound(
        f"there is no patient {patient_id}; see `migcli patients`, or record them with"
        f" `migcli add-patient {patient_id}`."
    )


def no_record(record_id: str) -> NotFound:
    """Nothing was ever recorded under this id."""
    return NotFound(f"there is no record {record_id}; `migcli log` shows the ids that can be given.")


def taken_back(record_id: str) -> NotFound:
    """What was recorded under this id isn't in force any more."""
    return NotFound(f"{record_id} was taken back, as `migcli log` shows; record it again if it was right.")


def id_taken(patient_id: str) -> InvalidValue:
    """Somebody has this id already."""
    return InvalidValue(
        f"there is already a patient {patient_id}; give another id, or change what is recorded with `migcli amend`."
    )
