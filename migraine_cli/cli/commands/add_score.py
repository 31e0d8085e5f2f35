"""`migcli add-score`: record a HIT-6 or MIDAS score."""

from typing import Annotated

import typer
from msgspec.structs import replace

from migraine_cli.cli import clock
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import recording_for
from migraine_cli.listings.course import ScoreRow
from migraine_cli.recording.together import held
from migraine_cli.records.score import Score
from migraine_cli.records.scores import INSTRUMENTS, stated_or_added
from migraine_cli.words.dates import parse_date
from migraine_cli.words.values import answers, code, whole_number


def add_score(
    patient: Patient,
    instrument: Annotated[
        str, typer.Argument(metavar="hit6|midas", help="Which questionnaire it was.", show_default=False)
    ],
    day: Annotated[str, typer.Argument(metavar="DATE", help="The day it was filled in.", show_default=False)],
    total: Annotated[str | None, typer.Argument(metavar="[TOTAL]", help="The total, if you have no items.")] = None,
    items: Annotated[
        str | None,
        typer.Option(metavar="N,N,N", help="The answers in their order: six for HIT-6, five for MIDAS, then A and B."),
    ] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record a HIT-6 or MIDAS score, as a total or answer by answer.

    HIT-6: six answers of 6, 8, 10, 11 or 13; 36 to 49 is little impact, to 55 some, to 59 substantial, from 60
    severe; a change of 6 points matters to a person with chronic migraine.
    MIDAS: five counts of days; grade I to 5, II to 10, III to 20, IV above. A and B are kept, never added.

    Examples:
      migcli add-score P0001 hit6 2026-10-05 66
      migcli add-score P0001 hit6 today --items 13,11,11,10,11,10
      migcli add-score P0001 midas today --items 4,3,5,4,4,45,7
    """
    which = code(instrument, INSTRUMENTS, "questionnaire")
    given = None if items is None else answers(items)
    stated = None if total is None else whole_number(total, "total", 0, 999)
    score = Score(
        patient=patient,
        date=parse_date(day, clock.today(), "date of the score"),
        instrument=which,
        total=stated_or_added(which, stated, given),
        items=None if given is None else tuple(answer for answer in given if answer is not None),
    )
    with recording_for(patient, place, "add-score", dry_run=dry_run) as (clinic, person):
        score = replace(score, patient=person.id)
        told = held(score, clinic, clock.today())
        added = clinic.add(score)
    row = ScoreRow.of(added, person, told.warnings)
    confirm(Recorded("scores", row, row.sentence(), dry_run=dry_run), clock.today(), form)
