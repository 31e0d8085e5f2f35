"""The days and hours on which the clinic is held, as it says itself and, where asked for, by a country's holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from migraine_cli.errors import InvalidValue
from migraine_cli.practice.open_days import OpenDays, no_holiday
from migraine_cli.practice.own_clinic import OwnClinic


def clinic_days(stated: OwnClinic | None) -> OpenDays:
    """When the clinic is held; every day and hour where it says nothing. Raises InvalidValue for a country that isn't
    known, and when the extra `holidays` is needed and isn't there.
    """
    own = stated or OwnClinic()
    return OpenDays(own, no_holiday if own.holidays is None else _holidays_of(own.holidays))


def _holidays_of(country: str) -> Callable[[date], str | None]:
    try:
        import holidays
    except ImportError:
        raise InvalidValue(
            "public holidays need the extra holidays (pip install 'migraine-cli[holidays]'); or leave `holidays` out"
            " of the config file and write the days under `closed`."
        ) from None
    try:
        known = holidays.country_holidays(country)
    except NotImplementedError as fault:
        raise InvalidValue(
            f"the holidays of {country} aren't known; leave `holidays` out of the config file and write the days"
            " under `closed`."
        ) from fault
    return known.get
