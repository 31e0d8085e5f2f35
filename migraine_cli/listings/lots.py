"""Who had a lot: the sessions that used it, however it was spelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from migraine_cli.errors import NotFound
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Receipt
from migraine_cli.words.text import quoted
from migraine_cli.words.vials import lot_key


def nobody_had(lot: str, sessions: Iterable[Session]) -> NotFound:
    """What is said of a lot that none of the sessions used, with similar ones: an empty list would be read as a false
    all-clear where the lot was mistyped.
    """
    similar = _similar(lot_key(lot), _spelt(_used(sessions)))
    return NotFound(f"no session with the lot {quoted(lot)} is recorded; {similar}.")


def known_lot(lot: str, sessions: Iterable[Session], receipts: Iterable[Receipt]) -> str:
    """A lot as it was first recorded, came it in or was it used. Raises NotFound, with similar lots, for another."""
    spelt = _spelt([*(each.lot for each in receipts), *_used(sessions)])
    if lot_key(lot) not in spelt:
        raise NotFound(f"the lot {quoted(lot)} was never seen here; {_similar(lot_key(lot), spelt)}.")
    return spelt[lot_key(lot)]


def _used(sessions: Iterable[Session]) -> Iterator[str]:
    return (lot for session in sessions for lot in session.lots)


def _spelt(lots: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for lot in lots:
        found.setdefault(lot_key(lot), lot)
    return found


def _similar(wanted: str, lots: Mapping[str, str]) -> str:
    near = get_close_matches(wanted, lots, n=5, cutoff=0.5)
    if near:
        return f"similar lots are {', '.join(lots[key] for key in near)}"
    return "no recorded lot is similar, `migcli sessions` shows them" if lots else "no lot is recorded at all"
