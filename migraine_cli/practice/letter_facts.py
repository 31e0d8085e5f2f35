"""What a letter can say of one patient: each sentence with whether the record bears it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.chart import Chart
from migraine_cli.eligibility.finding import Finding
from migraine_cli.eligibility.verdict import Verdict
from migraine_cli.practice.letter_words import without_codes
from migraine_cli.practice.letters import LetterKind, Statement
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.session import Session
from migraine_cli.treatment.cycle import Cycle, Days
from migraine_cli.words.text import in_words

_STAGES: dict[LetterKind, tuple[str, ...]] = {
    "start": ("start",),
    "appeal": ("start", "continue"),
    "renewal": ("start", "continue"),
    "gp": (),
    "aftercare": (),
}
"""The criteria of the policy that a kind of letter speaks of, in the policy's order."""


_SHORTEST = 28
"""Days of the shortest period over which headache days are counted."""


def statements(kind: LetterKind, chart: Chart, verdict: Verdict, cycle: Cycle | None) -> list[Statement]:
    """All that a letter of this kind should say; the aftercare leaflet claims nothing."""
    found = [_criterion(each) for each in verdict.criteria if each.stage in _STAGES[kind] and not each.preference]
    if kind in ("renewal", "gp"):
        found += [*_treatment(chart), *_response(cycle), *_effects(chart)]
    return found


def sessions_of(chart: Chart) -> list[Session]:
    """The sessions for chronic migraine, the latest first."""
    return sorted((each for each in chart.sessions if each.indication == CHRONIC_MIGRAINE), key=_day, reverse=True)


def _day(session: Session) -> str:
    return session.date.isoformat()


def _criterion(finding: Finding) -> Statement:
    if finding.answer is Answer.UNKNOWN:
        missing = f"; missing: {', '.join(finding.missing)}" if finding.missing else ""
        return Statement(finding.answer, f"{finding.needs} ({finding.because}{missing})")
    if finding.needs.startswith(finding.because):
        return Statement(finding.answer, _capital(finding.needs))  # what is said once isn't said again
    return Statement(finding.answer, f"{_capital(finding.needs)}: {finding.because}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _treatment(chart: Chart) -> Iterator[Statement]:
    given = sessions_of(chart)
    if not given:
        yield Statement(Answer.UNKNOWN, "any session for chronic migraine")
        return
    last = given[0]
    if last.units is None:
        yield Statement(Answer.UNKNOWN, f"the dose of the session of {last.date}")
    else:
        where = "" if last.sites is None else f" at {last.sites} sites"
        left = "" if last.discarded is None else f", {last.discarded:g} U discarded"
        yield Statement(Answer.YES, f"{last.units:g} U of {last.product}{where} on {last.date}{left}")
    if last.sites is None:
        yield Statement(Answer.UNKNOWN, f"the injection sites of the session of {last.date}")
    if len(given) > 1:
        days = (last.date - given[1].date).days
        yield Statement(Answer.YES, f"{len(given)} sessions since {given[-1].date}; the last two {days} days apart")


def _response(cycle: Cycle | None) -> Iterator[Statement]:
    """Headache days before treatment and in the latest complete month; as bounds, and no percentage of more days."""
    if cycle is None or cycle.month is None or cycle.headache_days is None:
        yield Statement(Answer.UNKNOWN, "headache days of a complete month under treatment, and before it")
        return
    before, now, fewer = cycle.baseline, cycle.headache_days, cycle.reduction_percent
    counts = ((before, f"in {cycle.baseline_month} before treatment"), (now, f"in {cycle.month}"))
    lacking = [when for days, when in counts if _tells_nothing(days)]
    if lacking:
        yield Statement(Answer.UNKNOWN, f"headache days {' and '.join(lacking)}")
        known = [f"{days} {when}" for days, when in counts if not _tells_nothing(days)]
        if known:
            yield Statement(Answer.YES, f"Headache days: {known[0]}")
        return
    told = f"Headache days: {', '.join(f'{days} {when}' for days, when in counts)}"
    if fewer is None or fewer.low < 0:
        yield Statement(Answer.YES, told)
        return
    low, high = f"{int(fewer.low)}", f"{int(fewer.high)}"
    yield Statement(Answer.YES, f"{told}: {low if low == high else f'{low} to {high}'} % fewer")


def _tells_nothing(days: Days) -> bool:
    """Whether the bounds lie as far apart as the shortest period counted is long: any number would do."""
    return days.high - days.low >= _SHORTEST


def _effects(chart: Chart) -> Iterator[Statement]:
    """Side effects since the last session but one; that none is recorded isn't that there was none."""
    given = sessions_of(chart)
    if not given:
        return
    since = given[min(1, len(given) - 1)].date
    seen = [each for each in chart.effects if each.date >= since]
    if not seen:
        yield Statement(Answer.YES, f"No side effect is recorded since {since}")
    for each in seen:
        how = f"{each.severity} " if each.severity else ""
        until = f" to {each.until}" if each.until else ", not known to have passed"
        yield Statement(Answer.YES, f"Side effect: {how}{in_words(each.effect)} from {each.date}{until}")


def preventives(chart: Chart) -> Sequence[str]:
    """Each preventive tried, with class, dates and outcome; what isn't recorded of it is said."""
    if not chart.preventives:
        return ["not recorded"]
    return ["none was tried" if each.medicine is None else without_codes(_tried(each)) for each in chart.preventives]


def _tried(each: Preventive) -> str:
    began = str(each.started or "start not recorded")
    ended = str(each.stopped or ("now" if each.outcome == "ongoing" else "end not recorded"))
    outcome = each.outcome or "outcome not recorded"
    return f"{each.medicine} ({each.drug_class or 'class not recorded'}), {began} to {ended}: {outcome}"
