"""`migcli due`: whose retreatment is due, soonest first."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import typer

from migraine_cli.chart.course import LAPSED_AFTER_DAYS
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.held import held_back
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, FormatOption, Place
from migraine_cli.errors import InvalidValue
from migraine_cli.output.blocks import BLANK, Block, Column, Paragraph, Table
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.reference.settings import DEFAULTS, settings
from migraine_cli.store.charts import recalls
from migraine_cli.treatment.schedule import STATUSES, Retreatment, listed, retreatments, to_ring
from migraine_cli.words.dates import parse_span
from migraine_cli.words.values import code

_STYLES = {
    "due": "bold",
    "overdue": "bold red",
    "lapsed": "red",
    "held": "bold yellow",
    **dict.fromkeys(("early", "paused", "stopped"), "dim"),
}
_COLUMNS = (
    Column("due", "due"),
    Column("days", "days_until", right=True, spare=3),
    Column("status", "status", style=lambda row: _STYLES.get(row.status, "")),
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("born", "born", spare=2),
    Column("phone", "phone", optional=True),
    Column("booked", lambda row: row.booked and row.booked.replace("T", " "), optional=True, shows="booked"),
    Column("missed", lambda row: row.missed or None, right=True, optional=True, spare=4, shows="missed"),
    Column("contacts", lambda row: row.contacts or None, right=True, optional=True, spare=6, shows="contacts"),
    Column("last contact", "last_contact", optional=True, spare=5),
    Column("last session", "last_session", spare=7),
    Column("since", "days_since", right=True, spare=8),
    Column("authorisation", "authorisation", folds=True, optional=True, spare=2),
    Column("ask by", "ask_by", optional=True, spare=2),
    Column("note", "note", folds=True, optional=True, spare=1, below="patient"),
)
_DESK_COLUMNS = (
    Column("name", "name", folds=True),
    Column("patient", "patient"),
    Column("phone", "phone"),
    Column("due", "due"),
    Column("status", "status", style=lambda row: _STYLES.get(row.status, "")),
    Column("last try", lambda row: row.last_contact or "none", shows="last_contact"),
    Column("tries", "contacts", right=True, spare=1),
    Column("missed", lambda row: row.missed or None, right=True, optional=True, spare=2, shows="missed"),
    Column("born", "born", spare=4),
    Column("note", "note", folds=True, optional=True, spare=3, below="patient"),
)
NOTHING_LISTED = 10


def due(
    within: Annotated[
        str | None,
        typer.Option(metavar="SPAN", help="How far ahead upcoming ones are listed: 4w, 10d, 3m; else as configured."),
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option(metavar="STATUS", help="Only these; may be given several times.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also early, paused and stopped ones.")] = False,
    desk: Annotated[
        bool, typer.Option("--desk", help="Whom to ring, in the order to ring them: those without an appointment.")
    ] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 10 when the list is empty.")] = False,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """List retreatments, soonest first; those who have lapsed stand last.

    The next session is due 84 days after the last one for chronic migraine. Where the clinic's own policy has stop
    rules (see `migcli config`), the note says when one is met. Where a safety rule will stand against the
    session however long one waits, the status is `held`, and the note says why. Where
    authorisations are recorded, it says what covers the visit and by when to ask.

    --desk lists first those not tried for 7 days, by due date, then the least lately tried. The held and the lapsed are
    only counted.

    Examples:
      migcli due
      migcli due --within 2w --status overdue --format json
      migcli due --desk
    """
    day = asked_for(as_of)
    wanted = [code(each, STATUSES, "status") for each in status or ()]
    if desk and (wanted or everything):
        raise InvalidValue("--desk lists those who can be rung; leave --status and --all out.")
    own = settings()
    until = day + parse_span(own.within if within is None else within)
    with reading(place, as_known_on) as clinic:
        # In this order damage is told of what was recorded before of what is only drawn from it.
        people, last = clinic.labels(), clinic.last_sessions(day)
        everyone = retreatments(
            people,
            last,
            day,
            until,
            recalls(clinic, last, day),
            overdue_after=own.overdue_after_days,
            held=held_back(clinic, last, day),
        )
        considered = listed(everyone, wanted, until, everything=everything)
        rows = to_ring(considered, day) if desk else considered
        if clinic.keeps(Authorisation):
            from migraine_cli.cli.cover import with_cover

            rows = with_cover(rows, clinic, day)
        if own.policy != DEFAULTS.policy:
            from migraine_cli.cli.stop_notes import with_stop_rules

            rows = with_stop_rules(rows, clinic, day)
    listing = Listing(
        "due",
        Retreatment,
        day,
        rows,
        _COLUMNS,
        view=(lambda: _desk_view(rows, considered)) if desk else (lambda: _view(rows)),
        title="To ring" if desk else _title(wanted, everything=everything),
        empty=f"nobody is to be rung{_counted(considered)}." if desk else _nobody(wanted, until),
    )
    show(listing, form, arranged)
    if exit_code and not rows:
        raise typer.Exit(NOTHING_LISTED)


def _title(wanted: Sequence[str], *, everything: bool) -> str:
    if wanted:
        return f"Retreatments, {' or '.join(wanted)}"
    return "All retreatments" if everything else "Retreatments due"


def _nobody(wanted: Sequence[str], until: date) -> str:
    everyone = "`migcli due --all` lists everyone treated"
    if wanted:
        return f"nobody has the status {' or '.join(wanted)}; {everyone}."
    return f"nobody is due up to {until}; {everyone}."


def _desk_view(rows: Sequence[Retreatment], listed_too: Sequence[Retreatment]) -> Iterator[Block]:
    yield Table(_DESK_COLUMNS, rows)
    if counted := _counted(listed_too):
        yield BLANK
        yield Paragraph(counted.removeprefix("; "), "dim")


def _counted(rows: Sequence[Retreatment]) -> str:
    """How many of those listed are held or have lapsed, for the end of a sentence."""
    count = {status: sum(row.status == status and row.booked is None for row in rows) for status in ("held", "lapsed")}
    return "".join(f"; {n} {status}, `migcli due --status {status}`" for status, n in count.items() if n)


def _view(rows: Sequence[Retreatment]) -> Iterator[Block]:
    """Those who lapsed stand last, under their count."""
    lapsed = [row for row in rows if row.status == "lapsed"]
    others = [row for row in rows if row.status != "lapsed"]
    if others:
        yield Table(_COLUMNS, others)
    if others and lapsed:
        yield BLANK
    if lapsed:
        yield Paragraph(f"{len(lapsed)} lapsed, over {LAPSED_AFTER_DAYS} days since the last session", "bold")
        yield Table(_COLUMNS, lapsed)
