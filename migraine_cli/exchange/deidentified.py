"""A patient's data without what tells who they are: no name, id, contact or free text, and no date.

Days count from day 0, the first session or, where there is none, the first thing known with its day; of dates only
years are left, and an age over 89 is "90+". A medicine that isn't in the lists could be anything a person typed, so it
is "other".
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date

from migraine_cli.chart.calendar_count import that_count
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.day import known_days
from migraine_cli.exchange.deidentified_checkups import CheckUpOn
from migraine_cli.exchange.deidentified_rows import (
    CountedMonth,
    Deidentified,
    DiaryDay,
    EffectOn,
    GivenSession,
    GrantedOn,
    ScoreOn,
    StepOn,
    TriedPreventive,
)
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.session import Session
from migraine_cli.words.dates import age_on, month_days

OLDEST = 89
"""Years; the oldest age that doesn't single a person out (HIPAA, Safe Harbor)."""


def deidentified(
    chart: Chart, number: int, listed: AbstractSet[str], policies: AbstractSet[str] = frozenset()
) -> Deidentified:
    """A patient's data under a number in place of their id; `listed` are the medicines that may be named, `policies`
    those that everyone has.
    """
    start, last = _day_zero(chart), _last_day(chart)
    person = chart.patient
    return Deidentified(
        patient=f"S{number:04}",
        sex=person.sex,
        age=_age(person.born, start, last),
        year=None if start is None else start.year,
        chronic_since=_year_told(person.chronic_since, last),
        overuse=person.overuse,
        cautions=person.cautions,
        sessions=tuple(_session(session, start) for session in sorted(chart.sessions, key=lambda each: each.date)),
        preventives=tuple(_preventive(each, start, listed) for each in chart.preventives),
        diary=tuple(_diary(chart, start, listed)),
        months=tuple(_months(chart, start)),
        scores=tuple(
            ScoreOn(day=_days(each.date, start), instrument=each.instrument, total=each.total, items=each.items)
            for each in chart.scores
        ),
        effects=tuple(
            EffectOn(
                day=_days(each.date, start),
                effect=each.effect,
                severity=each.severity,
                until=_offset(each.until, start),
            )
            for each in chart.effects
        ),
        checkups=tuple(CheckUpOn.of(each, _days(each.date, start)) for each in chart.checkups),
        course=tuple(
            StepOn(day=_days(each.date, start), step=each.step, until=_offset(each.until, start))
            for each in chart.events
        ),
        authorisations=tuple(_authorisations(chart, start, policies)),
    )


def _authorisations(chart: Chart, start: date | None, policies: AbstractSet[str]) -> Iterator[GrantedOn]:
    payers = list(dict.fromkeys(each.payer.casefold() for each in chart.authorisations))
    for each in chart.authorisations:
        yield GrantedOn(
            payer=payers.index(each.payer.casefold()) + 1,
            policy=each.policy if each.policy in policies else "other",
            supply=each.supply,
            status=each.status,
            starts=_offset(each.starts, start),
            until=_offset(each.until, start),
            visits=each.visits,
            units=each.units,
        )


def _day_zero(chart: Chart) -> date | None:
    """The first session, else the first thing known with its day; None when no day is known at all."""
    return min((session.date for session in chart.sessions), default=min(_days_told(chart), default=None))


def _last_day(chart: Chart) -> date | None:
    """The last day that is told of, None when none is."""
    ends = [
        *(each.until for each in chart.effects if each.until),
        *(each.until for each in chart.events if each.until),
        *(each.until for each in chart.authorisations if each.until),
    ]
    months = [month_days(count.month)[1] for count in chart.months]
    return max([*_days_told(chart), *ends, *months], default=None)


def _days_told(chart: Chart) -> list[date]:
    """Every day on which something is known; of a month its first."""
    return [
        *(session.date for session in chart.sessions),
        *known_days(chart.diary, date.min, date.max),
        *(month_days(count.month)[0] for count in chart.months),
        *(day for each in chart.preventives for day in (each.started, each.stopped) if day),
        *(score.date for score in chart.scores),
        *(effect.date for effect in chart.effects),
        *(checkup.date for checkup in chart.checkups),
        *(step.date for step in chart.events),
        *(each.starts for each in chart.authorisations if each.starts),
    ]


def _offset(day: date | None, start: date | None) -> int | None:
    return None if day is None or start is None else (day - start).days


def _days(day: date, start: date | None) -> int:
    """The same of a day that is known, of which day 0 is one or lies about one."""
    return 0 if start is None else (day - start).days


def _age(born: date | None, start: date | None, last: date | None) -> int | str | None:
    """The age on day 0; whoever is over OLDEST on the last day told of is so throughout, as the days add up."""
    if born is None or start is None or last is None:
        return None
    return age_on(born, start) if age_on(born, last) <= OLDEST else f"{OLDEST + 1}+"


def _year_told(day: date | None, last: date | None) -> int | None:
    """The year of a day, unless it shows that someone is over OLDEST, or no other day is told to judge that by."""
    return day.year if day is not None and last is not None and last.year - day.year <= OLDEST else None


def _medicine(name: str, listed: AbstractSet[str]) -> str:
    named, sign, stated = name.partition("=")
    known = named if all(part in listed for part in named.split(" + ")) else "other"
    return f"{known}{sign}{stated}"


def _session(session: Session, start: date | None) -> GivenSession:
    return GivenSession(
        day=_days(session.date, start),
        product=session.product,
        indication=session.indication,
        protocol=session.protocol,
        units=session.units,
        site_map=session.site_map,
        vials=session.vials,
        lifted=tuple(allowance.rule for allowance in session.allowed),
    )


def _preventive(preventive: Preventive, start: date | None, listed: AbstractSet[str]) -> TriedPreventive:
    return TriedPreventive(
        medicine=None if preventive.medicine is None else _medicine(preventive.medicine, listed),
        drug_class=preventive.drug_class,
        started=_offset(preventive.started, start),
        stopped=_offset(preventive.stopped, start),
        outcome=preventive.outcome,
    )


def _diary(chart: Chart, start: date | None, listed: AbstractSet[str]) -> Iterator[DiaryDay]:
    for day, known in sorted(known_days(chart.diary, date.min, date.max).items()):
        taken = known.medicines
        yield DiaryDay(
            day=_days(day, start),
            headache=known.headache,
            hours=known.hours,
            severity=known.severity,
            migraine=known.migraine,
            medicines=None if taken is None else tuple(_medicine(each, listed) for each in taken),
        )


def _months(chart: Chart, start: date | None) -> Iterator[CountedMonth]:
    if start is None:
        return
    for count in that_count(chart.months):
        first = month_days(count.month)[0]
        yield CountedMonth(
            month=(first.year - start.year) * 12 + first.month - start.month,
            headache_days=count.headache_days,
            migraine_days=count.migraine_days,
            long_days=count.long_days,
            recorded_days=count.recorded_days,
        )
