"""What the clinic says of itself: kept with it for all desks alike, else as this computer's config file has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from migraine_cli.reference.settings import settings
from migraine_cli.store.contract import Clinic

if TYPE_CHECKING:
    from migraine_cli.practice.own_clinic import OwnClinic


def own_clinic_of(clinic: Clinic) -> OwnClinic | None:
    """What the clinic says of itself; None when it says nothing. Raises InvalidValue for what can't be taken."""
    said = clinic.kept_settings()
    if said is None:
        return settings().clinic
    from migraine_cli.reference.kept_clinic import kept

    return kept(said).clinic


def recheck_of(clinic: Clinic) -> Mapping[str, str]:
    """How long an answer of a check-up holds, by question: a span, or EACH_SESSION. Raises as `own_clinic_of`."""
    said = clinic.kept_settings()
    if said is None:
        return settings().recheck
    from migraine_cli.reference.kept_clinic import kept

    return kept(said).recheck
