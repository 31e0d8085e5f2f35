"""The two streams: data on stdout; questions, progress, warnings and errors on stderr."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from migraine_cli.errors import MigcliError
from migraine_cli.words.text import harmless

# A closed pipe is EPIPE, on Windows EINVAL.
_READER_GONE = (errno.EPIPE, errno.EINVAL)


def prepare() -> None:
    """Makes both streams take any text: UTF-8 in files and pipes, `?` for what a terminal's encoding lacks.

    A stream that was closed before the start (`>&-`) leads nowhere.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace")


def write(text: str) -> None:
    """Puts `text` on stdout at once. A reader that has gone (`| head -1`) is no fault; the rest is dropped.

    Raises MigcliError when stdout can't be written for another reason.
    """
    with _reader_may_go():
        sys.stdout.write(text)
        sys.stdout.flush()


def write_bytes(content: bytes) -> None:
    """The same for a file that isn't text."""
    with _reader_may_go():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


@contextmanager
def _reader_may_go() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        drop_stdout()
        if fault.errno not in _READER_GONE:
            raise MigcliError(
                f"the output couldn't be written ({fault.strerror}); what was recorded is kept, so look "
                "before you repeat it."
            ) from fault


def drop_stdout() -> None:
    """Lets stdout lead nowhere, so that neither later output nor the last flush meets the fault again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def say(sentence: str) -> None:
    """Puts one line on stderr; at a terminal it is broken between words."""
    sys.stderr.write(_fitting(harmless(sentence), "stderr") + "\n")
    sys.stderr.flush()


def write_sentence(sentence: str) -> None:
    """The same on stdout."""
    write(_fitting(harmless(sentence), "stdout") + "\n")


def _fitting(text: str, name: str) -> str:
    """The text as the stream of that name shows it best."""
    stream = getattr(sys, name)
    if not stream.isatty():
        return text
    columns = _wanted_columns() or _columns_of(stream.fileno())
    if not 0 < columns < len(text):
        return text
    from migraine_cli.output.folding import folded

    return folded(text, columns)


def _columns_of(descriptor: int) -> int:
    try:
        return os.get_terminal_size(descriptor).columns
    except OSError:  # it says nothing of its size
        return 0


def end_line() -> None:
    """Ends the line on which a person broke a command off, so that what is said next begins a line of its own."""
    if sys.stderr.isatty():
        say("")


def ask(question: str) -> str:
    """Puts a question on stderr and waits for a line at the terminal; the line without surrounding blanks.

    Raises KeyboardInterrupt when the input ends.
    """
    sys.stderr.write(harmless(question))
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return line.strip()


def warn(sentence: str) -> None:
    """Puts a warning on stderr."""
    say(f"warning: {sentence}")


def at_terminal() -> bool:
    """Whether a person reads stdout."""
    return sys.stdout.isatty()


def width() -> int | None:
    """Columns that may be filled: those of the terminal; in a file or a pipe COLUMNS, else None, and nothing folds."""
    if at_terminal():
        import shutil

        return shutil.get_terminal_size().columns
    return _wanted_columns()


def _wanted_columns() -> int | None:
    wanted = os.environ.get("COLUMNS", "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and 0 < len(wanted) < 6 and int(wanted) else None


def coloured() -> bool:
    """Whether stdout gets colours: a terminal that shows them, or FORCE_COLOR anywhere; NO_COLOR outweighs both."""
    if os.environ.get("NO_COLOR"):
        return False
    return forced_colours() or (at_terminal() and os.environ.get("TERM") != "dumb")


def forced_colours() -> bool:
    """Whether FORCE_COLOR asks for colours, whatever stdout is."""
    return bool(os.environ.get("FORCE_COLOR"))
