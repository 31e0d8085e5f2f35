"""A synthetic clinic as the CSV files that `migcli import` takes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import cast

from migraine_cli.chart.chart import Chart
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.session import Session

COLUMNS = {
    "patients": "id,name,born,sex,phone,email,chronic_since,overuse,cautions,goals,note",
    "diary": "patient,date,headache,hours,severity,migraine,medicines,note",
    "months": "patient,month,headache_days,migraine_days,long_days,recorded_days",
    "preventives": "patient,medicine,class,started,stopped,outcome",
    "sessions": "patient,date,product,indication,protocol,units,sites,lot,expiry,vials,by,note",
}
"""The columns of each file; contract.md fixes them."""

Cells = Sequence[object]


def write_csv(charts: Iterable[Chart], folder: Path) -> None:
    """Write patients, diary, months, preventives and sessions as .csv files into `folder`, which must exist.

    The same charts give the same bytes on every platform. Raises OSError when a file can't be written.
    """
    with ExitStack() as opened:
        sheets = {}
        for kind, columns in COLUMNS.items():
            file = opened.enter_context((folder / f"{kind}.csv").open("w", encoding="utf-8", newline=""))
            sheets[kind] = csv.writer(file, lineterminator="\n")
            sheets[kind].writerow(columns.split(","))
        for chart in charts:
            sheets["patients"].writerow(_patient(chart.patient))
            sheets["diary"].writerows(row for entry in chart.diary for row in _days(entry))
            sheets["months"].writerows(map(_month, cast("Sequence[MonthCount]", chart.months)))
            sheets["preventives"].writerows(map(_preventive, chart.preventives))
            sheets["sessions"].writerows(map(_session, chart.sessions))


def _patient(patient: Patient) -> Cells:
    return (
        patient.id,
        patient.name,
        patient.born,
        patient.sex,
        patient.phone,
        patient.email,
        patient.chronic_since,
        patient.overuse,
        ";".join(patient.cautions),
        ";".join(patient.goals),
        patient.note,
    )


def _days(entry: DiaryEntry) -> Iterator[Cells]:
    for said in entry.statements:
        facts = (_yes_no(said.headache), _number(said.hours), said.severity, _yes_no(said.migraine))
        for day in said.days:
            yield (entry.patient, day, *facts, ";".join(said.medicines or ()), said.note)


def _month(count: MonthCount) -> Cells:
    return (
        count.patient,
        count.month,
        count.headache_days,
        count.migraine_days,
        count.long_days,
        count.recorded_days,
    )


def _preventive(tried: Preventive) -> Cells:
    return (
        tried.patient,
        tried.medicine or "none",
        tried.drug_class,
        tried.started,
        tried.stopped,
        tried.outcome,
    )


def _session(session: Session) -> Cells:
    places = (session.site_map or {}).items()
    return (
        session.patient,
        session.date,
        session.product,
        session.indication,
        session.protocol,
        _number(session.units),
        ";".join(f"{place}={_number(at.units)}x{at.sites}" for place, at in places),
        session.lot,
        session.expiry,
        ";".join(map(str, session.vials)),
        session.by,
        session.note,
    )


def _yes_no(fact: bool | None) -> str | None:
    return None if fact is None else "yes" if fact else "no"


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"
