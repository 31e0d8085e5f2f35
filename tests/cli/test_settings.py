"""The practice's own settings: where each comes from, what they change, and a faulty file told with its line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from migraine_cli.reference.config_file import Written
from migraine_cli.reference.own_clinic import WrittenClinic
from migraine_cli.reference.recheck import WrittenRecheck
from tests.conftest import Ran, Run

TODAY = date(2026, 11, 20)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes the config file."""

    def write(text: str) -> Path:
        path = tmp_path / "own" / "config.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("MIGCLI_CONFIG", str(path))
        return path

    return write


@pytest.fixture
def run(migcli_here: Run, config: Callable[..., Path]) -> Run:
    """migcli with the clock held and an empty config file, in a clinic of its own."""
    config("")

    def run_on_the_day(*arguments: str) -> Ran:
        return migcli_here(*arguments, today=TODAY)

    run_on_the_day("init")
    return run_on_the_day


def settings(run: Run, *arguments: str) -> dict[str, Any]:
    return {row["key"]: (row["value"], row["origin"]) for row in run("config", *arguments, "--format", "json").items}


def test_without_a_file_all_are_defaults(migcli_here: Run, environment: dict[str, str]) -> None:
    found = settings(migcli_here)
    assert found["clinic"] == (environment["MIGCLI_CLINIC"], "environment")
    assert found["policy"] == ("headache-days", "default")
    assert found["overdue_after_days"] == (14, "default")
    assert found["within"] == ("4w", "default")
    assert found["config"][1] == "default"
    assert "there is no config file yet; make one with `migcli config --init`." in migcli_here("config").out


def test_the_file_is_sought_in_the_platforms_folder(migcli_here: Run) -> None:
    path = Path(settings(migcli_here)["config"][0])
    path.parent.mkdir(parents=True)
    path.write_text('within = "2w"\n', encoding="utf-8")
    assert settings(migcli_here)["within"] == ("2w", "file")


def test_each_value_says_where_it_comes_from(run: Run, config: Callable[..., Path]) -> None:
    path = config('policy = "nice-ta260"\noverdue_after_days = 21\n')
    assert settings(run, "--clinic", "elsewhere.json") == {
        "clinic": ("elsewhere.json", "option"),
        "config": (str(path), "environment"),
        "policy": ("nice-ta260", "file"),
        "overdue_after_days": (21, "file"),
        "within": ("4w", "default"),
    }
    assert "there is no config file" not in run("config").out


@pytest.mark.parametrize(
    ("text", "line", "allowed"),
    [
        ('policy = "nice"', 1, "policy must be your own FILE.toml or one of aetna, "),
        ('\npolicy = "ours.toml"', 2, "policy names the file "),
        ("policy = 3", 1, "policy must be a text in quotes"),
        ("overdue_after_days = 99", 1, "overdue_after_days must be a whole number from 0 to 98"),
        ("overdue_after_days = -1", 1, "overdue_after_days must be a whole number from 0 to 98"),
        ('overdue_after_days = "14"', 1, "overdue_after_days must be a whole number from 0 to 98"),
        ("within = 4", 1, "within must be a span in quotes such as 10d, 4w or 3m"),
        ('# soon\nwithin = "a while"', 2, "within must be a span in quotes such as 10d, 4w or 3m"),
        ('polcy = "uhc"', 1, "'polcy' is no key there; the keys are policy, overdue_after_days, within"),
        ("policy = ", 1, "invalid value"),
    ],
)
@pytest.mark.parametrize("command", ["config", "due", "eligible"])
def test_a_faulty_file_is_told_with_its_line(
    run: Run, config: Callable[..., Path], command: str, text: str, line: int, allowed: str
) -> None:
    path = config(text)
    ran = run(command)
    assert ran.code == 2
    assert ran.err.startswith(f"error: the config file {path}, line {line}: {allowed}")
    # `config` is what explains where things are, so it says what it can all the same.
    assert [row["key"] for row in run("config", "--format", "json").items] == ["clinic", "config"]


OURS = """\
[clinic]
sender = "Riverside Practice"
slot_minutes = 20
hours = {tue = "13:30-16:00, 9:00-12:30", Friday = "9am-12pm"}
every = "1st, 3rd Tuesday"
closed = ["2026-12-24..2027-01-02", "14 May 2027"]
holidays = "de"
zone = "Europe/Berlin"
"""


def test_what_the_clinic_says_of_itself(run: Run, config: Callable[..., Path]) -> None:
    config(OURS)
    found = {key.removeprefix("clinic."): told for key, told in settings(run).items() if key.startswith("clinic.")}
    assert found == {
        "sender": ("Riverside Practice", "file"),
        "slot_minutes": (20, "file"),
        "injectors": (1, "default"),
        "hours": ("tue 09:00-12:30, 13:30-16:00; fri 09:00-12:00", "file"),
        "every": ("1st,3rd tue", "file"),
        "closed": ("2026-12-24..2027-01-02, 2027-05-14", "file"),
        "holidays": ("DE", "file"),
        "zone": ("Europe/Berlin", "file"),
    }


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("clinic = 3", 1, "clinic must be a table"),
        ("[clinic]\nslots = 3", 2, "'slots' is no key there; the keys are sender, slot_minutes"),
        ("[clinic]\nslot_minutes = 4", 2, "slot_minutes must be a whole number from 5 to 240"),
        ("[clinic]\ninjectors = 0", 2, "injectors must be a whole number from 1 to 50"),
        ('[clinic]\n\nhours = "9-5"', 3, 'hours must be a table such as {tue = "09:00-12:30"}'),
        ("[clinic]\nhours = {tue = 9}", 2, 'hours must be a table such as {tue = "09:00-12:30"}'),
        ('[clinic.hours]\nmon = "09:00-12:00"\ntue = "12:00-09:00"', 3, "tue: the hours '12:00-09:00' end before"),
        ('[clinic]\nhours = {tues = "09:00-12:30"}', 2, "'tues' is no day of the week"),
        ('[clinic]\nhours = {tue = "9:00-10:00", Tuesday = "8:00-9:00"}', 2, "the hours of Tuesday stand there twice"),
        ('clinic.hours.tue = "9:00-12:00,11:00-13:00"', 1, "tue: the hours '9:00-12:00,11:00-13:00' overlap"),
        ('[clinic]\nevery = "5th tue"', 2, "every: '5th tue' names no days"),
        ('[clinic]\nevery = "2w from 3/4/2026"', 2, "every: the first day 3/4/2026 can mean 3 April 2026 or 4 March"),
        ('[clinic]\nclosed = ["2027-01-02..2026-12-24"]', 2, "closed: the range '2027-01-02..2026-12-24' runs back"),
        ('[clinic]\nclosed = "2026-12-24"', 2, "closed must be a list in brackets, each a text in quotes"),
        ('[clinic]\nholidays = "Germany"', 2, "holidays: it must be the two letters of a country"),
        ('[clinic]\nzone = "Berlin"', 2, "zone: it must be a time zone in quotes, such as Europe/Berlin"),
        ('[clinic]\nzone = "../../etc/passwd"', 2, "zone: it must be a time zone in quotes"),
        ('[clinic]\nzone = ""', 2, "zone: it must be a time zone in quotes"),
        ("[recheck]\nleaflet = 3", 2, "'leaflet' is no key there; the keys are pregnancy, breastfeeding"),
        ("[recheck]\nconsent = 12", 2, "consent must be each-session or a span in quotes such as 6m or 1y"),
        ('[recheck]\n\nconsent = "yearly"', 3, "consent must be each-session or a span in quotes such as 6m or 1y"),
        ('[clinic]\nsender = "a\\u0007b"', 2, "sender: the sender holds the invisible character U+0007"),
    ],
)
def test_a_faulty_statement_of_the_clinic_is_told_with_its_line(
    run: Run, config: Callable[..., Path], text: str, line: int, said: str
) -> None:
    path = config(text)
    ran = run("config")
    assert ran.code == 2
    assert f"error: the config file {path}, line {line}: {said}" in ran.err


def test_a_config_file_with_every_setting_explained(migcli_here: Run) -> None:
    ran = migcli_here("config", "--init")
    assert ran.code == 0
    path = Path(settings(migcli_here)["config"][0])
    assert {origin for _, origin in settings(migcli_here).values()} == {"environment", "default"}
    if os.name != "nt":
        assert (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)
    told = path.read_text(encoding="utf-8")
    again = migcli_here("config", "--init")
    assert (again.code, path.read_text(encoding="utf-8")) == (2, told)
    assert f"there is already a config file {path}" in again.err

    path.write_text(re.sub(r"(?m)^# (?=\w+ = |\[(clinic|recheck)\])", "", told), encoding="utf-8")
    keys = {field.name for field in msgspec.structs.fields(Written)} - {"clinic", "recheck", "identity"}
    own = {f"clinic.{field.name}" for field in msgspec.structs.fields(WrittenClinic)}
    recheck = {f"recheck.{field.name}" for field in msgspec.structs.fields(WrittenRecheck)}
    found = settings(migcli_here)
    assert keys | own | recheck <= found.keys()
    assert 'identity = "' in told


def test_the_config_file_is_written_where_migcli_config_says(
    migcli_here: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MIGCLI_CONFIG", str(tmp_path / "new" / "own.toml"))
    assert migcli_here("config", "--init").code == 0
    assert (tmp_path / "new" / "own.toml").is_file()


def test_the_null_device_is_no_config_file(migcli_here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGCLI_CONFIG", os.devnull)
    assert settings(migcli_here)["within"] == ("4w", "default")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("within = '2w'\nx = " + "[" * 3000, 2, "brackets lie too deep within each other"),
        ("x = " + "[" * 3000 + "]" * 3000, 1, "brackets lie too deep within each other"),
        ("\n\noverdue_after_days = " + "1" * 10_000, 3, "a number has too many digits"),
    ],
)
@pytest.mark.parametrize("command", ["config", "due"])
def test_no_toml_is_too_much(
    run: Run, config: Callable[..., Path], command: str, text: str, line: int, said: str
) -> None:
    path = config(text)
    ran = run(command)
    assert ran.code == 2
    assert f"error: the config file {path}, line {line}: {said}" in ran.err


def test_a_file_that_is_named_must_be_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGCLI_CONFIG", "nowhere.toml")
    ran = run("config")
    assert (ran.code, ran.err) == (
        2,
        "error: there is no config file nowhere.toml, which MIGCLI_CONFIG names; correct or unset it.\n",
    )


def test_the_clinics_policy_judges_unless_another_is_named(run: Run, config: Callable[..., Path]) -> None:
    config('policy = "us-label"')
    run("add-patient", "P1", "--born", "1980-01-01")
    asked = ("eligible", "P1", "--format", "json")
    assert run(*asked).items[0]["policy"] == "us-label"
    assert run(*asked, "--policy", "eu-label").items[0]["policy"] == "eu-label"
    assert run("show", "P1", "--format", "json").items[0]["verdict"]["policy"] == "us-label"
    warned = run("add-session", "P1", "2026-10-05", "--format", "json").items[0]["warnings"]
    assert any("under the policy us-label" in warning for warning in warned)


def test_a_policy_file_is_sought_from_the_config_files_folder(run: Run, config: Callable[..., Path]) -> None:
    path = config('policy = "ours.toml"')
    shipped = Path(__file__).parents[2] / "data" / "policies" / "uhc.toml"
    own = path.parent / "ours.toml"
    own.write_text(shipped.read_text(encoding="utf-8").replace('id = "uhc"', 'id = "ours"', 1), encoding="utf-8")
    assert settings(run)["policy"] == (str(own), "file")
    run("add-patient", "P1")
    assert run("eligible", "P1", "--format", "json").items[0]["policy"] == "ours"
    assert [row["id"] for row in run("policies", "--format", "json").items][-1] == "ours"
    assert run("eligible", "P1", "--all-policies", "--format", "json").items[-1]["policy"] == "ours"


@pytest.fixture
def treated(run: Run) -> Run:
    """One patient, treated 84 + 10 days ago."""
    run("add-patient", "P1", "--born", "1980-01-01")
    assert run("add-session", "P1", "2026-08-18").code == 0
    return run


@pytest.mark.parametrize(("grace", "status"), [(9, "overdue"), (10, "due"), (11, "due")])
def test_the_days_after_which_a_retreatment_is_overdue(
    treated: Run, config: Callable[..., Path], grace: int, status: str
) -> None:
    config(f"overdue_after_days = {grace}")
    assert [row["status"] for row in treated("due", "--format", "json").items] == [status]
    assert treated("show", "P1", "--format", "json").items[0]["retreatment"]["status"] == status


@pytest.mark.parametrize(("within", "listed"), [("1w", []), ("12w", ["upcoming"])])
def test_how_far_ahead_retreatments_are_listed(
    run: Run, config: Callable[..., Path], within: str, listed: list[str]
) -> None:
    run("add-patient", "P1", "--born", "1980-01-01")
    run("add-session", "P1", "2026-11-02")
    config(f'within = "{within}"')
    assert [row["status"] for row in run("due", "--format", "json").items] == listed
    assert [row["status"] for row in run("due", "--within", "12w", "--format", "json").items] == ["upcoming"]


def test_without_a_file_no_toml_is_read(environment: dict[str, str]) -> None:
    code = "import sys; from migraine_cli.__main__ import main; main(['due']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert "migraine_cli.reference.settings" in done.stdout.split()
    assert not {"tomllib", "migraine_cli.reference.toml_words"} & set(done.stdout.split())


@pytest.mark.parametrize(
    ("policy", "note"),
    [
        ("headache-days", "mornings"),
        ("ehf-2018", "mornings"),
        ("nice-ta260", "nice-ta260 says stop; mornings"),
    ],
)
def test_due_says_when_a_stop_rule_of_the_clinics_policy_is_met(
    run: Run, config: Callable[..., Path], policy: str, note: str
) -> None:
    config(f'policy = "{policy}"\n')
    run("add-patient", "P1", "--born", "1980-01-01", "--note", "mornings")
    for month, headache in (("2026-01", 22), ("2026-05", 14), ("2026-06", 14), ("2026-07", 14)):
        run("add-month", "P1", month, "--headache", str(headache), "--recorded", "31" if month != "2026-06" else "30")
    for day in ("2026-02-02", "2026-04-27"):
        assert run("add-session", "P1", day).code == 0
    (row,) = run("due", "--as-of", "2026-08-01", "--format", "json").items
    assert row["note"] == note
