"""Whatever fails or kills a writer: what was acknowledged is there, the file is whole, and nothing false is shown.

Some hundred faults are injected, thousands with `-m slow`; `python tests/store/reliability.py` injects them in full and
prints the figures.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from reliability import (
    Figures,
    Unavailable,
    blanked_digits,
    cut_short,
    encrypted,
    failing_calls,
    first_and_last,
    flipped_bits,
    full_disk,
    kills,
    without_a_lock,
    write_calls,
    writers_and_readers,
)
from small_clinic import leftovers, record, session


def harmless(inject: Callable[[], Figures]) -> Figures:
    try:
        figures = inject()
    except Unavailable as why:
        pytest.skip(str(why))
    assert figures.faults
    assert (figures.lost, figures.false) == (0, 0)
    return figures


FAULTS = ("EIO", "ENOSPC", "EACCES", "KILL")


def test_no_system_call_of_a_write_can_fail_unnoticed(tmp_path: Path) -> None:
    assert harmless(lambda: failing_calls(tmp_path, first_and_last(write_calls(tmp_path)), *FAULTS)).faults > 20


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_no_system_call_of_a_write_can_fail_in_any_way(tmp_path: Path, fault: str) -> None:
    assert harmless(lambda: failing_calls(tmp_path, write_calls(tmp_path), fault)).faults > 40


def test_no_kill_loses_or_damages_anything(tmp_path: Path) -> None:
    assert harmless(lambda: kills(tmp_path, 15)).acknowledged > 15
    path = tmp_path / "killed.json"
    record(path, session("P0001", 170))
    assert leftovers(path) == []


@pytest.mark.slow
def test_no_kill_of_a_thousand_loses_or_damages_anything(tmp_path: Path) -> None:
    harmless(lambda: kills(tmp_path, 1000))


def test_what_twenty_writers_record_at_once_is_all_there_for_every_reader(tmp_path: Path) -> None:
    assert harmless(lambda: writers_and_readers(tmp_path, 20, 2)).acknowledged == 40


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    harmless(lambda: full_disk(tmp_path))


def test_a_flipped_bit_shows_nothing_false(clinic: Path) -> None:
    harmless(lambda: flipped_bits(clinic, 200))


def test_a_flipped_bit_of_an_encrypted_file_shows_nothing_false(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGCLI_IDENTITY", "")  # so that the test's key is forgotten after it
    harmless(lambda: flipped_bits(encrypted(clinic), 200))


def test_a_file_cut_short_shows_nothing(clinic: Path) -> None:
    harmless(lambda: cut_short(clinic))


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a lock file that is open")
def test_a_second_writer_past_a_deleted_lock_loses_nothing(clinic: Path) -> None:
    assert harmless(lambda: without_a_lock(clinic, 5)).acknowledged == 5


def test_a_blank_in_the_place_of_a_digit_is_damage(clinic: Path) -> None:
    harmless(lambda: blanked_digits(clinic))
