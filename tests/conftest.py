"""What the tests share: `migcli` as a user runs it, on a clinic file of the test's own."""

from __future__ import annotations

import gc
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from migraine_cli.__main__ import main
from migraine_cli.cli import app, clock
from migraine_cli.cli.lazy import Listed

ROOT = Path(__file__).parent.parent
_LEFT_OUT = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "MIGCLI_CONFIG", "MIGCLI_FORMAT")

# `--hypothesis-profile thorough` draws many more examples. How long one takes says more of the machine than of what is
# tested.
settings.register_profile("sample", max_examples=30, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("sample")


class Ran(NamedTuple):
    """How a command ended, and what it put on its two streams."""

    code: int
    out: str
    err: str

    @property
    def items(self) -> list[dict[str, Any]]:
        """The items of `--format json`."""
        items: list[dict[str, Any]] = json.loads(self.out)["items"]
        return items


Run = Callable[..., Ran]


@pytest.fixture(scope="session", autouse=True)
def no_wish_of_the_developers_own() -> Iterator[None]:
    """Nothing in this process's environment says how wide or how coloured output is to be."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _LEFT_OUT:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def built_once() -> Iterator[None]:
    """A process builds the one command that it runs; this process runs thousands, so it keeps what it has built."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "group_of", cache(app.group_of))
        patch.setattr(Listed, "load", cache(Listed.load))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Whole processes force onto the disk what they write; nothing in this one could tell that it wasn't."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Where this test's clinic file is, or would be."""
    return tmp_path / "clinic.json"


@pytest.fixture
def environment(clinic: Path, tmp_path: Path) -> dict[str, str]:
    """A user's environment in which nothing leads to the developer's own clinic."""
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    return kept | _alone(tmp_path) | {"MIGCLI_CLINIC": str(clinic)}


def _alone(folder: Path) -> dict[str, str]:
    return {
        "MIGCLI_CLINIC": str(folder / "clinic.json"),
        "MIGCLI_USER": "tester",
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color",
    }


@pytest.fixture
def migcli(environment: dict[str, str]) -> Run:
    """Runs a whole process: `migcli("due", "--format", "json", env={"NO_COLOR": "1"})`."""

    def run(
        *arguments: str,
        input: str = "",  # noqa: A002
        env: Mapping[str, str] | None = None,
        clinic: Path | None = None,
    ) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "migraine_cli", *arguments],
            input=input,
            env=environment | ({"MIGCLI_CLINIC": str(clinic)} if clinic else {}) | dict(env or {}),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def migcli_here(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same within this process, faster and with the clock held: `migcli_here("due", today=date(…))`."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return _here


def _here(
    *arguments: str,
    input: str = "",  # noqa: A002
    env: Mapping[str, str] | None = None,
    clinic: Path | None = None,
    today: date | None = None,
) -> Ran:
    changed = ({"MIGCLI_CLINIC": str(clinic)} if clinic else {}) | dict(env or {})
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in changed.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(input.encode()), encoding="utf-8"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        if today:
            noon = datetime.combine(today, time(12)).astimezone()
            patch.setattr(clock, "now", lambda: noon)
        try:
            code = main(arguments)
        finally:
            gc.enable()
    return Ran(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


@pytest.fixture(params=["here", pytest.param("process", marks=pytest.mark.slow)])
def migcli_both(request: pytest.FixtureRequest) -> Run:
    """Within this process, and with `-m slow` as a whole process, too: for what must not differ between the two."""
    run: Run = request.getfixturevalue("migcli_here" if request.param == "here" else "migcli")
    return run


MONDAY = date(2026, 10, 5)
"""The day of the sample and of the demo."""

SAMPLE = (
    ("init",),
    *(
        ("import", kind, str(ROOT / "data" / "sample" / f"{kind}.csv"))
        for kind in ("patients", "diary", "months", "preventives", "sessions")
    ),
)
"""How a desk brings in the sample."""


@pytest.fixture(scope="session")
def kept_after(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The clinic file after some commands, each of which must be done; the same ones are run once for all tests."""

    @cache
    def kept(*commands: tuple[str, ...], today: date | None = None) -> Path:
        folder = tmp_path_factory.mktemp("kept")
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            for name in _LEFT_OUT:
                patch.delenv(name, raising=False)
            for name, value in _alone(folder).items():
                patch.setenv(name, value)
            for command in commands:
                ran = _here(*command, today=today)
                assert ran.code == 0, f"{command}: {ran.err}"
        return folder / "clinic.json"

    # mutmut judges a mutant by the tests that reach it, so there each types its own commands.
    return kept.__wrapped__ if "MUTANT_UNDER_TEST" in os.environ else kept


@pytest.fixture
def clinic_after(kept_after: Callable[..., Path], clinic: Path) -> Callable[..., Path]:
    """Makes this test's clinic the one in which that was typed: `clinic_after(*SAMPLE, ["undo"], today=MONDAY)`."""

    def made(*commands: Sequence[str], today: date | None = None) -> Path:
        return Path(shutil.copy(kept_after(*map(tuple, commands), today=today), clinic))

    return made


@pytest.fixture
def demo(clinic_after: Callable[..., Path]) -> Path:
    """This test's clinic is that of `migcli demo`."""
    return clinic_after(["demo", "--keep", "clinic.json"])


@pytest.fixture
def terminal(environment: dict[str, str]) -> Callable[..., str]:
    """Runs a whole process at a terminal of `width` columns; what the terminal was sent."""
    pty = pytest.importorskip("pty", reason="needs the terminals of a POSIX system")

    def run(*command: str, width: int = 80, env: Mapping[str, str] | None = None) -> str:
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment | {"COLUMNS": str(width)} | dict(env or {}),
        )
        os.close(theirs)
        sent = b""
        try:
            while chunk := os.read(ours, 65536):
                sent += chunk
        except OSError:  # Linux's way of saying that the other end was closed
            pass
        process.wait(timeout=60)
        os.close(ours)
        return sent.decode().replace("\r\n", "\n")

    return run
