"""Month counts as they lie in the file: one document for what one command recorded of one patient's months.

A row of a paper calendar is twenty letters and a record about it a hundred and forty, so that together they were three
quarters of a large file. Each month keeps its own id all the same, and an amendment of one is a document of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter

from msgspec import Struct, ValidationError

from migraine_cli.errors import InvalidValue
from migraine_cli.records.diary import MONTH, Count, MonthCount

_IDS = rb'"ids":"(\d+(?:\.\.\d+)?(?:,\d+(?:\.\.\d+)?)*)"'


class Counts(Struct, frozen=True, array_like=True, gc=False):
    """What was counted in one month, in the order of a calendar's columns; None is not known."""

    month: str
    headache_days: Count | None = None
    migraine_days: Count | None = None
    long_days: Count | None = None
    recorded_days: Count | None = None


class StoredMonths(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A document of the table. `ids` are the numbers of the months' ids, such as "1..12,15": month:1 to month:12, and
    month:15.
    """

    ids: str
    entry: int
    replaces: int | None = None
    patient: str
    counts: tuple[Counts, ...]

    def __post_init__(self) -> None:
        if sum(len(_run(run)) for run in self.ids.split(",")) != len(self.counts):
            raise ValueError("there isn't one id for each month")
        if not _FOUND_TRUE.issuperset(map(_month, self.counts)):
            _FOUND_TRUE.update(map(_checked, map(_month, self.counts)))

    @property
    def numbers(self) -> list[int]:
        """The numbers of the months' ids, in the order of the months."""
        return [number for run in self.ids.split(",") for number in _run(run)]

    def records(self) -> Iterator[MonthCount]:
        """The records that the document stands for. Raises ValidationError for one that can't be true."""
        try:
            for number, counts in zip(self.numbers, self.counts, strict=True):
                yield self._record(number, counts)
        except InvalidValue as problem:
            raise ValidationError(problem.sentence) from problem

    def _record(self, number: int, counts: Counts) -> MonthCount:
        return MonthCount(
            id=f"{MonthCount.kind}:{number}",
            entry=self.entry,
            replaces=self.replaces,
            patient=self.patient,
            month=counts.month,
            headache_days=counts.headache_days,
            migraine_days=counts.migraine_days,
            long_days=counts.long_days,
            recorded_days=counts.recorded_days,
        )


def stored(records: Mapping[int, MonthCount]) -> dict[int, StoredMonths]:
    """The documents for these records, by number: those of a patient's months that one command recorded under the
    highest of their numbers, each amendment under its own.
    """
    together: dict[tuple[str, int, int | None], dict[int, MonthCount]] = {}
    for number, record in records.items():
        apart = None if record.replaces is None else number
        together.setdefault((record.patient, record.entry, apart), {})[number] = record
    numbered = {max(group): _document(list(group.values())) for group in together.values()}
    return {number: numbered[number] for number in sorted(numbered)}


def marks_of_month(number: int, raw: bytes) -> list[bytes]:
    """How the ids are written in each document of a table that has the month of this number."""
    every = dict.fromkeys(re.findall(_IDS, raw))
    return [b'"ids":"%s"' % ids for ids in every if any(number in _run(run) for run in ids.decode().split(","))]


def _document(records: list[MonthCount]) -> StoredMonths:
    first = records[0]
    return StoredMonths(
        ids=",".join(_runs(int(record.id.partition(":")[2]) for record in records)),
        entry=first.entry,
        replaces=first.replaces,
        patient=first.patient,
        counts=tuple(
            Counts(each.month, each.headache_days, each.migraine_days, each.long_days, each.recorded_days)
            for each in records
        ),
    )


_month: attrgetter[str] = attrgetter("month")


_FOUND_TRUE: set[str] = set()
"""Months that were checked already: a clinic counts the same hundred of every patient."""


def _checked(month: str) -> str:
    if not re.search(MONTH, month):
        raise ValueError("what should be a month isn't one")
    return month


def _run(text: str) -> range:
    first, _, last = text.partition("..")
    return range(int(first), int(last or first) + 1)


def _runs(numbers: Iterable[int]) -> Iterator[str]:
    """Numbers that follow one another as one run each."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1] = [found[-1][0], number]
        else:
            found.append([number])
    return ("..".join(map(str, run)) for run in found)
