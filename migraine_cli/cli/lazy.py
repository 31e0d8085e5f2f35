"""Commands that are imported when they are called.

The group holds a stub per command, enough for its help, for completion and for "did you mean"; to run
`migcli due` only `due` is imported.
"""

from __future__ import annotations

from importlib import import_module
from inspect import getdoc
from keyword import iskeyword
from typing import NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from migraine_cli.cli.forms import with_arrangement
from migraine_cli.cli.help import ReadableHelp
from migraine_cli.cli.requests import with_request
from migraine_cli.cli.typer_internals import Command, Context, HelpFormatter


class _Command(ReadableHelp, TyperCommand):
    pass


class Listed(NamedTuple):
    """A command as the list shows it; `help` is the first line of its function's docstring."""

    name: str
    panel: str
    help: str

    @property
    def function_name(self) -> str:
        """Its function's name, and its module's: `add-session` is `add_session`, `import` is `import_`."""
        name = self.name.replace("-", "_")
        return f"{name}_" if iskeyword(name) else name

    def stub(self) -> Command:
        """A command that knows its name and help only."""
        return TyperCommand(self.name, help=self.help)

    def load(self) -> Command:
        """The command itself; the last paragraph of its docstring, its examples, closes its help, and a
        module's CONTEXT sets how its arguments are read.
        """
        module = import_module(f"migraine_cli.cli.commands.{self.function_name}")
        function = getattr(module, self.function_name)
        text, _, examples = (getdoc(function) or "").rpartition("\n\n")
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        context = getattr(module, "CONTEXT", None)
        register = alone.command(self.name, cls=_Command, help=text, epilog=examples, context_settings=context)
        register(with_request(with_arrangement(function)))
        return get_command(alone)


class LazyGroup(ReadableHelp, TyperGroup):
    """A group of stubs; the one that is called gives way to its command."""

    _listed: tuple[Listed, ...] = ()

    def take(self, commands: tuple[Listed, ...]) -> None:
        """Takes `commands` into the group, in the order of its help."""
        self._listed = commands
        self.commands = {command.name: command.stub() for command in commands}

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """The command that `args` call, imported now."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, next((listed.load() for listed in self._listed if listed.name == name), None), rest

    def format_help_text(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Writes what the group is for, then its commands under the headings of their panels."""
        super().format_help_text(ctx, formatter)
        for panel in dict.fromkeys(listed.panel for listed in self._listed):
            with formatter.section(panel):
                formatter.write_dl([(each.name, each.help) for each in self._listed if each.panel == panel])

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Writes nothing after the options: the commands stand before them."""
