"""The one call that runs a command."""

import os
import sys
from typing import Annotated

import typer
from typer.main import get_command

from migraine_cli import __version__
from migraine_cli.cli.all_commands import COMMANDS
from migraine_cli.cli.lazy import LazyGroup, Listed
from migraine_cli.cli.options import Place
from migraine_cli.cli.typer_internals import NoArgsIsHelpError, UsageError
from migraine_cli.errors import ClinicFileError, InvalidValue, MigcliError
from migraine_cli.output.streams import warn, write

_app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)


def run(arguments: list[str]) -> int:
    """Runs the command that `arguments` call; its exit code.

    Raises MigcliError for what a person can mend, KeyboardInterrupt for a question that was broken off.
    """
    try:
        code = _called(arguments)
    except MigcliError as fault:
        fault.warnings += _key_warnings()
        if fault.advice:
            from migraine_cli.cli.advice import with_advice

            fault.sentence = with_advice(fault)
        raise
    for warning in _key_warnings():
        warn(warning)
    return code


def _key_warnings() -> tuple[str, ...]:
    """Warnings of the key file, where one was used: only then is what reads it loaded."""
    encryption = sys.modules.get("migraine_cli.store.tinydb_file.encryption")
    return () if encryption is None else encryption.exposed_keys()


def _called(arguments: list[str]) -> int:
    group = group_of(COMMANDS)
    if instruction := os.environ.get("_MIGCLI_COMPLETE"):
        return _complete(group, instruction)
    if any("-completion" in argument for argument in arguments):
        from migraine_cli.cli.shells import take_over

        take_over()
    called = None
    try:
        with group.make_context("migcli", arguments) as called:
            group.invoke(called)
    except typer.Exit as done:
        return done.exit_code
    except NoArgsIsHelpError as bare:
        write(f"{bare.message}\n")
        return 0
    except UsageError as fault:
        from migraine_cli.cli.usage import one_sentence

        raise InvalidValue(one_sentence(fault, called.invoked_subcommand if called else None)) from fault
    except ClinicFileError as fault:
        from migraine_cli.store.tinydb_file.backups import with_mend  # only a damaged file needs it

        raise with_mend(fault) from fault
    except typer.Abort as broken_off:
        raise KeyboardInterrupt from broken_off
    return 0


def group_of(commands: tuple[Listed, ...]) -> LazyGroup:
    """`migcli` with `commands`, each of them a stub until it is called."""
    group = get_command(_app)
    assert isinstance(group, LazyGroup)
    group.take(commands)
    return group


def _complete(group: LazyGroup, instruction: str) -> int:
    """Answers the shell's question for completions."""
    from migraine_cli.cli.shells import answered

    # Typer would load all of Rich to strip markup that our helps don't have, at twice the time of the answer.
    sys.modules["rich"] = None  # type: ignore[assignment]
    if not answered(group, instruction):
        group.main(prog_name="migcli")  # ends the process
    return 0


def _print_version(asked: bool) -> None:
    if asked:
        write(f"migcli {__version__}\n")
        raise typer.Exit


@_app.callback(epilog="Example:\n  migcli demo")
def _migcli(
    context: typer.Context,
    place: Place = None,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """The assistant of a chronic-migraine botulinum-toxin clinic: record, judge, list who is due."""
    if place is not None:
        # Given before the command's name it is the default of the option behind it.
        context.default_map = {listed.name: {"place": place} for listed in COMMANDS}
