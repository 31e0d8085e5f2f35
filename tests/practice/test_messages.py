"""Texts for the practice's own mailer: whom for, and what they never say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from migraine_cli.errors import InvalidValue
from migraine_cli.practice.wording import SMS_CHARACTERS, sms_length, worded
from migraine_cli.reference.letters import CHANNELS, KINDS, wording
from tests.conftest import Ran, Run

TODAY = date(2026, 10, 5)
CLINIC = '[clinic]\nsender = "Dr Gray\'s practice"\ntelephone = "01234 567890"\n'
TREATED = {"P1": "2026-07-06", "P2": "2026-07-07", "P3": "2026-07-08", "P4": "2026-03-02"}


@pytest.fixture
def run(migcli_here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """P1 is due; P2 is booked; P3 is due and pregnant; P4 has lapsed; P5 is new, with two days of September open."""
    config: Path = tmp_path / "config.toml"
    config.write_text(CLINIC)
    monkeypatch.setenv("MIGCLI_CONFIG", str(config))

    def command(*arguments: str, today: date = TODAY) -> Ran:
        return migcli_here(*arguments, today=today)

    command("init")
    for patient, last in TREATED.items():
        reached = ("--phone", "0123", "--email", "a@b.example")
        command("add-patient", patient, "--name", "Нина", "--born", f"198{patient[1]}-01-01", *reached)
        command("add-session", patient, last, today=date.fromisoformat(last))
    command("book", "P2", "2026-10-13 09:00")
    command("amend", "P3", "cautions=pregnancy")
    command("add-patient", "P5", "--name", "Bo Lind")
    command("add-diary", "P5", "2026-09-01..2026-09-14", "--headache")
    command("add-diary", "P5", "2026-09-15..2026-09-28", "--free")
    return command


def items(run: Run, kind: str, channel: str = "letter", *options: str) -> list[dict[str, Any]]:
    return run("messages", "--kind", kind, "--channel", channel, "--format", "json", *options).items


def test_whom_each_kind_is_for(run: Run) -> None:
    assert [item["patient"] for item in items(run, "recall")] == ["P1"]
    assert [item["patient"] for item in items(run, "appointment")] == ["P2"]
    assert "P5" in [item["patient"] for item in items(run, "diary")]
    assert "P3" not in [item["patient"] for item in items(run, "diary")]


def test_those_left_out_are_counted(run: Run) -> None:
    assert "1 held, paused or stopped are left out" in run("messages", "--kind", "recall").err


def test_where_it_goes(run: Run) -> None:
    assert [items(run, "recall", channel)[0]["to"] for channel in CHANNELS] == ["0123", "a@b.example", None]
    assert items(run, "recall", "sms")[0]["subject"] is None


def test_an_appointment_is_named_with_its_day_and_time(run: Run) -> None:
    assert "on 2026-10-13 at 09:00." in items(run, "appointment", "sms")[0]["text"]
    assert items(run, "appointment", "sms", "--within", "7d") == []


def test_who_came_today_is_not_told_of_todays_appointment(run: Run) -> None:
    run("book", "P5", "today 09:00")
    assert [item["patient"] for item in items(run, "appointment")] == ["P5", "P2"]
    assert run("add-score", "P5", "hit6", "today", "60").code == 0
    assert [item["patient"] for item in items(run, "appointment")] == ["P2"]


def test_a_diary_message_names_the_open_days_alone(run: Run) -> None:
    text = next(item["text"] for item in items(run, "diary") if item["patient"] == "P5")
    assert "2026-09-29 to 2026-09-30" in text
    assert "15" not in text


NAMES = {
    "name": "Ann",
    "sender": "Dr Gray",
    "telephone": "0123",
    "date": "2026-10-13",
    "time": "",
    "days": "",
    "count": "9",
}


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_texts_are_neutral_and_an_sms_is_one(kind: str, channel: str) -> None:
    template = wording(kind, channel)
    text = worded(template.text, NAMES, "the text")
    assert "Dr Gray" in text
    assert "0123" in text
    if channel == "sms":
        length = sms_length(text)
        assert length is not None
        assert length + 40 <= SMS_CHARACTERS


@pytest.mark.parametrize(
    "text", ["your Botox visit", "MIGRAINE diary", "the injections", "$sender", "a diagnosis", "Botulinum toxin"]
)
def test_no_text_says_what_the_treatment_is(text: str) -> None:
    with pytest.raises(InvalidValue, match="neutral"):
        worded(text, NAMES | {"sender": "The Headache Clinic"}, "the text")


def test_a_patients_name_may_be_what_it_is() -> None:
    assert worded("Dear $name", {"name": "Toxina Botoxi"}, "the text") == "Dear Toxina Botoxi"


@pytest.mark.parametrize("text", ["Dear $nam", "costs $ 5"])
def test_a_name_that_nothing_is_known_by_is_an_error(text: str) -> None:
    with pytest.raises(InvalidValue):
        worded(text, NAMES, "the text")


@pytest.mark.parametrize(("text", "length"), [("a" * 160, 160), ("€", 2), ("ä", 1), ("ж", None), ("“", None)])
def test_what_an_sms_holds(text: str, length: int | None) -> None:
    assert sms_length(text) == length


def test_a_sender_too_long_for_an_sms_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CLINIC.replace("Dr Gray", "x" * 120))
    done = run("messages", "--kind", "recall", "--channel", "sms")
    assert done.code == 2
    assert "shorten it" in done.err
