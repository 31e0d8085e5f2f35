"""A process that records contacts of P0001 on a server until it is killed, and tells what became of each on stdout:
`recorded TOKEN`, `refused TOKEN` where it was said that nothing was recorded, `unsure TOKEN` where that can't be told.

server_recorder.py ADDRESS NAME: the tokens are NAME-1, NAME-2 and so on.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from itertools import count

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.visits import Contact
from migraine_cli.store.postgres.store import ServerStore

AT = datetime(2026, 10, 3, tzinfo=UTC)


def main(address: str, name: str) -> None:
    for number in count(1):
        token = f"{name}-{number}"
        print(became(ServerStore.at(address), token), token, flush=True)


def became(store: ServerStore, token: str) -> str:
    try:
        with store.recording("add-contact", at=AT, by="dr") as clinic:
            clinic.add(Contact(patient="P0001", date=date(2026, 1, 1), by=token))
    except ClinicFileError as fault:
        return "unsure" if "may have been recorded" in fault.sentence else "refused"
    return "recorded"


if __name__ == "__main__":
    main(*sys.argv[1:])
