"""--request, with which a command that records may be given again: an option that is read in one place for all."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from migraine_cli.errors import InvalidValue

if TYPE_CHECKING:
    from uuid import UUID

_Request = Annotated[
    str | None,
    typer.Option(
        "--request", metavar="UUID", help="On a server, record it once under this id, however often it is given."
    ),
]
_OPTION = Parameter("request", Parameter.KEYWORD_ONLY, default=None, annotation=_Request)
_OF_FILES_ALONE = ("backup", "restore", "encrypt", "decrypt")
"""Commands that have a --dry-run and aren't for a server."""
_given: list[str | None] = []
"""That of the command which is running."""


def with_request(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` with the option --request behind its --dry-run, if it has that one and is about more than files."""
    own = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in signature(function).parameters.values()]
    names = [each.name for each in own]
    if "dry_run" not in names or function.__name__ in _OF_FILES_ALONE:
        return function

    @wraps(function)
    def command(*, request: str | None, **others: Any) -> Any:
        _given.append(request)
        try:
            return function(**others)
        finally:
            _given.pop()

    position = names.index("dry_run") + 1
    asked = [*own[:position], _OPTION, *own[position:]]
    command.__signature__ = signature(function).replace(parameters=asked)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in asked}
    return command


def refuse_request(why: str) -> None:
    """Raises InvalidValue where --request was given to a command that records nothing this time."""
    if _given and _given[-1] is not None:
        raise InvalidValue(why)


def request(place: str | None) -> "UUID | None":
    """The request that the command was given under, for the clinic at `place`. Raises InvalidValue."""
    given = _given[-1] if _given else None
    if given is None:
        return None
    from migraine_cli.store.places import server

    if server(place) is None:
        raise InvalidValue(
            "--request is for a clinic on a server; a file always tells whether a command was recorded: leave it out."
        )
    from uuid import UUID

    try:
        return UUID(given)
    except ValueError as fault:
        raise InvalidValue(
            "--request takes the id that a message named, such as 0b9d57a6-2f0e-4d5c-9a51-6f7cf5f7b1d0."
        ) from fault
