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
from contextlib import suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from migraine_cli.cli.app import COMMANDS
from migraine_cli.exchange.columns import KINDS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def run(command: str, folder: Path) -> str:
    """What a person sees of a command, run from a folder that looks like the checkout."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "MIGCLI_CLINIC": "clinic.json", "MIGCLI_USER": "nurse"}
    typed = [sys.executable, "-m", "migraine_cli", *shlex.split(command)[1:]]
    done = subprocess.run(
        typed,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def replayed(text: str) -> str:
    """The README with the output that its commands give now, run in their order on one clinic."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "data").symlink_to(ROOT / "data", target_is_directory=True)

        def block(found: re.Match[str]) -> str:
            commands = [line[2:] for line in found[1].splitlines() if line.startswith("$ ")]
            return (
                "```console\n" + "".join(f"$ {command}\n{run(command, Path(folder))}" for command in commands) + "```"
            )

        return _BLOCK.sub(block, text)


@pytest.mark.skipif(os.name == "nt", reason="the README's paths are those of a POSIX shell")
def test_every_command_shown_gives_the_output_shown():
    text = README.read_text(encoding="utf-8")
    assert replayed(text) == text


def test_every_command_named_exists():
    named = set(re.findall(r"\bmigcli ([a-z][a-z-]*)", README.read_text(encoding="utf-8")))
    assert named <= {listed.name for listed in COMMANDS}


def test_every_kind_of_import_is_described_with_its_columns():
    text = README.read_text(encoding="utf-8")
    for kind, of in KINDS.items():
        assert f"| {kind} | {', '.join(of.layout.columns)} |" in text


def test_the_version_is_one():
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
