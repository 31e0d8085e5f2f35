"""What the clinic's stock says against a session's vials, by the name of the safety rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from migraine_cli.errors import InvalidValue, NotFound, Refused
from migraine_cli.practice.stock import Shelf, Stock, candidates, held_against, same_lot, shelves
from migraine_cli.records.codes import Supply
from migraine_cli.records.record import Record
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Discard, OfSize, Receipt
from migraine_cli.records.vials import Vial, vial_fields
from migraine_cli.words.text import quoted
from migraine_cli.words.vials import lot_key


def stock_objections(planned: Session, stock: Stock) -> Mapping[str, str]:
    """What stands against the vials of a planned session, which is none of the stock's; nothing of vials that came with
    the patient and aren't of a lot that came in, and nothing where no stock is kept, but of a recalled lot.
    """
    found: dict[str, list[str]] = {}
    for lot in {lot_key(lot): lot for lot in planned.lots}.values():
        recall = stock.recall_of(lot, planned.date)
        if recall:
            found.setdefault("recalled-lot", []).append(f"lot {lot} was recalled on {recall.date} ({recall.reason})")
    if stock.since is not None and planned.date >= stock.since:
        for rule, because in _missing(planned, stock):
            found.setdefault(rule, []).append(because)
    return {rule: "; ".join(dict.fromkeys(each)) for rule, each in found.items()}


def stock_remarks(planned: Session, stock: Stock) -> list[str]:
    """What is said of a session that the stock can't be held against, as sentences without their full stop."""
    if stock.since is None or planned.date < stock.since:
        return []
    if not planned.vials:
        return ["no vial is named, so nothing is taken from the stock; once known, amend it with vials=UNITS:LOT"]
    if any(held_against(vial) and not vial.lot for vial in planned.each_vial):
        return ["a vial without a lot isn't taken from the stock; once known, amend it with vials=UNITS:LOT"]
    return []


def supplied(planned: Session, stock: Stock) -> Session:
    """The session with the supply and expiry of each vial that the stock knows and the session doesn't say."""
    return next(all_supplied([planned], stock))


def all_supplied(sessions: Iterable[Session], stock: Stock) -> Iterator[Session]:
    """The same of many sessions, in their order."""
    came, since = shelves(Stock(receipts=stock.receipts)), stock.since
    for session in sessions:
        if since is None or session.date < since or not session.vials:
            yield session
            continue
        each = tuple(_known_from(vial, candidates(vial, came)) for vial in session.each_vial)
        supplies = {vial.supply for vial in each}
        supply = session.supply or (each[0].supply if len(supplies) == 1 else None)
        yield replace(session, supply=supply, **vial_fields(each))


def in_use(receipt: Receipt, stock: Stock, *, instead: Receipt | None = None) -> None:
    """Raises Refused where a receipt can't be taken back, or `instead` put in its place: its vials are gone."""
    others = [each for each in stock.receipts if each.id != receipt.id] + ([instead] if instead else [])
    like = [each for each in shelves(stock) if _same(each, receipt)]
    now, then = (_short(like, [each for each in came if _same(each, receipt)]) for came in (stock.receipts, others))
    counted = any(each.counts for each in like) and not any(_same(each, receipt) for each in others)
    if then > now or counted:
        gone = sum(len(each.used) + sum(discard.count for discard in each.discards) for each in like)
        what = f"{gone} of its vials used or thrown away" if then > now else "its vials counted"
        raise Refused(
            f"{receipt.id} of lot {receipt.lot} stays as it is, with {what}; void what used them first,"
            " `migcli sessions` shows who had them."
        )


def may_be_taken_back(record: Record, stock: Stock) -> None:
    """Raises Refused for a receipt in use."""
    if isinstance(record, Receipt):
        in_use(record, stock)


def the_shelf(stock: Stock, lot: str, units: int, supply: Supply | None, patient: str | None) -> Shelf:
    """The one shelf that a count or a discard is about; `supply` and `patient` tell those of one lot and size apart.

    Raises NotFound when no such vials came in, InvalidValue when several shelves can be meant.
    """
    like = [each for each in shelves(stock) if same_lot(each, lot) and each.units == units and each.receipts]
    found = [
        each for each in like if supply in (None, each.supply) and (patient is None or each.for_patient == patient)
    ]
    if not found:
        raise NotFound(
            f"no vial of {units} U of lot {quoted(lot)} came in; {_near(lot, stock)}, or record what came in with"
            " `migcli add-vials`."
        )
    if len(found) > 1:
        told = ", ".join(f"{each.supply or 'supply not recorded'}, for {each.for_patient or 'all'}" for each in found)
        raise InvalidValue(
            f"lot {found[0].lot} lies on several shelves ({told}); say which by its supply, or for whom it is."
        )
    return found[0]


def shelf_with(record: OfSize, stock: Stock) -> Shelf:
    """The shelf that a record is about. Raises NotFound, and InvalidValue, as `the_shelf`."""
    return the_shelf(stock, record.lot, record.units, record.supply, record.for_patient)


def never_came(records: Iterable[Record], stock: Stock) -> list[str]:
    """A line for each lot and size that was counted or thrown away and of which no vial came in."""
    came = shelves(Stock(receipts=stock.receipts))
    counted = [each for each in records if isinstance(each, OfSize) and not isinstance(each, Receipt)]
    without = [
        each for each in counted if not any(same_lot(shelf, each.lot) and shelf.units == each.units for shelf in came)
    ]
    named = dict.fromkeys(f"no vial of {each.units} U of lot {each.lot} came in" for each in without)
    return [f"{each}; record what came in with `migcli add-vials`." for each in named]


def may_be_thrown_away(discard: Discard, shelf: Shelf) -> Discard:
    """The discard, if so many vials are there. Raises InvalidValue."""
    if discard.count > shelf.on_shelf:
        there = "1 vial" if shelf.on_shelf == 1 else f"{shelf.on_shelf} vials"
        raise InvalidValue(
            f"{there} of {shelf.units} U of lot {shelf.lot} {'is' if shelf.on_shelf == 1 else 'are'} on the shelf, so"
            f" {discard.count} can't be thrown away; correct the number, or count those there: `migcli count-vials`."
        )
    return discard


def _near(lot: str, stock: Stock) -> str:
    known = {lot_key(each.lot): f"{each.lot} ({each.units} U)" for each in stock.receipts}
    near = get_close_matches(lot_key(lot), known, n=3, cutoff=0.5)
    return f"similar ones are {', '.join(known[key] for key in near)}" if near else "`migcli vials` shows the lots"


def _short(like: list[Shelf], came: Sequence[Receipt]) -> int:
    """By how many vials more were gone on some day than had come in."""
    gone = [(use.session.date, 1) for each in like for use in each.used]
    gone += [(discard.date, discard.count) for each in like for discard in each.discards]
    short = (
        sum(number for other, number in gone if other <= day) - sum(each.count for each in came if each.date <= day)
        for day, _ in gone
    )
    return max(0, *short) if gone else 0


def _same(record: Receipt | Shelf, receipt: Receipt) -> bool:
    return same_lot(record, receipt.lot) and record.units == receipt.units


def _known_from(vial: Vial, found: list[Shelf]) -> Vial:
    supplies, expiries = ({getattr(each, name) for each in found} for name in ("supply", "expiry"))
    supply = vial.supply or (supplies.pop() if len(supplies) == 1 else None)
    expiry = vial.expiry or (expiries.pop() if len(expiries) == 1 else None)
    return replace(vial, supply=supply, expiry=expiry)


def _missing(planned: Session, stock: Stock) -> Iterator[tuple[str, str]]:
    """Vials that aren't on the shelf on the session's day, or are no longer there now."""
    then, now = shelves(stock.up_to(planned.date)), shelves(stock)
    taken: dict[int, int] = {}
    for vial in planned.each_vial:
        came_in = any(each.receipts for each in candidates(vial, now))
        if vial.lot is None or not (came_in or held_against(vial)):
            continue
        free = [shelf for shelf in candidates(vial, now) if _left(shelf, then) > taken.get(id(shelf), 0)]
        usable = [shelf for shelf in free if shelf.for_patient in (None, planned.patient)]
        if usable:
            first = min(usable, key=lambda shelf: shelf.for_patient != planned.patient)
            taken[id(first)] = taken.get(id(first), 0) + 1
        elif free:
            yield (
                "another-patients-vial",
                f"the vials of {vial.units} U of lot {vial.lot} are kept for {free[0].for_patient}",
            )
        else:
            yield _gone(vial, planned, now)


def _left(shelf: Shelf, then: list[Shelf]) -> int:
    """Vials that were there on the day and still are."""
    same = (shelf.lot, shelf.units, shelf.supply, shelf.for_patient)
    before = next((each for each in then if (each.lot, each.units, each.supply, each.for_patient) == same), None)
    return min(shelf.on_shelf, before.on_shelf) if before else 0


def _gone(vial: Vial, planned: Session, now: list[Shelf]) -> tuple[str, str]:
    """A vial that isn't there: opened for someone else that day, so that it would be shared, or simply not there."""
    opened_for = [
        use.session
        for shelf in candidates(vial, now)
        for use in shelf.used
        if use.session.date == planned.date and use.session.patient != planned.patient
    ]
    if opened_for:
        other = opened_for[-1]
        return "shared-vial", (
            f"the last vial of {vial.units} U of lot {vial.lot} was opened that day for {other.patient}"
            f"{f' ({other.id})' if other.id else ''}; one vial is for one patient"
        )
    known = [shelf for shelf in candidates(vial, now) if shelf.receipts]
    what = "no vial is left" if known else "none came in"
    return "not-in-stock", f"{vial.units} U of lot {vial.lot}: {what} by {planned.date}"
