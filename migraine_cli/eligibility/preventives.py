"""The criterion on preventives tried: distinct medicines or classes, by outcome and length of trial."""

from __future__ import annotations

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.finding import Finding, Found
from migraine_cli.eligibility.plain_words import needs
from migraine_cli.eligibility.policy import Preventives
from migraine_cli.records.preventive import Preventive


def preventives_tried(criterion: Preventives, case: Case) -> Finding:
    """The finding on preventives; none recorded at all is unknown, once one is recorded the list counts as complete."""
    unit = "medicines" if criterion.distinct == "medicine" else "classes"
    recorded = case.chart.preventives
    if not recorded:
        return Finding(
            id=criterion.id,
            answer=Answer.UNKNOWN,
            needs=needs(criterion),
            because="no preventive is recorded, nor that none was tried",
            preference=criterion.preference,
            missing=("the preventives tried",),
        )
    tried = [preventive for preventive in recorded if preventive.medicine is not None]
    answers = [(preventive, _counts(criterion, preventive, case)) for preventive in tried]
    sure = {_name(criterion, preventive) for preventive, answer in answers if answer is Answer.YES}
    possible = sure | {_name(criterion, preventive) for preventive, answer in answers if answer is Answer.UNKNOWN}
    bounds = Bounds(len(sure), len(possible))
    return Finding(
        id=criterion.id,
        answer=bounds.at_least(criterion.at_least),
        needs=needs(criterion),
        found=Found(bounds.low, bounds.high, unit),
        because=", ".join(_in_words(criterion, each) for each in tried) or "recorded that none was tried",
        preference=criterion.preference,
        missing=tuple(_open(criterion, each) for each, answer in answers if answer is Answer.UNKNOWN),
    )


def _counts(criterion: Preventives, preventive: Preventive, case: Case) -> Answer:
    """Whether this preventive counts toward the criterion on the day the course started."""
    if criterion.classes is not None and preventive.drug_class not in criterion.classes:
        return Answer.of(None if preventive.drug_class is None else False)
    if preventive.started and preventive.started >= case.start_before:
        return Answer.NO
    if preventive.outcome is None:
        return Answer.UNKNOWN
    if preventive.outcome not in criterion.outcomes:
        return Answer.NO
    if criterion.trial_days is None or (criterion.trial_of == "failed" and preventive.outcome != "failed"):
        return Answer.YES
    return _taken_for(criterion.trial_days, preventive)


def _taken_for(days: int, preventive: Preventive) -> Answer:
    taken = _days_taken(preventive)
    return Answer.of(None if taken is None else taken >= days)


def _days_taken(preventive: Preventive) -> int | None:
    if preventive.started is None or preventive.stopped is None:
        return None
    return (preventive.stopped - preventive.started).days


def _open(criterion: Preventives, preventive: Preventive) -> str:
    """What isn't known of a preventive that may count."""
    if criterion.classes is not None and preventive.drug_class is None:
        return f"the class of {preventive.medicine}"
    if preventive.outcome is None:
        return f"the outcome of {preventive.medicine}"
    return f"the dates from and to which {preventive.medicine} was taken"


def _name(criterion: Preventives, preventive: Preventive) -> str:
    by_class = criterion.distinct == "class" and preventive.drug_class
    return by_class or f"{preventive.medicine}".casefold()


def _in_words(criterion: Preventives, preventive: Preventive) -> str:
    facts: list[str] = []
    if criterion.distinct == "class":
        facts.append(preventive.drug_class or "class not recorded")
    facts.append(preventive.outcome or "outcome not recorded")
    if criterion.trial_days is not None:
        taken = _days_taken(preventive)
        facts.append("days not recorded" if taken is None else f"{taken} days")
    return f"{preventive.medicine} ({', '.join(facts)})"
