"""`migcli import` as a practice uses it: its spreadsheets, faulty ones among them."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from migraine_cli.exchange.columns import KINDS
from tests.conftest import Ran, Run

PATIENTS = "id,name,born\nP1,Ann,1980-01-01\nP2,Bo,1990-02-02\n"


@pytest.fixture
def brought_in(migcli_here: Run, tmp_path: Path) -> Run:
    """Imports a text or bytes as a file; how the command ended."""
    migcli_here("init")

    def bring(kind: str, content: str | bytes, *more: str) -> Ran:
        file = tmp_path / "sheet.csv"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return migcli_here("import", kind, str(file), *more, today=date(2026, 11, 20))

    return bring


def test_every_faulty_row_is_named_with_its_line_and_nothing_is_taken(migcli_here: Run, brought_in: Run) -> None:
    rows = "id,name,born\nP1,Ann,1980-01-01\nP2,Bo,3/10/1980\nP3,Cy,2026-02-30\n!,Di,\nP5,Ed,\n"
    done = brought_in("patients", rows)
    assert done.code == 2
    assert [line.split(":")[0] for line in done.err.splitlines()[1:]] == ["line 3", "line 4", "line 5"]
    assert "3 October 1980 or 10 March 1980" in done.err
    assert migcli_here("patients", "--format", "json").items == []


def test_faults_as_json(brought_in: Run) -> None:
    done = brought_in("patients", "id,born\nP1,nan\n", "--format", "json")
    assert done.out == ""
    fault = json.loads(done.err)
    assert (fault["exit_code"], fault["faults"][0]["line"]) == (2, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\xff\xfe", ""),
        ("id,name\nP1,Ann\n".encode("utf-16-le"), "--encoding"),
        (b"id,name\nP1,\xff\xfe\n", "UTF-8"),
        (b'id,name\nP1,"' + b"x" * 2_000_000 + b'"\n', ""),
        (b'id,name\nP1,"Ann\n', ""),
        (b"id,nmae\nP1,Ann\n", "did you mean name"),
        (b"id,name\nP1,Ann,extra\n", ""),
        (b"id,name\nP1,A\x1bnn\n", "U+001B"),
        ("id,name\nP1,A\u202enn\n".encode(), "U+202E"),
    ],
    ids=[
        "empty",
        "binary",
        "UTF-16 without a mark",
        "not UTF-8",
        "a field of 2 MB",
        "an open quote",
        "an unknown column",
        "a cell too many",
        "ESC",
        "a bidi override",
    ],
)
def test_what_is_no_table_of_patients_is_refused_in_a_sentence(
    migcli_here: Run, brought_in: Run, content: bytes, said: str
) -> None:
    done = brought_in("patients", content)
    assert done.code == 2
    assert done.err.startswith("error: ")
    assert said in done.err
    assert "Traceback" not in done.err
    assert migcli_here("patients", "--format", "json").items == []


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "with a byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("comma", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_spreadsheets_write_csv_in_many_ways(
    migcli_here: Run, brought_in: Run, mark: str, end: str, comma: str
) -> None:
    assert brought_in("patients", mark + PATIENTS.replace(",", comma).replace("\n", end)).code == 0
    assert [item["name"] for item in migcli_here("patients", "--format", "json").items] == ["Ann", "Bo"]


@pytest.mark.parametrize("name", ["[red]Ann[/red]", "Smith [/]", "=1+2", "O'Neil", "Ünsal Ö.", "王小明"])
def test_a_strange_name_is_kept_as_it_is(migcli_here: Run, brought_in: Run, name: str) -> None:
    assert brought_in("patients", f"id,name\nP1,{name}\n").code == 0
    assert migcli_here("patients", "--format", "json").items[0]["name"] == name
    assert name in migcli_here("patients").out


def test_a_formula_is_guarded_in_csv_and_comes_back_as_it_was(migcli_here: Run, brought_in: Run) -> None:
    brought_in("patients", "id,name\nP1,=1+2\n")
    out = migcli_here("patients", "--format", "csv").out
    assert "'=1+2" in out
    again = "id,name\n" + ",".join(out.splitlines()[1].split(",")[1:3]) + "\n"
    assert "1 was recorded already" in brought_in("patients", again).out


def test_a_dry_run_shows_how_each_column_was_read_even_where_rows_are_faulty(brought_in: Run) -> None:
    brought_in("patients", PATIENTS)
    rows = "Patient ID;Datum;Kopfschmerz\nP1;13.10.2026;ja\nP1;14.10.2026;vielleicht\n"
    done = brought_in("diary", rows, "--dry-run")
    assert done.code == 2
    assert "Datum is date: 2 filled, 0 blank; 13.10.2026 is 2026-10-13" in done.out
    assert "dmy, as 13.10.2026 in line 2 shows" in done.out
    assert "line 3: 'vielleicht'" in done.err


def test_a_map_is_saved_and_used_again_and_a_dry_run_saves_none(brought_in: Run) -> None:
    brought_in("patients", PATIENTS)
    rows = "patient,date,Pills\nP1,2026-10-01,Ibuprofen 400 mg\n"
    assert brought_in("diary", rows, "--map", "Pills=medicines", "--save-map", "ours", "--dry-run").code == 0
    assert "no map is saved as 'ours'" in brought_in("diary", rows, "--map-file", "ours").err
    assert brought_in("diary", rows, "--map", "Pills=medicines", "--save-map", "ours").code == 0
    assert "0 of 1 rows" in brought_in("diary", rows, "--map-file", "ours").out
    assert brought_in("diary", rows, "--map", "Pills=medicines", "--save-map", "../x").code == 2


def test_a_saved_order_of_dates_is_told_as_saved(brought_in: Run) -> None:
    brought_in("patients", PATIENTS)
    rows = "patient,date,headache\nP1,03/04/2026,yes\n"
    asked = ("--date-order", "dmy")
    assert "order of dates: dmy, as --date-order says." in brought_in("diary", rows, *asked, "--dry-run").out
    assert brought_in("diary", rows, *asked, "--save-map", "ours").code == 0
    assert (
        "order of dates: dmy, as the saved map says."
        in brought_in("diary", rows, "--map-file", "ours", "--dry-run").out
    )


def test_a_template_is_an_empty_sheet_of_its_kind(migcli_here: Run, brought_in: Run) -> None:
    template = migcli_here("import", "scores", "--template").out
    assert template == "patient,date,instrument,total,items\n"
    assert "0 of 0 rows" in brought_in("scores", template).out


def test_importing_again_adds_nothing_even_after_a_correction(migcli_here: Run, brought_in: Run) -> None:
    brought_in("patients", PATIENTS)
    rows = "patient,date,headache\nP1,2026-10-01,yes\nP1,2026-10-02,no\n"
    assert brought_in("diary", rows).code == 0
    assert migcli_here("add-diary", "P1", "2026-10-01", "--free").code == 0
    assert "2 were recorded already" in brought_in("diary", rows).out
    days = migcli_here("diary", "P1", "--format", "json").items
    assert [item["headache"] for item in days] == ["no", "no"]


def test_a_later_file_wins_and_the_days_it_changes_are_named(brought_in: Run) -> None:
    brought_in("patients", PATIENTS)
    brought_in("diary", "patient,date,headache,hours\nP1,2026-10-01,yes,5\nP1,2026-10-02,,\n")
    done = brought_in("diary", "patient,date,headache,hours\nP1,2026-10-01,no,\nP1,2026-10-02,yes,\n")
    assert "2026-10-01" in done.err
    assert "2026-10-02" not in done.err


def test_a_patient_row_that_differs_is_a_fault_unless_update(migcli_here: Run, brought_in: Run) -> None:
    brought_in("patients", PATIENTS)
    other = PATIENTS.replace("Ann", "Anne")
    assert brought_in("patients", other).code == 2
    assert brought_in("patients", other, "--update").code == 0
    first = migcli_here("patients", "--format", "json").items[0]
    assert (first["name"], first["born"]) == ("Anne", "1980-01-01")


def test_a_dry_run_writes_nothing(migcli_here: Run, brought_in: Run) -> None:
    done = brought_in("patients", PATIENTS, "--dry-run")
    assert "would bring in 2 of 2" in done.out
    assert migcli_here("patients", "--format", "json").items == []


def test_past_sessions_are_warned_about_and_taken(migcli_here: Run, brought_in: Run) -> None:
    brought_in("patients", PATIENTS)
    rows = "patient,date,units\nP1,2026-01-05,155\nP1,2026-02-05,155\nP1,2026-03-05,155\n"
    done = brought_in("sessions", rows, "--format", "json")
    assert done.code == 0
    assert len(migcli_here("sessions", "--format", "json", "--as-of", "2026-11-20").items) == 3
    too_early, too_much = done.items[0]["warnings"]
    assert too_early.startswith("too-early, 3 sessions: P1 of 2026-01-05, 31 days before the session of 2026-02-05")
    assert too_much.startswith("cumulative-dose, 3 sessions: P1 of 2026-01-05, 465 U")


def test_a_rule_is_a_line_with_its_count_and_the_first_five_rows(brought_in: Run) -> None:
    brought_in("patients", PATIENTS)
    days = [f"2026-01-{day:02}" for day in range(5, 12)]
    rows = "patient,date,units\n" + "".join(f"P1,{day},5\n" for day in days)
    (line,) = brought_in("sessions", rows, "--format", "json").items[0]["warnings"]
    assert line.startswith("too-early, 7 sessions: P1 of 2026-01-05, ")
    assert all(f"P1 of {day}, " in line for day in days[:5])
    assert not any(f"P1 of {day}, " in line for day in days[5:])
    assert line.endswith("; and 2 more.")


def test_imported_sessions_are_held_against_the_stock(migcli_here: Run, brought_in: Run) -> None:
    brought_in("patients", PATIENTS)
    for vials in (
        "add-vials C1 2026-01-02 --units 200 --count 1 --expiry 2028-01",
        "add-vials C2 2026-01-02 --units 200 --count 3 --expiry 2028-01 --for P2",
    ):
        assert migcli_here(*vials.split()).code == 0
    rows = (
        "patient,date,vials,supply\nP1,2026-02-02,200:C1,\nP2,2026-02-02,200:c-1,\nP1,2026-06-02,200:C2,\n"
        "P2,2026-06-02,200:C2,\nP2,2025-06-02,200:C9,\nP2,2026-10-02,200:C3,\nP1,2026-10-02,200:C4,patient\n"
    )
    dry = brought_in("sessions", rows, "--format", "json", "--dry-run")
    done = brought_in("sessions", rows, "--format", "json")
    assert done.code == 0
    assert done.items[0]["warnings"] == [
        "shared-vial, 2 sessions: P1 of 2026-02-02, the last vial of 200 U of lot C1 was opened that day for P2; one"
        " vial is for one patient; P2 of 2026-02-02, the last vial of 200 U of lot c-1 was opened that day for P1; one"
        " vial is for one patient.",
        "not-in-stock, 1 session: P2 of 2026-10-02, 200 U of lot C3: none came in by 2026-10-02.",
        "another-patients-vial, 1 session: P1 of 2026-06-02, the vials of 200 U of lot C2 are kept for P2.",
    ]
    assert dry.items[0]["warnings"] == done.items[0]["warnings"]
    again = brought_in("sessions", f"{rows}P1,2026-09-02,200:C2,\n", "--format", "json")
    (line,) = (each for each in again.items[0]["warnings"] if each.startswith("another-patients-vial"))
    assert line.startswith("another-patients-vial, 1 session: P1 of 2026-09-02, ")


def test_imported_appointments_are_held_against_the_rules_and_taken(
    migcli_here: Run, brought_in: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        '[clinic]\nhours = {tue = "09:00-12:30"}\nclosed = ["2026-12-29"]\ninjectors = 1\n', encoding="utf-8"
    )
    monkeypatch.setenv("MIGCLI_CONFIG", str(config))
    brought_in("patients", PATIENTS)
    assert migcli_here("book", "P1", "2026-12-08 09:00").code == 0
    rows = (
        "patient,at,status\nP2,2026-12-08 09:00,\nP1,2026-12-15,\nP1,2026-12-15 10:00,\nP2,2026-12-22 15:00,\n"
        "P2,2026-12-29 10:00,\nP1,2026-12-22 15:00,cancelled\n"
    )
    done = brought_in("bookings", rows, "--format", "json")
    assert (done.code, done.items[0]["added"]) == (0, 6)
    assert done.items[0]["warnings"] == [
        "double-booked, 2 appointments: P1 of 2026-12-15, P1 is booked for 10:00 already; P1 of 2026-12-15 10:00, P1 is"
        " booked for 2026-12-15 already.",
        "full, 1 appointment: P2 of 2026-12-08 09:00, no place is left at 09:00 on 2026-12-08.",
        "closed-day, 1 appointment: P2 of 2026-12-29 10:00, the clinic is closed on 2026-12-29.",
        "outside-hours, 1 appointment: P2 of 2026-12-22 15:00, 15:00 for 30 minutes isn't within 09:00-12:30.",
    ]
    assert brought_in("bookings", rows, "--format", "json").items[0]["warnings"] == []


@pytest.mark.parametrize(
    ("at", "told"),
    [
        pytest.param("2026-11-19 09:00", [], id="yesterday: history, as it was"),
        pytest.param("2026-11-20 09:00", ["closed-day"], id="today"),
        pytest.param("2026-11-25 09:00", ["closed-day"], id="to come"),
    ],
)
def test_only_appointments_to_come_are_held_against_the_rules(
    brought_in: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at: str, told: list[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[clinic]\nhours = {tue = "09:00-12:30"}\n', encoding="utf-8")
    monkeypatch.setenv("MIGCLI_CONFIG", str(config))
    brought_in("patients", PATIENTS)
    done = brought_in("bookings", f"patient,at\nP1,{at}\n", "--format", "json")
    assert done.items[0]["added"] == 1
    assert [warning.partition(",")[0] for warning in done.items[0]["warnings"]] == told


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_listing_is_taken_as_it_is(migcli_here: Run, brought_in: Run, tmp_path: Path, form: str) -> None:
    brought_in("patients", PATIENTS)
    for command in (
        "amend P1 not=tue;2026-12-03..2026-12-20",
        "book P1 2026-12-08T09:00 --with Bo --minutes 45",
        "book P2 2026-12-09",
        "unbook P2",
        "add-authorisation P1 --payer UHC --policy uhc --supply hospital --status approved --visits 2",
        "add-vials C1 2026-01-02 --units 200 --count 3 --expiry 2028-01 --for P1",
    ):
        assert migcli_here(*command.split()).code == 0
    kinds = ("patients", "bookings", "authorisations", "vials")
    listed = {kind: migcli_here(kind, "--format", form).out for kind in kinds}
    for kind in kinds:
        (tmp_path / f"{kind}.{form}").write_text(listed[kind], encoding="utf-8")
    other = tmp_path / "other.json"
    assert migcli_here("init", "--clinic", str(other)).code == 0
    for kind in kinds:
        done = migcli_here("import", kind, str(tmp_path / f"{kind}.{form}"), "--clinic", str(other))
        assert (done.code, done.err) == (0, "")
        assert migcli_here(kind, "--format", form, "--clinic", str(other)).out == listed[kind]


@pytest.mark.parametrize("header", ["id,at", "id,name,at"])
def test_an_id_alone_is_the_patients(brought_in: Run, header: str) -> None:
    brought_in("patients", PATIENTS)
    row = {"id": "P1", "name": "Ann", "at": "2026-12-08"}
    done = brought_in("bookings", f"{header}\n{','.join(row[each] for each in header.split(','))}\n")
    assert done.code == 0


def test_standard_input(migcli: Run) -> None:
    migcli("init")
    assert migcli("import", "patients", "-", input=PATIENTS).code == 0
    assert len(migcli("patients", "--format", "json").items) == 2


def test_a_file_that_is_not_there(migcli_here: Run) -> None:
    migcli_here("init")
    done = migcli_here("import", "patients", "nowhere.csv")
    assert done.code == 2
    assert "nowhere.csv" in done.err


def test_a_diary_of_three_years_counts_as_it_was_kept(migcli_here: Run, brought_in: Run) -> None:
    chance = random.Random(7)
    days = [date(2023, 11, 1) + timedelta(days=n) for n in range(1096)]
    kept = {day: chance.random() < 0.5 for day in days if chance.random() < 0.97}
    lines = [f"P1,{day},{'yes' if headache else 'no'}" for day, headache in kept.items()]
    brought_in("patients", PATIENTS)
    assert brought_in("diary", "patient,date,headache\n" + "\n".join(lines) + "\n").code == 0
    for month in ("2024-02", "2025-07", "2026-09"):
        after = (date.fromisoformat(f"{month}-28") + timedelta(days=7)).replace(day=1)
        (item,) = migcli_here("eligible", "P1", "--as-of", str(after), "--format", "json").items
        within = [day for day in days if f"{day:%Y-%m}" == month]
        low = sum(kept.get(day, False) for day in within)
        blank = sum(day not in kept for day in within)
        assert item["criteria"][0]["found"] == {"low": low, "high": low + blank, "unit": "headache days a month"}


SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if (SAMPLE / f"{kind}.csv").exists()])
def test_the_sample_goes_in_and_comes_to_nothing_new_the_second_time(migcli_here: Run, kind: str) -> None:
    migcli_here("init")
    for needed in dict.fromkeys(["patients", kind]):
        assert migcli_here("import", needed, str(SAMPLE / f"{needed}.csv"), today=date(2026, 10, 5)).code == 0
    assert " 0 of " in migcli_here("import", kind, str(SAMPLE / f"{kind}.csv"), today=date(2026, 10, 5)).out


def test_of_many_faulty_rows_every_one_is_named_in_one_run(migcli_here: Run) -> None:
    migcli_here("init")
    rows = "id,born\n" + "".join(f"P{n},never\n" for n in range(120))
    ran = migcli_here("import", "patients", "-", input=rows)
    assert ran.code == 2
    first, *named = ran.err.splitlines()
    assert first.startswith("error: 120 of 120 rows can't be taken")
    assert [line.partition(":")[0] for line in named] == [f"line {n}" for n in range(2, 122)]
    told = json.loads(migcli_here("import", "patients", "-", "--format", "json", input=rows).err)
    assert ([fault["line"] for fault in told["faults"]], told["faulty_rows"]) == ([*range(2, 122)], 120)
