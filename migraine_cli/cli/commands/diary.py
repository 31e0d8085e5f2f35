"""`migcli diary`: what is known of a patient's days and months."""

from datetime import date
from typing import Annotated

import typer

from migraine_cli.chart.day import Day, known_days
from migraine_cli.chart.period import Period
from migraine_cli.chart.tally import tally
from migraine_cli.cli import clock
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, FormatOption, PatientNamed, Place
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.listings.diary import DiaryRow, diary_rows
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.words.dates import month_days, parse_month


def _counted(row: DiaryRow) -> str:
    days = "unknown" if row.recorded_days is None else row.recorded_days
    return f"{row.headache_days} of {days} recorded days"


def _style(row: DiaryRow) -> str:
    return {"yes": "bold", "unknown": "yellow"}.get("" if row.headache is None else row.headache.value, "")


_COLUMNS = (
    Column("day", lambda row: row.date or row.month),
    Column("headache", lambda row: _counted(row) if row.headache is None else row.headache, style=_style),
    Column("migraine", lambda row: row.migraine_days if row.headache is None else row.migraine),
    Column("hours", "hours", right=True, optional=True),
    Column("4 h or more", "long_days", right=True, optional=True, spare=3),
    Column("severity", "severity", right=True, optional=True),
    Column("medicines", "medicines", folds=True, optional=True),
    Column("note", "note", folds=True, optional=True, spare=1),
    Column("id", "id", spare=2),
)


def diary(
    patient: PatientNamed,
    month: Annotated[str | None, typer.Option(metavar="MONTH", help="One month, with its unknown days.")] = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Show a patient's diary day by day, with the counts of paper calendars.

    Examples:
      migcli diary P0001
      migcli diary P0001 --month 2026-09 --format csv
    """
    day = asked_for(as_of)
    period = None if month is None else Period(*month_days(parse_month(month, clock.today())))
    with reading(place, as_known_on) as clinic:
        person = whom_to_show(clinic, patient)
        counts = clinic.of_patient(MonthCount, person.id)
        known = known_days(clinic.of_patient(DiaryEntry, person.id), *(period or Period(date.min, day)))
    shown = {each: facts for each, facts in known.items() if each <= day}
    rows = diary_rows(person, shown, counts, period)
    caption = "" if period is None else _summary(shown, counts, period)
    show(
        Listing(
            "diary",
            DiaryRow,
            day,
            rows,
            _COLUMNS,
            title=f"Diary of {' '.join(filter(None, (person.id, person.name)))}",
            caption=caption,
            empty="nothing is recorded in this diary.",
        ),
        form,
        arranged,
    )


def _summary(days: dict[date, Day], counts: list[MonthCount], period: Period) -> str:
    found = tally(days, counts, period)
    clash = f"; {found.contradiction}" if found.contradiction else ""
    days_of = f"{found.headache} headache days, {found.migraine} migraine days, {found.long} of 4 hours or more"
    return f"{period}: {days_of}{clash}"
