"""The frame around every command: its list, its help, its faults and its exit codes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from types import SimpleNamespace

import pytest

from migraine_cli import __version__
from migraine_cli.cli import app, clock
from migraine_cli.cli.all_commands import COMMANDS
from migraine_cli.cli.lazy import Listed
from migraine_cli.cli.options import Place
from migraine_cli.cli.who import who
from migraine_cli.errors import ClinicFileError, FaultyRows, MigcliError, NotFound, Refused
from migraine_cli.output.streams import write
from tests.conftest import Run

PANELS = ["Recording", "Bringing in", "Asking", "Keeping", "Handing out"]
every_command = pytest.mark.parametrize("listed", COMMANDS, ids=lambda listed: listed.name)


@every_command
def test_the_list_and_the_command_say_the_same(listed: Listed) -> None:
    module = import_module(f"migraine_cli.cli.commands.{listed.function_name}")
    lines = (getdoc(getattr(module, listed.function_name)) or "").splitlines()
    assert lines[0] == listed.help
    assert listed.panel in PANELS


@every_command
def test_help_ends_with_an_example_of_the_command(listed: Listed, migcli_here: Run) -> None:
    ran = migcli_here(listed.name, "--help")
    heading, *examples = ran.out.rstrip().rpartition("\n\n")[2].splitlines()
    assert heading in ("Example:", "Examples:")
    assert any(f"migcli {listed.name}" in example for example in examples)
    assert ran.code == 0


@every_command
def test_every_command_takes_the_clinic_file(listed: Listed) -> None:
    assert "--clinic" in [option for parameter in listed.load().params for option in parameter.opts]


def test_panels_follow_each_other() -> None:
    places = [PANELS.index(listed.panel) for listed in COMMANDS]
    assert places == sorted(places)


@pytest.mark.parametrize(("name", "function"), [("due", "due"), ("add-session", "add_session"), ("import", "import_")])
def test_the_function_of_a_command(name: str, function: str) -> None:
    assert Listed(name, "", "").function_name == function


def loaded_by(arguments: list[str], environment: dict[str, str]) -> set[str]:
    code = (
        f"import sys; from migraine_cli.__main__ import main\nmain({arguments!r}); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_imports_no_command_and_no_rich(environment: dict[str, str]) -> None:
    loaded = loaded_by(["--help"], environment)
    assert not loaded & {f"migraine_cli.cli.commands.{listed.function_name}" for listed in COMMANDS}
    assert not loaded & {"rich", "msgspec", "tinydb"}


def test_a_command_is_imported_alone(environment: dict[str, str]) -> None:
    loaded = loaded_by(["schema", "--format", "json"], environment)
    assert loaded & {f"migraine_cli.cli.commands.{listed.function_name}" for listed in COMMANDS} == {
        "migraine_cli.cli.commands.schema"
    }
    assert not loaded & {"rich", "tinydb", "csv", "dateutil", "platformdirs", "filelock", "hashlib"}


def test_the_version_is_the_packages() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == __version__


@pytest.mark.parametrize("arguments", [["--version"], ["--clinic", "x", "--version"]])
def test_version(arguments: list[str], migcli_here: Run) -> None:
    assert migcli_here(*arguments) == (0, f"migcli {__version__}\n", "")


def test_help_names_every_command_under_its_panel(migcli_here: Run) -> None:
    ran = migcli_here("--help")
    assert ran.code == 0
    for listed in COMMANDS:
        assert f"\n{listed.panel}:\n" in ran.out
        assert listed.name in ran.out
    assert migcli_here("-h").out == ran.out


@pytest.mark.parametrize("arguments", [["--help"], *([listed.name, "--help"] for listed in COMMANDS)], ids=" ".join)
def test_help_in_a_pipe_fits_80_columns_uncut_and_plain(arguments: list[str], migcli_both: Run) -> None:
    help_page = migcli_both(*arguments).out
    assert "…" not in help_page.replace("…]", "")
    assert not set(help_page) & set("\x1b╭│╰─")
    about = help_page.rpartition("\n\n")[0]  # an example may be longer, so that it can be copied
    assert max(map(len, about.splitlines())) <= 80


def test_headings_are_bold_at_a_terminal(terminal: Callable[..., str]) -> None:
    assert "\x1b[1mOptions:\x1b[0m" in terminal("-m", "migraine_cli", "--help")


def test_without_a_command_the_help_is_the_answer(migcli: Run) -> None:
    ran = migcli()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == migcli("--help").out


@pytest.mark.skipif(sys.platform == "win32", reason="needs the terminals of a POSIX system")
def test_what_is_said_after_ctrl_c_begins_a_line(environment: dict[str, str]) -> None:
    import os
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "migraine_cli", "import", "diary", "-"], stdin=theirs, stderr=theirs, env=environment
    ) as process:
        said = b""
        while b"Ctrl-D." not in said:
            said += os.read(ours, 1000)
        os.write(ours, b"patient,da")
        for _ in range(10):  # one that comes just before the read begins is seen when it ends, which it never does
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
                break
    said += os.read(ours, 1000)
    os.close(ours)
    os.close(theirs)
    assert b"\r\nerror: interrupted" in said
    assert process.returncode == 130


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "P1", "--within", "4w"], "no such option: --within; see `migcli show --help`."),
        (["shcema"], "no such command 'shcema' (did you mean 'schema'?); see `migcli --help`."),
        (["xyzzy"], "no such command 'xyzzy'; see `migcli --help`."),
        (["--clinic", "x"], "missing command; see `migcli --help`."),
        (["--clinic"], "option '--clinic' requires an argument; see `migcli --help`."),
        (["due", "--sort"], "option '--sort' requires an argument; see `migcli due --help`."),
        (
            ["schema", "--fromat", "json"],
            "no such option: --fromat (did you mean --format?); see `migcli schema --help`.",
        ),
        (
            ["schema", "--format", "xml"],
            "invalid value for '--format': 'xml' is not one of 'table', 'plain', 'json', 'csv', 'tsv'; see `migcli "
            "schema --help`.",
        ),
        (["schema", "a", "b"], "'b' is more than the command takes; see `migcli schema --help`."),
        (
            ["sch\x1b[2Jema"],
            "no such command 'sch\\x1b[2Jema' (did you mean 'schema'?); see `migcli --help`.",
        ),
    ],
)
def test_a_faulty_command_line_is_told_in_one_sentence(arguments: list[str], sentence: str, migcli_here: Run) -> None:
    assert migcli_here(*arguments) == (2, "", f"error: {sentence}\n")


def test_a_faulty_command_line_is_json_when_json_was_asked_for(migcli_here: Run) -> None:
    ran = migcli_here("schema", "a", "b", "--format=json")
    assert json.loads(ran.err) == {
        "error": "'b' is more than the command takes; see `migcli schema --help`.",
        "exit_code": 2,
        "warnings": [],
    }


@pytest.mark.parametrize("typed", ["--format json", "--format json due", "--nonsense --format json", "due --format"])
def test_json_is_asked_for_wherever_it_stands(migcli_here: Run, typed: str) -> None:
    ran = migcli_here(*typed.split(), *(["json", "--nonsense"] if typed.endswith("--format") else []))
    assert (ran.code, json.loads(ran.err)["exit_code"]) == (2, 2)


@pytest.mark.parametrize(
    ("arguments", "clinic"),
    [
        (["probe"], None),
        (["--clinic", "a", "probe"], "a"),
        (["probe", "--clinic", "b"], "b"),
        (["--clinic", "a", "probe", "--clinic", "b"], "b"),
    ],
    ids=["not given", "before the command", "after it", "both: the nearer wins"],
)
def test_the_clinic_file_before_or_after_the_command(
    arguments: list[str], clinic: str | None, migcli_here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def probe(place: Place = None) -> None:
        write(f"{place}\n")

    monkeypatch.setitem(sys.modules, "migraine_cli.cli.commands.probe", SimpleNamespace(probe=probe))
    monkeypatch.setattr(app, "COMMANDS", (Listed("probe", "Asking", ""),))
    assert migcli_here(*arguments).out == f"{clinic}\n"


def raising(fault: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_arguments: list[str]) -> int:
        raise fault

    monkeypatch.setattr(app, "run", run)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (NotFound("there is no patient P0009; see `migcli patients`."), 3),
        (Refused("too early: wait."), 4),
        (ClinicFileError("there is no clinic file; run `migcli init`."), 5),
        (KeyboardInterrupt(), 130),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_each_fault_has_its_exit_code(
    fault: BaseException, code: int, migcli_here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(fault, monkeypatch)
    ran = migcli_here("due")
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.count("\n") == 1


def test_warnings_stand_before_the_error(migcli_here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(Refused("too early.", warnings=("no birth date.",)), monkeypatch)
    assert migcli_here("due").err == "warning: no birth date.\nerror: too early.\n"
    assert json.loads(migcli_here("due", "--format", "json").err)["warnings"] == ["no birth date."]


def test_every_faulty_row_is_named(migcli_here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(
        FaultyRows("2 rows can't be taken; nothing was imported.", [(4, "no date"), (7, "\x1b[2J")]),
        monkeypatch,
    )
    assert migcli_here("import").err == (
        "error: 2 rows can't be taken; nothing was imported.\nline 4: no date\nline 7: \ufffd[2J\n"
    )
    assert json.loads(migcli_here("import", "--format", "json").err) == {
        "error": "2 rows can't be taken; nothing was imported.",
        "exit_code": 2,
        "warnings": [],
        "faults": [{"line": 4, "reason": "no date"}, {"line": 7, "reason": "\ufffd[2J"}],
        "faulty_rows": 2,
    }


def test_a_fault_of_our_own_is_placed_and_holds_no_patients_data(
    migcli_here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_name: str) -> str:
        raise KeyError("Ann Smith")

    monkeypatch.setattr("migraine_cli.cli.commands.schema.schema_id", fails)
    ran = migcli_here("schema")
    assert (ran.code, ran.out) == (70, "")
    assert ran.err.startswith("error: migcli has a fault (KeyError at migraine_cli/cli/commands/schema.py:")
    assert "Ann" not in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a POSIX system")
def test_ctrl_c_ends_a_running_command_with_130(environment: dict[str, str]) -> None:
    code = (
        "import sys, time; from migraine_cli.cli import app; from migraine_cli.__main__ import main\n"
        "app.run = lambda arguments: print('running', flush=True) or time.sleep(60)\nsys.exit(main(['due']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (
        130,
        "error: interrupted; run the command again if it should still happen.\n",
    )


@pytest.mark.parametrize(
    "variables",
    [
        {"_MIGCLI_COMPLETE": "complete_bash", "COMP_WORDS": "migcli sch", "COMP_CWORD": "1"},
        {"_MIGCLI_COMPLETE": "complete_zsh"},
        {"_MIGCLI_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
        {"_MIGCLI_COMPLETE": "complete_powershell", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "sch"},
    ],
    ids=["bash", "zsh", "fish", "PowerShell"],
)
def test_shells_complete_commands(variables: dict[str, str], migcli: Run) -> None:
    ran = migcli(env={"_TYPER_COMPLETE_ARGS": "migcli sch"} | variables)
    assert (ran.code, ran.err) == (0, "")
    assert "schema" in ran.out


def test_shells_complete_a_commands_options(migcli: Run) -> None:
    variables = {"_MIGCLI_COMPLETE": "complete_bash", "COMP_WORDS": "migcli schema --fo", "COMP_CWORD": "2"}
    assert migcli(env=variables).out.strip() == "--format"


def test_the_clock_is_local_and_in_whole_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    assert now.tzinfo is not None
    assert now.microsecond == 0
    monkeypatch.setattr(clock, "now", lambda: now.replace(year=2026, month=10, day=1))
    assert clock.today() == date(2026, 10, 1)


@pytest.mark.parametrize("unset", ["", "   "])
def test_who_records_is_the_computers_user_unless_named(unset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGCLI_USER", "Dr. Gray")
    assert who() == "Dr. Gray"
    monkeypatch.setenv("MIGCLI_USER", unset)
    monkeypatch.setattr("getpass.getuser", lambda: "gray")
    assert who() == "gray"


def test_who_records_may_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.delenv("MIGCLI_USER", raising=False)
    monkeypatch.setattr("getpass.getuser", nobody)
    assert who() == "unknown"


def test_who_records_has_no_invisible_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGCLI_USER", "Gray\u202e")
    with pytest.raises(MigcliError, match=r"name in MIGCLI_USER"):
        who()


def test_a_dose_is_never_guessed(migcli_both: Run) -> None:
    migcli_both("init")
    migcli_both("add-patient", "P1")
    refused = migcli_both("add-session", "P1", "2026-01-05", "--vial", "300")
    assert refused.code == 2
    assert "if that is meant" not in refused.err


@pytest.mark.parametrize(
    ("typed", "listed"),
    [("lucai", ["KL-01"]), ("anna mueller", ["KL-02"]), ("muller", ["KL-02", "KL-03"]), ("1984-3-12", ["KL-01"])],
)
def test_patients_are_found_as_people_write_them_and_the_nearest_last(
    migcli_both: Run, typed: str, listed: list[str]
) -> None:
    migcli_both("init")
    migcli_both("add-patient", "KL-03", "--name", "Bo Miller")
    migcli_both("add-patient", "KL-01", "--name", "Lucía Fernández", "--born", "1984-03-12")
    migcli_both("add-patient", "KL-02", "--name", "Müller, Anna")
    assert [item["patient"] for item in migcli_both("patients", typed, "--format", "json").items] == listed


@pytest.mark.parametrize(
    "typed",
    [
        "protocol nope",
        "add-session P1 --protocol nope",
        "policies nope",
        "schema nope",
        "letter P1 --kind gp --policy nope",
    ],
)
def test_what_is_asked_for_by_its_name_and_is_not_there_is_told_apart(migcli_here: Run, typed: str) -> None:
    for started in ("init", "add-patient P1"):
        assert migcli_here(*started.split()).code == 0
    ran = migcli_here(*typed.split())
    assert (ran.code, ran.out, "there is no" in ran.err) == (3, "", True)
