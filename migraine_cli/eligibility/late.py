"""Late treatment: its months are passed over, and that is said."""

from __future__ import annotations

from migraine_cli.chart.tally import Tally
from migraine_cli.eligibility.case import Case

LATE = "treatment is late; its effect may have ended"


def passed_over(case: Case, judged: Tally | None) -> str:
    """What must be said of the late months that aren't judged though they follow `judged`; empty without any."""
    late = case.late_after(judged)
    return f"; not judged: {', '.join(map(str, late))} ({LATE})" if late else ""
