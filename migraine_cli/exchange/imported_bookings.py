"""The rules of appointments held against imported ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from migraine_cli.exchange.rules_told import told_by_rule
from migraine_cli.practice.booking_rules import BOOKING_RULES, against_booking
from migraine_cli.practice.open_days import OpenDays
from migraine_cli.records.record import Record
from migraine_cli.records.visits import Booking


def booking_warnings(added: Iterable[Record], recorded: Iterable[Booking], days: OpenDays, today: date) -> list[str]:
    """A line for each rule that stands against added appointments from `today` on, held against all of their day, the
    added ones among them. A cancelled one takes no place; those of the past were as they were.
    """
    new = [record for record in added if isinstance(record, Booking) and not record.cancelled]
    by_day: defaultdict[date, list[Booking]] = defaultdict(list)
    for booking in (*recorded, *new):
        by_day[booking.date].append(booking)
    by_rule: defaultdict[str, list[str]] = defaultdict(list)
    for booking in (each for each in new if each.date >= today):
        others = [other for other in by_day[booking.date] if other is not booking]
        for against in against_booking(booking, others, days):
            by_rule[against.rule].append(f"{booking.patient} of {booking.at.replace('T', ' ')}, {against.because}")
    return told_by_rule(BOOKING_RULES, by_rule, "appointment")
