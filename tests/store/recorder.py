"""A process that records sessions of P0001, and prints the id of each once it is on the disk:
recorder.py FILE COUNT. A write that fails is told on stderr, as `migcli` tells it.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from migraine_cli.errors import MigcliError
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file.kept_days import dated
from migraine_cli.store.tinydb_file.store import FileStore

dated()  # loads now what a session's kept days need: a module that can't be read is no fault of a write


def main(path: Path, count: int) -> int:
    for _ in range(count):
        try:
            with FileStore(path).recording("add-session", at=datetime(2026, 10, 3, tzinfo=UTC), by="dr") as clinic:
                recorded = clinic.add(Session(patient="P0001", date=date(2026, 1, 1), units=155))
        except MigcliError as fault:
            print(fault.sentence, file=sys.stderr)
            return fault.exit_code
        print(recorded.id, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
