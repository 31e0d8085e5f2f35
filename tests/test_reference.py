"""The door to data/, and the list of medicines behind it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from migraine_cli.errors import MigcliError
from migraine_cli.records.codes import PREVENTIVE_CLASSES
from migraine_cli.reference import data as reference
from migraine_cli.words.medicines import medicine

MEDICINES = reference.medicines()
ACUTE_CLASSES = {
    "triptan",
    "ergot",
    "opioid",
    "combination-analgesic",
    "non-opioid-analgesic",
    "gepant",
    "other",
}


def test_the_list_of_medicines_is_in_order() -> None:
    assert set(MEDICINES.preventive.values()) == set(PREVENTIVE_CLASSES)
    assert set(MEDICINES.acute.values()) == ACUTE_CLASSES
    for name in [*MEDICINES.preventive, *MEDICINES.acute, *MEDICINES.aliases.values()]:
        assert medicine(name, MEDICINES.aliases) == name
        assert name in MEDICINES.preventive or name in MEDICINES.acute
    assert not set(MEDICINES.aliases) & {*MEDICINES.preventive, *MEDICINES.acute}


def test_each_medicine_has_one_class_and_an_atc_code() -> None:
    listed = reference.read_toml("medicines.toml")
    for use in ("preventive", "acute"):
        names = [name for codes in listed[use].values() for name in codes]
        assert len(names) == len(set(names))
        for codes in listed[use].values():
            assert all(re.fullmatch(r"[A-Z]\d\d[A-Z]{2}(\d\d)?", atc) for atc in codes.values())


def test_aspirin_with_paracetamol_alone_is_no_combination_but_with_caffeine_is() -> None:
    assert MEDICINES.acute["aspirin + paracetamol"] == "non-opioid-analgesic"
    assert MEDICINES.acute["aspirin + caffeine + paracetamol"] == "combination-analgesic"
    assert MEDICINES.acute["codeine + paracetamol"] == "combination-analgesic"


def test_the_names_in_a_folder() -> None:
    assert "headache-days" in reference.names("policies")
    assert reference.path("policies/headache-days.toml").is_file()


def test_a_missing_file_is_named() -> None:
    with pytest.raises(MigcliError, match=r"data/nothing\.toml can't be opened"):
        reference.read_toml("nothing.toml")


@pytest.mark.parametrize("content", [b"id = ", b'title = "\xff"'], ids=["no TOML", "no UTF-8"])
def test_a_faulty_file_is_named(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "faulty.toml").write_bytes(content)
    monkeypatch.setattr(reference, "path", lambda relative: tmp_path / relative)
    with pytest.raises(MigcliError, match=r"data/faulty\.toml is faulty"):
        reference.read_toml("faulty.toml")
