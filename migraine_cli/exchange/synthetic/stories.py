"""The patients of the sample clinic, one line each: what a practice meets, and both sides of every edge.

All days are counted back from the date for which the clinic is made, and a month's figures are exact.
"""

from __future__ import annotations

from msgspec import Struct

from migraine_cli.exchange.synthetic.diaries import Keeping, Month
from migraine_cli.records.codes import Caution, Indication, Overuse, Product


class Aside(Struct, frozen=True):
    """A session for something other than chronic migraine, `days_ago`."""

    days_ago: int
    units: float
    product: Product = "onabotulinumtoxinA"
    indication: Indication = "cosmetic"


class Story(Struct, frozen=True):
    """One patient.

    `before` is the latest complete month before treatment or, untreated, before today; None when no diary
    was kept. `lately` are the latest complete months under treatment, the latest last. `last` is the days
    since the last session, None when never treated, and `gaps` the weeks between the sessions, the earliest
    first; `extra` sites of 5 U follow the pain. `tried` counts preventives: None when none is recorded, 0
    when it is stated that there were none. `days_old` replaces an age by chance.
    """

    before: Month | None
    lately: tuple[Month, ...] = ()
    last: int | None = None
    gaps: tuple[int, ...] = ()
    extra: int = 0
    aside: Aside | None = None
    keeping: Keeping = "daily"
    tried: int | None = 3
    overuse: Overuse | None = "none"
    cautions: tuple[Caution, ...] = ()
    days_old: int | None = None
    note: str | None = None


ALMOST_ADULT = 6_561
"""18 years less about a fortnight, in days."""

NEW = (
    Story(Month(15), note="exactly at the threshold, every day known"),
    Story(Month(14), note="one day short, every day known"),
    Story(Month(14, missing=1), note="the one missing day decides"),
    Story(Month(13, missing=2), note="both missing days would be needed"),
    Story(Month(13, missing=1), tried=2, note="short even if the missing day was one"),
    Story(Month(12, missing=3), overuse="managed", note="all three missing days would be needed"),
    Story(Month(15, missing=4), tried=4, note="at the threshold whatever the missing days were"),
    Story(Month(11, missing=3), note="short whatever the missing days were"),
    Story(Month(11, missing=4), overuse=None, note="all four missing days would be needed"),
    Story(Month(17, missing=12), note="twelve days lost with a telephone, still enough"),
    Story(Month(8, missing=14), note="two weeks in hospital without a diary"),
    Story(Month(12), keeping="attacks-only", overuse=None, note="an app that knows attacks only"),
    Story(Month(17), keeping="attacks-only", tried=2, overuse=None),
    Story(Month(22), overuse="unmanaged"),
    Story(Month(16, migraine=7), note="enough headache days, one migraine day short of 8"),
    Story(Month(19), tried=None, overuse=None),
    Story(Month(20), tried=0, overuse="unmanaged", note="has never tried a preventive"),
    Story(Month(15), keeping="paper", overuse=None),
    Story(Month(14), keeping="paper-unmarked", note="a calendar that doesn't say which days were kept"),
    Story(None, tried=1, overuse=None, note="referred without a diary"),
    Story(Month(17), days_old=ALMOST_ADULT, tried=1, note="comes of age in about two weeks"),
    Story(Month(18), cautions=("neuromuscular-disorder",), overuse="managed"),
    Story(Month(21), cautions=("hypersensitivity",)),
    Story(Month(16), keeping="yes-or-no", aside=Aside(40, 64), tried=2),
)

SEEN_LATELY = (
    Story(Month(21), (Month(7),), last=4, gaps=(12, 13, 12, 12)),
    Story(Month(23), (Month(9),), last=7, gaps=(12, 12, 12, 13, 12, 12, 12), tried=4, overuse="managed"),
    Story(Month(18), (Month(16),), last=11, note="first session"),
    Story(Month(20), (Month(16), Month(16), Month(14)), last=13, gaps=(12, 12), note="exactly 30 % fewer"),
    Story(Month(27), (Month(19),), last=14, gaps=(12, 12, 13), note="29.6 % fewer, not 30"),
    Story(Month(18), (Month(9),), last=18, gaps=(13, 12), overuse="managed", note="exactly 50 % fewer"),
    Story(Month(22), (Month(14),) * 3, last=21, gaps=(12,) * 4, overuse="managed"),
    Story(Month(24), (Month(8), Month(7), Month(9)), last=25, gaps=(12,) * 6, overuse="none"),
    Story(Month(19), (Month(11),), last=28, gaps=(14, 16), cautions=("anticoagulant",), overuse=None),
    Story(Month(19), (Month(10),), last=32, gaps=(12, 13, 12, 34, 12), note="back after a break"),
    Story(Month(17), (Month(12),), last=35, gaps=(12, 11, 12), note="one session came a week early"),
    Story(Month(20), (Month(15),), last=38, gaps=(12,), tried=2, overuse=None, note="one cycle so far"),
    Story(Month(25), (Month(10),), last=42, gaps=(12,) * 9, extra=4, tried=5, overuse="managed"),
    Story(Month(26), (Month(17),), last=46, gaps=(12,) * 5, extra=8, overuse="unmanaged"),
    Story(Month(17), (Month(6),), last=49, gaps=(12, 12), aside=Aside(70, 20)),
    Story(Month(19, missing=2), (Month(12, missing=3),), last=53, gaps=(13, 13, 12)),
    Story(Month(16), (Month(15),), last=55, tried=None, overuse=None),
)

TO_BE_CALLED = (
    Story(Month(20), (Month(6),), last=56, gaps=(12, 12, 12)),
    Story(Month(22), (Month(8),), last=60, gaps=(12,) * 8 + (13, 12), overuse="managed", note="mornings only"),
    Story(None, (Month(15),), last=63, gaps=(13, 12), overuse=None, note="treated elsewhere before"),
    Story(Month(17), (Month(11),), last=67, tried=2),
    Story(Month(21), (Month(9, missing=9),), last=70, gaps=(12, 13, 12), extra=2),
    Story(Month(19), (Month(12),), last=74, gaps=(15,), keeping="attacks-only", overuse=None),
    Story(Month(23), (Month(5), Month(7), Month(14)), last=83, gaps=(12, 12), note="wears off early"),
    Story(Month(20), (Month(6), Month(8), Month(13)), last=84, gaps=(12,) * 4),
    Story(Month(24), (Month(22),), last=87, gaps=(12,), overuse="unmanaged", note="no benefit so far"),
    Story(Month(16), (Month(7),), last=91, gaps=(13,) * 3, aside=Aside(45, 50, "abobotulinumtoxinA")),
    Story(Month(15), (Month(14),), last=98, note="needs an interpreter"),
    Story(Month(19), (Month(13),), last=101, gaps=(12, 12), overuse="managed"),
    Story(Month(22), (Month(16),), last=105, gaps=(14, 12), keeping="paper"),
    Story(Month(25, missing=2), last=116, gaps=(12, 16, 13), overuse=None, note="diary stopped"),
    Story(Month(18), (Month(18),), last=126, gaps=(12,) * 3, extra=6, overuse="managed"),
    Story(Month(21), (Month(17),), last=182, gaps=(12,) * 3, note="working abroad until autumn"),
    Story(Month(20), (Month(19),), last=185, gaps=(13, 12)),
    Story(Month(23), last=214, gaps=(12,) * 5, overuse=None, note="moved; new address unknown"),
    Story(Month(17), (Month(16), Month(17), Month(18)), last=406, gaps=(12, 12)),
)

STORIES = NEW + SEEN_LATELY + TO_BE_CALLED
