"""`migcli eligible`: may this patient be treated (again) under this policy, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, NamedTuple

import typer

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.chart import Chart
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, FormatOption, MonthLength, Place, block_days
from migraine_cli.cli.views.verdict import STYLES, explained, like_with_like, month_in_words, read_aloud
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.verdict import GOING_ON_UNREAD, Verdict, judge
from migraine_cli.errors import InvalidValue
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.reference.policies import acute_medicines, chosen_policy, every_policy
from migraine_cli.store.charts import chart_of, charts
from migraine_cli.words.values import code

EXIT_CODES = {Answer.YES: 0, Answer.NO: 10, Answer.UNKNOWN: 11}
ANSWERS = [answer.value for answer in Answer]


def deciding(verdict: Verdict) -> str:
    """Why the verdict is what it is: the criteria with its own answer, or all when it is yes, and what waits."""
    barring = [finding for finding in verdict.criteria if finding.stage == verdict.stage and not finding.preference]
    decisive = [finding for finding in barring if finding.answer is verdict.verdict] or barring
    return "; ".join(
        finding.because
        for finding in decisive
        if finding.found or finding.answer is not Answer.YES or not finding.judged
    )


def judged_on(verdict: Verdict) -> str:
    """The months that the verdict was judged on; of a treated patient's start it says that they lie before it."""
    if verdict.stage == "continue":
        return verdict.judged_month or "not yet judged"
    return f"{verdict.start_months}, before treatment" if verdict.treated_since else verdict.start_months


_VERDICT = (
    Column("stage", "stage", spare=3),
    Column("judged on", judged_on, spare=2),
    Column("verdict", "verdict", style=lambda row: STYLES[row.verdict]),
    Column("because", deciding, folds=True),
    Column("cautions", "cautions", folds=True, optional=True, spare=4),
    Column("missing", "missing", folds=True, optional=True, spare=1),
)
_PATIENTS = (Column("patient", "patient"), Column("name", "name", folds=True), *_VERDICT)
_POLICIES = (Column("policy", "policy"), *_VERDICT)


def eligible(
    patient: Annotated[
        str | None, typer.Argument(metavar="[PATIENT]", help="One patient, explained; all if left out.")
    ] = None,
    policy: Annotated[
        str | None, typer.Option(metavar="ID|FILE.toml", help="See `migcli policies`; else the clinic's.")
    ] = None,
    all_policies: Annotated[
        bool, typer.Option("--all-policies", help="The PATIENT's verdicts under every policy, side by side.")
    ] = False,
    verdict: Annotated[
        list[str] | None, typer.Option(metavar="yes|no|unknown", help="Only these; may be given several times.")
    ] = None,
    month_length: MonthLength = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Hold the record against a policy: the start, or going on once treated, and why.

    With one PATIENT the exit code is the verdict: 0 yes, 10 no, 11 it can't be told; a list and --all-policies exit
    with 0. Blocks of --month-length end on the day before. Decision
    support, not certified as a medical device.

    Examples:
      migcli eligible P0001
      migcli eligible P0001 --all-policies
      migcli eligible --policy nice-ta260 --verdict unknown --as-of 2026-10-05 --format json
    """
    if all_policies and patient is None:
        raise InvalidValue("--all-policies compares the verdicts on one patient; name the patient.")
    policies = every_policy(policy) if all_policies else [chosen_policy(policy)]
    wanted = [Answer(code(each, ANSWERS, "verdict")) for each in verdict or ()] or list(Answer)
    asked = _Asked(policies, wanted, asked_for(as_of), block_days(month_length))
    with reading(place, as_known_on) as clinic:
        one = None if patient is None else whom_to_show(clinic, patient).id
        if one is None and form in ("json", "csv", "tsv") and arranged == AS_LISTED:
            from migraine_cli.output.long import show_long

            show_long(Listing("eligible", Verdict, asked.day, ()), asked.shown(asked.judged(charts(clinic))), form)
            return
        judged = list(asked.judged(charts(clinic) if one is None else [chart_of(clinic, one)]))
    show(asked.listing(judged, patient), form, arranged)
    if patient is not None and not all_policies:
        raise typer.Exit(EXIT_CODES[judged[0].verdict])


class _Asked(NamedTuple):
    """Which policies to judge by, which verdicts to show, on which day, and by which blocks of days."""

    policies: Sequence[Policy]
    wanted: Sequence[Answer]
    day: date
    month_length: int | None

    def judged(self, charts: Iterable[Chart]) -> Iterator[Verdict]:
        """Every verdict on every chart, one chart after the other."""
        acute = acute_medicines(self.policies)
        cases = (Case.of(chart, self.day, self.month_length, acute) for chart in charts)
        return (like_with_like(judge(policy, case)) for case in cases for policy in self.policies)

    def shown(self, judged: Iterable[Verdict]) -> Iterator[Verdict]:
        """Those that were asked for."""
        return (verdict for verdict in judged if verdict.verdict in self.wanted)

    def listing(self, judged: Sequence[Verdict], patient: str | None) -> Listing:
        """The verdicts asked for: explained, by policy, or by patient."""
        shown = list(self.shown(judged))
        one = patient is not None and len(self.policies) == 1
        return Listing(
            "eligible",
            Verdict,
            self.day,
            shown,
            _POLICIES if len(self.policies) > 1 else _PATIENTS,
            title="" if one else "Verdicts",
            words=read_aloud("criteria"),
            view=(lambda: explained(shown[0], self.policies[0], self.day)) if one else None,
            empty=self._nobody(judged),
            caption=self._totals(judged),
        )

    def _nobody(self, judged: Sequence[Verdict]) -> str:
        if not judged:
            return "no patient is recorded; begin with `migcli add-patient`."
        return f"no verdict is {' or '.join(answer.value for answer in self.wanted)}; {self._totals(judged)}."

    def _totals(self, judged: Sequence[Verdict]) -> str:
        counts = Counter(verdict.verdict for verdict in judged)
        by = self.policies[0].id if len(self.policies) == 1 else f"{judged[0].patient} under every policy"
        told = ", ".join(f"{counts[answer]} {answer.value}" for answer in Answer)
        caveats = "".join(f"; {each}" for each in self._caveats())
        return f"{by}: {told}; as of {self.day}, by {month_in_words(self.month_length, self.day)}{caveats}"

    def _caveats(self) -> Iterator[str]:
        """What holds for every verdict of a list under one policy."""
        if len(self.policies) > 1:
            return
        if self.policies[0].going_on_unread:
            yield GOING_ON_UNREAD
        if not self.policies[0].confirmed:
            yield "not confirmed in the primary source"
