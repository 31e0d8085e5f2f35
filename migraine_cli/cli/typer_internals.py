"""What Typer doesn't export and this program rests on: the one file to look at before its pin below 0.29 is moved."""

from typer._click.core import Command, Context, Parameter
from typer._click.exceptions import NoArgsIsHelpError, NoSuchOption, UsageError
from typer._click.formatting import HelpFormatter
from typer._click.shell_completion import CompletionItem, split_arg_string
from typer._click.shell_completion import _resolve_context as resolved_context
from typer._click.shell_completion import _resolve_incomplete as resolved_incomplete
from typer._completion_shared import _completion_scripts as completion_scripts

__all__ = [
    "Command",
    "CompletionItem",
    "Context",
    "HelpFormatter",
    "NoArgsIsHelpError",
    "NoSuchOption",
    "Parameter",
    "UsageError",
    "completion_scripts",
    "resolved_context",
    "resolved_incomplete",
    "split_arg_string",
]
