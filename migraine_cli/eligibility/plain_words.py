"""Policies in plain words, made from the rules themselves so that text and rule can't drift apart.

The findings of a verdict use the same words for what they need.
"""

from __future__ import annotations

from migraine_cli.eligibility.finding import Finding
from migraine_cli.eligibility.policy import (
    ANY_REDUCTION,
    Age,
    Criterion,
    FewHeadacheDays,
    HeadacheDays,
    MedicationOveruse,
    Preventives,
    Reduction,
    StopRule,
)
from migraine_cli.words.text import in_words


def plain_words(rule: Criterion | StopRule) -> str:
    """What a start criterion asks for, or when a stop rule stops."""
    match rule:
        case Reduction():
            judged = f"{fell_too_little(rule)}, judged from {rule.after_cycles} cycles on"
            return f"{judged} (or from {rule.look_again_after})" if rule.look_again_after else judged
        case FewHeadacheDays():
            words = f"fewer than {rule.below} headache days in each of the {rule.months} latest months"
            return f"{words} ({rule.advice.rstrip('.')})" if rule.advice else words
        case _:
            return needs(rule) + (" – preferred, doesn't bar" if rule.preference else "") + _source(rule)


def fewer_days(rule: Reduction) -> str:
    """What a reduction must come to for treatment to go on."""
    if rule.below_percent == ANY_REDUCTION:
        return "fewer headache days than at baseline"
    return f"at least {rule.below_percent} % fewer headache days than at baseline"


def fell_too_little(rule: Reduction) -> str:
    """What it means when the rule stops."""
    return (
        "headache days didn't fall"
        if rule.below_percent == ANY_REDUCTION
        else f"headache days fell by less than {rule.below_percent} %"
    )


def own_source(criterion: Criterion | Finding) -> str:
    """By whose word a criterion stands, when that isn't the policy's own; empty otherwise."""
    if criterion.source is None:
        return ""
    return criterion.source + ("" if criterion.confirmed else "; not confirmed in the primary source")


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
    return (
        f"none recorded of: {', '.join(caution.replace('-', ' ') for caution in criterion.cautions)}, allergic reaction"
    )


def _days(criterion: HeadacheDays) -> str:
    words = f"{criterion.at_least} or more {criterion.unit} a month"
    if criterion.months == 1:
        return words
    if criterion.over == "average":
        return f"{words} on average over {criterion.months} months"
    return f"{words} in each of {criterion.months} months in a row"


def _preventives(criterion: Preventives) -> str:
    oral = "oral " if criterion.oral else ""
    unit = "medicines" if criterion.distinct == "medicine" else "classes of medicine"
    outcomes = ", ".join(in_words(outcome) for outcome in criterion.outcomes)
    among = f" among {', '.join(criterion.classes)}" if criterion.classes else ""
    which = "each" if criterion.trial_of == "every" else "a failed one"
    trial = f"; {which} taken for {criterion.trial_days} days or more" if criterion.trial_days else ""
    return f"{criterion.at_least} or more distinct {oral}preventive {unit}{among} ({outcomes}{trial})"


def _source(criterion: Criterion) -> str:
    said = own_source(criterion)
    return f" ({said})" if said else ""
