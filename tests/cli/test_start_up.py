"""What a command loads: start-up is most of what a user waits for, so nothing heavy comes in unnoticed."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from migraine_cli.cli.app import COMMANDS

HEAVY = {
    "asyncio",
    "_hashlib",
    "csv",
    "dataclasses",
    "dateutil.parser",
    "email",
    "filelock",
    "http",
    "logging",
    "platformdirs",
    "pyrage",
    "random",
    "rich",
    "tempfile",
    "tinydb",
    "tomllib",
    "unittest",
}
"""Modules that a listing in a file or a pipe must do without."""

LOADED = "import sys; from migraine_cli.__main__ import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"


@pytest.fixture
def loaded(migcli, environment):
    """The modules in memory when a command has ended."""
    assert migcli("init").code == 0
    assert migcli("add-patient", "P0001", "--name", "Ann Smith").code == 0

    def after(*arguments: str) -> set[str]:
        command = [sys.executable, "-c", LOADED, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True)
        return set(done.stderr.split())

    return after


@pytest.mark.parametrize(
    "arguments",
    [("due", "--format", "json"), ("patients", "--format", "json"), ("sessions", "--format", "json"), ("patients",)],
    ids=" ".join,
)
def test_a_listing_that_a_script_reads_loads_nothing_heavy(loaded, arguments):
    assert loaded(*arguments) & HEAVY == set()


def test_the_version_is_told_without_typer(loaded):
    assert loaded("--version") & (HEAVY | {"typer", "msgspec", "migraine_cli.cli"}) == set()


@pytest.mark.parametrize("listed", COMMANDS, ids=lambda listed: listed.name)
def test_no_annotation_of_a_command_waits_to_be_compiled(listed):
    module = import_module(f"migraine_cli.cli.{listed.function_name}")
    function = getattr(module, listed.function_name)
    assert [name for name, annotation in function.__annotations__.items() if isinstance(annotation, str)] == []


def test_only_the_command_that_is_called_is_imported(loaded):
    commands = {name for name in loaded("due", "--format", "json") if name.startswith("migraine_cli.cli.")}
    assert "migraine_cli.cli.due" in commands
    assert not {"migraine_cli.cli.eligible", "migraine_cli.cli.import_", "migraine_cli.cli.show"} & commands
