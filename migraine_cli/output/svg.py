"""Charts as inline SVG that need no colour: what is sure is solid, what isn't known is hatched.

Font sizes are attributes in the SVG, since a page's style doesn't reach it everywhere; each has a role, a title and a
description for those who can't see it, and stands before a table that says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

INK = "#1f4e79"
ALARM = "#a00000"
GREY = "#555555"

_WIDTH = 640
_LEFT = 34
_PLOT = 190
_TOP = 24
_WIDEST = 90


class Bar(NamedTuple):
    """One bar: solid up to `low`, hatched from there to `high`. `marks` are places of diamonds under it, 0 to 1."""

    label: str
    low: int
    high: int
    text: str
    marks: Sequence[float] = ()


BarRow = tuple[str, Sequence[Bar | None]]
"""A row of bars and what stands before it."""


class Line(NamedTuple):
    """A line across a chart, and what it is."""

    at: int
    text: str


def bar_chart(name: str, title: str, description: str, bars: Sequence[Bar], most: int, line: Line | None = None) -> str:
    """Bars beside each other under one scale from 0 to `most`; `name` makes the ids of the page's charts differ."""
    step = min((_WIDTH - _LEFT) / max(len(bars), 1), _WIDEST)
    drawn = [_bar(name, bar, _LEFT + place * step, step, most) for place, bar in enumerate(bars)]
    parts = [*_scale(most), *(part for bar in drawn for part in bar), *(() if line is None else _line(line, most))]
    return svg(name, title, description, _WIDTH, _TOP + _PLOT + 44, parts)


def grid_chart(
    name: str,
    title: str,
    description: str,
    columns: Sequence[str],
    rows: Sequence[BarRow],
    most: int,
) -> str:
    """Rows of small bars under each other, a column for each; a None is left blank."""
    left, row_height, plot = 92, 58, 40
    step = (_WIDTH - left) / len(columns)
    parts = [
        text(left + (place + 0.5) * step, 14, each, anchor="middle", fill=GREY) for place, each in enumerate(columns)
    ]
    for number, (label, bars) in enumerate(rows):
        foot = 24 + (number + 1) * row_height - 6
        parts.append(text(0, foot - 12, label))
        parts.append(f'<line x1="{left}" y1="{foot}" x2="{_WIDTH}" y2="{foot}" stroke="{GREY}" stroke-width="0.5"/>')
        for place, bar in enumerate(bars):
            if bar is not None:
                parts += _column(name, bar, left + place * step, step, foot, plot / most)
    return svg(name, title, description, _WIDTH, 24 + len(rows) * row_height + 6, parts)


def svg(name: str, title: str, description: str, width: int, height: int, parts: Iterable[str]) -> str:
    """A picture of its own size, with its hatching; `parts` are SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-desc"'
        f' width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="sans-serif">\n'
        f'<title id="{name}-title">{escape(title)}</title>\n<desc id="{name}-desc">{escape(description)}</desc>\n'
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/>'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="{INK}" stroke-width="2"/></pattern></defs>\n'
        + "".join(part + "\n" for part in parts)
        + "</svg>\n"
    )


def text(x: float, y: float, said: str, *, anchor: str = "start", size: int = 12, fill: str = "#111111") -> str:
    """A text that begins, has its middle or ends at `x`."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">{escape(said)}</text>'
    )


def _scale(most: int) -> Iterator[str]:
    for value in range(0, most + 1, 5 if most < 40 else 20):
        y = _height(value, most)
        yield f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH}" y2="{y:.1f}" stroke="#cccccc" stroke-width="0.5"/>'
        yield text(_LEFT - 6, y + 4, str(value), anchor="end", size=11, fill=GREY)


def _line(line: Line, most: int) -> Iterator[str]:
    y = _height(line.at, most)
    yield (
        f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH}" y2="{y:.1f}" stroke="{ALARM}" stroke-width="1.5"'
        ' stroke-dasharray="7 4"/>'
    )
    yield text(_WIDTH - 2, y - 5, line.text, anchor="end", size=11, fill=ALARM)


def _height(value: int, most: int) -> float:
    return _TOP + _PLOT * (1 - value / most)


def _bar(name: str, bar: Bar, x: float, step: float, most: int) -> list[str]:
    foot = _TOP + _PLOT
    parts = _column(name, bar, x, step, foot, _PLOT / most)
    parts.append(text(x + step / 2, foot + 15, bar.label, anchor="middle", size=11))
    return parts + [_diamond(x + step * (0.14 + 0.72 * place), foot + 28) for place in bar.marks]


def _column(name: str, bar: Bar, x: float, step: float, foot: float, unit: float) -> list[str]:
    left, width = x + step * 0.14, step * 0.72
    sure, open_ = bar.low * unit, (bar.high - bar.low) * unit
    box = f'x="{left:.1f}" width="{width:.1f}"'
    parts = [text(x + step / 2, foot - sure - open_ - 4, bar.text, anchor="middle", size=11)]
    if open_:
        y = foot - sure - open_
        fill = f'fill="url(#{name}-hatch)" stroke="{INK}" stroke-width="0.8"'
        parts.append(f'<rect {box} y="{y:.1f}" height="{open_:.1f}" {fill}/>')
    if sure:
        parts.append(f'<rect {box} y="{foot - sure:.1f}" height="{sure:.1f}" fill="{INK}"/>')
    return parts


def _diamond(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z" fill="#111111"/>'
