"""What another program changed in a clinic file, record by record, as far as that can be told.

A table whose contents still have the digest that migcli gave them was only laid out anew. Each record of the others is
compared with the newest good backup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.json import decode, encode

from migraine_cli.store.tinydb_file.backups import newest_good, verified
from migraine_cli.store.tinydb_file.location import real_path
from migraine_cli.store.tinydb_file.other_layouts import reseal
from migraine_cli.store.tinydb_file.sealed import META
from migraine_cli.store.tinydb_file.stored_bytes import read_content

Documents = Mapping[str, Mapping[str, Any]]


def changed_records(path: Path) -> Iterator[str]:
    """A line for each record that isn't as migcli left it, or may not be. Raises ClinicFileError."""
    path = real_path(path)
    data = read_content(path).data
    changed = _changed_tables(data, path)
    backup = newest_good(path) if changed else None
    then = {} if backup is None else dict(verified(backup))
    for name, table in changed.items():
        if backup is None:
            yield f"{name}: something was changed; there is no good backup to compare its {len(table)} records with."
        else:
            yield from _differences(name, then.get(name, {}), table)


def _changed_tables(data: bytes, path: Path) -> dict[str, Documents]:
    digests = {name: of["digest"] for name, of in decode(data)[META]["1"]["tables"].items()}
    now = reseal(data, path)
    return {name: decode(table.raw) for name, table in now.items() if table.digest != digests.get(name)} | {
        name: {} for name in digests if name not in now and not name.startswith("_")
    }


def _differences(name: str, then: Documents, now: Documents) -> Iterator[str]:
    for number in sorted({*then, *now}, key=int):
        old, new = then.get(number), now.get(number)
        if old == new:
            continue
        called = (new or old or {}).get("id") or f"document {number} of {name}"
        if new is None:
            yield f"{called}: removed."
        elif old is None:
            yield f"{called}: not in the newest backup: {_text(new)}."
        else:
            fields = [field for field in {**old, **new} if old.get(field) != new.get(field)]
            told = "; ".join(f"{each} was {_text(old.get(each))}, now {_text(new.get(each))}" for each in fields)
            yield f"{called}: {told}."


def _text(value: object) -> str:
    return "not recorded" if value is None else encode(value).decode()
