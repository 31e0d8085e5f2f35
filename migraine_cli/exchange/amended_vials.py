"""The vials of a session as an amendment leaves them: what is given takes the place of what each vial said."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec.structs import replace

from migraine_cli.errors import InvalidValue
from migraine_cli.records.session import Session
from migraine_cli.records.vials import vial_fields

COLUMNS = frozenset(("vials", "lot", "expiry", "supply"))
"""The columns that say something of vials."""


def amended_vials(session: Session, given: Collection[str], made: Session) -> dict[str, Any]:
    """The fields of `session` that tell of its vials, once the columns `given` are as in `made`.

    Raises InvalidValue for one lot or expiry in place of several: which vial it is of would be a guess.
    """
    if not COLUMNS.intersection(given):
        return {}
    if "vials" not in given:
        _no_guess(session, given)
    told = {name: getattr(made if name in given else session, name) for name in ("lot", "expiry", "supply")}
    if "vials" in given:
        # A blank of a new vial is what the session said of all its vials; of vials that differed it said nothing.
        own = {"supply": told["supply"]} if session.vial_lots else told
        each = [
            replace(vial, **{name: own[name] for name in own if not getattr(vial, name)}) for vial in made.each_vial
        ]
    else:
        each = [replace(vial, **{name: told[name] for name in told if name in given}) for vial in session.each_vial]
    return {"supply": told["supply"], **vial_fields(each)} if each else {**told, "vials": (), "vial_lots": ()}


def _no_guess(session: Session, given: Collection[str]) -> None:
    for name in ("lot", "expiry"):
        if name in given and len({getattr(vial, name) for vial in session.each_vial}) > 1:
            named = ";".join(f"{vial.units}:{vial.lot or 'LOT'}" for vial in session.each_vial)
            raise InvalidValue(f"the vials of {session.id} differ in {name}; give them all, such as vials='{named}'.")
