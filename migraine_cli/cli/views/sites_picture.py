"""The sites of a session, or of a protocol, on a schematic of the head from the front and from behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migraine_cli.output.blocks import Column
from migraine_cli.output.svg import ALARM, GREY, INK, svg, text
from migraine_cli.treatment.sites import SiteRow

_WIDTH, _HEIGHT = 640, 300
_FRONT, _BACK = 170, 480
"""Where the middle of each head is."""

_PLACES = {
    "frontalis": (_FRONT, 26, 66),
    "corrugator": (_FRONT, 15, 104),
    "procerus": (_FRONT, 0, 130),
    "temporalis": (_FRONT, 70, 85),
    "occipitalis": (_BACK, 30, 108),
    "cervical-paraspinal": (_BACK, 15, 180),
    "trapezius": (_BACK, 74, 224),
}
"""Of each muscle the middle of its head, how far from it the site is drawn, and how far down; drawn, not measured."""

_RADIUS = 12


def sites_picture(rows: Sequence[SiteRow], title: str) -> str:
    """The picture: in each circle the sites given, or those of the protocol where no session is looked at.

    A dashed square stands around what deviates from the protocol.
    """
    return svg("sites", title, _described(rows), _WIDTH, _HEIGHT, _parts(rows))


def _described(rows: Sequence[SiteRow]) -> str:
    told = "; ".join(f"{row.muscle_side} {_shown(row)}{f' ({row.deviates})' if row.deviates else ''}" for row in rows)
    return f"Sites by muscle and side: {told}."


def _shown(row: SiteRow) -> int:
    return row.sites if row.given_sites is None else row.given_sites


def _parts(rows: Sequence[SiteRow]) -> Iterator[str]:
    yield from _heads()
    labelled: set[str] = set()
    for row in rows:
        if row.muscle not in _PLACES:
            continue
        if row.muscle not in labelled:
            labelled.add(row.muscle)
            yield from _label(row.muscle)
        yield from _site(row)
    elsewhere = [f"{row.muscle_side} {_shown(row)}" for row in rows if row.muscle not in _PLACES]
    if elsewhere:
        yield text(4, _HEIGHT - 4, f"also: {', '.join(elsewhere)}", size=11, fill=ALARM)


def _heads() -> Iterator[str]:
    line = f'fill="none" stroke="{GREY}" stroke-width="1.2"'
    for middle in (_FRONT, _BACK):
        yield f'<ellipse cx="{middle}" cy="110" rx="72" ry="90" {line}/>'
        shoulders = f"M{middle - 30} 192v24q-70 6 -84 44M{middle + 30} 192v24q70 6 84 44"
        yield f'<path d="{shoulders}" {line}/>'
    face = f"M{_FRONT - 42} 132h24M{_FRONT + 18} 132h24M{_FRONT - 6} 160h12M{_FRONT - 20} 180q20 9 40 0"
    yield f'<path d="{face}" {line}/>'
    yield text(_FRONT, 14, "from the front", anchor="middle", fill=GREY)
    yield text(_BACK, 14, "from behind", anchor="middle", fill=GREY)
    for middle, viewers_left in ((_FRONT, "right"), (_BACK, "left")):
        viewers_right = "left" if viewers_left == "right" else "right"
        yield text(middle - 84, 284, f"patient's {viewers_left}", anchor="middle", size=11, fill=GREY)
        yield text(middle + 84, 284, f"patient's {viewers_right}", anchor="middle", size=11, fill=GREY)


def _at(row: SiteRow) -> tuple[float, float]:
    """From the front the patient's right is on the viewer's left, from behind it isn't."""
    middle, aside, down = _PLACES[row.muscle]
    to_the_left = (row.side == "right") if middle == _FRONT else (row.side == "left")
    return middle + (-aside if to_the_left else aside), down


def _site(row: SiteRow) -> Iterator[str]:
    x, y = _at(row)
    if row.deviates:
        side = 2 * _RADIUS + 4
        box = f'x="{x - side / 2}" y="{y - side / 2}" width="{side}" height="{side}"'
        yield f'<rect {box} fill="none" stroke="{ALARM}" stroke-width="2" stroke-dasharray="4 2"/>'
    yield f'<circle cx="{x}" cy="{y}" r="{_RADIUS}" fill="#ffffff" stroke="{INK}" stroke-width="1.5"/>'
    yield text(x, y + 4, str(_shown(row)), anchor="middle", size=12)


def _label(muscle: str) -> Iterator[str]:
    """The name beside the head, with a line to the site on the same side."""
    middle, aside, down = _PLACES[muscle]
    front = middle == _FRONT
    x, end = (2, middle - aside - _RADIUS - 2) if front else (_WIDTH - 2, middle + aside + _RADIUS + 2)
    begin = 66 if front else _WIDTH - (116 if muscle == "cervical-paraspinal" else 64)
    yield text(x, down + 4, muscle, anchor="start" if front else "end", size=11)
    yield f'<line x1="{begin}" y1="{down}" x2="{end}" y2="{down}" stroke="{GREY}" stroke-width="0.6"/>'


def _dose(sites: int, units: float) -> str:
    return f"{sites} {'site' if sites == 1 else 'sites'}, {units:g} U"


FIXED_SITES = (
    Column("muscle", "muscle"),
    Column("patient's side", "side"),
    Column("protocol", lambda row: _dose(row.sites, row.units), shows="sites"),
    Column(
        "follow the pain", lambda row: f"{row.extra} more, both sides together" if row.extra else "none", shows="extra"
    ),
)
GIVEN_SITES = (
    *FIXED_SITES[:3],
    Column("given", lambda row: _dose(row.given_sites, row.given_units), shows="given_sites"),
    Column("deviates", lambda row: row.deviates or "no", folds=True, shows="deviates"),
)
