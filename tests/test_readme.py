"""What the README shows is what happens: its commands are run, and their output is compared.

`python tests/test_readme.py` writes the present output into the README and draws its picture, to be read before it is
committed.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
SHEET = ROOT / ".readme" / "ours.csv"
_BLOCK = re.compile(r"```(?P<kind>console|sh)\n(?P<typed>(?:\$ |migcli ).*?)```", re.DOTALL)


Ends = Callable[[list[str], Path, dict[str, str]], tuple[int, str]]
"""How `migcli` ends with these arguments in this folder and with these variables, and what a person sees of it."""


def in_a_process(arguments: list[str], folder: Path, variables: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "migraine_cli", *arguments],
        cwd=folder,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


class Shell:
    """A folder with a sheet of one's own, and the variables that were set; the next command goes on from there."""

    def __init__(self, folder: Path, ends: Ends) -> None:
        self.folder = folder
        self.ends = ends
        self.set = {"PYTHONPATH": str(ROOT), "MIGCLI_CLINIC": "clinic.json", "MIGCLI_USER": "nurse"}
        (folder / SHEET.name).write_bytes(SHEET.read_bytes())

    def run(self, command: str) -> tuple[int, str]:
        """How a command ended, and what a person sees of it."""
        program, *arguments = shlex.split(command)
        if program == "export":
            self.set |= dict(argument.split("=", 1) for argument in arguments)
            return 0, ""
        if program == "cat":
            return 0, (self.folder / arguments[0]).read_text(encoding="utf-8")
        assert program == "migcli", command
        return self.ends(arguments, self.folder, self.set)


def replayed(text: str, ends: Ends = in_a_process) -> str:
    """The README with the output that its commands give now, run in their order. Those shown without their output
    must end well.
    """
    with TemporaryDirectory() as folder:
        shell = Shell(Path(folder), ends)

        def block(found: re.Match[str]) -> str:
            if found["kind"] == "sh":
                for command in found["typed"].splitlines():
                    assert shell.run(command)[0] == 0, command
                return found[0]
            commands = [line[2:] for line in found["typed"].splitlines() if line.startswith("$ ")]
            return "```console\n" + "".join(f"$ {each}\n{shell.run(each)[1]}" for each in commands) + "```"

        return _BLOCK.sub(block, text)


@pytest.mark.skipif(os.name == "nt", reason="the README's paths are those of a POSIX shell")
def test_every_command_shown_gives_the_output_shown() -> None:
    text = README.read_text(encoding="utf-8")
    assert replayed(text) == text


def test_it_is_read_in_one_sitting() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


def test_the_real_clinic_is_not_filled_with_invented_patients() -> None:
    text = README.read_text(encoding="utf-8")
    assert "data/sample/" not in "".join(found["typed"] for found in _BLOCK.finditer(text))


@pytest.mark.skipif(os.name == "nt", reason="cron")
@pytest.mark.parametrize("page", [README, ROOT / "data" / "manual" / "scripts.md"], ids=lambda page: page.name)
def test_the_cron_line_mails_a_number_and_no_name(page: Path, tmp_path: Path) -> None:
    """Run as cron does: in the home folder, with next to nothing on the path."""
    setting, line = re.findall(r"^(MIGCLI_CLINIC=.*|0 7 .*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    command = line.split("  ", 1)[1].replace("/home/clinic", str(tmp_path))
    (tmp_path / ".local" / "bin").mkdir(parents=True)
    for name, body in {
        ".local/bin/migcli": f'exec "{sys.executable}" "{ROOT / "migraine_cli"}" "$@"',
        "mail": f'cat > "{tmp_path}/mailed"',
    }.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o700)
    clinic = setting.split("=", 1)[1].replace("/home/clinic", str(tmp_path))
    told = {"MIGCLI_CLINIC": clinic, "PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path)}
    for typed in (f"init --clinic {clinic}", "add-patient KH-17 --name Lind", "add-session KH-17 2026-01-05"):
        subprocess.run(f"{tmp_path}/.local/bin/migcli {typed}", shell=True, env=told, check=True, capture_output=True)
    subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, env=told, check=True, capture_output=True)
    assert (tmp_path / "mailed").read_text(encoding="utf-8").strip() == "1"
    assert (tmp_path / "due.txt").stat().st_mode & 0o077 == 0


def test_the_version_is_one() -> None:
    from migraine_cli import __version__

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__


def picture(width: int = 110) -> str:
    """`migcli demo` at a terminal, as SVG that fetches no font."""
    import pty

    from rich.console import Console
    from rich.text import Text

    ours, theirs = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": str(width), "TERM": "xterm-256color"}
    process = subprocess.Popen([sys.executable, "-m", "migraine_cli", "demo"], stdout=theirs, env=environment)
    os.close(theirs)
    sent = b""
    with suppress(OSError):  # how Linux says that the other end was closed
        while chunk := os.read(ours, 65536):
            sent += chunk
    process.wait()
    page = Console(record=True, width=width, file=StringIO(), force_terminal=True)
    page.print(Text.from_ansi(sent.decode().replace("\r\n", "\n")))
    drawn = re.sub(r"@font-face \{.*?\}\n", "", page.export_svg(title="migcli demo"), flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in drawn.splitlines()) + "\n"


if __name__ == "__main__":
    (ROOT / ".readme" / "demo.svg").write_text(picture(), encoding="utf-8")
    README.write_text(replayed(README.read_text(encoding="utf-8")), encoding="utf-8")
