"""Runs one command and prints its exit code, wall seconds and peak memory in MiB.

A process begins with the peak memory of the one that started it, so the
harness itself can't start what it measures.
"""

import os
import sys
import time

began = time.perf_counter()
quiet = os.open(os.devnull, os.O_WRONLY)
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1)])
_, status, used = os.wait4(process, 0)
seconds = time.perf_counter() - began
print(os.waitstatus_to_exitcode(status), seconds, used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024))
