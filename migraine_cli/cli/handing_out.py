"""Where what is handed out goes: to a new file or folder, else to stdout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from migraine_cli.errors import InvalidValue
from migraine_cli.output.streams import at_terminal, say, write, write_bytes
from migraine_cli.reference.folders import at_home


def hand_out(content: str | bytes | Iterator[str], to: str | None, *, in_place_of: bytes | None = None) -> None:
    """Puts a text, also one in pieces, or the bytes of a file that no terminal can show, into the file `to`, else on
    stdout.

    Raises InvalidValue, as `new_file` does, and for such bytes at a terminal.
    """
    if to is not None:
        from migraine_cli.output.files import new_file

        path = at_home(to)
        new_file(path, content if isinstance(content, bytes) else _encoded(content), in_place_of=in_place_of)
        say(f"wrote {path}.")
    elif not isinstance(content, bytes):
        for text in [content] if isinstance(content, str) else content:
            write(text)
    elif at_terminal():
        raise InvalidValue("a terminal can't show this file; say where it is to go, such as clinic.xlsx.")
    else:
        write_bytes(content)


def _encoded(content: str | Iterator[str]) -> bytes:
    return b"".join(text.encode() for text in ([content] if isinstance(content, str) else content))


def hand_out_folder(files: Iterable[tuple[str, bytes]], to: str | None) -> None:
    """Puts files, each given by its name, into the folder `to`. Raises InvalidValue without one, and as `new_files`."""
    if to is None:
        raise InvalidValue("it makes several files; say into which new folder, such as `migcli export --all … clinic`.")
    from migraine_cli.output.files import new_files

    folder = at_home(to)
    say(f"wrote {', '.join(new_files(folder, files))} into {folder}.")
