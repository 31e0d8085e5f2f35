"""Runs one command and prints its exit code, wall seconds, processor seconds and peak memory in MiB.

A process begins with the peak memory of the one that started it, so the harness itself can't start what it measures.
`--terminal` before the command gives it a terminal of 120 columns for its output, which is read until it ends.
"""

import os
import sys
import time


def terminal() -> tuple[int, int]:
    """The two ends of a terminal."""
    import fcntl
    import struct
    import termios

    reader, writer = os.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))
    return reader, writer


def read_all(reader: int) -> None:
    """Reads until the other end is closed, which Linux tells by an error."""
    try:
        while os.read(reader, 1 << 16):
            pass
    except OSError:
        pass


at_terminal = sys.argv[1] == "--terminal"
command = sys.argv[2:] if at_terminal else sys.argv[1:]
reader, writer = terminal() if at_terminal else (None, os.open(os.devnull, os.O_WRONLY))
began = time.perf_counter()
process = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, writer, 1)])
os.close(writer)
if reader is not None:
    read_all(reader)
_, status, used = os.wait4(process, 0)
seconds = time.perf_counter() - began
mebibytes = used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
print(os.waitstatus_to_exitcode(status), seconds, used.ru_utime + used.ru_stime, mebibytes)
