"""From the options of `import` to what is to be recorded: of a practice's sheet, or of an app's file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from migraine_cli.cli import clock
from migraine_cli.cli.unlisted_medicines import warnings_of
from migraine_cli.cli.vocabulary import lookups
from migraine_cli.cli.who_is_meant import agreed, whom_to_record
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.columns import KINDS, read_rows
from migraine_cli.exchange.formats import APPS, Diarist, reader
from migraine_cli.exchange.formats.text import Source
from migraine_cli.exchange.headers import plain_header
from migraine_cli.exchange.import_plan import Differing, Plan
from migraine_cli.exchange.importing import known_of, known_of_patient, plan, plan_app
from migraine_cli.exchange.layout import Layout
from migraine_cli.exchange.preview import Preview
from migraine_cli.exchange.sheets import SheetAsked
from migraine_cli.output.progress import progress
from migraine_cli.practice.stock_rules import never_came
from migraine_cli.records.diary import DiaryEntry
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking
from migraine_cli.reference.column_maps import ColumnMap, saved_map
from migraine_cli.reference.data import medicines
from migraine_cli.reference.protocols import limits, protocol
from migraine_cli.words.dates.orders import ORDERS, Proof
from migraine_cli.words.text import quoted
from migraine_cli.words.values import code

if TYPE_CHECKING:
    from migraine_cli.store.contract import Recording

_LOOKED_AT = ("sessions", "effects", "checkups")
"""The parts of a chart that the safety rules hold a past session against."""


class Wanted(NamedTuple):
    """What is to be brought in: the kind, the file, and how it is to be read, as far as that was said."""

    kind: str
    file: str
    patient: str | None = None
    columns: tuple[str, ...] = ()
    map_file: str | None = None
    date_order: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    update: bool = False

    def checked(self) -> Wanted:
        """The same with its codes as they are written. Raises InvalidValue for options that don't go together."""
        kind = code(self.kind, (*KINDS, *APPS), "kind of file")
        order = None if self.date_order is None else code(self.date_order, ORDERS, "order of dates")
        if kind in APPS and self.patient is None:
            raise InvalidValue(f"a file of {kind} doesn't say whose it is; give --patient PATIENT.")
        if kind not in APPS and self.patient is not None:
            raise InvalidValue(f"--patient goes with {', '.join(APPS)}; a sheet has a column for it, so leave it out.")
        if kind in APPS and (self.columns or self.map_file or self.sheet or self.update):
            raise InvalidValue(
                f"--map, --map-file, --sheet and --update go with sheets, not with {kind}; leave them out."
            )
        return self._replace(kind=kind, date_order=order)

    @property
    def read_once(self) -> bool:
        """Whether the file is read from its beginning to its end but once."""
        return self.kind in APPS and APPS[self.kind].once


def for_whom(place: str | None, wanted: Wanted) -> Wanted:
    """The same with the patient whom the person at the terminal agreed to, where a name was typed."""
    return wanted if wanted.patient is None else wanted._replace(patient=agreed(place, wanted.patient))


def column_map(wanted: Wanted) -> ColumnMap:
    """What --map and --map-file say of the columns; --map wins. Raises InvalidValue."""
    layout = KINDS[wanted.kind].layout
    saved = ColumnMap({}) if wanted.map_file is None else saved_map(wanted.map_file)
    kept = asked_columns((f"{header}={name}" for header, name in saved.columns.items()), layout)
    return ColumnMap(kept | asked_columns(wanted.columns, layout), wanted.date_order or saved.date_order)


def asked_columns(given: Iterable[str], layout: Layout) -> dict[str, str]:
    """What --map asks for: header -> field, "" to leave it out. Raises InvalidValue."""
    asked = {}
    for text in given:
        header, equals, name = text.rpartition("=")
        name = name.strip().casefold()
        if not equals or not plain_header(header.replace("*", "x")):
            raise InvalidValue(f'--map {quoted(text)} can\'t be read; write --map "Their header=column".')
        if name and name not in layout.columns:
            raise InvalidValue(f"--map {quoted(text)}: there is no column {quoted(name)}; {layout.in_words}.")
        asked[header.strip()] = name
    return asked


def planned(wanted: Wanted, source: Source, clinic: Recording, preview: Preview | None) -> Plan:
    """What is to be recorded of the file. Raises FaultyRows, InvalidValue, and NotFound for an unknown patient."""
    if wanted.patient is not None:
        made = _from_app(wanted, wanted.patient, source, clinic)
    else:
        made = _from_sheet(wanted, source, clinic, preview)
    if wanted.kind == "sessions":
        made.warnings += _safety_warnings(made, clinic)
    if wanted.kind == "bookings":
        made.warnings += _booking_warnings(made, clinic)
    if wanted.kind in ("counts", "discards"):
        from migraine_cli.store.stock import stock_of

        made.warnings += never_came(made.added, stock_of(clinic))
    made.warnings += [f"{each}." for each in warnings_of(_taken(made))]
    return made


def _taken(planned: Plan) -> Iterator[str]:
    for entry in planned.added:
        if isinstance(entry, DiaryEntry):
            for statement in entry.statements:
                yield from statement.medicines or ()


def _from_app(wanted: Wanted, patient: str, source: Source, clinic: Recording) -> Plan:
    owner = whom_to_record(clinic, patient).id
    known = known_of_patient(owner, clinic)
    diarist = Diarist(owner, clock.today(), medicines(), wanted.date_order, wanted.encoding)
    return plan_app(owner, reader(wanted.kind)(source, diarist), known)


def _from_sheet(wanted: Wanted, source: Source, clinic: Recording, preview: Preview | None) -> Plan:
    columns = column_map(wanted)
    order, says = columns.date_order, "--date-order" if wanted.date_order else "the saved map"
    dates = None if order is None else Proof(order, f"{order}, as {says} says")
    rows = read_rows(
        wanted.kind,
        source,
        lookups(),
        asked=SheetAsked(columns.columns, dates, wanted.encoding, wanted.sheet),
        name=wanted.file,
        track=partial(progress, what=f"reading {wanted.kind}"),
        preview=preview,
    )
    differing = Differing(amend=wanted.update, otherwise=", or import with --update")
    return plan(wanted.kind, rows, known_of(wanted.kind, clinic), differing)


def _safety_warnings(planned: Plan, clinic: Recording) -> list[str]:
    from migraine_cli.eligibility.barring import barring
    from migraine_cli.exchange.past_sessions import safety_warnings
    from migraine_cli.reference.policies import chosen_policy
    from migraine_cli.store.stock import stock_of

    charts = clinic.charts(_LOOKED_AT, of={each.patient for each in planned.added if isinstance(each, Session)})
    return safety_warnings(
        planned.added,
        {chart.patient.id: chart for chart in charts},
        limits=limits(),
        protocol=protocol(),
        barring=barring(chosen_policy()),
        stock=stock_of(clinic),
        today=clock.today(),
    )


def _booking_warnings(planned: Plan, clinic: Recording) -> list[str]:
    from migraine_cli.exchange.imported_bookings import booking_warnings
    from migraine_cli.reference.clinic_days import clinic_days
    from migraine_cli.store.own import own_clinic_of

    days = clinic_days(own_clinic_of(clinic))
    return booking_warnings(planned.added, clinic.records(Booking), days, clock.today())


def empty_sheet(kind: str) -> str:
    """The header of a sheet of this kind, as CSV. Raises InvalidValue for a kind that is no sheet."""
    return ",".join(KINDS[code(kind, KINDS, "kind of sheet")].layout.empty_sheet) + "\n"
