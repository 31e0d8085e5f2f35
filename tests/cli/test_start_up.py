"""What a command loads: start-up is most of what a user waits for, so nothing heavy comes in unnoticed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from migraine_cli.cli.all_commands import COMMANDS
from migraine_cli.cli.lazy import Listed
from migraine_cli.cli.put_off import HARDLY_USED

BESIDE_PYTHON = {
    *("__future__", "collections", "contextlib", "copyreg", "enum", "errno", "functools", "gc", "itertools", "keyword"),
    *("migraine_cli", "operator", "re", "reprlib", "types"),
    *("_collections", "_functools", "_operator", "_sre"),
}
"""What `--version` loads beside what Python itself does."""

BESIDE_TYPER = {
    *(
        "__future__",
        "_blake2",
        "_decimal",
        "_socket",
        "decimal",
        "gc",
        "migraine_cli",
        "msgspec",
        "numbers",
    ),
    "typing_extensions",  # msgspec looks for it
    *(() if sys.platform == "linux" else ("platformdirs",)),
}
"""What a listing in a file or a pipe loads beside what `import typer` does. A module that is new here costs every
command: measure it first.
"""

LOADED = "import sys; from migraine_cli.__main__ import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"


@pytest.fixture
def loaded(clinic_after: Callable[..., Path], environment: dict[str, str]) -> Callable[..., set[str]]:
    """The modules in memory when a command has ended."""
    clinic_after(["init"], ["add-patient", "P0001", "--name", "Ann Smith"], ["add-session", "P0001", "2026-01-05"])
    return lambda *arguments: modules_after(LOADED, *arguments, environment=environment)


@pytest.fixture(scope="module")
def of_typer() -> set[str]:
    """The modules in memory after `import typer`."""
    return modules_after("import sys, typer; print(*sys.modules, file=sys.stderr)", environment=dict(os.environ))


def modules_after(code: str, *arguments: str, environment: dict[str, str]) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return set(done.stderr.split())


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize(
    "arguments",
    [
        ("due", "--format", "json"),
        ("due", "--format", "json", "--as-of", "2026-04-01", "--within", "4w"),
        ("due",),
        ("patients", "--format", "json"),
        ("sessions", "--format", "json"),
    ],
    ids=" ".join,
)
def test_a_listing_that_a_script_reads_loads_nothing_new(
    loaded: Callable[..., set[str]], of_typer: set[str], arguments: tuple[str, ...]
) -> None:
    assert packages(loaded(*arguments)) - packages(of_typer) - BESIDE_TYPER == set()


def test_the_version_is_told_without_typer(loaded: Callable[..., set[str]], environment: dict[str, str]) -> None:
    of_python = modules_after("import sys; print(*sys.modules, file=sys.stderr)", environment=environment)
    assert packages(loaded("--version")) - packages(of_python) - BESIDE_PYTHON == set()


@pytest.mark.parametrize("listed", COMMANDS, ids=lambda listed: listed.name)
def test_no_annotation_of_a_command_waits_to_be_compiled(listed: Listed) -> None:
    module = import_module(f"migraine_cli.cli.commands.{listed.function_name}")
    function = getattr(module, listed.function_name)
    assert [name for name, annotation in function.__annotations__.items() if isinstance(annotation, str)] == []


def test_only_the_command_that_is_called_is_imported(loaded: Callable[..., set[str]]) -> None:
    commands = {name for name in loaded("due", "--format", "json") if name.startswith("migraine_cli.cli.")}
    assert "migraine_cli.cli.commands.due" in commands
    assert (
        not {
            "migraine_cli.cli.commands.eligible",
            "migraine_cli.cli.commands.import_",
            "migraine_cli.cli.commands.show",
        }
        & commands
    )


DUE = ("due", "--format", "json")

NEEDLESS = {
    DUE: {
        *("chart.chart", "chart.known", "chart.period", "cli.usage"),
        *("records.changes", "records.diary", "records.kinds", "records.preventive", "records.score"),
        *("records.session", "records.vials", "store.refusals", "store.tinydb_file.migration"),
        *("store.tinydb_file.months", "store.tinydb_file.opened", "store.tinydb_file.recording"),
        "store.tinydb_file.other_layouts",
        *("store.tinydb_file.storage", "words.dates.rhythm", "words.dates.times", "words.vials"),
    },
    ("eligible", "P0001"): {
        *("cli.usage", "eligibility.overuse", "eligibility.preventives", "eligibility.stop", "output.terminal"),
        *("recording.ids", "records.authorisation", "records.changes", "records.kinds", "records.score"),
        *("reference.config_file", "reference.protocols", "store.refusals", "store.tinydb_file.migration"),
        *("store.tinydb_file.opened", "treatment.schedule", "words.dates.times", "words.medicines"),
    },
    ("add-session", "P0001", "2026-03-30", "--units", "155"): {
        *("cli.usage", "eligibility.overuse", "eligibility.preventives", "eligibility.stop", "listings.bookings"),
        *("output.terminal", "practice.readiness"),
        *("records.changes", "records.kinds", "recording.ids", "reference.config_file"),
        *("store.tinydb_file.migration", "treatment.billing", "words.dates.rhythm", "words.dates.times"),
    },
}
"""Our own modules that a command does without: a due list where nobody has a side effect, a check-up or an appointment,
a verdict under a policy that doesn't look at intake, a session with neither vials nor a stock.
"""

TAKES_LONG = {"calendar", "dateutil", "getpass", "rich", "tinydb"}
"""What isn't ours, takes long and isn't used by them."""

EVERY_NEEDLESS = sorted(set().union(*NEEDLESS.values()))


@pytest.mark.parametrize("arguments", NEEDLESS, ids=" ".join)
def test_a_command_loads_no_more_than_it_uses(loaded: Callable[..., set[str]], arguments: tuple[str, ...]) -> None:
    modules = loaded(*arguments)
    assert modules & TAKES_LONG == set()
    ours = {name.removeprefix("migraine_cli.") for name in modules}
    assert "store.tinydb_file.clinic" in ours
    assert ours & NEEDLESS[arguments] == set()


@pytest.mark.parametrize("module", EVERY_NEEDLESS)
def test_what_a_command_does_without_is_there(module: str) -> None:
    assert find_spec(f"migraine_cli.{module}") is not None


READ_AT_START_UP = {"ntpath"} if os.name == "nt" else set()
"""What Python itself reads before any of our code runs."""


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("arguments", NEEDLESS, ids=" ".join)
def test_a_command_reads_none_of_what_is_hardly_used(environment: dict[str, str], arguments: tuple[str, ...]) -> None:
    timed = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "migraine_cli", *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert timed.returncode in (0, 11)  # a verdict without a diary is unknown
    read = {line.rpartition("|")[2].strip() for line in timed.stderr.splitlines()}
    assert {"typer", "msgspec"} <= read
    assert read & set(HARDLY_USED) - READ_AT_START_UP == set()


@pytest.mark.parametrize("name", HARDLY_USED)
def test_what_was_put_off_is_the_whole_module_when_it_is_asked_for(name: str, environment: dict[str, str]) -> None:
    """With the same names in it, known by one object, and found by whoever imports it in another way."""
    used = f"""
import sys
from importlib import import_module
sys.argv[1:] == ["put off"] and __import__("migraine_cli.cli.put_off").cli.put_off.put_off()
import typer, msgspec
module = import_module({name!r})
assert module is sys.modules[{name!r}] and module.__name__ == {name!r}
module.__file__
assert module.__spec__.name == {name!r} and type(module) is type(sys)
exec("from {name} import *")
print(*sorted(vars(module)), file=sys.stderr)
"""
    assert modules_after(used, "put off", environment=environment) == modules_after(used, environment=environment)


def test_what_was_put_off_and_is_not_there_is_said_to_be_missing(environment: dict[str, str]) -> None:
    """As where Python was built without a library."""
    asked = """
import sys
from migraine_cli.cli import put_off
put_off.HARDLY_USED = ("no_such_module",)
put_off.put_off()
import no_such_module
try:
    no_such_module.anything
except ModuleNotFoundError as fault:
    print(fault.name, file=sys.stderr)
"""
    assert modules_after(asked, environment=environment) == {"no_such_module"}
