"""Who is held back by a safety rule, among those whose next session is due some day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from migraine_cli.chart.cautions import TELLING_EFFECTS
from migraine_cli.records.checkup import STANDING_ANSWERS, LastingAnswers
from migraine_cli.records.codes import Caution
from migraine_cli.records.effect import Effect
from migraine_cli.store.contract import Clinic
from migraine_cli.treatment.schedule import next_due
from migraine_cli.words.dates import coming_of_age

_SURELY_ADULT_YEARS = 21
"""No country's age of majority is higher: only under it is the label's looked up."""


def held_back(clinic: Clinic, last_sessions: Mapping[str, date], day: date) -> dict[str, str]:
    """Why each patient is held back on `day`; `last_sessions` are those of the patients to look at."""
    suspects = dict(_suspects(clinic, last_sessions, day))
    if not suspects:
        return {}
    from migraine_cli.cli.holding import Holding

    return Holding(clinic, suspects, day).why()


def _suspects(clinic: Clinic, last_sessions: Mapping[str, date], day: date) -> Iterator[tuple[str, date]]:
    """Those of whom anything is recorded that could hold them back; of the others no chart is read."""
    labels, of = clinic.labels(last_sessions), last_sessions if len(last_sessions) == 1 else None
    telling = _that_hold({caution for label in labels.values() for caution in label.cautions})
    told = clinic.told(LastingAnswers, STANDING_ANSWERS, of) | clinic.told(Effect, {"effect": TELLING_EFFECTS}, of)
    for patient, last in last_sessions.items():
        label = labels[patient]
        young = label.born is not None and coming_of_age(label.born, _SURELY_ADULT_YEARS) > max(day, next_due(last))
        if young or patient in told or not telling.isdisjoint(label.cautions):
            yield patient, last


def _that_hold(recorded: Collection[Caution]) -> frozenset[Caution]:
    """Those of the recorded cautions that can hold a patient back."""
    if not recorded:
        return frozenset()
    from migraine_cli.eligibility.barring import barring
    from migraine_cli.reference.policies import chosen_policy
    from migraine_cli.treatment.safety.holding import cautions_that_hold

    return cautions_that_hold(barring(chosen_policy())).intersection(recorded)
