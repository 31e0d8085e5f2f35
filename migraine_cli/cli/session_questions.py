"""The questions that add-session asks at a terminal when it was called without a PATIENT."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.opening import reading
from migraine_cli.cli.who_is_meant import name_candidates, who_is, whom
from migraine_cli.errors import InvalidValue, MigcliError, NotOneMeant
from migraine_cli.output.streams import ask, say
from migraine_cli.records.patient import Patient
from migraine_cli.store.contract import Clinic
from migraine_cli.words.dates import parse_date
from migraine_cli.words.text import plain
from migraine_cli.words.values import extra_site, parts
from migraine_cli.words.vials import expiry, vial

T = TypeVar("T")


class Visit(Struct, frozen=True):
    """What is asked of a visit, as it was typed."""

    patient: str
    day: str
    extra: list[str]
    lot: str | None
    expiry: str | None
    vials: list[str]
    by: str | None
    supply: str | None


def ask_for_missing(place: str | None, given: Visit) -> Visit:
    """The visit with what wasn't given asked for; a faulty answer is asked for again.

    Raises InvalidValue where stdin is no terminal: nothing waits for input there.
    """
    if not sys.stdin.isatty():
        raise InvalidValue("missing argument 'PATIENT'; see `migcli add-session --help`.")
    today = clock.today()
    with reading(place) as clinic:
        patient = _patient(clinic)
    return Visit(
        patient=patient.id,
        day=_asked("Date", lambda text: parse_date(text, today), given.day),
        extra=given.extra or _list("Extra sites, such as temporalis-left=1 (none)", extra_site),
        vials=given.vials or _list("Vials, such as 200 or 200:LOT:EXPIRY (not recorded)", vial),
        lot=given.lot or _asked("Lot (not recorded)", lambda text: plain(text, "lot"), ""),
        expiry=given.expiry or _asked("Expiry of the vial (not recorded)", _day_or_blank, "") or None,
        by=given.by or _asked("Who injected (not recorded)", lambda text: plain(text, "name"), ""),
        supply=given.supply,
    )


def _patient(clinic: Clinic) -> Patient:
    """Whom the visit is of, shown to be compared with the person in the room; a name will do, as all is agreed to."""
    _, patient = _read("Patient", lambda text: whom(clinic, text))
    say(f"{who_is(patient)}.")
    return patient


def _day_or_blank(text: str) -> object:
    return expiry(text, clock.today()) if text.strip() else None


def _list(question: str, check: Callable[[str], object]) -> list[str]:
    def check_all(text: str) -> None:
        for part in text.replace(",", " ").split():
            check(part)

    return parts(_asked(question, check_all, "").replace(",", " ").split())


def _asked(question: str, check: Callable[[str], object], default: str | None = None) -> str:
    """The answer to a question, once `check` raises nothing for it; a blank one is the default, if there is one."""
    return _read(question, check, default)[0]


def _read(question: str, reader: Callable[[str], T], default: str | None = None) -> tuple[str, T]:
    """The same, and what `reader` made of the answer."""
    while True:
        answer = ask(f"{question} [{default}]: " if default else f"{question}: ") or default
        if answer is None:
            continue
        try:
            return answer, reader(answer)
        except MigcliError as fault:
            say(f"error: {fault.sentence}")
            if isinstance(fault, NotOneMeant):
                name_candidates(fault)
