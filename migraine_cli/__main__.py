"""`migcli` and `python -m migraine_cli`: the one place where errors become a sentence and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise

from migraine_cli import __version__
from migraine_cli.cli.put_off import put_off
from migraine_cli.errors import FaultyRows, MigcliError, NotOneMeant
from migraine_cli.output import streams
from migraine_cli.words.text import harmless


class _Interrupted(MigcliError):
    exit_code = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; its exit code. `arguments` are those of the process unless given."""
    gc.disable()  # so short a life makes less garbage than a collection costs
    streams.prepare()
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        return _run([*given])  # what reads a command line takes it apart
    except BrokenPipeError:
        streams.drop_stdout()
        return 0
    except KeyboardInterrupt:
        streams.end_line()
        return _report(_Interrupted("interrupted; run the command again if it should still happen."), given)
    except MigcliError as fault:
        return _report(fault, given)
    except Exception as fault:
        return _report(_own_fault(fault), given)


def process() -> None:
    """Runs the command that the process was called with, and ends the process with its exit code."""
    put_off()
    code = main()
    # An ordinary exit first takes every module apart, a tenth of a short command's time. All is done by now: both
    # streams are flushed with every write, what was recorded is on the disk, and the lock has been let go.
    os._exit(code)


def _run(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        streams.write(f"migcli {__version__}\n")
        return 0
    from migraine_cli.cli.app import run

    return run(arguments)


def _own_fault(fault: Exception) -> MigcliError:
    """The fault's kind and place. Its message is left out, since it could hold a patient's data."""
    from pathlib import Path

    package, place, trace = Path(__file__).parent, "an unknown place", fault.__traceback__
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(package):
            place = f"{file.relative_to(package.parent).as_posix()}:{trace.tb_lineno}"
        trace = trace.tb_next
    return MigcliError(f"migcli has a fault ({type(fault).__name__} at {place}); please report this line.")


def _report(fault: MigcliError, arguments: list[str]) -> int:
    """Puts the fault on stderr, as JSON if that was asked for; its exit code."""
    with suppress(OSError):  # stderr is gone as well, and there is nowhere left to say so
        if _asks_for_json(arguments):
            _report_json(fault)
        else:
            _report_text(fault)
    return fault.exit_code


def _asks_for_json(arguments: list[str]) -> bool:
    folded = [argument.casefold() for argument in arguments]
    return "--format=json" in folded or ("--format", "json") in pairwise(folded)


def _report_text(fault: MigcliError) -> None:
    for warning in fault.warnings:
        streams.warn(warning)
    streams.say(f"error: {fault.sentence}")
    if isinstance(fault, FaultyRows):
        for line, reason in fault.faults:
            streams.say(f"line {line}: {reason}")
    if isinstance(fault, NotOneMeant):
        from migraine_cli.cli.who_is_meant import name_candidates

        name_candidates(fault)


def _report_json(fault: MigcliError) -> None:
    from migraine_cli.output.as_json import compact

    report: dict[str, object] = {
        "error": harmless(fault.sentence),
        "exit_code": fault.exit_code,
        "warnings": [harmless(warning) for warning in fault.warnings],
    }
    if isinstance(fault, FaultyRows):
        report["faults"] = [{"line": line, "reason": harmless(reason)} for line, reason in fault.faults]
        report["faulty_rows"] = len(fault.faults)
    if isinstance(fault, NotOneMeant):
        report["candidates"] = [
            {"patient": patient, "name": name, "born": born} for patient, name, born in fault.candidates
        ]
    streams.say(compact(report))


if __name__ == "__main__":
    process()
