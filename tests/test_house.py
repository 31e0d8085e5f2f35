"""The house: small rooms, small functions, and maps that are true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import migraine_cli

ROOT = Path(migraine_cli.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
ROOMS = sorted(path.parent for path in MODULES if path.name == "__init__.py")

LONGEST_FILE = 300
LONGEST_BODY = 50
"""Lines of what a function does: its parameters and its docstring, which are a command's help, left out."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT.parent).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_file_is_one_idea_and_a_function_can_be_seen_whole(module: Path) -> None:
    text = module.read_text("utf-8")
    assert text.count("\n") <= LONGEST_FILE
    long = [
        f"{each.name}: {lines}"
        for each in ast.walk(ast.parse(text))
        if isinstance(each, ast.FunctionDef) and (lines := lines_of_body(each)) > LONGEST_BODY
    ]
    assert long == []


def lines_of_body(function: ast.FunctionDef) -> int:
    done = function.body[1:] if ast.get_docstring(function) else function.body
    last = function.end_lineno or 0
    return last - done[0].lineno + 1 if done else 0


@pytest.mark.parametrize("room", ROOMS, ids=name_of)
def test_a_room_says_what_it_is_and_names_only_what_stands_in_it(room: Path) -> None:
    about = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8")))
    assert about, f"{name_of(room)} has no docstring"
    listed = re.findall(r"^ *(\w+(?:\.py|/)) ", about, re.MULTILINE)
    assert [each for each in listed if not (room / each).exists()] == []


def test_the_map_names_every_room() -> None:
    rooms = {path.name for path in ROOMS if path.parent == ROOT}
    assert {room for room in rooms if not re.search(rf"\b{room}/", migraine_cli.__doc__ or "")} == set()
