"""The texts of a practice's own messages, made from its templates; neutral words, and nothing that says too much."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Template

from msgspec import Struct

from migraine_cli.errors import InvalidValue

SMS_CHARACTERS = 160
"""What one SMS holds in its own alphabet."""

_GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The alphabet of the SMS, GSM 03.38."""

_TWICE = frozenset("^{}\\[~]|€")
"""Its extension; each of these takes two characters."""

_SAYS_TOO_MUCH = re.compile(r"(?i)botox|botulin|toxin|migraine|inject|headache|cgrp|diagnos")
"""Words that tell a stranger what the patient is treated for."""


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """A template of one channel; an SMS has no subject."""

    text: str
    subject: str = ""


def worded(template: str, facts: Mapping[str, str], where: str) -> str:
    """The text of a template. Raises InvalidValue for a name that nothing is known by, and where anything but the
    patient's own name says what the treatment is; `where` names the template.
    """
    try:
        text = Template(template).substitute(facts)
    except KeyError as fault:
        known = ", ".join(f"${name}" for name in facts)
        raise InvalidValue(f"{where} names ${fault.args[0]}, which isn't known there; write one of {known}.") from fault
    except ValueError as fault:
        raise InvalidValue(f"{where} has a $ without a name behind it; write $$ for a dollar sign.") from fault
    if said := _SAYS_TOO_MUCH.search(Template(template).substitute({**facts, "name": ""})):
        raise InvalidValue(
            f"{where} says {said[0]!r}, which tells what the treatment is; say it, or `sender`, in neutral words."
        )
    return text


def sms_length(text: str) -> int | None:
    """How many characters of an SMS a text takes; None where it has a letter that the SMS's alphabet lacks."""
    if not set(text) <= _GSM_7 | _TWICE:
        return None
    return sum(2 if letter in _TWICE else 1 for letter in text)
