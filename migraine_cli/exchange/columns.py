"""The kinds of file that can be imported, and the columns of each; a further kind is one more of KINDS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from migraine_cli.errors import InvalidValue, NotFound
from migraine_cli.exchange import practice_rows, stock_rows
from migraine_cli.exchange import row_records as makers
from migraine_cli.exchange.checkup_rows import COLUMNS as COLUMNS_OF_CHECKUPS
from migraine_cli.exchange.checkup_rows import checkup
from migraine_cli.exchange.formats.text import Source
from migraine_cli.exchange.layout import Cells, Fault, Layout
from migraine_cli.exchange.preview import Preview
from migraine_cli.exchange.row_records import Lookups
from migraine_cli.exchange.sheets import AS_IT_IS, SheetAsked
from migraine_cli.exchange.tabular import read_cells
from migraine_cli.exchange.visit_rows import contact, course_step
from migraine_cli.recording.alone import alone
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.effect import Effect
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import Record
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Discard, Recall, Receipt, StockCount
from migraine_cli.records.visits import Booking, Contact, CourseEvent

Track = Callable[[Iterable[tuple[int, Cells]]], Iterable[tuple[int, Cells]]]
"""Passes rows on as they are read, such as to show how far it is."""


class Kind(NamedTuple):
    """A kind of file: its columns, what makes a value of a row's cells, and the records that come of it."""

    layout: Layout
    make: Callable[[Cells, Lookups], Any]
    record: type[Record]


def _layout(
    columns: str, *, required: str, lists: str = "", truths: str = "", rare: str = "", beside: str = ""
) -> Layout:
    several = (frozenset(filter(None, names.split(","))) for names in (lists, truths, rare, beside))
    return Layout(tuple(columns.split(",")), tuple(required.split(",")), *several)


_OF_EVERY_ROW = "id,name,warnings"
"""What the listing of a record about a patient has besides: the record's own id, the patient's name."""


KINDS: dict[str, Kind] = {
    "patients": Kind(
        _layout(
            "id,name,born,sex,phone,email,chronic_since,overuse,cautions,goals,note,not",
            required="id",
            lists="cautions,goals,not",
            rare="not",
            beside="patient,warnings",
        ),
        makers.patient,
        Patient,
    ),
    "diary": Kind(
        _layout(
            "patient,date,headache,hours,severity,migraine,medicines,note",
            required="patient,date",
            lists="medicines",
            truths="headache,migraine",
        ),
        makers.day_row,
        DiaryEntry,
    ),
    "months": Kind(
        _layout(
            "patient,month,headache_days,migraine_days,long_days,recorded_days",
            required="patient,month",
        ),
        makers.month_count,
        MonthCount,
    ),
    "preventives": Kind(
        _layout("patient,medicine,class,started,stopped,outcome", required="patient,medicine"),
        makers.preventive,
        Preventive,
    ),
    "sessions": Kind(
        _layout(
            "patient,date,product,indication,protocol,units,sites,lot,expiry,vials,by,note,supply",
            required="patient,date",
            lists="sites,vials",
            rare="supply",
        ),
        makers.session,
        Session,
    ),
    "scores": Kind(
        _layout("patient,date,instrument,total,items", required="patient,date,instrument", lists="items"),
        makers.score,
        Score,
    ),
    "effects": Kind(
        _layout("patient,date,kind,severity,until,note", required="patient,date,kind"),
        makers.effect,
        Effect,
    ),
    "checkups": Kind(
        _layout(",".join(COLUMNS_OF_CHECKUPS), required="patient,date", beside=_OF_EVERY_ROW),
        checkup,
        CheckUp,
    ),
    "authorisations": Kind(
        _layout(
            "patient,payer,policy,supply,status,reference,from,until,visits_left,units_left,ask_by,missing,visits,units",
            required="patient,payer,policy,supply,status",
            lists="missing",
            beside=_OF_EVERY_ROW,
        ),
        practice_rows.authorisation,
        Authorisation,
    ),
    "vials": Kind(
        _layout(
            "lot,units,supply,for,received,injected,discarded,on_shelf,unexplained,expiry,note,date,product,supplier,nth",
            required="lot,units,received,expiry,date",
            rare="nth",
        ),
        stock_rows.receipt,
        Receipt,
    ),
    "discards": Kind(
        _layout(
            "lot,date,units,supply,for,count,reason,nth",
            required="lot,date,units,count,reason",
            rare="nth",
            beside="id,warnings,on_shelf",
        ),
        stock_rows.discard,
        Discard,
    ),
    # After what else happened on its day, which a sheet doesn't tell.
    "counts": Kind(
        _layout(
            "lot,date,units,supply,for,count,nth",
            required="lot,date,units,count",
            rare="nth",
            beside="id,warnings,expected,unexplained",
        ),
        stock_rows.count,
        StockCount,
    ),
    "recalls": Kind(
        _layout(
            "lot,date,reason,nth",
            required="lot,date,reason",
            rare="nth",
            beside="id,warnings,on_shelf,recipients",
        ),
        stock_rows.recall,
        Recall,
    ),
    "bookings": Kind(
        _layout(
            "patient,at,minutes,with,status,note",
            required="patient,at",
            beside=f"{_OF_EVERY_ROW},phone,first_visit,cancelled,allowed",
        ),
        practice_rows.booking,
        Booking,
    ),
    "contacts": Kind(
        _layout("patient,date,by,result,nth", required="patient,date,by", rare="nth", beside=_OF_EVERY_ROW),
        contact,
        Contact,
    ),
    "courses": Kind(
        _layout("patient,date,step,until,reason,nth", required="patient,date,step", rare="nth", beside=_OF_EVERY_ROW),
        course_step,
        CourseEvent,
    ),
}

FIELDS = {
    "class": "drug_class",
    "kind": "effect",
    "sites": "site_map",
    "with": "injector",
    "for": "for_patient",
    "from": "starts",
    "received": "count",
    "not": "not_on",
}
"""Columns that a record calls otherwise."""


class Rows(NamedTuple):
    """What a file holds: what each row says, with the row's line, and the rows that can't be taken.

    `read` may be read but once, as it comes out of the file; `faults` are complete when it ends.
    """

    read: Iterable[tuple[int, Any]]
    faults: list[Fault]


def read_rows(
    kind: str,
    source: Source,
    lookups: Lookups,
    *,
    asked: SheetAsked = AS_IT_IS,
    name: str = "",
    track: Track = iter,
    preview: Preview | None = None,
) -> Rows:
    """The rows of a file of one of KINDS. `name` is the file's, of which only the ending matters.

    Raises InvalidValue when the file as a whole can't be read, which may show when its rows are read.
    """
    faults: list[Fault] = []
    cells = read_cells(source, kind, KINDS[kind].layout, asked, faults, name=name, preview=preview)
    return Rows(_made(kind, track(cells), lookups, faults), faults)


def _made(
    kind: str, rows: Iterable[tuple[int, Cells]], lookups: Lookups, faults: list[Fault]
) -> Iterator[tuple[int, Any]]:
    make = KINDS[kind].make
    for line, cells in rows:
        try:
            made = make(cells, lookups)
            if isinstance(made, Record):
                alone(made, lookups.today)
        except (InvalidValue, NotFound) as fault:
            faults.append((line, fault.sentence))
        else:
            yield line, made
