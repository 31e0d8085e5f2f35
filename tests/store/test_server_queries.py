"""Every query and every key names the clinic first, so that a server could lay the sites apart by it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from migraine_cli.store import postgres

HERE = Path(str(postgres.__file__)).parent
SITES_OWN = {"log", "version", "session_day", "own_clinic"}
"""The tables that hold what is a site's own."""
OF_ALL = {"schema", "clinic", "member"}
"""Those by which a site is found: what the whole database has."""


def queries() -> Iterator[str]:
    """Every text of the program that names a table; `{}` stands for what it is given."""
    for path in sorted(HERE.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        whole = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
        pieces = {id(piece) for node in whole for piece in node.values}
        texts = [
            *("".join(str(piece.value) if isinstance(piece, ast.Constant) else "{}" for piece in node.values)
              for node in whole),
            *(node.value for node in ast.walk(tree)
              if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces),
        ]  # fmt: skip
        yield from (text for text in texts if re.search(r"\b(from|into|update|join|copy) migcli\.", text))


QUERIES = sorted(set(queries()))
USES = [
    (use[2], use[1], query[use.end() :])
    for query in QUERIES
    for use in re.finditer(r"\b(from|into|update|join) migcli\.([a-z_]+)", query)
]
"""Each table as a query uses it: its name, how, and what comes behind it."""


def test_the_queries_are_found() -> None:
    assert len(QUERIES) > 20
    assert {table for table, _, _ in USES} == SITES_OWN | OF_ALL


@pytest.mark.parametrize(("table", "use", "rest"), [use for use in USES if use[0] in SITES_OWN])
def test_a_query_names_the_clinic_first(table: str, use: str, rest: str) -> None:
    first = r" \((clinic\b|\{\})" if use == "into" else r" where clinic = %"
    assert re.match(first, rest), f"{use} {table}{rest}"


def test_what_is_named_at_once_leads_with_the_clinic() -> None:
    from migraine_cli.store.postgres.versions import COLUMNS

    assert COLUMNS.startswith("clinic, ")


SCHEMA = "".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "schema").glob("*.sql")))


@pytest.mark.parametrize("table", sorted(SITES_OWN))
def test_every_key_and_index_of_a_table_leads_with_the_clinic(table: str) -> None:
    created = re.search(rf"create table migcli\.{table} \((.*?)\n\)", SCHEMA, re.DOTALL)
    assert created is not None
    body = created[1]
    keys = re.findall(r"(?:primary key|unique|foreign key) \(([a-z_]+)", body) + re.findall(
        r"(\w+) int primary key", body
    )
    indexes = re.findall(rf"create (?:unique )?index \w+ on migcli\.{table} \(([a-z_]+)", SCHEMA)
    assert keys
    assert set(keys + indexes) == {"clinic"}


def test_no_table_is_forgotten() -> None:
    assert set(re.findall(r"create table migcli\.([a-z_]+)", SCHEMA)) == SITES_OWN | OF_ALL
