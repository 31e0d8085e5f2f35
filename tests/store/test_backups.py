"""Backups are verified copies, restoring one can be reversed, and a damaged file says which one brings it back."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from small_clinic import AT, everything, record, session

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file import check
from migraine_cli.store.tinydb_file.backups import KEPT, back_up, backups, keep, newest_good, with_mend
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.restoring import preview, restore
from migraine_cli.store.tinydb_file.store import FileStore

posix = pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"155.0", b"555.0", 1))


def test_a_backup_is_the_very_file_named_by_its_time(clinic: Path) -> None:
    made = back_up(clinic, AT)
    assert made == clinic.parent / "backups" / "clinic-2026-10-03T093000.json"
    assert made.read_bytes() == clinic.read_bytes()
    assert everything(made) == everything(clinic)


@posix
def test_a_backup_is_its_owners_alone(clinic: Path) -> None:
    made = back_up(clinic, AT)
    assert [stat.S_IMODE(place.stat().st_mode) for place in (made, made.parent)] == [0o600, 0o700]


def test_backups_of_one_second_stand_beside_each_other(clinic: Path) -> None:
    made = [back_up(clinic, AT) for _ in range(11)]
    assert backups(clinic) == made[::-1]


def test_a_backup_goes_where_a_person_wants_it_and_over_nothing(clinic: Path, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    assert back_up(clinic, AT, tmp_path / "usb").name == "clinic-2026-10-03T093000.json"
    assert back_up(clinic, AT, tmp_path / "mine.json") == tmp_path / "mine.json"
    assert backups(clinic) == []
    with pytest.raises(ClinicFileError, match=r"already a file .* isn't overwritten"):
        back_up(clinic, AT, tmp_path / "mine.json")
    with pytest.raises(ClinicFileError, match="can't be written"):
        back_up(clinic, AT, tmp_path / "nowhere" / "mine.json")


def test_a_damaged_file_is_not_backed_up(clinic: Path) -> None:
    damage(clinic)
    with pytest.raises(ClinicFileError, match="is damaged"):
        back_up(clinic, AT)
    assert backups(clinic) == []


def test_a_copy_that_doesnt_read_back_is_no_backup(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_less(path: Path, parts: Sequence[bytes], _was: object) -> None:
        path.write_bytes(b"".join(parts)[:-1])

    monkeypatch.setattr("migraine_cli.store.tinydb_file.backups.replace_durably", write_less)
    with pytest.raises(ClinicFileError, match="doesn't read back"):
        back_up(clinic, AT)


def test_of_automatic_backups_the_newest_stay_and_of_a_persons_all(clinic: Path) -> None:
    by_hand = [back_up(clinic, AT + timedelta(minutes=n)) for n in range(KEPT + 2)]
    automatic = [keep(clinic, AT + timedelta(hours=n), "import") for n in range(KEPT + 2)]
    assert set(backups(clinic)) == {*by_hand, *automatic[2:]}


def test_what_a_killed_backup_left_is_cleared(clinic: Path) -> None:
    made = back_up(clinic, AT)
    stale = made.with_name(f".{made.name}.{'0' * 16}.tmp")
    stale.write_bytes(b"half")
    back_up(clinic, AT + timedelta(days=1))
    assert not stale.exists()


def test_a_copy_is_kept_before_a_command_that_asks_for_it_and_changes_something(clinic: Path) -> None:
    before = clinic.read_bytes()
    with FileStore(clinic).recording("import sessions", at=AT, by="dr", back_up=True):
        pass
    with FileStore(clinic).recording("import sessions", at=AT, by="dr", back_up=True, dry_run=True) as held:
        held.add(session("P0001", 170))
    assert backups(clinic) == []
    with FileStore(clinic).recording("import sessions", at=AT, by="dr", back_up=True) as held:
        held.add(session("P0001", 170))
    (kept,) = backups(clinic)
    assert kept.name == "clinic-2026-10-03T093000-before-import.json"
    assert kept.read_bytes() == before


def test_the_newest_good_backup_is_named_with_its_command(clinic: Path) -> None:
    good, bad = (back_up(clinic, AT + timedelta(days=n)) for n in (0, 1))
    damage(bad)
    assert newest_good(clinic) == good
    damage(clinic)
    with pytest.raises(ClinicFileError) as error:
        everything(clinic)
    command = f"`migcli restore {good} --clinic {clinic}`"
    assert with_mend(error.value).sentence.endswith(f"restore the newest good backup with {command}.")
    assert check.faults(clinic)[0].mend == f"restore the newest good backup with {command}"


def test_where_no_backup_is_good_it_says_so(clinic: Path) -> None:
    damage(back_up(clinic, AT))
    damage(clinic)
    with pytest.raises(ClinicFileError) as error:
        everything(clinic)
    assert f"{clinic.parent / 'backups'} holds no good one" in with_mend(error.value).sentence


def test_a_restoration_shows_what_it_would_change(clinic: Path) -> None:
    made = back_up(clinic, AT)
    record(clinic, session("P0001", 170), Patient(id="P0003"), day=1)
    with FileStore(clinic).recording("amend", at=AT, by="dr") as held:
        held.amend(held.patient("P0002"), Patient(id="P0002", name="Bo"))
    found = preview(clinic, made)
    assert found.changes is not None
    assert {each.kind: (each.now, each.backup, each.lost, each.gained, each.changed) for each in found.changes} == {
        "patient": (3, 2, 1, 0, 1),
        "session": (4, 3, 1, 0, 0),
    }
    assert (found.now, found.backup) == (AT + timedelta(days=1), AT)


def test_a_restoration_keeps_what_was_there_and_can_be_reversed(clinic: Path) -> None:
    made = back_up(clinic, AT)
    record(clinic, session("P0001", 170))
    later = clinic.read_bytes()
    kept = restore(clinic, made, at=AT, by="dr")
    assert kept.read_bytes() == later
    assert len(FileClinic.open(clinic).records(Session)) == 3
    assert next(FileClinic.open(clinic).log()).command == "restore"
    assert check.faults(clinic) == []
    restore(clinic, kept, at=AT, by="dr")
    assert len(FileClinic.open(clinic).records(Session)) == 4
    assert record(clinic, session("P0001", 260))[0].id == "session:5"


@pytest.mark.parametrize(
    "ruin",
    [
        pytest.param(damage, id="a flipped number"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:200]), id="cut short"),
        pytest.param(lambda path: path.write_text('{"name": "a-package"}', encoding="utf-8"), id="another file"),
    ],
)
def test_a_damaged_file_is_restored_over_and_kept(clinic: Path, ruin: object) -> None:
    made = back_up(clinic, AT)
    ruin(clinic)  # type: ignore[operator]
    ruined = clinic.read_bytes()
    assert preview(clinic, made).changes is None
    assert restore(clinic, made, at=AT, by="dr").read_bytes() == ruined
    assert len(FileClinic.open(clinic).records(Session)) == 3


def test_a_damaged_backup_is_not_restored(clinic: Path) -> None:
    made = back_up(clinic, AT)
    damage(made)
    before = clinic.read_bytes()
    for use in (lambda: preview(clinic, made), lambda: restore(clinic, made, at=AT, by="dr")):
        with pytest.raises(ClinicFileError, match="can't be used, as the table sessions doesn't match its digest"):
            use()
    assert clinic.read_bytes() == before


def test_nothing_is_restored_where_no_clinic_is(clinic: Path, tmp_path: Path) -> None:
    made = back_up(clinic, AT)
    with pytest.raises(ClinicFileError, match="there is no clinic file"):
        restore(tmp_path / "mistyped.json", made, at=AT, by="dr")
    assert not (tmp_path / "mistyped.json").exists()
