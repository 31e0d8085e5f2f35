"""Days, months and spans as a person writes them (reading), and days as a record keeps them (ranges).

Times of day and rhythms, which fewer look for, are in `times` and `rhythm`.

Nothing here guesses: what can be read in two ways is refused with both readings named. `today` is always an
argument.
"""

from __future__ import annotations

from migraine_cli.words.dates.ages import age_on, coming_of_age
from migraine_cli.words.dates.ranges import days_within, ends, every_day, expand, months_of, spans
from migraine_cli.words.dates.reading import (
    absolute_date,
    absolute_month,
    month_days,
    no_later,
    parse_date,
    parse_days,
    parse_month,
    parse_span,
)
from migraine_cli.words.dates.refusals import days_in_month

__all__ = [
    "absolute_date",
    "absolute_month",
    "age_on",
    "coming_of_age",
    "days_in_month",
    "days_within",
    "ends",
    "every_day",
    "expand",
    "month_days",
    "months_of",
    "no_later",
    "parse_date",
    "parse_days",
    "parse_month",
    "parse_span",
    "spans",
]
