"""The package as people install it: each way carries data/ and shows the main job."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHOWN = "P0004 Hugh Thistleby: unknown"


def ran(*command: str | Path, cwd: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "MIGCLI_CLINIC")}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=kept | environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, unpacked, and the wheel built from it, without a network."""
    pytest.importorskip("hatchling", reason="needs the development environment")
    checkout = tmp_path_factory.mktemp("checkout") / "migcli"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "dist"))
    ran(sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", checkout.parent, cwd=checkout)
    (archive,) = checkout.parent.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(checkout.parent / "sdist", filter="data")
    (unpacked,) = (checkout.parent / "sdist").iterdir()
    ran(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", unpacked / "dist", cwd=unpacked)
    return unpacked


def test_a_wheel_built_from_the_source_archive_shows_the_main_job(source: Path, tmp_path: Path) -> None:
    (wheel,) = (source / "dist").glob("*.whl")
    shutil.unpack_archive(wheel, tmp_path / "site", "zip")
    assert not (tmp_path / "site" / "data").exists()
    assert SHOWN in ran(sys.executable, "-m", "migraine_cli", "demo", cwd=tmp_path, PYTHONPATH=str(tmp_path / "site"))
    policies = ran(sys.executable, "-m", "migraine_cli", "policies", cwd=tmp_path, PYTHONPATH=str(tmp_path / "site"))
    assert "nice-ta260" in policies


def test_the_source_archive_shows_the_main_job(source: Path, tmp_path: Path) -> None:
    assert SHOWN in ran(sys.executable, "-m", "migraine_cli", "demo", cwd=tmp_path, PYTHONPATH=str(source))


def test_a_bare_checkout_shows_the_main_job(tmp_path: Path) -> None:
    assert SHOWN in ran(sys.executable, ROOT / "migraine_cli", "demo", cwd=tmp_path, PYTHONPATH=str(ROOT))


PACKAGE = ROOT / "migraine_cli"
BELOW_CLI = sorted(room.name for room in PACKAGE.iterdir() if (room / "__init__.py").exists() and room.name != "cli")

WITH_AN_OPTION = {
    "store/tinydb_file/check.py: check --accept": "what the log calls the command that accepted a file",
    "store/tinydb_file/backups.py: --clinic": "part of the whole command that brings a damaged file back",
}
"""The texts below cli/ that have an option all the same, and why."""


def sentences(file: Path) -> Iterator[str]:
    """The texts of a module that aren't its documentation."""
    module = ast.parse(file.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node.value


def naming_an_option(room: Path) -> set[str]:
    """The texts of a room that name an option; another command, told whole such as `migcli config --init`, may have
    some.
    """
    return {
        f"{file.relative_to(PACKAGE).as_posix()}: {sentence}"
        for file in room.rglob("*.py")
        for sentence in sentences(file)
        if re.search(r"(?<![\w-])--[a-z]", re.sub(r"`migcli [^`]*`", "", sentence))
    }


@pytest.mark.parametrize("room", BELOW_CLI)
def test_no_room_below_cli_names_an_option_of_the_command_that_is_run(room: str) -> None:
    """A sentence that names an option is made where options are known: another door has none."""
    assert naming_an_option(PACKAGE / room) <= WITH_AN_OPTION.keys()


def test_every_text_that_may_name_an_option_still_does() -> None:
    assert set().union(*(naming_an_option(PACKAGE / room) for room in BELOW_CLI)) == WITH_AN_OPTION.keys()
