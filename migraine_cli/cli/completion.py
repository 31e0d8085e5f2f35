"""What can be written at a place of the command line, with what it stands for.

Codes are read off the option itself: its form in the help (`yes|no`) or the list in its help. What is recorded comes
from the clinic; nothing is said of a clinic that can't be read just now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from migraine_cli.cli.opening import reading
from migraine_cli.errors import MigcliError

if TYPE_CHECKING:
    from migraine_cli.cli.typer_internals import Parameter
    from migraine_cli.records.record import Record

_FILES = ("FILE", "TO", "PATH", "KEYFILE")
_CODES = ("CODE", "RULE", "STATUS", "KIND", "CLASS", "NAME")
_LISTED = r"(?:: |\b[Oo]ne of |\bOnly )([\w-]+(?:, [\w-]+)*)[.;]"

_MOST_RECORDS = 100
"""Records of one kind that are offered, the latest first; ours: more can't be looked through."""

Offer = tuple[str, str]
"""What can be written, and what it stands for."""


class Asked(NamedTuple):
    """The place that is asked about: how the help writes it, what stands before it, and what is typed of it."""

    command: str
    parameter: str
    form: str
    help: str
    given: Mapping[str, Any]
    place: str | None
    typed: str

    def of(self, command: str, parameter: Parameter) -> Asked:
        """The same of a parameter of a command."""
        form = getattr(parameter, "metavar", None) or ""
        return self._replace(
            command=command,
            parameter=parameter.name or "",
            form=form[1:-1] if form.startswith("[") and form.endswith("]") else form,
            help=getattr(parameter, "help", None) or "",
        )


def takes_files(asked: Asked) -> bool:
    """Whether the name of a file belongs there."""
    return asked.form in _FILES or (asked.command, asked.parameter) == ("restore", "source")


def offers(asked: Asked) -> list[Offer]:
    """All that begins as it is typed, in any case."""
    found = _BY_PARAMETER.get((asked.command, asked.parameter)) or _BY_FORM.get(asked.form) or _codes
    begun = asked.typed.casefold()
    with suppress(MigcliError):  # a shell waits for the answer, and shows no errors
        return [offer for offer in found(asked) if offer[0].casefold().startswith(begun)]
    return []


def _codes(asked: Asked) -> Iterator[Offer]:
    """Those of `yes|no|unknown`, not of `none|TEXT`; or those that the help lists."""
    if "|" in asked.form:
        ways = [way.partition("[")[0] for way in asked.form.split("|")]
        yield from ((way, "") for way in ways if re.fullmatch("[a-z0-9-]+", way))
    elif asked.form in _CODES and (listed := re.search(_LISTED, asked.help)):
        yield from ((code, "") for code in listed[1].split(", "))


def _patients(asked: Asked) -> Iterator[Offer]:
    with reading(asked.place) as clinic:
        for id_, person in clinic.labels().items():
            born = f", born {person.born}" if person.born else ""
            yield id_, f"{person.name or 'without a name'}{born}"


def _records(asked: Asked) -> Iterator[Offer]:
    """Patients, kinds of record, and once a kind is typed its records, the latest first."""
    from migraine_cli.records.kinds import NUMBERED

    kind, colon, _ = asked.typed.casefold().partition(":")
    if not colon:
        yield from ((f"{each.kind}:", "") for each in NUMBERED)
        yield from _patients(asked)
        return
    for each in NUMBERED:
        if each.kind == kind:
            with reading(asked.place) as clinic:
                begun = [one for one in clinic.records(each) if one.id.startswith(asked.typed.casefold())]
            yield from ((one.id, _about(one)) for one in islice(reversed(begun), _MOST_RECORDS))


def _about(record: Any) -> str:
    when = getattr(record, "date", None) or getattr(record, "month", None)
    whose = getattr(record, "patient", None) or f"lot {record.lot}"
    return f"{whose}{f', {when}' if when else ''}"


def _fields(asked: Asked) -> Iterator[Offer]:
    from migraine_cli.cli.who_is_meant import record_meant
    from migraine_cli.exchange.amending import amendable
    from migraine_cli.records.record import AboutPatient

    with reading(asked.place) as clinic:
        record = record_meant(clinic, asked.given.get("id_") or "")
    patient = ["patient"] if isinstance(record, AboutPatient) else []
    field, equals, value = asked.typed.partition("=")
    if equals:
        found = _values(record, field.casefold(), asked._replace(typed=value))
        yield from ((f"{field}={offer}", meaning) for offer, meaning in found)
    else:
        yield from ((f"{field}=", "") for field in [*amendable(record), *patient])


def _values(record: Record, field: str, asked: Asked) -> Iterable[Offer]:
    """What a field of the record can be, as the command that records it takes it."""
    from migraine_cli.cli.field_values import STATED, recording_parameter

    if field == "patient":
        return _patients(asked)
    if (record.kind, field) in STATED:
        return ((code, "") for code in STATED[record.kind, field])
    recorded = recording_parameter(record, field)
    return () if recorded is None else offers(asked.of(*recorded))


def _columns(asked: Asked) -> Iterator[Offer]:
    """The names that aren't there yet, behind those that are."""
    before, comma, _ = asked.typed.rpartition(",")
    given = {name.strip().casefold() for name in before.split(",")}
    yield from ((f"{before}{comma}{key}", "") for key in _keys(asked) if key not in given)


def _sorted(asked: Asked) -> Iterator[Offer]:
    down = "-" if asked.typed.startswith("-") else ""
    yield from ((f"{down}{key}", "") for key in _keys(asked))


def _keys(asked: Asked) -> Iterable[str]:
    """The keys of what the command lists, as JSON has them."""
    from migraine_cli.cli.commands.schema import item_type

    listing = "billing" if asked.given.get("billing") else asked.command
    return item_type(listing).__struct_encode_fields__


def _policies(_: Asked) -> Iterator[Offer]:
    from migraine_cli.reference.policies import policy, policy_ids

    for id_ in policy_ids():
        yield id_, policy(id_).title


def _protocols(_: Asked) -> Iterator[Offer]:
    from migraine_cli.reference.data import names

    yield from ((name, "") for name in names("protocols"))


def _sites(_: Asked) -> Iterator[Offer]:
    from migraine_cli.words.values import MUSCLE_SIDES

    yield from ((f"{muscle}=", "") for muscle in MUSCLE_SIDES)


def _preventives(_: Asked) -> Iterator[Offer]:
    from migraine_cli.reference.data import medicines

    yield from medicines().preventive.items()
    yield "none", "no preventive was tried"


def _acute(_: Asked) -> Iterator[Offer]:
    from migraine_cli.reference.data import medicines

    yield from medicines().acute.items()
    yield "none", "no acute medicine was taken"


def _effects(_: Asked) -> Iterator[Offer]:
    from migraine_cli.reference.data import effects

    yield from ((term, known.name if known.name != term else "") for term, known in effects().terms.items())


def _classes(_: Asked) -> Iterator[Offer]:
    from migraine_cli.records.codes import PREVENTIVE_CLASSES

    yield from ((code, "") for code in PREVENTIVE_CLASSES)


def _statuses(_: Asked) -> Iterator[Offer]:
    from migraine_cli.treatment.schedule import STATUSES

    yield from ((status, "") for status in STATUSES)


def _products(_: Asked) -> Iterator[Offer]:
    from migraine_cli.records.codes import PRODUCTS

    yield from ((product, "") for product in ("none", *PRODUCTS))


def _listings(_: Asked) -> Iterator[Offer]:
    from migraine_cli.cli.commands.schema import LISTINGS

    yield from ((name, "") for name in LISTINGS)


def _maps(_: Asked) -> Iterator[Offer]:
    from migraine_cli.reference.column_maps import saved_names

    yield from ((name, "") for name in saved_names())


_BY_FORM: Mapping[str, Callable[[Asked], Iterable[Offer]]] = {
    "PATIENT": _patients,
    "ID|FILE.toml": _policies,
    "NAMES": _columns,
    "[-]NAME": _sorted,
    "MUSCLE-SIDE=SITES": _sites,
    "MUSCLE-SIDE=UNITSxSITES": _sites,
}
_BY_PARAMETER: Mapping[tuple[str, str], Callable[[Asked], Iterable[Offer]]] = {
    ("add-checkup", "other_toxin"): _products,
    ("add-diary", "took"): _acute,
    ("add-effect", "kind"): _effects,
    ("add-preventive", "class_"): _classes,
    ("add-preventive", "medicine_"): _preventives,
    ("add-session", "protocol_"): _protocols,
    ("amend", "changes"): _fields,
    ("amend", "id_"): _records,
    ("due", "status"): _statuses,
    ("import", "map_file"): _maps,
    ("merge", "leaving"): _patients,
    ("merge", "staying"): _patients,
    ("schema", "name"): _listings,
    ("void", "id_"): _records,
}
