"""An encrypted clinic works as before, opens with the `age` program, and shows every change in its bytes."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_clinic import AT, everything, record, session, small_clinic

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file import check
from migraine_cli.store.tinydb_file.backups import back_up, backups, keep
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.encrypting import decrypt, encrypt
from migraine_cli.store.tinydb_file.encryption import Key
from migraine_cli.store.tinydb_file.restoring import preview, restore
from migraine_cli.store.tinydb_file.stored_bytes import is_encrypted

pyrage = pytest.importorskip("pyrage", reason="needs the extra crypt")
AGE = shutil.which("age")


def new_key(file: Path) -> Path:
    """A key file such as `age-keygen` makes."""
    identity = pyrage.x25519.Identity.generate()
    file.write_text(f"# created: 2026-10-03\n# public key: {identity.to_public()}\n{identity}\n", encoding="utf-8")
    return file


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = new_key(tmp_path / "key.txt")
    monkeypatch.setenv("MIGCLI_IDENTITY", str(file))
    return file


@pytest.fixture
def encrypted(tmp_path: Path, key_file: Path) -> Path:
    (tmp_path / "clinic").mkdir()
    path = small_clinic(tmp_path / "clinic" / "clinic.json")
    encrypt(path, Key.read(key_file))
    return path


def test_nothing_of_the_patients_lies_open(encrypted: Path) -> None:
    record(encrypted, session("P0001", 170))
    assert is_encrypted(encrypted.read_bytes())
    assert b"P0001" not in encrypted.read_bytes()
    assert len(FileClinic.open(encrypted).records(Session)) == 4
    assert check.faults(encrypted) == []


@pytest.mark.skipif(AGE is None, reason="needs the age program")
def test_the_age_program_opens_it(encrypted: Path, key_file: Path) -> None:
    opened = subprocess.run([str(AGE), "-d", "-i", str(key_file), str(encrypted)], capture_output=True, check=True)
    assert b'"id":"P0001"' in opened.stdout


def test_what_is_decrypted_is_what_was_encrypted(tmp_path: Path, key_file: Path) -> None:
    (tmp_path / "clinic").mkdir()
    path = small_clinic(tmp_path / "clinic" / "clinic.json")
    made = back_up(path, AT)
    before = path.read_bytes()
    assert encrypt(path, Key.read(key_file), dry_run=True) == [made, path]
    assert path.read_bytes() == before
    assert encrypt(path, Key.read(key_file)) == [made, path]
    assert is_encrypted(made.read_bytes())
    assert decrypt(path) == [made, path]
    assert path.read_bytes() == made.read_bytes() == before


def test_backups_are_encrypted_too(encrypted: Path) -> None:
    back_up(encrypted, AT)
    keep(encrypted, AT, "import")
    assert all(is_encrypted(file.read_bytes()) for file in backups(encrypted))
    assert len(backups(encrypted)) == 2


def test_a_restored_clinic_lies_encrypted_when_it_or_the_backup_did(encrypted: Path, tmp_path: Path) -> None:
    plain = small_clinic(tmp_path / "plain.json")
    assert preview(encrypted, plain).changes is not None
    restore(encrypted, plain, at=AT, by="dr")
    assert is_encrypted(encrypted.read_bytes())
    restore(plain, encrypted, at=AT, by="dr")
    assert is_encrypted(plain.read_bytes())
    assert everything(plain)["sessions"] == everything(encrypted)["sessions"]


def refused(path: Path, told: str) -> None:
    with pytest.raises(ClinicFileError, match=told) as error:
        FileClinic.open(path).records(Session)
    assert error.value.exit_code == 5


def test_a_wrong_or_missing_key_is_told(encrypted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = encrypted.read_bytes()
    monkeypatch.setenv("MIGCLI_IDENTITY", str(new_key(tmp_path / "other.txt")))
    refused(encrypted, "other.txt doesn't open .*clinic.json")
    with pytest.raises(ClinicFileError, match="doesn't open"):
        record(encrypted, session("P0001", 170))
    monkeypatch.setenv("MIGCLI_IDENTITY", str(tmp_path / "nowhere.txt"))
    refused(encrypted, "can't be read")
    monkeypatch.setenv("MIGCLI_IDENTITY", "")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    refused(encrypted, "no key file is given; name it in MIGCLI_IDENTITY")
    assert encrypted.read_bytes() == before


@pytest.mark.parametrize("text", ["", "no key", "AGE-SECRET-KEY-1QQQ", "# only a comment"])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ClinicFileError, match="`age-keygen"):
        Key.read(file)


@pytest.mark.skipif(sys.platform != "linux", reason="the configuration lies elsewhere")
def test_the_key_file_can_be_named_in_the_configuration(
    encrypted: Path, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MIGCLI_IDENTITY")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    configuration = tmp_path / "migcli" / "config.toml"
    configuration.parent.mkdir()
    configuration.write_text(f'identity = "{key_file}"\n', encoding="utf-8")
    assert len(FileClinic.open(encrypted).records(Session)) == 3
    configuration.write_text("identity = ", encoding="utf-8")
    refused(encrypted, "the key file isn't known: the config file .*, line 1: ")


def test_every_changed_byte_is_noticed(encrypted: Path) -> None:
    data = encrypted.read_bytes()
    for place in random.Random(2026).sample(range(len(data)), 300):
        changed = bytearray(data)
        changed[place] ^= 1
        encrypted.write_bytes(changed)
        refused(encrypted, "is damaged|doesn't open")


@pytest.mark.parametrize("length", [0, 1, 30, 150, -1])
def test_a_file_cut_short_is_noticed(encrypted: Path, length: int) -> None:
    encrypted.write_bytes(encrypted.read_bytes()[:length])
    refused(encrypted, "is damaged")


def test_what_is_done_already_is_refused(encrypted: Path, key_file: Path) -> None:
    with pytest.raises(InvalidValue, match="encrypted already"):
        encrypt(encrypted, Key.read(key_file))
    decrypt(encrypted, str(key_file))
    with pytest.raises(InvalidValue, match="isn't encrypted"):
        decrypt(encrypted, str(key_file))


def test_without_encryption_nothing_of_it_is_loaded(clinic: Path) -> None:
    code = f"import sys; from migraine_cli.__main__ import main; main(['due', '--clinic', {str(clinic)!r}]); "
    loaded = subprocess.run(
        [sys.executable, "-c", code + "print('pyrage' in sys.modules, 'tomllib' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.splitlines()[-1] == "False False"


def test_encrypting_leaves_no_plain_text_of_a_killed_command(tmp_path: Path, key_file: Path) -> None:
    (tmp_path / "clinic").mkdir()
    path = small_clinic(tmp_path / "clinic" / "clinic.json")
    made = back_up(path, AT)
    left = [path.with_name(f".{path.name}.{'0' * 16}.tmp"), made.with_name(f".{made.name}.{'1' * 16}.tmp")]
    for file in left:
        file.write_bytes(path.read_bytes())
    encrypt(path, Key.read(key_file), dry_run=True)
    assert all(file.exists() for file in left)
    encrypt(path, Key.read(key_file))
    assert not any(file.exists() for file in left)
    files = [file for file in (tmp_path / "clinic").rglob("*") if file.is_file()]
    assert not [file for file in files if b"P0001" in file.read_bytes()]
