"""What an import reads: a file, standard input, or a pipe that a shell names."""

from __future__ import annotations

import errno
import io
import os
import sys
from functools import partial
from pathlib import Path
from typing import BinaryIO

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.formats.text import Source
from migraine_cli.output.streams import say

PATIENCE = 5.0
"""Seconds for which a pipe may be without anybody who writes into it; ours: a shell starts its writer at once."""


def source_of(file: str, *, read_once: bool) -> Source:
    """What opens the file, once it is all there; standard input and pipes are held in memory, unless they are
    `read_once`.

    Raises InvalidValue for what can't be read, for a device, and for a pipe into which nobody writes.
    """
    if file == "-":
        if sys.stdin.isatty():
            say("reading rows from the terminal; end with Ctrl-D.")
        return _stream(sys.stdin.buffer, read_once=read_once)
    try:
        if Path(file).is_fifo():
            return _stream(_pipe(file), read_once=read_once)
        _file(file).close()
    except InvalidValue:
        raise
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "its name holds a NUL"
        raise InvalidValue(f"the file {file} can't be read ({why}); correct its path.") from fault
    return partial(_file, file)


def _stream(stream: BinaryIO, *, read_once: bool) -> Source:
    if read_once:
        return lambda: stream
    content = stream.read()
    return lambda: io.BytesIO(content)


def _file(file: str) -> BinaryIO:
    """No device, which may never end."""
    path = Path(file)
    if path.is_char_device() or path.is_block_device():
        raise OSError(errno.EINVAL, "it is a device", file)
    return path.open("rb")


def _pipe(file: str) -> BinaryIO:
    """The pipe, once anybody writes into it: to open one waits for that without end. Raises OSError, InvalidValue."""
    from select import select

    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
    first = b""
    if not select([descriptor], [], [], PATIENCE)[0]:
        try:
            first = os.read(descriptor, io.DEFAULT_BUFFER_SIZE)
        except BlockingIOError:
            say("waiting for the rest of the pipe; Ctrl-C ends it.")
        else:
            if not first:
                os.close(descriptor)
                raise InvalidValue(f"nobody writes into the pipe {file}; start what writes first, or name a file.")
    os.set_blocking(descriptor, True)
    stream = os.fdopen(descriptor, "rb")
    return io.BytesIO(first + stream.read()) if first else stream
