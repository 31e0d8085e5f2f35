"""What a shell is told that can be written at a place of the command line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from migraine_cli.cli.all_commands import COMMANDS
from migraine_cli.cli.completion import Asked, offers
from tests.conftest import Run

Offered = tuple[str, list[str]]


@pytest.fixture
def clinic_of_two(clinic_after: Callable[..., Path]) -> None:
    clinic_after(
        ["init"],
        ["add-patient", "KH-17", "--name", "Bo Lind", "--born", "1984-03-12"],
        ["add-patient", "KH-18", "--name", "$(touch pwned) `touch pwned` \\'O\"Brien", "--note", "x"],
        ["add-session", "KH-17", "2026-01-05"],
        ["add-score", "KH-17", "hit6", "2026-01-05", "60"],
    )


@pytest.fixture
def told(migcli_both: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Offered]:
    """How an answer is meant, and its lines: `told("migcli show ", "fish")`."""
    monkeypatch.setitem(sys.modules, "rich", None)  # a process that completes can't import it either

    def ask(line: str, shell: str = "fish", **env: str) -> Offered:
        done = migcli_both(env={"_MIGCLI_COMPLETE": f"complete_{shell}", "_MIGCLI_LINE": line, **env})
        assert (done.code, done.err) == (0, "")
        mode, *lines = done.out.splitlines()
        return mode, lines

    return ask


BO = "KH-17\tBo Lind, born 1984-03-12"


@pytest.mark.usefixtures("clinic_of_two")
@pytest.mark.parametrize(
    ("line", "mode", "offered"),
    [
        ("migcli sho", "whole", ["show\tShow one patient on one screen."]),
        ("migcli show --pol", "whole", ["--policy\tSee `migcli policies`; else the clinic's."]),
        ("migcli show KH-17", "whole", [BO]),
        ("migcli show kh-17", "whole", [BO]),
        ("migcli merge KH-18 kh-17", "whole", [BO]),
        ("migcli import bearable days.csv --patient kh-17", "whole", [BO]),
        ("migcli show KH-17 --policy uh", "whole", ["uhc\tUnitedHealthcare, US (template)"]),
        ("migcli show KH-17 --policy=uh", "whole", ["--policy=uhc\tUnitedHealthcare, US (template)"]),
        ("migcli due --status pa", "whole", ["paused"]),
        ("migcli bookings --status m", "whole", ["missed"]),
        ("migcli due --format j", "whole", ["json"]),
        ("migcli import pat", "whole", ["patients"]),
        ("migcli import patients ", "files", []),
        ("migcli add-effect KH-17 pto", "whole", ["ptosis\tdrooping eyelid"]),
        ("migcli add-patient --sex f", "whole", ["female"]),
        ("migcli add-patient --caution anticho", "whole", ["anticholinergic"]),
        ("migcli add-session KH-17 --indication cos", "whole", ["cosmetic"]),
        ("migcli add-session KH-17 --product abo", "whole", ["abobotulinumtoxinA"]),
        ("migcli add-session KH-17 --extra procerus", "open", ["procerus="]),
        ("migcli add-session KH-17 --site trapezius-l", "open", ["trapezius-left="]),
        ("migcli add-session KH-17 --allow too", "whole", ["too-early"]),
        ("migcli add-session KH-17 --vial ", "whole", ["50", "100", "200"]),
        ("migcli add-preventive KH-17 topi", "whole", ["topiramate\tantiepileptic"]),
        ("migcli add-preventive KH-17 topiramate --outcome not", "whole", ["not-tolerated"]),
        ("migcli add-diary KH-17 today --took sumat", "whole", ["sumatriptan\ttriptan"]),
        ("migcli void ses", "open", ["session:"]),
        ("migcli void session:", "whole", ["session:1\tKH-17, 2026-01-05"]),
        ("migcli void SCORE:", "whole", ["score:1\tKH-17, 2026-01-05"]),
        ("migcli amend session:1 lo", "open", ["lot="]),
        ("migcli amend kh-17 ph", "open", ["phone="]),
        ("migcli amend session:9 ", "whole", []),
        ("migcli amend session:1 product=abo", "whole", ["product=abobotulinumtoxinA"]),
        ("migcli amend session:1 patient=kh-17", "whole", ["patient=KH-17\tBo Lind, born 1984-03-12"]),
        ("migcli amend session:1 sites=procerus", "open", ["sites=procerus="]),
        ("migcli amend kh-17 caution=anticho", "whole", ["caution=anticholinergic"]),
        ("migcli amend kh-17 name=", "whole", []),
        ("migcli due --columns patient,mis", "whole", ["patient,missed"]),
        ("migcli due --columns=MIS", "whole", ["--columns=missed"]),
        ("migcli due --columns missed,mis", "whole", []),
        ("migcli sessions --billing --columns mod", "whole", ["modifier"]),
        ("migcli due --sort mis", "whole", ["missed"]),
        ("migcli schema du", "whole", ["due"]),
        ("migcli patients ", "whole", []),
        ("migcli add-score KH-17 hit6 ", "whole", []),
    ],
)
def test_what_is_offered(told: Callable[..., Offered], line: str, mode: str, offered: list[str]) -> None:
    assert told(line) == (mode, offered)


@pytest.mark.parametrize("line", ["migcli show ", "migcli show --clinic nowhere.json ", "migcli --clinic x.json show "])
def test_a_clinic_that_is_not_there_is_passed_over_in_silence(told: Callable[..., Offered], line: str) -> None:
    assert told(line) == ("whole", [])


def test_a_clinic_that_cannot_be_read_is_passed_over_in_silence(told: Callable[..., Offered], clinic: Path) -> None:
    clinic.write_text("{", encoding="utf-8")
    assert told("migcli show ") == ("whole", [])


@pytest.mark.usefixtures("clinic_of_two")
def test_bash_writes_behind_a_colon_and_an_equals_sign(told: Callable[..., Offered]) -> None:
    breaks = {"_MIGCLI_BREAKS": " \t\n\"'><=;|&(:", "_MIGCLI_LISTS": "9"}
    assert told("migcli void session:", "bash", **breaks) == ("whole", ["1"])
    assert told("migcli show KH-17 --policy=uh", "bash", **breaks) == ("whole", ["uhc"])
    assert told("migcli void session:", "bash", _MIGCLI_BREAKS=" ", _MIGCLI_LISTS="9") == ("whole", ["session:1"])


@pytest.mark.usefixtures("clinic_of_two")
def test_bash_lists_names_beside_the_ids_and_writes_ids_alone(told: Callable[..., Offered]) -> None:
    _, listed = told("migcli show ", "bash", _MIGCLI_LISTS="63")
    assert listed[0] == "KH-17  (Bo Lind, born 1984-03-12)"
    assert told("migcli show ", "bash", _MIGCLI_LISTS="37") == ("whole", ["KH-17", "KH-18"])
    assert told("migcli show KH-17", "bash", _MIGCLI_LISTS="9") == ("whole", ["KH-17"])


@pytest.mark.usefixtures("clinic_of_two")
def test_zsh_has_colons_of_an_offer_escaped(told: Callable[..., Offered]) -> None:
    assert told("migcli void session:", "zsh") == ("whole", ["session\\:1:KH-17, 2026-01-05"])


@pytest.mark.usefixtures("clinic_of_two")
@pytest.mark.parametrize(
    ("words", "mode", "offered"),
    [
        (("show", "kh-17"), "whole", [BO]),
        (("show", ""), "whole", [BO, "KH-18\t$(touch pwned) `touch pwned` \\'O\"Brien"]),
        (("show", "KH-17", "--policy", "uh"), "whole", ["uhc\tUnitedHealthcare, US (template)"]),
        (("--clinic", "C:\\no where\\it's.json", "show", ""), "whole", []),
        (("amend", "session:1", "lo"), "open", ["lot="]),
        (("amend", "session:1", "note=it's 5\" wide", "lo"), "open", ["lot="]),
        (("import", "patients", ""), "files", []),
    ],
)
def test_powershell_hands_over_its_words_one_a_line(
    told: Callable[..., Offered], words: tuple[str, ...], mode: str, offered: list[str]
) -> None:
    """Tried from outside: what its script asks, and how it is answered. No PowerShell was at hand to run the script."""
    assert told("\n".join(("migcli", *words)), "powershell") == (mode, offered)


@pytest.mark.parametrize("shell", ["powershell", "pwsh"])
def test_the_script_of_powershell_asks_by_the_same_protocol(migcli: Run, shell: str) -> None:
    asks = script(migcli, shell)
    assert "Register-ArgumentCompleter -Native -CommandName migcli" in asks
    assert "$env:_MIGCLI_COMPLETE = 'complete_powershell'" in asks
    assert '$env:_MIGCLI_LINE = $words -join "`n"' in asks
    assert '-split "`t", 2' in asks
    assert "Invoke-Expression" not in asks


def script(migcli: Run, shell: str) -> str:
    done = migcli("--show-completion", shell, env={"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"})
    assert done.code == 0
    return done.out


@pytest.fixture
def in_shell(environment: dict[str, str], tmp_path: Path, migcli: Run) -> Callable[..., str]:
    """What a shell prints of some lines in its own language, with its script of completion loaded."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "migcli"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m migraine_cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)

    def run(shell: str, lines: str) -> str:
        if shutil.which(shell) is None:
            pytest.skip(f"needs {shell}")
        (tmp_path / "completion").write_text(script(migcli, shell), encoding="utf-8")
        done = subprocess.run(
            [shell, "-c", f"source ./completion\n{lines}"],
            cwd=tmp_path,
            env=environment | {"PATH": f"{tmp_path / 'bin'}:{environment['PATH']}"},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=True,
        )
        assert not (tmp_path / "pwned").exists()
        return done.stdout

    return run


@pytest.mark.usefixtures("clinic_of_two")
def test_in_bash(in_shell: Callable[..., str]) -> None:
    asked = "COMP_WORDBREAKS=' :='; COMP_TYPE=9; COMP_LINE='migcli {}'; COMP_POINT=${{#COMP_LINE}}; "
    called = 'compopt() { echo "compopt $*"; }; _migcli_completion migcli; printf \'%s\\n\' "${COMPREPLY[@]}"'
    shown = in_shell("bash", asked.format("show ") + called)
    assert shown.splitlines()[0] == "KH-17  (Bo Lind, born 1984-03-12)"
    assert in_shell("bash", asked.format("amend session:1 lo") + called) == "compopt -o nospace\nlot=\n"
    assert in_shell("bash", asked.format("import patients ") + called).startswith("compopt -o default\n")


@pytest.mark.usefixtures("clinic_of_two")
def test_in_fish(in_shell: Callable[..., str]) -> None:
    assert in_shell("fish", "complete -C 'migcli show KH-17'") == f"{BO}\n"
    assert "pwned" in in_shell("fish", "complete -C 'migcli show KH-18'")
    assert "completion" in in_shell("fish", "complete -C 'migcli import patients '")


@pytest.mark.usefixtures("clinic_of_two")
def test_in_zsh(in_shell: Callable[..., str]) -> None:
    stubs = '_describe() { print -l -- "$@" ${(P)2} }; _files() { print files }'
    asked = "words=(migcli {}); CURRENT=$#words; PREFIX=$words[-1]; _migcli_completion"
    loaded = "compdef() { : }\nsource ./completion\n"
    assert BO.replace("\t", ":") in in_shell("zsh", f"{loaded}{stubs}; {asked.format('show KH-1')}")
    assert "-S" in in_shell("zsh", f"{loaded}{stubs}; {asked.format('amend session:1 lo')}")
    assert in_shell("zsh", f"{loaded}{stubs}; {asked.format('import patients c')}") == "files\n"


def places(*forms: str) -> Iterator[tuple[str, str, str, str]]:
    """The parameters of all commands that the help writes so."""
    for listed in COMMANDS:
        for parameter in listed.load().params:
            form = (getattr(parameter, "metavar", None) or "").strip("[]")
            if form in forms:
                yield listed.name, parameter.name or "", form, getattr(parameter, "help", None) or ""


@pytest.mark.parametrize("place", list(places("CODE", "RULE", "STATUS", "KIND", "CLASS")), ids=" ".join)
def test_every_place_of_a_code_is_completed(place: tuple[str, str, str, str]) -> None:
    assert offers(Asked(*place, {}, None, ""))


@pytest.mark.usefixtures("clinic_of_two")
@pytest.mark.parametrize("place", list(places("PATIENT", "FROM", "INTO")), ids=" ".join)
def test_every_place_of_a_patient_is_completed(place: tuple[str, str, str, str], clinic: Path) -> None:
    if place[0] != "restore":
        found = offers(Asked(*place, {}, str(clinic), ""))
        assert [value for value, _ in found] == ["KH-17", "KH-18"]


def test_what_typer_does_not_export_is_imported_in_one_place() -> None:
    rooms = Path(__file__).parents[2] / "migraine_cli"
    found = [file.name for file in rooms.rglob("*.py") if "from typer._" in file.read_text(encoding="utf-8")]
    assert found == ["typer_internals.py"]
