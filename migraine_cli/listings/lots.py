"""Who had a lot: the sessions that used it, however it was spelt."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from migraine_cli.errors import NotFound
from migraine_cli.records.session import Session
from migraine_cli.words.text import quoted
from migraine_cli.words.vials import lot_key


def sessions_with_lot(lot: str, sessions: Sequence[Session]) -> list[Session]:
    """Those of the sessions that used the lot. Raises NotFound, with similar lots, when none did.

    An empty list would be read as a false all-clear where the lot was mistyped.
    """
    wanted = lot_key(lot)
    found = [session for session in sessions if wanted in map(lot_key, session.lots)]
    if not found:
        raise NotFound(f"no session with the lot {quoted(lot)} is recorded; {_similar(wanted, sessions)}.")
    return found


def _similar(wanted: str, sessions: Sequence[Session]) -> str:
    lots = {lot_key(lot): lot for session in sessions for lot in session.lots}
    near = get_close_matches(wanted, lots, n=5, cutoff=0.5)
    if near:
        return f"similar lots are {', '.join(lots[key] for key in near)}"
    return "no recorded lot is similar, `migcli sessions` shows them" if lots else "no lot is recorded at all"
