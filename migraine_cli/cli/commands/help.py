"""`migcli help`: the manual, and the help of each command."""

from difflib import get_close_matches
from typing import Annotated

import typer

from migraine_cli.cli.forms import usual_form
from migraine_cli.cli.options import Place
from migraine_cli.errors import InvalidValue
from migraine_cli.output.manual_page import show_page
from migraine_cli.output.streams import write
from migraine_cli.reference.manual import page, topics
from migraine_cli.words.text import did_you_mean


def help(  # noqa: A001 - a command's function bears its name
    context: typer.Context,
    about: Annotated[
        list[str] | None,
        typer.Argument(metavar="[COMMAND|TOPIC]", help="A command, or a topic of the manual.", show_default=False),
    ] = None,
    _place: Place = None,
) -> None:
    """Explain a command or a topic of the manual; alone, list both.

    A word that is both gets both explained.

    Examples:
      migcli help
      migcli help due
      migcli help dates
    """
    if not about:
        _list_all(context)
        return
    asked = "-".join(about).casefold()
    commands, manual = _commands(), topics()
    if asked not in commands and asked not in manual:
        raise InvalidValue(_unknown(" ".join(about), asked, [*commands, *manual]))
    if asked in commands:
        write(_command_help(context, asked))
    if asked in commands and asked in manual:
        write("\n")
    if asked in manual:
        show_page(page(asked), plain=usual_form() == "plain")


def _commands() -> list[str]:
    from migraine_cli.cli.all_commands import COMMANDS

    return [listed.name for listed in COMMANDS]


def _list_all(context: typer.Context) -> None:
    assert context.parent is not None
    write(f"{context.parent.get_help()}\n\nTopics of the manual, each shown by `migcli help TOPIC`:\n")
    manual = topics()
    widest = max(map(len, manual))
    write("".join(f"  {topic:{widest}}  {title}\n" for topic, title in manual.items()))


def _command_help(context: typer.Context, name: str) -> str:
    from migraine_cli.cli.all_commands import COMMANDS

    command = next(listed.load() for listed in COMMANDS if listed.name == name)
    with command.make_context(name, [], parent=context.parent, resilient_parsing=True) as own:
        return f"{command.get_help(own)}\n"


def _unknown(typed: str, asked: str, known: list[str]) -> str:
    meant = did_you_mean(get_close_matches(asked, known, n=1))
    return f"{typed} is neither a command nor a topic of the manual{meant}; `migcli help` lists both."
