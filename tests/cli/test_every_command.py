"""Every command once with a right and once with a wrong input: as a table, in plain lines and as JSON."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from migraine_cli.__main__ import main
from migraine_cli.cli.all_commands import COMMANDS
from migraine_cli.cli.lazy import Listed
from tests.conftest import Run

DAY = date(2026, 10, 5)
"""The day on which the synthetic clinic is seen."""

#             right                                                                    wrong, its code, what is said
ASKED: dict[str, tuple[list[str], list[str], int, str]] = {
    "init": (["--clinic", "new.json"], [], 5, "there is already a clinic"),
    "demo": ([], ["--patients", "0"], 2, "from 1 to 50000"),
    "add-patient": (["N1", "--name", "Nora Ashby"], ["Nora Ashby"], 2, "write one like P0001"),
    "add-diary": (["P0001", "yesterday", "--headache"], ["P0001", "2026-09-31"], 2, "September 2026 has 30 days"),
    "add-month": (["P0001", "2026-08", "--headache", "16"], ["P0001", "2026-08", "--headache", "40"], 2, "0 to 31"),
    "add-preventive": (
        ["P0001", "topiramate", "--outcome", "failed"],
        ["P0001", "topiramat", "--outcome", "failed"],
        2,
        "did you mean topiramate",
    ),
    "add-session": (["P0049"], ["P0047"], 4, "too-early"),
    "add-score": (["P0001", "hit6", "today", "66"], ["P0001", "hit6", "today", "96"], 2, "36 to 78"),
    "add-effect": (["P0001", "ptosis", "yesterday"], ["P0001", "foo", "yesterday"], 2, "write one of"),
    "add-checkup": (["P0001", "--pregnancy", "no"], ["P0001", "--pregnancy", "maybe"], 2, "write one of"),
    "add-contact": (["P0001", "today", "--by", "phone"], ["P0001", "2026-13-01", "--by", "phone"], 2, "12 months"),
    "book": (["P0001", "2027-01-05 9:30"], ["P0001", "2027-01-05 9:70"], 2, "write it like 09:30"),
    "unbook": (["P0050"], ["P0001"], 3, "isn't booked"),
    "add-authorisation": (
        ["P0001", "--payer", "One", "--policy", "uhc", "--supply", "buy-and-bill", "--status", "requested"],
        ["P0001", "--payer", "One", "--policy", "nope", "--supply", "buy-and-bill", "--status", "requested"],
        3,
        "there is no policy",
    ),
    "add-vials": (
        ["C1", "--units", "200", "--count", "3", "--expiry", "2027-05", "--supply", "hospital"],
        ["C1", "--units", "150", "--count", "3", "--expiry", "2027-05"],
        2,
        "50, 100 or 200 U",
    ),
    "count-vials": (["D1", "--units", "200", "--count", "1"], ["C9", "--units", "200", "--count", "1"], 3, "C9"),
    "discard": (
        ["D1", "--units", "200", "--reason", "warm"],
        ["D1", "--units", "200", "--count", "20", "--reason", "warm"],
        2,
        "can't be thrown away",
    ),
    "recall-lot": (["D1", "--reason", "notice 12"], ["C9", "--reason", "notice 12"], 3, "C9"),
    "pause": (["P0049", "--until", "2026-12-01"], ["P0049", "--until", "2020-12-01"], 2, "give a later until"),
    "stop": (["P0049", "--reason", "no benefit"], ["P0049"], 2, "--reason"),
    "resume": (["P0048"], ["P0049"], 2, "neither paused nor stopped"),
    "amend": (["M1", "note=moved"], ["M1", "nope=1"], 2, "its fields are"),
    "void": (["M2", "--reason", "slip"], ["session:9999", "--reason", "slip"], 3, "session:9999"),
    "merge": (["M2", "M1", "--reason", "twice"], ["P0060", "P0060", "--reason", "twice"], 2, "one and the same"),
    "undo": ([], ["--redo"], 3, "brought back"),
    "log": (["P0001"], ["P9999"], 3, "there is no patient"),
    "import": (["patients", "more.csv"], ["patients", "nope.csv"], 2, "nope.csv"),
    "due": ([], ["--status", "nope"], 2, "write one of"),
    "day": (["2026-10-06"], ["2026-10-32"], 2, "2026-10-32"),
    "bookings": ([], ["--on", "2026-02-30"], 2, "February 2026 has 28 days"),
    "gaps": ([], ["P0001", "--policy", "nope"], 3, "there is no policy"),
    "messages": (["--kind", "diary"], ["--kind", "nope"], 2, "write one of"),
    "plan": (["--every", "1st,3rd tue"], ["--every", "someday"], 2, "someday"),
    "eligible": (["P0001"], ["P9999"], 3, "there is no patient"),
    "response": ([], ["P9999"], 3, "there is no patient"),
    "audit": ([], ["--policy", "nope"], 3, "there is no policy"),
    "show": (["P0030"], ["P9999"], 3, "there is no patient"),
    "patients": (["zofia"], ["--as-of", "2026-13-01"], 2, "12 months"),
    "diary": (["P0001"], ["P0001", "--month", "2026-13"], 2, "12 months"),
    "sessions": ([], ["--lot", "C999"], 3, "C999"),
    "authorisations": (["P0049"], ["P9999"], 3, "there is no patient"),
    "vials": ([], ["--expiring", "soon"], 2, "soon"),
    "policies": ([], ["nope"], 3, "there is no policy"),
    "protocol": ([], ["--patient", "P9999"], 3, "there is no patient"),
    "config": ([], ["nope"], 2, "more than the command takes"),
    "schema": ([], ["nope"], 3, "no listing"),
    "help": (["dates"], ["nope"], 2, "neither a command nor a topic"),
    "check": ([], ["--clinic", "nope.json"], 5, "nope.json"),
    "backup": ([], ["--clinic", "nope.json"], 5, "nope.json"),
    "restore": (["old.json", "--yes"], ["nope.json"], 2, "nope.json"),
    "copy": (["to.json"], ["old.json"], 5, "old.json"),
    "encrypt": (["--identity", "key.txt"], [], 2, "--identity"),
    "decrypt": (["--clinic", "locked.json", "--identity", "key.txt"], [], 2, "there is nothing to do"),
    "report": (["P0030"], ["P9999"], 3, "there is no patient"),
    "calendar": ([], ["--with", "nope"], 2, "nope"),
    "letter": (["P0049", "--kind", "aftercare"], ["P0049", "--kind", "nope"], 2, "write one of"),
    "export": (["P0001"], ["P9999"], 3, "there is no patient"),
}


FIRST = (
    ["demo", "--keep", "clinic.json"],
    ["backup", "old.json"],
    ["add-patient", "M1", "--name", "Mo Lind"],
    ["add-patient", "M2"],
    ["add-vials", "D1", "2026-10-01", "--units", "200", "--count", "3", "--expiry", "2027-05", "--supply", "hospital"],
    ["pause", "P0048", "2026-10-01", "--until", "2026-12-01"],
)
"""What lies there before each command."""

IN_A_FORM = {"json", "plain"}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clinic, a backup, a sheet, a key file and the clinic once more, locked with it."""
    folder = tmp_path_factory.mktemp("clinic")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in {"MIGCLI_CLINIC": "clinic.json", "HOME": str(folder), "MIGCLI_USER": "tester"}.items():
            patch.setenv(name, value)
        for command in FIRST:
            assert main(command) == 0, command
        Path("migcli").mkdir()
        Path("migcli/config.toml").write_text('[clinic]\nhours = {tue = "09:00-12:30"}\n', encoding="utf-8")
        Path("more.csv").write_text("id,name\nP0100,Ann Gray\n", encoding="utf-8")
        try:
            from pyrage import x25519
        except ImportError:
            return folder
        Path("key.txt").write_text(f"{x25519.Identity.generate()}\n", encoding="utf-8")
        Path("key.txt").chmod(0o600)
        shutil.copy("clinic.json", "locked.json")
        assert main(["encrypt", "--identity", "key.txt", "--clinic", "locked.json"]) == 0
    return folder


@pytest.fixture
def asked(before: Path, clinic: Path, migcli_here: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    shutil.copytree(before, clinic.parent, dirs_exist_ok=True)
    monkeypatch.chdir(clinic.parent)

    def ask(name: str, *arguments: str, form: str | None = None) -> Any:
        return migcli_here(name, *arguments, *(["--format", form] if form else []), today=DAY)

    return ask


def forms(listed: Listed) -> set[str]:
    """Those of `IN_A_FORM` that the command takes."""
    for parameter in listed.load().params:
        if "--format" in parameter.opts:
            return IN_A_FORM & set(getattr(parameter.type, "choices", ()))
    return set()


CASES = [
    pytest.param(listed, form, id=f"{listed.name} {form or ''}")
    for listed in COMMANDS
    for form in (None, *sorted(forms(listed)))
]


def test_every_command_is_asked() -> None:
    assert list(ASKED) == [listed.name for listed in COMMANDS]


@pytest.mark.parametrize(("listed", "form"), CASES)
def test_what_is_right_is_done_and_shown(listed: Listed, form: str | None, asked: Run) -> None:
    _needs_crypt(listed)
    right = ASKED[listed.name][0]
    ran = asked(listed.name, *right, form=form)
    assert ran.code in (0, 10, 11), ran.err
    assert "error:" not in ran.err
    assert "Traceback" not in ran.out + ran.err
    if form == "json":
        assert set(json.loads(ran.out)) >= {"schema", "as_of", "items"}
    if form == "plain":
        assert all(": " in line or line.endswith(":") for line in ran.out.splitlines() if line)


@pytest.mark.parametrize(("listed", "form"), CASES)
def test_what_is_wrong_is_told_in_one_sentence_and_changes_nothing(
    listed: Listed, form: str | None, asked: Run, clinic: Path
) -> None:
    _needs_crypt(listed)
    _, wrong, code, words = ASKED[listed.name]
    untouched = clinic.read_bytes()
    ran = asked(listed.name, *wrong, form=form)
    assert (ran.code, ran.out) == (code, "")
    *_, told = ran.err.splitlines()
    sentence = json.loads(told)["error"] if form == "json" else told.removeprefix("error: ")
    assert words in sentence
    assert sentence.endswith((".", "?"))
    assert clinic.read_bytes() == untouched


def _needs_crypt(listed: Listed) -> None:
    if listed.name in ("encrypt", "decrypt"):
        pytest.importorskip("pyrage", reason="needs the extra crypt")
