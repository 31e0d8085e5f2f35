"""Which cautions bar an injection."""

from __future__ import annotations

from migraine_cli.chart.cautions import BARRING
from migraine_cli.eligibility.policy import Contraindications, Policy
from migraine_cli.records.codes import Caution


def barring(policy: Policy) -> frozenset[Caution]:
    """The cautions that bar an injection everywhere, and those that the policy counts besides."""
    own = (each.cautions for each in policy.start if isinstance(each, Contraindications) and not each.preference)
    return BARRING.union(*own)
