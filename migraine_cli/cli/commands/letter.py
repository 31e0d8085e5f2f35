"""`migcli letter`: a letter about one patient that says no more than the record bears out."""

from datetime import date
from typing import Annotated, Literal

import typer

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.chart import Chart
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.handing_out import hand_out
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, PatientNamed, Place
from migraine_cli.cli.who_is_meant import whom_to_show
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.verdict import judge
from migraine_cli.output.streams import warn, width
from migraine_cli.practice.authorisations import asked_for_next, left
from migraine_cli.practice.letter_facts import preventives, statements
from migraine_cli.practice.letters import LETTER_KINDS, as_page, as_plain_text, letter_text, verdict_of
from migraine_cli.practice.own_clinic import OwnClinic
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.reference.letter_templates import letter_template
from migraine_cli.reference.policies import acute_medicines, chosen_policy
from migraine_cli.store.charts import chart_of
from migraine_cli.store.own import own_clinic_of
from migraine_cli.treatment.response import cycles, telling
from migraine_cli.treatment.schedule import last_migraine_session, next_due
from migraine_cli.words.values import code

_EXIT = {Answer.YES: 0, Answer.NO: 10, Answer.UNKNOWN: 11}
_BLANK = "____________________"


def letter(
    patient: PatientNamed,
    kind: Annotated[
        str, typer.Option("--kind", metavar="|".join(LETTER_KINDS), help="Which letter.", show_default=False)
    ],
    to: Annotated[str | None, typer.Argument(metavar="[TO]", help="A new file; else it is printed.")] = None,
    policy: Annotated[
        str | None,
        typer.Option(metavar="ID|FILE.toml", help="The payer's; else that of the authorisation, else the clinic's."),
    ] = None,
    template: Annotated[str | None, typer.Option(metavar="FILE", help="Your own template.")] = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: Annotated[Literal["text", "html"], typer.Option("--format", help="Text, or a page to print.")] = "text",
    place: Place = None,
) -> None:
    """Write a letter about one patient that says only what is recorded.

    A criterion that is met is a sentence; one that isn't stands under "not met", one that can't be told under "not
    recorded". It is a draft until the prescriber signs it. The templates lie in data/letters and data/leaflets; copy
    one, edit it and give it with --template.

    Exits 0 when all is met, 10 when something isn't, 11 when something can't be told.

    Examples:
      migcli letter P0001 --kind start --policy uhc
      migcli letter P0001 --kind renewal --format html renewal.html
      migcli letter P0001 --kind aftercare --format html aftercare.html
    """
    day, chosen = asked_for(as_of), code(kind, LETTER_KINDS, "kind of letter")
    with reading(place, as_known_on) as clinic:
        who = whom_to_show(clinic, patient)
        chart = chart_of(clinic, who.id, "scores")
        granted = clinic.of_patient(Authorisation, who.id)
        own = own_clinic_of(clinic) or OwnClinic()
    chart.sessions = [each for each in chart.sessions if each.date <= day]
    chart.effects = [each for each in chart.effects if each.date <= day]
    asked = asked_for_next(left(granted, chart.sessions)).granted if granted else None
    judged = chosen_policy(policy or (asked.policy if asked else None))
    observed = cycles(chart, judged, day)
    said = statements(
        chosen,
        chart,
        judge(judged, Case.of(chart, day, acute=acute_medicines([judged]))),
        telling(observed) if observed else None,
    )
    text = letter_text(
        letter_template(chosen, template), _facts(chart, own, judged, asked, day), said, evidence=chosen != "aftercare"
    )
    answer = verdict_of(said)
    if answer is not Answer.YES:
        warn("something is not met." if answer is Answer.NO else "something can't be told; see what isn't recorded.")
    if form == "html":
        hand_out(as_page(text, f"{chosen.capitalize()}: {who.id}"), to)
    else:
        hand_out(as_plain_text(text, width() if to is None else None), to)
    raise typer.Exit(_EXIT[answer])


def _facts(chart: Chart, own: OwnClinic, judged: Policy, asked: Authorisation | None, day: date) -> dict[str, str]:
    person = chart.patient
    last = last_migraine_session(chart.sessions, day)
    return {
        "clinic": own.name or own.sender or _BLANK,
        "telephone": own.telephone or _BLANK,
        "date": str(day),
        "patient": " ".join(filter(None, (person.name, f"({person.id})"))),
        "born": str(person.born or "on a day not recorded"),
        "payer": asked.payer if asked else _BLANK,
        "reference": (asked.reference if asked else None) or _BLANK,
        "policy": f"{judged.title} ({judged.id})",
        "due": str(next_due(last)) if last else _BLANK,
        "preventives": "\n".join(f"- {each}" for each in preventives(chart)),
    }
