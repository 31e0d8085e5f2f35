"""Policies: those of data/, and a practice's own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from migraine_cli.eligibility.policy import MedicationOveruse, Policy
from migraine_cli.errors import NotFound
from migraine_cli.reference.data import names, path
from migraine_cli.reference.folders import at_home, is_file_name
from migraine_cli.reference.settings import settings
from migraine_cli.reference.toml_file import TomlFile
from migraine_cli.words.text import quoted

if TYPE_CHECKING:
    from migraine_cli.eligibility.overuse import AcuteMedicines


def policy(id_: str) -> Policy:
    """The shipped policy of this id, in any case.

    Raises NotFound, and InvalidValue when its file was edited and is faulty.
    """
    meant = id_.strip().casefold()
    if meant not in policy_ids():
        shipped = ", ".join(policy_ids())
        raise NotFound(f"there is no policy {quoted(id_)}; write one of {shipped}, or your own FILE.toml.")
    return _policy_file(path(f"policies/{meant}.toml"))


def policy_ids() -> list[str]:
    """The ids of the shipped policies."""
    return names("policies")


def chosen_policy(named: str | None = None) -> Policy:
    """A shipped policy by its id, or a practice's own from a TOML file; the clinic's when none is named.

    Raises NotFound, and InvalidValue for a faulty file.
    """
    wanted = settings().policy if named is None else named
    return _policy_file(at_home(wanted)) if is_file_name(wanted) else policy(wanted)


def recorded_policy(named: str) -> str:
    """A policy as a record names it: its id, or its file wherever one stands. Raises as `chosen_policy`."""
    found = chosen_policy(named)
    return str(at_home(named).absolute()) if is_file_name(named) else found.id


def every_policy(named: str | None = None) -> list[Policy]:
    """The shipped policies, and the one named or the clinic's own beside them, or in place of one with its id.

    Raises as `chosen_policy`.
    """
    own = chosen_policy(named)
    every = {id_: policy(id_) for id_ in policy_ids()} | {own.id: own}
    return list(every.values())


def acute_medicines(judged_by: Iterable[Policy]) -> AcuteMedicines | None:
    """What the diary's days with intake are counted by; None when none of the policies looks at overuse."""
    asked = any(isinstance(criterion, MedicationOveruse) for policy in judged_by for criterion in policy.start)
    if not asked:
        return None
    from migraine_cli.eligibility.overuse import AcuteMedicines, OveruseLimits
    from migraine_cli.reference.data import medicines, typed

    return AcuteMedicines(typed("overuse.toml", OveruseLimits), medicines().acute)


def _policy_file(file: Path) -> Policy:
    return _policy_in(TomlFile.read(file, "the policy file"))


@lru_cache  # by what the file holds: a day asks for the same policy once for each who comes
def _policy_in(written: TomlFile) -> Policy:
    found = written.as_type(Policy)
    ids: set[str] = set()
    for stage, rules in (("start", found.start), ("stop", found.stop)):
        for n, rule in enumerate(rules):
            if rule.id in ids:
                raise written.faulty((stage, n, "id"), f"the id {rule.id} is used above already; it must be another")
            ids.add(rule.id)
    return found
