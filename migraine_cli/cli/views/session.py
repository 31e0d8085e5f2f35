"""A session as it is confirmed: its sites muscle by muscle, the dilution, the vials, and when the next is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from migraine_cli.output.blocks import BLANK, Block, Column, Details, Table
from migraine_cli.practice.open_days import OpenDays
from migraine_cli.records.session import Session, Sites
from migraine_cli.records.vials import Vial
from migraine_cli.treatment.protocol import Protocol, total_units
from migraine_cli.treatment.schedule import next_due

_SIDES = ("left", "middle", "right")


class _MuscleRow(Struct, frozen=True):
    muscle: str
    left: str
    middle: str
    right: str
    units: float


_COLUMNS = (
    Column("muscle", "muscle"),
    *(Column(side, side) for side in _SIDES),
    Column("units", "units", right=True),
)


def session_view(session: Session, yardstick: Protocol | None, days: OpenDays) -> Iterator[Block]:
    """What a session gives, to be checked against the syringe, and the next day on which the clinic is held."""
    if session.site_map is not None:
        yield BLANK
        yield Table(_COLUMNS, list(_muscles(session.site_map)))
    lines = list(_lines(session, yardstick, days))
    if lines:
        yield BLANK
        yield Details(lines)


def _muscles(site_map: Mapping[str, Sites]) -> Iterator[_MuscleRow]:
    by_muscle: dict[str, dict[str, Sites]] = {}
    for place, sites in site_map.items():
        muscle, dash, side = place.rpartition("-")
        by_muscle.setdefault(muscle if dash else place, {})[side if dash else "middle"] = sites
    for muscle, sides in by_muscle.items():
        left, middle, right = (_cell(sides.get(side)) for side in _SIDES)
        yield _MuscleRow(muscle, left, middle, right, total_units(sides))
    count = sum(place.sites for place in site_map.values())
    yield _MuscleRow(f"total, {count} sites", "", "", "", total_units(site_map))


def _cell(place: Sites | None) -> str:
    return "" if place is None else f"{place.sites} × {place.units:g} U"


def vial_words(vial: Vial) -> str:
    """A vial with what is known of it."""
    known = [f"lot {vial.lot}" if vial.lot else "", f"expires {vial.expiry}" if vial.expiry else "", vial.supply or ""]
    return " ".join([f"{vial.units} U", *([f"({', '.join(filter(None, known))})"] if any(known) else [])])


def _left_over(session: Session) -> str:
    if session.discarded is None:
        return "more given than they hold"
    return f"{session.discarded:g} U discarded" if session.discarded else "nothing discarded"


def _lines(session: Session, yardstick: Protocol | None, days: OpenDays) -> Iterator[tuple[str, object]]:
    if yardstick is not None and session.units is not None:
        per_ml = yardstick.units_per_ml
        volume = f"{session.units / per_ml:g} mL"
        yield "dilution", f"{per_ml / 10:g} U per 0.1 mL (100 U in {100 / per_ml:g} mL): {volume} in all"
    if session.vials:
        yield "vials", f"{', '.join(map(vial_words, session.each_vial))}: {_left_over(session)}"
    if session.indication == "chronic-migraine":
        due = next_due(session.date)
        held = days.next_held(due)
        elsewhere = f"; the clinic is next open on {held} ({held:%A})" if held and held != due else ""
        command = f'`migcli book {session.patient} "{held or due} {_first_hour(days, held or due)}"`'
        yield "next due", f"{due} ({due:%A}), 84 days later{elsewhere}; {command}"


def _first_hour(days: OpenDays, day: date) -> str:
    openings = days.openings(day)
    return f"{openings[0].start:%H:%M}" if openings else "09:00"
