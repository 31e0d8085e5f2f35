"""Medicines taken that aren't listed: their class is asked for at a terminal, and a warning says so elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from migraine_cli.errors import MigcliError
from migraine_cli.output.streams import ask, say
from migraine_cli.reference.data import medicines
from migraine_cli.words.medicines import acute_medicine, unlisted
from migraine_cli.words.text import did_you_mean


def named_in_full(taken: tuple[str, ...]) -> tuple[str, ...]:
    """The medicines with the class of those that aren't listed, as far as the person at the terminal knows it."""
    if not sys.stdin.isatty():
        return taken
    near = doubtful(taken)
    return tuple(dict.fromkeys(_asked(name, near[name]) if name in near else name for name in taken))


def doubtful(taken: Iterable[str]) -> dict[str, list[str]]:
    """The medicines whose class isn't known, each with the listed one that may be meant."""
    known = medicines()
    return unlisted(taken, known.acute, known.aliases)


def warnings_of(taken: Iterable[str]) -> Iterator[str]:
    """What must be said of the medicines whose class isn't known."""
    for name, near in doubtful(taken).items():
        meant = did_you_mean(near)
        yield f"{name} isn't in the list of acute medicines{meant}, so its class is unknown; write NAME=CLASS"


def _asked(name: str, near: list[str]) -> str:
    """The medicine that is meant: the one typed with its class, the nearest one, or the one typed and no class."""
    known = medicines()
    say(f"{name} isn't in the list of acute medicines{did_you_mean(near)}.")
    say(f"Type the right name, or its class: {', '.join(dict.fromkeys(known.acute.values()))}.")
    while answer := ask("Name or class (not known): "):
        try:
            right = acute_medicine(answer, known.aliases, known.acute)
            return right if right in known.acute else acute_medicine(f"{name}={answer}", known.aliases, known.acute)
        except MigcliError as fault:
            say(f"error: {fault.sentence}")
    return name
