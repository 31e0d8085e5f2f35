"""Which patient an id means: its own in any case, and where the id of a merged patient leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from migraine_cli.errors import InvalidValue


class Ids:
    """The ids of the patients there are, and of those that were merged into them."""

    def __init__(self, ids: Iterable[str], leads: Mapping[str, str]) -> None:
        self._patients = {id_: id_ for id_ in ids} | dict(leads)
        self._folded: defaultdict[str, list[str]] = defaultdict(list)
        for id_ in self._patients:
            self._folded[id_.casefold()].append(id_)

    def meant(self, typed: str) -> str | None:
        """The patient whom an id means; None for nobody. The exact spelling means its own.

        Raises InvalidValue where an older file has ids that differ by case only, and none is spelt so.
        """
        found = self.all_meant(typed)
        if len(found) > 1:
            raise InvalidValue(f"{typed} can be {' or '.join(found)}; write the one that is meant.")
        return found[0] if found else None

    def all_meant(self, typed: str) -> list[str]:
        """All patients whom an id can mean; more than one are twins of an older file, and it spells none of them."""
        if typed in self._patients:
            return [self._patients[typed]]
        return sorted({self._patients[id_] for id_ in self._folded.get(typed.casefold(), ())})

    def taken(self, new: str) -> None:
        """Raises InvalidValue for an id that is a patient's, was merged, or differs from one by case only."""
        others = self._folded.get(new.casefold(), ())
        if new in self._patients and self._patients[new] != new:
            raise InvalidValue(f"{new} was merged into {self._patients[new]}; give another id.")
        if others:
            alike = "" if new in others else ", and ids that differ by case only can't be told apart"
            raise InvalidValue(
                f"there is already a patient {others[0]}{alike}; give another id, or change what is recorded with"
                " `migcli amend`."
            )
