"""The clinic's charts one after the other, with little more in memory at a time than one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from migraine_cli.chart.chart import Chart, kinds_read
from migraine_cli.records.history import History, with_moved
from migraine_cli.records.patient import Patient, cautions_since
from migraine_cli.records.record import AboutPatient, number_of
from migraine_cli.store.postgres.versions import records

if TYPE_CHECKING:
    from migraine_cli.store.postgres.connecting import Connection

_AT_A_TIME = 200
"""Lists that are fetched together, each of one patient's versions of a kind."""


def streamed(
    connection: Connection, site: int, parts: Collection[str], of: Collection[str] | None, history: History
) -> Iterator[Chart]:
    """Each patient's chart with these parts, or those `of` some, by patient id."""
    kinds = kinds_read(parts)
    asked = {"site": site, "kinds": [Patient.kind, *(kind.kind for kind in kinds.values())]}
    if of is not None:
        asked["of"] = list(of)
    moved = _moved(connection, asked)
    # All of it is fetched: the server is to sort it at once, not to look each row up so that the first comes soon.
    connection.execute("set local cursor_tuple_fraction = 1")
    with connection.cursor("charts") as cursor:
        cursor.itersize = _AT_A_TIME
        cursor.execute(
            "select patient, kind, json_agg(said order by number)"
            " from migcli.version where clinic = %(site)s and kind = any(%(kinds)s)"
            f"{'' if of is None else ' and patient = any(%(of)s)'} group by patient, kind order by patient, kind",
            asked,
        )
        for patient, rows in groupby(cursor, key=itemgetter(0)):
            said: dict[str, list[bytes]] = defaultdict(list)
            for _, kind, listed in rows:
                said[kind].append(listed[1:-1])
            versions = records(Patient, said[Patient.kind])
            if person := history.in_force(versions).get(patient):
                theirs = {part: _part(kind, patient, said[kind.kind], moved, history) for part, kind in kinds.items()}
                chart = Chart(person, **theirs)
                if person.cautions:
                    chart.caution_entries = cautions_since(history.standing(versions))
                yield chart


def _part(
    kind: type[AboutPatient], patient: str, said: list[bytes], moved: dict[str, list[bytes]], history: History
) -> list[AboutPatient]:
    theirs = records(kind, said)
    if moved:
        elsewhere = [text for id_ in {each.id for each in theirs} for text in moved.get(id_, ())]
        theirs = list(with_moved(theirs, records(kind, elsewhere)))
    return sorted((each for each in history.in_force(theirs).values() if each.patient == patient), key=number_of)


def _moved(connection: Connection, asked: dict[str, Any]) -> dict[str, list[bytes]]:
    """The versions that took the place of another, by id: only they tell that a record has gone to somebody else."""
    found: dict[str, list[bytes]] = defaultdict(list)
    query = (
        "select id, said from migcli.version where clinic = %(site)s and kind = any(%(kinds)s)"
        " and replaces is not null order by kind, number"
    )
    for id_, said in connection.execute(query, asked):
        found[id_].append(said)
    return found
