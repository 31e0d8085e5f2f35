"""No damage goes unnoticed, none is shown as data, and another program's change is told apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from small_clinic import everything, record, session
from tinydb import TinyDB

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.store.tinydb_file import check, sealed, sealed_table
from migraine_cli.store.tinydb_file.clinic import FileClinic

DAMAGED = "is damaged.*`migcli check`.*newest backup"
ELSEWHERE = "changed by another program.*`migcli check`.*`migcli check --accept`"


def assert_noticed(path: Path, data: bytes | bytearray) -> None:
    path.write_bytes(data)
    with pytest.raises(ClinicFileError):
        everything(path)
    # What isn't JSON of ours at all is an error, not a fault.
    with suppress(ClinicFileError):
        assert check.faults(path)


@pytest.mark.parametrize("step", [13, pytest.param(1, marks=pytest.mark.slow)])
def test_every_flipped_bit_is_noticed(clinic: Path, step: int) -> None:
    """Of a sample every thirteenth, which meets each bit of a byte in turn."""
    data = clinic.read_bytes()
    for bit in range(0, len(data) * 8, step):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        assert_noticed(clinic, flipped)


def test_a_file_cut_short_anywhere_is_noticed(clinic: Path) -> None:
    data = clinic.read_bytes()
    for length in range(len(data)):
        assert_noticed(clinic, data[:length])


def changed(find: bytes, put: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert find in data
        return data.replace(find, put, 1)

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param(lambda _: b"", DAMAGED, id="empty"),
        pytest.param(lambda _: b"\x00" * 512, DAMAGED, id="zeros"),
        pytest.param(lambda _: b"[" * 100_000, DAMAGED, id="nested without end"),
        pytest.param(lambda data: data[:-1], DAMAGED, id="last byte lost"),
        pytest.param(lambda data: data + data, DAMAGED, id="doubled"),
        pytest.param(changed(b"155.0", b"555.0"), DAMAGED, id="another dose"),
        pytest.param(changed(b"Ann", b"A\xff\xfe"), DAMAGED, id="invalid UTF-8"),
        pytest.param(changed(b'"sessions":{"1":{"id"', b'"sessionz":{"1":{"id"'), DAMAGED, id="a table's name"),
        pytest.param(lambda data: data[: data.rindex(b',"sessions":')] + b"}", DAMAGED, id="a table cut out"),
        pytest.param(changed(b'"last":3', b'"last":2'), DAMAGED, id="the last document id"),
        pytest.param(changed(b'"schema":3', b'"schema":4'), DAMAGED, id="the schema, unsealed"),
        pytest.param(changed(b'"_meta":{"1"', b'"_meta":{"2"'), DAMAGED, id="the number of the digests"),
        pytest.param(changed(b'"_meta"', b'"_mete"'), "no clinic file of migcli", id="no digests"),
        pytest.param(lambda _: b'{"name": "a-package"}', "no clinic file of migcli", id="another JSON file"),
        pytest.param(lambda data: reformatted(data, indent=1), ELSEWHERE, id="laid out anew"),
        pytest.param(lambda data: reformatted(data, sort_keys=True), ELSEWHERE, id="sorted"),
    ],
)
def test_it_says_what_happened_to_the_file(clinic: Path, change: Callable[[bytes], bytes], sentence: str) -> None:
    clinic.write_bytes(change(clinic.read_bytes()))
    with pytest.raises(ClinicFileError, match=sentence) as error:
        everything(clinic)
    assert error.value.exit_code == 5


def reformatted(data: bytes, **how: object) -> bytes:
    return json.dumps(json.loads(data), **how).encode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda db: db.table("sessions").insert({"units": 1}), id="a row"),
        pytest.param(lambda db: db.table("sessions").update({"units": 1.0}), id="doses"),
        pytest.param(lambda db: db.insert({"units": 1}), id="a table more"),
        pytest.param(lambda db: db.drop_table("sessions"), id="a table less"),
    ],
)
def test_a_change_by_plain_tinydb_is_told_from_damage(clinic: Path, change: Callable[[TinyDB], object]) -> None:
    with TinyDB(clinic, encoding="utf-8") as db:
        change(db)
    with pytest.raises(ClinicFileError, match=ELSEWHERE):
        everything(clinic)


def test_damage_stops_only_those_who_read_the_table(clinic: Path) -> None:
    clinic.write_bytes(clinic.read_bytes().replace(b"155.0", b"555.0", 1))
    assert [patient.id for patient in FileClinic.open(clinic).records(Patient)] == ["P0001", "P0002"]
    with pytest.raises(ClinicFileError, match="the table sessions"):
        FileClinic.open(clinic).records(Session)


def test_damage_in_one_table_stops_a_write_to_another(clinic: Path) -> None:
    clinic.write_bytes(damaged := clinic.read_bytes().replace(b"155.0", b"555.0", 1))
    with pytest.raises(ClinicFileError, match="the table sessions"):
        record(clinic, Patient(id="P0003"), command="add-patient")
    assert clinic.read_bytes() == damaged


def test_a_newer_file_is_refused(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        for module in (sealed, sealed_table):
            later.setattr(module, "SCHEMA", 4)
        later.setitem(sealed_table.DIGESTS, 4, sealed_table.DIGESTS[3])
        record(clinic, session("P0001", 170))
    for use in (everything, check.faults, lambda path: record(path, session("P0001", 171))):
        with pytest.raises(
            ClinicFileError, match="schema 4, newer than this migcli, which reads up to 3; update migcli"
        ):
            use(clinic)


def test_no_error_shows_patient_data(clinic: Path) -> None:
    clinic.write_bytes(clinic.read_bytes().replace(b"155.0", b'"Ann"', 1))
    with pytest.raises(ClinicFileError) as error:
        everything(clinic)
    assert "Ann" not in error.value.sentence


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(changed(b'"units":155.0', b'"units":15 .0'), id="a blank in a number"),
        pytest.param(changed(b'"units":155.0', b'"units":15  '), id="a number cut short by blanks"),
        pytest.param(changed(b'"date":', b'"date": '), id="a stray blank"),
        pytest.param(changed(b'"patient":', b'"id":"x","patient":'), id="a doubled key"),
    ],
)
def test_damage_is_never_told_as_another_programs_change(clinic: Path, change: Callable[[bytes], bytes]) -> None:
    clinic.write_bytes(change(clinic.read_bytes()))
    with pytest.raises(ClinicFileError, match=DAMAGED):
        everything(clinic)


@pytest.mark.parametrize("how", [{}, {"indent": 1}, {"indent": 4}, {"indent": "\t"}, {"ensure_ascii": False}])
def test_another_writers_whole_form_is(clinic: Path, how: dict[str, object]) -> None:
    data = json.loads(clinic.read_bytes())
    data["sessions"]["1"]["units"] = 15.0
    clinic.write_text(json.dumps(data, **how), encoding="utf-8")  # type: ignore[arg-type]
    with pytest.raises(ClinicFileError, match=ELSEWHERE):
        everything(clinic)
    clinic.write_text(json.dumps(data, **how).replace('"units": 15.0', '"units":15.0 '), encoding="utf-8")  # type: ignore[arg-type]
    with pytest.raises(ClinicFileError, match="is damaged"):
        everything(clinic)
