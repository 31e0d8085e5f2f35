"""A check-up without what a person typed into it."""

from __future__ import annotations

from msgspec import Struct

from migraine_cli.records.checkup import ALBUMIN, NONE, TOXIN, CheckUp


class CheckUpOn(Struct, frozen=True, kw_only=True):
    """The answers of a visit on `day`; an allergy or a medicine with a name of its own is "other"."""

    day: int
    pregnancy: str | None
    breastfeeding: str | None
    allergy: str | None
    skin: str | None
    swallowing: str | None
    weakness: str | None
    anticoagulant: str | None
    new_medicine: str | None
    other_toxin: str | None
    consent: str | None

    @staticmethod
    def of(checkup: CheckUp, day: int) -> CheckUpOn:
        """The answers of a check-up on a day of the export's own count."""
        return CheckUpOn(
            day=day,
            pregnancy=checkup.pregnancy,
            breastfeeding=checkup.breastfeeding,
            allergy=_listed_answer(checkup.allergy, TOXIN, ALBUMIN),
            skin=checkup.skin,
            swallowing=checkup.swallowing,
            weakness=checkup.weakness,
            anticoagulant=_listed_answer(checkup.anticoagulant),
            new_medicine=_listed_answer(checkup.new_medicine),
            other_toxin=checkup.other_toxin,
            consent=checkup.consent,
        )


def _listed_answer(answer: str | None, *listed: str) -> str | None:
    return answer if answer in (None, NONE, *listed) else "other"
