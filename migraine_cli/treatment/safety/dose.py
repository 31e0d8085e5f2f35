"""The rules about what is given, and when: each says why the session is refused, or None."""

from __future__ import annotations

from datetime import date, timedelta

from migraine_cli.chart.course import CYCLE_DAYS
from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM
from migraine_cli.records.vials import Vial
from migraine_cli.treatment.dose import windows
from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.words.text import how_many


def too_early(case: Circumstances) -> str | None:
    """Another chronic-migraine session lies less than 84 days off, before or after."""
    if case.planned.indication != CHRONIC_MIGRAINE:
        return None
    gaps = [
        (abs(case.planned.date - other.date), other.date)
        for other in case.others
        if other.indication == CHRONIC_MIGRAINE and other.date != case.planned.date
    ]
    gap, nearest = min(gaps, default=(timedelta.max, date.max))
    if gap >= timedelta(days=CYCLE_DAYS):
        return None
    where = "after" if nearest < case.planned.date else "before"
    return f"{how_many(gap.days, 'day')} {where} the session of {nearest}, {CYCLE_DAYS} are needed"


def cumulative_dose(case: Circumstances) -> str | None:
    """The known units alone exceed the limit in a window that the session falls into."""
    if case.planned.product != ONABOTULINUM:
        return None
    limit = case.limits.cumulative
    fullest = max(windows(case.planned, case.others, limit.months), key=lambda window: window.units)
    if fullest.units <= limit.units:
        return None
    given = f"{fullest.units:g} U of {ONABOTULINUM} in the {limit.months} months up to {fullest.end}"
    return f"{given}, at most {limit.units:g} are allowed"


def wrong_product(case: Circumstances) -> str | None:
    """For chronic migraine onabotulinumtoxinA alone is licensed, and units of other products mean other doses."""
    planned = case.planned
    if planned.indication != CHRONIC_MIGRAINE or planned.product == ONABOTULINUM:
        return None
    return f"{planned.product} for chronic migraine; only {ONABOTULINUM} is licensed for it, and the units differ"


def over_dose(case: Circumstances) -> str | None:
    """More units than the protocol with all its extra sites."""
    planned, protocol = case.planned, case.protocol
    labelled = planned.indication == CHRONIC_MIGRAINE and planned.product == ONABOTULINUM
    if protocol is None or not labelled or planned.units is None or planned.units <= protocol.ceiling_units:
        return None
    return f"{planned.units:g} U in one session, at most {protocol.ceiling_units:g} U by {protocol.id}"


def expired_vial(case: Circumstances) -> str | None:
    """The last day of a vial lies before the session."""
    expiry, day = case.planned.expiry, case.planned.date
    expired = [f"{_named(vial)} expired on {vial.expiry}" for vial in case.planned.each_vial if _is_past(vial, day)]
    alone = [f"the vial expired on {expiry}"] if expiry and expiry < day and not case.planned.vials else []
    return "; ".join(dict.fromkeys(expired + alone)) or None


def over_vial(case: Circumstances) -> str | None:
    """More units than the vials hold."""
    units, held = case.planned.units, sum(case.planned.vials)
    return f"{units:g} U from vials that hold {held} U" if held and units and units > held else None


def off_protocol(case: Circumstances) -> str | None:
    """A muscle, a number of sites or units a site that the protocol doesn't have."""
    if case.protocol is None or case.planned.site_map is None:
        return None
    return "; ".join(case.protocol.departures(case.planned.site_map)) or None


def _is_past(vial: Vial, day: date) -> bool:
    return vial.expiry is not None and vial.expiry < day


def _named(vial: Vial) -> str:
    return f"the vial of {vial.units} U" + (f", lot {vial.lot}," if vial.lot else "")
