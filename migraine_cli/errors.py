"""What can go wrong, each with its one sentence and its exit code.

The sentence says what is wrong and what to do next, and quotes no more of a patient's data than the person just typed;
only where it must be told who is meant, it names them.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which `--version` needn't load
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class MigcliError(Exception):
    """An error a person can act on; printed as one sentence, never as a traceback.

    `advice` is what can be done about it in the program's options, which are known in cli/ alone: the name by which
    `cli.advice` has it, and what it is about.
    """

    exit_code = 70

    def __init__(self, sentence: str, *, warnings: tuple[str, ...] = (), advice: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.warnings = warnings
        self.advice = advice


class InvalidValue(MigcliError, ValueError):
    """A value or a use of the command line that can't be right."""

    exit_code = 2


class FaultyRows(InvalidValue):
    """Rows of an imported file that can't be taken; every one is named with its line and reason."""

    def __init__(self, sentence: str, faults: list[tuple[int, str]]) -> None:
        super().__init__(sentence)
        self.faults = faults


class NotFound(MigcliError):
    """No such patient, record or policy."""

    exit_code = 3


class NotOneMeant(NotFound):
    """What was typed isn't the id of one patient; `candidates` are whom it can mean: id, name and birth date."""

    def __init__(self, sentence: str, candidates: Sequence[tuple[str, str | None, date | None]]) -> None:
        super().__init__(sentence)
        self.candidates = candidates


class Refused(MigcliError):
    """A safety rule stands against what was asked."""

    exit_code = 4


class ClinicFileError(MigcliError):
    """The clinic file is missing, locked, damaged, newer than the program, or can't be written."""

    exit_code = 5
