"""Whom a command takes for PATIENT: an id in any case, to read also what names one patient only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from migraine_cli.cli.all_commands import COMMANDS
from migraine_cli.store.tinydb_file.storage import ClinicStorage
from tests.conftest import Run

PEOPLE = (
    ("KH-17", "Bo Lind", "1984-03-12", "020 7946 0018"),
    ("KH-18", "Lind, Änne-Marie", "1990-01-02", "+44 7700 900123"),
    ("smith", "Ann Jones", "1971-05-06", None),
    ("KH-20", "Ann Smith", "1965-08-09", None),
    ("KH-21", None, None, None),
)
"""The patients of these tests; the id of the third is the name of the fourth."""

BO = {"patient": "KH-17", "name": "Bo Lind", "born": "1984-03-12"}
ANNE = {"patient": "KH-18", "name": "Lind, Änne-Marie", "born": "1990-01-02"}


@pytest.fixture
def people(clinic_after: Callable[..., Path], migcli_here: Run) -> Run:
    """Runs `migcli` on a clinic with these patients."""
    recorded = []
    for id_, name, born, phone in PEOPLE:
        facts = {"--name": name, "--born": born, "--phone": phone}
        given = [part for option, value in facts.items() if value for part in (option, value)]
        recorded.append(["add-patient", id_, *given])
    clinic_after(["init"], *recorded)
    return migcli_here


def with_twin(clinic: Path, id_: str, twin: str) -> None:
    """A second patient whose id differs by case only, as an older version recorded them."""
    storage = ClinicStorage(clinic, writing=True)
    tables = storage.read()
    patients = tables["patients"]
    (theirs,) = [document for document in patients.values() if document["id"] == id_]
    tables["patients"] = {**patients, str(max(map(int, patients)) + 1): {**theirs, "id": twin, "name": "Bo Linden"}}
    storage.write(tables)
    storage.close()


@pytest.mark.parametrize(
    ("typed", "meant", "said"),
    [
        ("KH-17", "KH-17", ""),
        ("kh-17", "KH-17", ""),
        (" KH-17 ", "KH-17", ""),
        ("bo", "KH-17", "KH-17 Bo Lind, born 1984-03-12.\n"),
        ("LIND BO", "KH-17", "KH-17 Bo Lind, born 1984-03-12.\n"),
        ("Lind, Bo", "KH-17", "KH-17 Bo Lind, born 1984-03-12.\n"),
        ("1984-03-12", "KH-17", "KH-17 Bo Lind, born 1984-03-12.\n"),
        ("12 Mar 1984", "KH-17", "KH-17 Bo Lind, born 1984-03-12.\n"),
        ("794600", "KH-17", "KH-17 Bo Lind, born 1984-03-12.\n"),
        ("+44 20 7946 0018", "KH-17", "KH-17 Bo Lind, born 1984-03-12.\n"),
        ("aennemarie", "KH-18", "KH-18 Lind, Änne-Marie, born 1990-01-02.\n"),
        ("marie", "KH-18", "KH-18 Lind, Änne-Marie, born 1990-01-02.\n"),
        ("smith", "smith", ""),
        ("Smith", "smith", ""),
        ("ann smith", "KH-20", "KH-20 Ann Smith, born 1965-08-09.\n"),
        ("kh-21", "KH-21", ""),
    ],
)
def test_who_is_meant(people: Run, typed: str, meant: str, said: str) -> None:
    done = people("show", typed, "--format", "json")
    assert (done.code, done.err) == (0, said)
    assert done.items[0]["patient"] == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("zzz", "there is no patient zzz; see `migcli patients`, or record them with `migcli add-patient`."),
        ("P9", "there is no patient P9; see `migcli patients`, or record them with `migcli add-patient P9`."),
        (
            "lin",
            "there is no patient lin; did you mean KH-17 Bo Lind, born 1984-03-12, or KH-18 Lind",
        ),
        ("79460", "there is no patient 79460; see"),
        ("bo smith", "there is no patient 'bo smith'; see `migcli patients`"),
        ("12/3/1984", "there is no patient '12/3/1984'; see `migcli patients`"),
        ("kh17", "there is no patient kh17; did you mean KH-17 Bo Lind, born 1984-03-12? `migcli patients` lists all."),
        ("ann smiht", "there is no patient 'ann smiht'; did you mean KH-20 Ann Smith, born 1965-08-09?"),
        ("KH-99", "there is no patient KH-99; see `migcli patients`"),
    ],
)
@pytest.mark.parametrize("arguments", [("show",), ("add-session",)], ids=" ".join)
def test_nobody_is_meant_and_only_who_is_near_is_suggested(
    people: Run, arguments: tuple[str], typed: str, told: str
) -> None:
    done = people(*arguments, typed)
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"error: {told}")


def test_of_many_a_person_is_shown_some_and_a_script_all(people: Run) -> None:
    for number in range(30):
        people("add-patient", "--name", "Eva Lind", "--born", f"1990-03-{number + 1:02}")
    done = people("show", "lind")
    assert (done.code, len(done.err.splitlines())) == (3, 22)
    assert done.err.endswith("\nand 12 more; give more of the name, or the birth date.\n")
    assert len(json.loads(people("show", "lind", "--format", "json").err)["candidates"]) == 32


def test_several_are_named_with_their_birth_dates(people: Run) -> None:
    done = people("show", "lind")
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "error: 'lind' can be any of 2 patients; give the id of the one who is meant.\n"
        "KH-17 Bo Lind, born 1984-03-12\n"
        "KH-18 Lind, Änne-Marie, born 1990-01-02\n"
    )


def test_a_script_gets_the_candidates(people: Run) -> None:
    done = people("show", "lind", "--format", "json")
    told = json.loads(done.err)
    assert (told["exit_code"], told["candidates"]) == (3, [BO, ANNE])


def test_twins_of_an_older_file_are_each_meant_by_their_own_spelling(people: Run, clinic: Path) -> None:
    with_twin(clinic, "KH-17", "kh-17")
    assert people("show", "KH-17", "--format", "json").items[0]["name"] == "Bo Lind"
    assert people("show", "kh-17", "--format", "json").items[0]["name"] == "Bo Linden"
    assert people("add-score", "kh-17", "hit6", "today", "60", "--format", "json").items[0]["patient"] == "kh-17"
    for command in (["show", "Kh-17"], ["add-score", "Kh-17", "hit6", "today", "60"]):
        done = people(*command, "--format", "json")
        told = json.loads(done.err)
        assert (done.code, told["error"]) == (3, "Kh-17 can be KH-17 or kh-17; write the one that is meant.")
        assert told["candidates"] == [BO, {**BO, "patient": "kh-17", "name": "Bo Linden"}]


READS = {
    "authorisations": ["authorisations", "{}"],
    "bookings": ["bookings", "{}"],
    "diary": ["diary", "{}"],
    "eligible": ["eligible", "{}"],
    "export": ["export", "{}"],
    "gaps": ["gaps", "{}"],
    "letter": ["letter", "{}", "--kind", "aftercare"],
    "log": ["log", "{}"],
    "report": ["report", "{}"],
    "response": ["response", "{}"],
    "sessions": ["sessions", "{}"],
    "show": ["show", "{}"],
}
WRITES = {
    "add-authorisation": [
        "add-authorisation",
        "{}",
        *["--payer", "UHC", "--policy", "uhc", "--supply", "hospital", "--status", "requested"],
    ],
    "add-checkup": ["add-checkup", "{}", "--pregnancy", "no"],
    "add-contact": ["add-contact", "{}", "today", "--by", "phone"],
    "add-diary": ["add-diary", "{}", "today", "--free"],
    "add-effect": ["add-effect", "{}", "ptosis", "today"],
    "add-month": ["add-month", "{}", "last month", "--headache", "16"],
    "add-preventive": ["add-preventive", "{}", "none"],
    "add-score": ["add-score", "{}", "hit6", "today", "60"],
    "add-session": ["add-session", "{}"],
    "book": ["book", "{}", "in 12 weeks 9:00"],
    "import": ["import", "bearable", "days.csv", "--patient", "{}"],
    "pause": ["pause", "{}", "--until", "in 3 months"],
    "resume": ["resume", "{}"],
    "stop": ["stop", "{}", "--reason", "moved away"],
    "unbook": ["unbook", "{}"],
}
KEPT_FOR = {
    "add-vials": ["add-vials", "C1", "--units", "200", "--count", "2", "--expiry", "2029-12", "--for"],
    "count-vials": ["count-vials", "C1", "--units", "200", "--count", "1", "--for"],
    "discard": ["discard", "C1", "--units", "200", "--reason", "dropped", "--for"],
}
"""Vials, which are about a patient only when kept for one; the patient comes last here."""

BY_ANOTHER_NAME = {
    "amend": ["amend", "{}", "note=moved"],
    "merge, from": ["merge", "{}", "KH-20", "--reason", "entered twice"],
    "merge, into": ["merge", "KH-20", "{}", "--reason", "entered twice"],
    "void": ["void", "{}", "--reason", "entered twice"],
}
"""Where the id of a patient is taken too, among others."""

FIRST = {
    "resume": WRITES["pause"],
    "unbook": WRITES["book"],
}
"""What must be recorded before a command has anything to do."""


def of(arguments: list[str], patient: str) -> list[str]:
    return [argument.format(patient) for argument in arguments]


def patient_parameters() -> Iterator[str]:
    """The commands with an argument or an option that takes a PATIENT."""
    for listed in COMMANDS:
        for parameter in listed.load().params:
            if "PATIENT" in (parameter.metavar or "") or parameter.name == "patient":
                yield listed.name


def test_every_command_that_takes_a_patient_is_walked_here() -> None:
    assert sorted(set(patient_parameters())) == sorted([*READS, *WRITES, *KEPT_FOR, "protocol"])


@pytest.mark.parametrize("arguments", KEPT_FOR.values(), ids=KEPT_FOR)
def test_vials_are_kept_for_an_id_in_any_case_and_for_no_name(people: Run, arguments: list[str]) -> None:
    people(*KEPT_FOR["add-vials"], "KH-17")
    assert people(*arguments, "kh-17").code == 0
    done = people(*arguments, "lind")
    assert (done.code, done.out) == (3, "")
    assert "KH-17 Bo Lind, born 1984-03-12" in done.err


def test_a_protocol_is_held_against_a_session_of_whoever_is_named(people: Run) -> None:
    people("add-session", "KH-17", "2026-06-01")
    by_id = people("protocol", "--patient", "KH-17")
    assert by_id.code == 0
    assert people("protocol", "--patient", "kh-17") == by_id
    assert people("protocol", "--patient", "bo lind").out == by_id.out


@pytest.mark.parametrize("arguments", READS.values(), ids=READS)
def test_a_command_that_reads_takes_a_name_and_an_id_in_any_case(people: Run, arguments: list[str]) -> None:
    by_id = people(*of(arguments, "KH-17"))
    assert by_id.code in (0, 11)
    assert people(*of(arguments, "kh-17")) == by_id
    assert people(*of(arguments, "bo lind")) == by_id._replace(err=f"KH-17 Bo Lind, born 1984-03-12.\n{by_id.err}")


@pytest.mark.parametrize("typed", ["", " ", "\udcff", "\x1b[2J", "KH-17\u202e"])
@pytest.mark.parametrize("arguments", [*READS.values(), *WRITES.values(), BY_ANOTHER_NAME["void"]], ids=str)
@pytest.mark.usefixtures("days")
def test_what_can_be_nobody_is_nobody(people: Run, arguments: list[str], typed: str) -> None:
    done = people(*of(arguments, typed))
    assert done.code == 3
    assert done.err.startswith("error: there is no patient '")
    assert "\x1b" not in done.err


@pytest.mark.parametrize("arguments", READS.values(), ids=READS)
def test_a_command_that_reads_takes_none_of_several(people: Run, arguments: list[str]) -> None:
    done = people(*of(arguments, "lind"))
    assert (done.code, done.out) == (3, "")
    assert done.err.splitlines()[1:] == ["KH-17 Bo Lind, born 1984-03-12", "KH-18 Lind, Änne-Marie, born 1990-01-02"]


@pytest.fixture
def days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of an app where the commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "days.csv").write_text(
        "date,weekday,time of day,category,rating/amount,detail,notes\n"
        "2026-10-03,Saturday,am,Symptom,2,Headache (Moderate),\n",
        encoding="utf-8",
    )


@pytest.mark.usefixtures("days")
@pytest.mark.parametrize("arguments", WRITES.values(), ids=WRITES)
def test_a_command_that_writes_takes_an_id_in_any_case(people: Run, clinic: Path, arguments: list[str]) -> None:
    if first := FIRST.get(arguments[0]):
        assert people(*of(first, "KH-17")).code == 0
    assert people(*of(arguments, "kh-17")).code == 0
    assert b'"kh-17"' not in clinic.read_bytes()
    latest = people("log", "KH-17", "--format", "json").items[0]
    assert latest["command"].partition(" ")[0] == arguments[0]
    assert (latest["patient"], latest["name"]) == ("KH-17", "Bo Lind")


@pytest.mark.usefixtures("days")
@pytest.mark.parametrize(
    ("typed", "candidates", "mend"),
    [("bo lind", [BO], "write KH-17 if that is meant"), ("lind", [BO, ANNE], "write the id of the one who is meant")],
)
@pytest.mark.parametrize("arguments", [*WRITES.values(), *BY_ANOTHER_NAME.values()], ids=[*WRITES, *BY_ANOTHER_NAME])
def test_a_command_that_writes_takes_no_name_from_a_script(
    people: Run, clinic: Path, arguments: list[str], typed: str, candidates: list[dict[str, str]], mend: str
) -> None:
    people("add-score", "KH-20", "hit6", "today", "60")
    before = clinic.read_bytes()
    done = people(*of(arguments, typed), "--format", "json")
    told = json.loads(done.err)
    assert (done.code, done.out, told["candidates"]) == (3, "", candidates)
    assert told["error"] == f"'{typed}' is no patient's id, which recording needs; {mend}."
    assert clinic.read_bytes() == before


@pytest.mark.parametrize("typed", ["score:1", "Score:1", " SCORE:1"])
def test_the_id_of_a_record_is_taken_in_any_case(people: Run, typed: str) -> None:
    people("add-score", "KH-17", "hit6", "today", "60")
    assert people("amend", typed, "total=62").code == 0
    assert people("void", typed, "--reason", "someone else's").code == 0
    assert people("show", "KH-17", "--format", "json").items[0]["scores"] == []


def test_the_id_of_a_patient_is_amended_and_taken_back_in_any_case(people: Run) -> None:
    assert people("amend", "kh-21", "note=moved").out.startswith("recorded a change of KH-21")
    assert people("void", "kh-21", "--reason", "entered twice").code == 0
    assert people("show", "KH-21").code == 3
    assert people("log", "kh-21", "--format", "json").items[0]["id"] == "KH-21"


def test_a_record_is_moved_and_patients_are_merged_by_ids_in_any_case(people: Run) -> None:
    people("add-score", "KH-20", "hit6", "today", "60")
    assert people("amend", "score:1", "patient=kh-17").code == 0
    assert people("merge", "kh-17", "SMITH", "--reason", "entered twice", "--allow", "other-birth").code == 0
    assert people("show", "smith", "--format", "json").items[0]["scores"][0]["id"] == "score:1"


def test_the_id_of_a_merged_patient_leads_to_the_other_in_any_case(people: Run) -> None:
    people("merge", "KH-21", "KH-17", "--reason", "entered twice")
    for typed in ("KH-21", "kh-21"):
        shown = people("show", typed, "--format", "json")
        assert (shown.items[0]["patient"], shown.err) == ("KH-17", "KH-17 Bo Lind, born 1984-03-12.\n")
        assert (
            people("add-score", typed, "hit6", "today", "60", "--dry-run", "--format", "json").items[0]["patient"]
            == "KH-17"
        )
        assert people("void", typed, "--reason", "entered twice").code == 2
        assert [row["effect"] for row in people("log", typed, "--format", "json").items] == ["removed", "added"]


def answered(environment: dict[str, str], answer: str, *arguments: str) -> tuple[int, str]:
    """How a command at a terminal ended, and what was on its screen, once its question was answered."""
    pty = pytest.importorskip("pty", reason="needs the terminals of a POSIX system")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "migraine_cli", *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode())
    screen = b""
    try:
        while chunk := os.read(ours, 65536):
            screen += chunk
    except OSError:  # Linux's way of saying that the other end was closed
        pass
    process.wait(timeout=60)
    os.close(ours)
    return process.returncode, screen.decode()


@pytest.mark.parametrize(
    "arguments",
    [("add-score", "bo lind", "hit6", "today", "60"), ("amend", "bo lind", "note=moved")],
    ids=lambda arguments: arguments[0],
)
def test_at_a_terminal_a_name_is_asked_about(
    people: Run, clinic: Path, environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    before = clinic.read_bytes()
    code, screen = answered(environment, "n", *arguments)
    assert "KH-17 Bo Lind, born 1984-03-12? [y/N]: " in screen
    assert (code, clinic.read_bytes()) == (10, before)
    code, screen = answered(environment, "y", *arguments)
    assert code == 0
    assert people("log", "KH-17", "--format", "json").items[0]["command"] == arguments[0]


@pytest.mark.usefixtures("people")
def test_at_a_terminal_an_id_is_not_asked_about(environment: dict[str, str]) -> None:
    code, screen = answered(environment, "", "add-score", "kh-17", "hit6", "today", "60")
    assert (code, "?" in screen) == (0, False)


@pytest.mark.usefixtures("people")
def test_at_a_terminal_several_are_named_and_none_is_asked_about(environment: dict[str, str]) -> None:
    code, screen = answered(environment, "", "add-score", "lind", "hit6", "today", "60")
    assert code == 3
    assert "KH-18 Lind, Änne-Marie, born 1990-01-02" in screen
    assert "[y/N]" not in screen


@pytest.mark.parametrize("typed", ["KH-17", "kh-17", "bo lind", "1984-03-12"])
def test_sessions_are_listed_whichever_way_the_patient_is_named(people: Run, typed: str) -> None:
    assert people("add-session", "KH-17", "2026-02-02", "--units", "155").code == 0
    for how in ((), ("--billing",)):
        done = people("sessions", typed, *how)
        assert (done.code, "KH-17" in done.out) == (0, True), done.err
