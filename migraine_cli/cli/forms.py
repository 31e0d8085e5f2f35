"""The form that a command prints in, and how its rows are arranged: options that are read in one place for all."""

import os
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any

import typer

from migraine_cli.errors import InvalidValue
from migraine_cli.output.forms import AS_LISTED, IN_COLUMNS, Arrangement, PageForm
from migraine_cli.output.streams import at_terminal

_VARIABLE = "MIGCLI_FORMAT"

_Columns = Annotated[
    str | None,
    typer.Option("--columns", metavar="NAMES", help="Only these columns, by their names in JSON: patient,name."),
]
_Sort = Annotated[
    str | None,
    typer.Option("--sort", metavar="[-]NAME", help="Sort all rows by this column; -NAME for the greatest first."),
]
_NoHeader = Annotated[bool, typer.Option("--no-header", help="Print the rows alone.")]

_OPTIONS = (
    Parameter("columns", Parameter.KEYWORD_ONLY, default=None, annotation=_Columns),
    Parameter("sort", Parameter.KEYWORD_ONLY, default=None, annotation=_Sort),
    Parameter("no_header", Parameter.KEYWORD_ONLY, default=False, annotation=_NoHeader),
)


def chosen_form(context: typer.Context, value: PageForm) -> PageForm:
    """The form of --format; else, at a terminal, that of MIGCLI_FORMAT. Raises InvalidValue for one it can't be."""
    source = context.get_parameter_source("form")
    return value if source is None or source.name != "DEFAULT" else usual_form(value)


def usual_form(otherwise: PageForm = "table") -> PageForm:
    """The form that MIGCLI_FORMAT makes the usual one at a terminal. Raises InvalidValue for one it can't be."""
    wanted = os.environ.get(_VARIABLE, "").strip().casefold()
    if not wanted or not at_terminal():
        return otherwise
    if wanted == "plain":
        return "plain"
    if wanted == "table":
        return "table"
    raise InvalidValue(f"{_VARIABLE} is {wanted!r}, but can be table or plain only; correct or unset it.")


def _check_columns(form: PageForm) -> None:
    """Raises InvalidValue for a form that has no columns to arrange."""
    if form == "html":
        raise InvalidValue("a page has no columns to choose; leave --columns, --sort and --no-header out.")
    if form not in IN_COLUMNS:
        *others, last = IN_COLUMNS
        raise InvalidValue(
            f"--columns, --sort and --no-header are for {', '.join(others)} and {last}; leave them out with --format"
            f" {form}, or ask for one of these."
        )


def with_arrangement(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` with the options --columns, --sort and --no-header in place of its parameter `arranged`, if it has
    one.
    """
    own = signature(function).parameters
    if "arranged" not in own:
        return function

    @wraps(function)
    def command(*, columns: str | None, sort: str | None, no_header: bool, **others: Any) -> Any:
        named = tuple(name.strip() for name in (columns or "").split(",") if name.strip())
        arranged = Arrangement(named, sort, header=not no_header)
        if arranged != AS_LISTED:
            _check_columns(others["form"])
        return function(arranged=arranged, **others)

    kept = [each for each in own.values() if each.name != "arranged"]
    position = [each.name for each in kept].index("form") + 1
    asked = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in (*kept[:position], *_OPTIONS, *kept[position:])]
    command.__signature__ = signature(function).replace(parameters=asked)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in asked}
    return command
