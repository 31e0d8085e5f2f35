"""Ids of patients, which mean the same in any case."""

from __future__ import annotations

from collections.abc import Collection


def meant(typed: str, ids: Collection[str]) -> list[str]:
    """Those of `ids` that `typed` means: its own spelling alone where it is there, else all that differ by case only.

    More than one are twins of an older file, and `typed` spells neither.
    """
    return [typed] if typed in ids else [id_ for id_ in ids if id_.casefold() == typed.casefold()]
