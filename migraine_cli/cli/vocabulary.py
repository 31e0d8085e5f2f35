"""What the columns of `import` and the fields of `amend` are read against."""

from __future__ import annotations

from migraine_cli.cli import clock
from migraine_cli.exchange.row_records import Lookups
from migraine_cli.reference.data import effects, medicines, names
from migraine_cli.reference.protocols import protocol


def lookups() -> Lookups:
    """Today, the medicines and effects that are known, and the fixed sites of every protocol."""
    maps = {id_: protocol(id_).fixed_map() for id_ in names("protocols")}
    return Lookups(today=clock.today(), medicines=medicines(), protocols=maps, effects=effects())
