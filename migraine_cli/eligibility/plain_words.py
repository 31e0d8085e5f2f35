"""Policies in plain words, made from the rules themselves so that text and rule can't drift apart.

The findings of a verdict use the same words for what they need.
"""

from __future__ import annotations

from migraine_cli.eligibility.policy import (
    Age,
    Contraindications,
    Criterion,
    FewHeadacheDays,
    HeadacheDays,
    MedicationOveruse,
    Preventives,
    Reduction,
    StopRule,
)


def plain_words(rule: Criterion | StopRule) -> str:
    """What a start criterion asks for, or when a stop rule stops."""
    match rule:
        case Reduction():
            cycles = f"judged from {rule.after_cycles} cycles on"
            return f"headache days reduced by less than {rule.below_percent} % of the baseline, {cycles}"
        case FewHeadacheDays():
            words = f"fewer than {rule.below} headache days in each of the {rule.months} latest months"
            return f"{words} ({rule.advice.rstrip('.')})" if rule.advice else words
        case _:
            return needs(rule) + (" – preferred, doesn't bar" if rule.preference else "")


def needs(criterion: Criterion) -> str:
    """What a start criterion asks for."""
    match criterion:
        case HeadacheDays():
            return _days(criterion)
        case Age():
            return f"{criterion.at_least} years or older"
        case Preventives():
            return _preventives(criterion)
        case MedicationOveruse():
            return f"medication overuse stated as {' or '.join(criterion.accepts)}"
        case Contraindications():
            return "no contraindication recorded"


def _days(criterion: HeadacheDays) -> str:
    words = f"{criterion.at_least} or more {criterion.unit} a month"
    if criterion.months == 1:
        return words
    if criterion.over == "average":
        return f"{words} on average over {criterion.months} months"
    return f"{words} in each of {criterion.months} months in a row"


def _preventives(criterion: Preventives) -> str:
    unit = "medicines" if criterion.distinct == "medicine" else "classes of medicine"
    outcomes = ", ".join(outcome.replace("-", " ") for outcome in criterion.outcomes)
    among = f" among {', '.join(criterion.classes)}" if criterion.classes else ""
    which = "each" if criterion.trial_of == "every" else "a failed one"
    trial = f"; {which} taken for {criterion.trial_days} days or more" if criterion.trial_days else ""
    return f"{criterion.at_least} or more distinct preventive {unit}{among} ({outcomes}{trial})"
