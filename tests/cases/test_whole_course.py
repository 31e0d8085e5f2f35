"""A whole course as it is typed, with what each command says: run, and compared with the transcript.

`python tests/cases/test_whole_course.py` writes the present output into the transcript, to be read before it is
committed.
"""

from __future__ import annotations

import gc
import os
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from migraine_cli.__main__ import main

sys.path.insert(0, str(Path(__file__).parents[2]))  # for the script; pytest has it there already
from tests.test_readme import Ends, in_a_process, replayed

TRANSCRIPT = Path(__file__).with_name("whole_course.md")


def here(arguments: list[str], folder: Path, variables: dict[str, str]) -> tuple[int, str]:
    """In the process of the tests, with both streams on one screen."""
    screen = TextIOWrapper(BytesIO(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in variables.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdout", screen)
        patch.setattr(sys, "stderr", screen)
        code = main(arguments)
    gc.enable()
    return code, screen.buffer.getvalue().decode()


@pytest.mark.skipif(os.name == "nt", reason="commands are written for a POSIX shell")
@pytest.mark.parametrize("ends", [here, pytest.param(in_a_process, marks=pytest.mark.slow)])
def test_a_whole_course_in_one_sitting(ends: Ends) -> None:
    text = TRANSCRIPT.read_text(encoding="utf-8")
    assert replayed(text, ends) == text


if __name__ == "__main__":
    TRANSCRIPT.write_text(replayed(TRANSCRIPT.read_text(encoding="utf-8")), encoding="utf-8")
