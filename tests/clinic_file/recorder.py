"""A process that records sessions of P0001, and prints the id of each once it is on the disk:
recorder.py FILE COUNT.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from migraine_cli.clinic_file import changing
from migraine_cli.records import Session


def main(path: Path, count: int) -> None:
    for _ in range(count):
        with changing(path, "add-session", at=datetime(2026, 10, 3, tzinfo=UTC), by="dr") as clinic:
            recorded = clinic.add(Session(patient="P0001", date=date(2026, 1, 1), units=155))
        print(recorded.id, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
