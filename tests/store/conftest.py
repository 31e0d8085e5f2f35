from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_clinic import small_clinic

from migraine_cli.store.tinydb_file.creating import create


@pytest.fixture(autouse=True)
def no_warning_is_left_over() -> Iterator[None]:
    """What a test read of keys without a command isn't told with the command of another test."""
    yield
    if encryption := sys.modules.get("migraine_cli.store.tinydb_file.encryption"):
        encryption.exposed_keys()


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A clinic in which nothing is recorded."""
    path = tmp_path / "clinic.json"
    create(path)
    return path


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Two patients and three sessions."""
    return small_clinic(tmp_path / "clinic.json")
