from __future__ import annotations

from pathlib import Path

import pytest
from small_clinic import small_clinic

from migraine_cli.store.tinydb_file.creating import create


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
