"""`migcli messages`: texts for the practice's own mailer."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

import typer
from msgspec import Struct

from migraine_cli.chart.appointments import status_of
from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.held import held_back
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, FormatOption, Place
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.verdict import judge
from migraine_cli.errors import InvalidValue
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import warn
from migraine_cli.practice.open_facts import open_facts
from migraine_cli.practice.own_clinic import OwnClinic
from migraine_cli.practice.wording import SMS_CHARACTERS, Wording, sms_length, worded
from migraine_cli.records.patient import PatientLabel
from migraine_cli.records.visits import Booking
from migraine_cli.reference.letters import CHANNELS, KINDS, wording
from migraine_cli.reference.policies import chosen_policy
from migraine_cli.reference.settings import settings
from migraine_cli.store.charts import charts, recalls
from migraine_cli.store.contract import Clinic
from migraine_cli.store.own import own_clinic_of
from migraine_cli.treatment.schedule import listed, retreatments, to_ring
from migraine_cli.words.dates import parse_span, spans
from migraine_cli.words.values import code

_COLUMNS = (
    Column("patient", "patient"),
    Column("name", "name", folds=True),
    Column("to", "to", folds=True),
    Column("subject", "subject", optional=True, folds=True),
    Column("text", "text", folds=True),
)
_LEFT_OUT = frozenset({"held", "paused", "stopped"})


class MessageRow(Struct, frozen=True, kw_only=True):
    """One message, as the practice's mailer may take it; `to` is a telephone number or an address, None when none is
    recorded or a letter is written.
    """

    patient: str
    name: str | None
    kind: str
    channel: str
    to: str | None
    subject: str | None
    text: str


class _Addressed(NamedTuple):
    """Whom a message is for, and what its text tells beside the name and the practice."""

    patient: PatientLabel
    facts: dict[str, str]


def messages(
    kind: Annotated[str, typer.Option(metavar="KIND", help=f"One of {', '.join(KINDS)}.", show_default=False)],
    channel: Annotated[str, typer.Option(metavar="CHANNEL", help=f"One of {', '.join(CHANNELS)}.")] = "letter",
    within: Annotated[
        str | None, typer.Option(metavar="SPAN", help="How far ahead visits are looked for; else as configured.")
    ] = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Write texts for the practice's own mailer; nothing is sent.

    recall is for those who are due and have no appointment, appointment for those who have one, diary for those whose
    diary has days left open that matter: it names the dates alone. The texts are those of data/letters, in neutral
    words, signed as `sender` in the config file's [clinic]. An SMS has at most 160 characters of its own alphabet.
    The held, paused and stopped are left out and counted.

    Examples:
      migcli messages --kind appointment --channel sms --within 3d --format csv
      migcli messages --kind diary --channel email --format json
    """
    day = asked_for(as_of)
    wanted, by = code(kind, KINDS, "kind of message"), code(channel, CHANNELS, "channel")
    until = day + parse_span(settings().within if within is None else within)
    template = wording(wanted, by)
    with reading(place, as_known_on) as clinic:
        signed = _signed(own_clinic_of(clinic) or OwnClinic())
        left_out, addressed = _addressed(clinic, wanted, day, until)
    rows = [_message(each, wanted, by, template, signed) for each in addressed]
    if unreached := sum(row.to is None for row in rows if by != "letter"):
        warn(f"{unreached} of them have no {'telephone number' if by == 'sms' else 'e-mail address'} recorded.")
    if left_out:
        warn(f"{left_out} held, paused or stopped are left out; `migcli due --all` names them.")
    listing = Listing(
        "messages", MessageRow, day, rows, _COLUMNS, title="Messages", empty="there is nobody to write to."
    )
    show(listing, form, arranged)


def _signed(own: OwnClinic) -> dict[str, str]:
    """Who writes, and the number to ring."""
    if own.sender is None or own.telephone is None:
        missing = "sender" if own.sender is None else "telephone"
        warn(f"the config file states no {missing} under [clinic]; write it there, so that the texts name it.")
    return {"sender": own.sender or "Your clinic", "telephone": own.telephone or "us"}


def _addressed(clinic: Clinic, kind: str, day: date, until: date) -> tuple[int, list[_Addressed]]:
    """How many are left out, and whom the messages are for."""
    sessions = clinic.last_sessions(day)
    everyone = retreatments(
        clinic.labels(), sessions, day, until, recalls(clinic, sessions, day), held=held_back(clinic, sessions, day)
    )
    left_out = {row.patient for row in everyone if row.status in _LEFT_OUT}
    labels = clinic.labels()
    if kind == "recall":
        found = [
            _Addressed(labels[row.patient], {}) for row in to_ring(listed(everyone, (), until, everything=False), day)
        ]
    elif kind == "appointment":
        found = list(_booked(clinic, labels, day, until))
    else:
        found = list(_with_open_days(clinic, labels, day))
    return len(left_out), [each for each in found if each.patient.id not in left_out]


def _booked(clinic: Clinic, labels: dict[str, PatientLabel], day: date, until: date) -> Iterator[_Addressed]:
    ahead = [each for each in clinic.records(Booking) if day <= each.date <= until]
    seen = clinic.days_seen({each.patient for each in ahead})
    booked = (each for each in ahead if status_of(each, seen.get(each.patient, ()), day) == "booked")
    for booking in sorted(booked, key=lambda each: (each.at, each.patient)):
        at = "" if booking.time is None else f" at {booking.time:%H:%M}"
        yield _Addressed(labels[booking.patient], {"date": str(booking.date), "time": at})


def _with_open_days(clinic: Clinic, labels: dict[str, PatientLabel], day: date) -> Iterator[_Addressed]:
    policy = chosen_policy()
    for chart in charts(clinic):
        case = Case.of(chart, day)
        days = open_facts(policy, case, judge(policy, case)).days()
        if days:
            facts = {"days": ", ".join(span.replace("..", " to ") for span in spans(days)), "count": str(len(days))}
            yield _Addressed(labels[chart.patient.id], facts)


def _message(addressed: _Addressed, kind: str, channel: str, template: Wording, signed: dict[str, str]) -> MessageRow:
    """Raises InvalidValue for a template that can't be worded, and for an SMS that is too long."""
    person, where = addressed.patient, f"data/letters/{kind}.toml"
    facts = {"name": person.name or person.id, **signed, **addressed.facts}
    text = worded(template.text, facts, where)
    if channel == "sms":
        _fits(text, where)
    return MessageRow(
        patient=person.id,
        name=person.name,
        kind=kind,
        channel=channel,
        to={"sms": person.phone, "email": person.email}.get(channel),
        subject=worded(template.subject, facts, where) or None,
        text=text,
    )


def _fits(text: str, where: str) -> None:
    length = sms_length(text)
    if length is None:
        raise InvalidValue(f"the SMS of {where} has a letter that an SMS can't hold; write it, and `sender`, without.")
    if length > SMS_CHARACTERS:
        raise InvalidValue(f"the SMS of {where} has {length} characters; shorten it, or `sender`, to {SMS_CHARACTERS}.")
