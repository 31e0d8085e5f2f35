"""The day sheet: who comes, whether all is ready, what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from datetime import date as _Date  # noqa: N812 a field named `date` hides the type

from msgspec import Struct, field

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.appointments import BookingStatus
from migraine_cli.practice.planned_session import beside_the_fixed
from migraine_cli.practice.readiness import Check, last_day, ready
from migraine_cli.records.effect import Effect
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking
from migraine_cli.treatment.cycle import Cycle, Days
from migraine_cli.treatment.safety.circumstances import Circumstances


class EffectSince(Struct, frozen=True, kw_only=True):
    """A side effect since the last session; `until` None: not known to have passed."""

    kind: str
    date: date
    severity: str | None
    until: _Date | None


class DayRow(Struct, frozen=True, kw_only=True):
    """One patient of a clinic day. `ready` follows from the checks alone. The last session is the last for chronic
    migraine before the day; `last_beside` is where its map differs from the protocol's fixed sites.

    `baseline_days` and `headache_days` are the headache days a month before the course and in its latest month that can
    be judged. `warnings` are what `add-session` would say and not refuse. `vials` are the units of each vial that the
    planned session takes, none once the session is recorded or the day is over.
    """

    id: str
    at: str
    minutes: int
    patient: str
    name: str | None
    phone: str | None
    born: date | None
    injector: str | None = field(default=None, name="with")
    status: BookingStatus
    first_visit: bool
    ready: Answer
    checks: tuple[Check, ...]
    last_session: date | None
    last_units: float | None
    last_sites: int | None
    last_beside: tuple[str, ...]
    last_lot: str | None
    effects: tuple[EffectSince, ...]
    baseline_days: Days | None
    headache_days: Days | None
    asks: tuple[str, ...]
    warnings: tuple[str, ...]
    vials: tuple[int, ...]
    note: str | None


def day_row(
    booking: Booking,
    status: BookingStatus,
    case: Circumstances,
    checks: Sequence[Check],
    scores: Iterable[Score],
    seen: Cycle | None,
    warned: Iterable[str],
    vials: tuple[int, ...],
    asked: Iterable[str],
) -> DayRow:
    """The row of one appointment, from what its session is held against. `seen` tells what treatment did so far, and
    `asked` are the questions of the check-up.
    """
    patient, last = case.patient, last_day(case)
    session = next((each for each in case.before if each.date == last), None)
    return DayRow(
        id=booking.id,
        at=booking.at,
        minutes=booking.minutes,
        patient=patient.id,
        name=patient.name,
        phone=patient.phone,
        born=patient.born,
        injector=booking.injector,
        status=status,
        first_visit=last is None,
        ready=ready(checks),
        checks=tuple(checks),
        last_session=last,
        last_units=session.units if session else None,
        last_sites=session.sites if session else None,
        last_beside=_beside(session, case),
        last_lot=session.lot if session else None,
        effects=tuple(_since(last, case.planned.date, case.effects)),
        baseline_days=seen.baseline if seen else None,
        headache_days=seen.headache_days if seen else None,
        asks=(*asked, *_missing(case, scores)),
        warnings=tuple(warned),
        vials=vials,
        note="; ".join(filter(None, (booking.note, patient.note))) or None,
    )


def _beside(session: Session | None, case: Circumstances) -> tuple[str, ...]:
    if session is None or session.site_map is None or case.protocol is None:
        return ()
    return beside_the_fixed(session.site_map, case.protocol)


def _since(last: date | None, day: date, effects: Iterable[Effect]) -> Iterable[EffectSince]:
    for each in sorted(effects, key=lambda effect: effect.date):
        if each.date <= day and (last is None or each.date >= last or each.until is None):
            yield EffectSince(kind=each.effect, date=each.date, severity=each.severity, until=each.until)


def _missing(case: Circumstances, scores: Iterable[Score]) -> Iterable[str]:
    """What the records lack for the verdict, and the HIT-6 of the day."""
    if case.verdict is not None and case.verdict.verdict is Answer.UNKNOWN:
        yield from case.verdict.missing
    taken = [each.date for each in scores if each.instrument == "hit6" and each.date < case.planned.date]
    yield f"HIT-6 (last {max(taken)})" if taken else "HIT-6"
