"""What a clinic on a server says of itself lies there, so that its desks agree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from servers import account, new_address, new_site, operator

from tests.conftest import Run

pytestmark = pytest.mark.server

HOURS = '[clinic]\nsender = "Riverside"\nslot_minutes = 20\nhours = {tue = "09:00-10:00"}\n'


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sit down at a desk with this config file."""

    def sit(text: str) -> None:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("MIGCLI_CONFIG", str(path))

    return sit


@pytest.fixture
def at(migcli_here: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """migcli on a site of its own."""
    monkeypatch.setenv("MIGCLI_CLINIC", new_site().address.given)
    return migcli_here


def stated(run: Run) -> dict[str, tuple[object, str]]:
    rows = run("config", "--format", "json").items
    return {row["key"]: (row["value"], row["origin"]) for row in rows if row["key"].startswith("clinic.")}


def test_once_stored_every_desk_goes_by_it_whatever_its_own_file_says(at: Run, desk: Callable[[str], None]) -> None:
    desk(HOURS)
    assert stated(at)["clinic.slot_minutes"] == (20, "file")
    stored = at("config", "--store")
    assert (stored.code, "every desk" in stored.err) == (0, True)
    desk('[clinic]\nslot_minutes = 45\nsender = "Another"\n')
    assert stated(at)["clinic.slot_minutes"] == (20, "server")
    assert stated(at)["clinic.sender"] == ("Riverside", "server")
    assert stated(at)["clinic.hours"] == ("tue 09:00-10:00", "server")
    assert at("add-patient", "K1").code == 0
    free = at("bookings", "--free", "--within", "1w", "--as-of", "2026-10-05", "--format", "json").items
    assert [(row["at"], row["minutes"]) for row in free] == [
        ("2026-10-06T09:00", 20),
        ("2026-10-06T09:20", 20),
        ("2026-10-06T09:40", 20),
    ]
    refused = at("book", "K1", "2026-10-07T09:00")
    assert refused.code == 4
    assert "closed-day" in refused.err


def test_every_desk_asks_what_the_clinic_lets_no_answer_stand_for(at: Run, desk: Callable[[str], None]) -> None:
    def asks() -> list[str]:
        (row,) = at("day", "2026-10-13", "--as-of", "2026-10-05", "--format", "json").items
        return [ask for ask in row["asks"] if ask.startswith(("pregnancy", "consent"))]

    for line in (
        "add-patient K1 --sex female",
        "add-checkup K1 2026-09-01 --pregnancy no --consent given",
        "book K1 2026-10-13T09:00",
    ):
        assert at(*line.split()).code == 0, line
    lax = '[recheck]\nconsent = "1y"\npregnancy = "1y"\n'
    desk(lax)
    assert asks() == []
    desk(HOURS + '[recheck]\nconsent = "1y"\n')
    assert at("config", "--store").code == 0
    desk(lax)
    assert [ask.split()[0].rstrip(":,") for ask in asks()] == ["pregnancy"]
    rows = {row["key"]: (row["value"], row["origin"]) for row in at("config", "--format", "json").items}
    assert rows["recheck.consent"] == ("1y", "server")
    assert "recheck.pregnancy" not in rows


def test_a_later_one_takes_its_place(at: Run, desk: Callable[[str], None]) -> None:
    for minutes in (20, 45):
        desk(f"[clinic]\nslot_minutes = {minutes}\n")
        assert at("config", "--store").code == 0
    assert stated(at)["clinic.slot_minutes"] == (45, "server")


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("", "has no table [clinic]"),
        ("[clinic]\nslot_minutes = 1\n", "line 2"),
        ('[clinic]\nhours = {tue = "9"}\n', "line 2"),
        ('[clinic]\n[recheck]\nconsent = "yearly"\n', "line 3"),
    ],
)
def test_a_file_that_says_nothing_of_the_clinic_or_nothing_sound_is_not_stored(
    at: Run, desk: Callable[[str], None], config: str, told: str
) -> None:
    desk(config)
    ran = at("config", "--store")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    desk("")
    assert stated(at) == {}


def test_without_a_config_file_it_says_how_to_make_one(at: Run) -> None:
    ran = at("config", "--store")
    assert (ran.code, ran.out) == (2, "")
    assert "make one with `migcli config --init`" in ran.err


def test_only_a_recorder_stores(migcli_here: Run, desk: Callable[[str], None]) -> None:
    desk(HOURS)
    reader = account(new_site(), f"migcli_{uuid4().hex}", "reader").address.given
    ran = migcli_here("config", "--store", "--clinic", reader)
    assert (ran.code, ran.out) == (5, "")
    assert "may read this clinic on the server and not change its settings" in ran.err


def test_what_was_stored_by_a_newer_program_is_told_and_not_guessed_at(at: Run, desk: Callable[[str], None]) -> None:
    desk(HOURS)
    at("config", "--store")
    with operator() as connection:
        connection.execute("""update migcli.own_clinic set said = '{"moons": 2}'""")
    try:
        ran = at("bookings", "--free", "--within", "1w")
        assert (ran.code, ran.out) == (2, "")
        assert "install the newest migcli" in ran.err
        listed = at("config")
        assert listed.code == 2
        assert "overdue_after_days" in listed.out
    finally:
        with operator() as connection:
            connection.execute("delete from migcli.own_clinic")


def test_it_moves_from_server_to_server(at: Run, desk: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    desk(HOURS)
    at("config", "--store")
    there = new_address()
    assert at("copy", there).code == 0
    monkeypatch.setenv("MIGCLI_CLINIC", there)
    assert stated(at)["clinic.sender"] == ("Riverside", "server")


def test_the_settings_of_the_computer_are_shown_though_the_server_is_away(
    migcli_here: Run, desk: Callable[[str], None]
) -> None:
    desk('within = "6w"\n')
    ran = migcli_here("config", "--clinic", "postgresql://127.0.0.1:1/clinic")
    assert ran.code == 5
    assert "6w" in ran.out
    assert "can't be reached" in ran.err
