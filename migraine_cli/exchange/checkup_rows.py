"""The check-up that one row of a file makes, or the options of a command: one reading for both."""

from __future__ import annotations

from typing import Any

from migraine_cli.exchange.layout import Cells
from migraine_cli.exchange.row_records import Lookups
from migraine_cli.records.checkup import ALBUMIN, ANSWERS, CODED, NONE, TOXIN, CheckUp
from migraine_cli.records.codes import PRODUCTS
from migraine_cli.words.dates import absolute_date
from migraine_cli.words.text import plain
from migraine_cli.words.values import code, patient_id

COLUMNS = ("patient", "date", *ANSWERS, "by")

_ALLERGIES = {
    **{f"{spelled}albumin": ALBUMIN for spelled in ("", "human ", "serum ", "human serum ")},
    **dict.fromkeys(("toxin", "botulinum toxin", "botulinumtoxin", "botox"), TOXIN),
    **{product.casefold(): TOXIN for product in PRODUCTS},
}
"""Other words for the allergies that bar: none of them may pass for any odd text."""


def checkup(cells: Cells, _lookups: Lookups) -> CheckUp:
    """A row of check-ups. Raises InvalidValue for an answer that can't be right, and when there is none."""
    owner, day = patient_id(cells.get("patient", "")), absolute_date(cells.get("date", ""))
    return CheckUp(patient=owner, date=day, **answers(cells))


def answers(cells: Cells) -> dict[str, Any]:
    """What is answered, by field, and by whom it was asked. Raises InvalidValue for an answer that can't be right."""
    return {field: _answer(field, text) for field in (*ANSWERS, "by") if (text := cells.get(field, "").strip())}


def _answer(field: str, text: str) -> Any:
    what = field.replace("_", " ")
    if field in CODED:
        return code(text, CODED[field], f"answer on {what}")
    said = plain(text, what)
    if field in ("leaflet", "by"):
        return said
    if said.casefold() == NONE:
        return NONE
    return _ALLERGIES.get(" ".join(said.casefold().split()), said) if field == "allergy" else said
