"""A whole course as it is typed, with what each command says: run, and compared with the transcript.

`python tests/cases/test_whole_course.py` writes the present output into the transcript, to be read before it is
committed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # for the script; pytest has it there already
from tests.test_readme import replayed

TRANSCRIPT = Path(__file__).with_name("whole_course.md")


@pytest.mark.skipif(os.name == "nt", reason="commands are written for a POSIX shell")
def test_a_whole_course_in_one_sitting() -> None:
    text = TRANSCRIPT.read_text(encoding="utf-8")
    assert replayed(text) == text


if __name__ == "__main__":
    TRANSCRIPT.write_text(replayed(TRANSCRIPT.read_text(encoding="utf-8")), encoding="utf-8")
