"""`migcli sessions`: the sessions recorded, of one patient or of all."""

from __future__ import annotations

from typing import Annotated

import typer

from migraine_cli.cli.books import asked_for, reading
from migraine_cli.cli.options import AsKnownOn, AsOf, Clinic, FormatOption
from migraine_cli.output.blocks import Column
from migraine_cli.output.listing import Listing, show
from migraine_cli.records import Session
from migraine_cli.rows import SessionRow

_COLUMNS = (
    Column("date", "date"),
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("units", "units", right=True),
    Column("sites", "sites", right=True),
    Column("indication", "indication", spare=2),
    Column("product", "product", spare=3),
    Column("lot", "lot", optional=True),
    Column("next due", "next_due", spare=1),
    Column("by", "by", optional=True, spare=4),
    Column("lifted", lambda row: [each.rule for each in row.allowed], optional=True, style=lambda _: "yellow"),
    Column("id", "id"),
    Column("note", "note", folds=True, optional=True, spare=5),
)


def sessions(
    patient: Annotated[str | None, typer.Argument(metavar="[PATIENT]", help="One patient; all without.")] = None,
    lot: Annotated[str | None, typer.Option(help="Only sessions with this lot: who had it.")] = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    clinic: Clinic = None,
) -> None:
    """List sessions, the latest first.

    Examples:
      migcli sessions P0001
      migcli sessions --lot C7654 --format csv
    """
    day = asked_for(as_of)
    book = reading(clinic, as_known_on)
    people = book.patients() if patient is None else {patient: book.patient(patient)}
    found = [
        session
        for session in book.records(Session)
        if session.patient in people and session.date <= day and lot in (None, session.lot)
    ]
    rows = [
        SessionRow.of(session, people[session.patient]) for session in sorted(found, key=lambda s: s.date, reverse=True)
    ]
    show(Listing("sessions", SessionRow, day, rows, _COLUMNS, empty="no session is recorded."), form)
