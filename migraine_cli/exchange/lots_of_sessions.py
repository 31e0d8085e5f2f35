"""What the stock says against the vials of each of many sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from msgspec.structs import replace

from migraine_cli.practice.stock import Stock
from migraine_cli.practice.stock_rules import stock_objections
from migraine_cli.records.session import Session
from migraine_cli.words.vials import lot_key


class LotsOfSessions:
    """The stock, with the sessions that may have used it by lot, so that each is held against its own lots alone.

    `new` ones are counted beside those of the stock; such as have an id are among them already.
    """

    def __init__(self, stock: Stock, new: Iterable[Session]) -> None:
        self._stock = stock
        self._sessions: defaultdict[str, list[Session]] = defaultdict(list)
        for session in (*stock.sessions, *(each for each in new if not each.id)):
            for lot in _lots(session):
                self._sessions[lot].append(session)
        self._of = cache(self._narrowed)

    def against(self, session: Session) -> Mapping[str, str]:
        """What stands against a session beside all the others, by rule."""
        lots = _lots(session)
        if not lots:
            return {}
        near = {id(other): other for lot in lots for other in self._sessions[lot]}
        others = [each for each in near.values() if each is not session and (not session.id or each.id != session.id)]
        return stock_objections(session, replace(self._of(lots), sessions=others))

    def _narrowed(self, lots: frozenset[str]) -> Stock:
        """The stock as far as it is about some lots. An earliest receipt stays: stock is kept from its day on."""
        stock = self._stock
        first = min(stock.receipts, key=lambda each: each.date, default=None)
        return Stock(
            receipts=[each for each in stock.receipts if lot_key(each.lot) in lots or each is first],
            counts=[each for each in stock.counts if lot_key(each.lot) in lots],
            discards=[each for each in stock.discards if lot_key(each.lot) in lots],
            recalls=stock.recalls,
        )


def _lots(session: Session) -> frozenset[str]:
    return frozenset(lot_key(lot) for lot in session.lots)
