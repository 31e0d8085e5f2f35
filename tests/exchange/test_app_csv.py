"""Migraine Buddy's and Bearable's CSV: what counts as a headache, and what stays out."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.formats import Days, Diarist, reader
from migraine_cli.exchange.row_records import Facts
from migraine_cli.reference.data import medicines

ABOVE = '"Date","Time Period","Description","Notes"\n"No ongoing events recorded during this period.","","",""\n\n'
HEADER = (
    '"#","Started","Lasted","Geohash","Attack Types","Pain Level","Helpful Medication","Somewhat Helpful Medication",'
    '"Unhelpful Medication","Unsure Medication","Notes"\n'
)
PROOF = '"0","11/16/24 13:12","01h 00m","","","0","","","","",""\n'


def read(app: str, content: str, order: str | None = None) -> Days:
    diarist = Diarist("P1", date(2026, 11, 21), medicines(), order)
    return reader(app)(lambda: io.BytesIO(content.encode()), diarist)


def buddy(*rows: str, above: str = ABOVE, order: str | None = None) -> Days:
    return read("migraine-buddy", above + HEADER + "".join(row + "\n" for row in rows), order)


def told(days: Days) -> dict[str, Facts]:
    assert list(days.faults) == []
    return {str(row.day): row.said for _, row in days.rows}


@pytest.mark.parametrize(
    ("row", "facts"),
    [
        ('"1","11/17/24 13:12","01h 00m","u0yj","Migraine with aura","7","","","","",""', (1, 7, True, None)),
        ('"1","11/17/24 1:12 PM","05h 30m","","Cluster headache","9","","","","",""', (5.5, 9, None, None)),
        ('"1","11/17/24 13:12","","","","6","","","","No medication",""', (None, None, None, ())),
        ('"1","11/17/24 13:12","Ongoing","","","","","","","",""', (None, None, None, None)),
        ('"1","11/17/24 13:12","00h 00m","","","","","","","",""', (None, None, None, None)),
        (
            '"1","11/17/24 13:12","01h 00m","","","","Sumatriptan 50mg","","Ibuprofen 400 mg","No medication","a\nb"',
            (1, None, None, ("sumatriptan", "ibuprofen")),
        ),
    ],
    ids=["migraine", "another label", "none taken", "ongoing", "no length", "medicines"],
)
def test_an_attack_of_migraine_buddy(row: str, facts: tuple[object, ...]) -> None:
    said = told(buddy(PROOF.strip(), row))["2024-11-17"]
    assert (said.hours, said.severity, said.migraine, said.medicines) == facts
    assert said.note is None


def test_level_0_is_no_headache_and_no_free_day_either() -> None:
    days = buddy(PROOF.strip())
    assert told(days) == {}
    assert "2024-11-16" in days.warnings[0]


def test_a_start_in_the_block_of_what_goes_on_counts_with_a_warning() -> None:
    ongoing = (
        '"Date","Time Period","Description","Notes"\n"","Ongoing","Attack started 11/21/24 22:05","still,\non"\n\n'
    )
    days = buddy(PROOF.strip(), above=ongoing)
    assert list(told(days)) == ["2024-11-21"]
    assert any("goes on" in warning for warning in days.warnings)


def test_the_whole_file_proves_the_order_of_its_dates() -> None:
    first = '"1","03/10/24 13:12","01h 00m","","","5","","","","",""'
    assert list(told(buddy(first, PROOF.strip()))) == ["2024-03-10"]
    assert list(told(buddy(first, PROOF.replace("11/16", "16/11").strip()))) == ["2024-10-03"]
    assert list(told(buddy(first, order="dmy"))) == ["2024-10-03"]
    with pytest.raises(InvalidValue, match=r"two orders \(16/11/24 in line 6 and 11/16/24 in line 5\)|two orders"):
        buddy(PROOF.strip(), PROOF.replace("11/16", "16/11").strip())
    ((line, why),) = buddy(first).faults
    assert line == 5
    assert "3 October 2024 or 10 March 2024; say which date order it is in" in why


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('"1","11/17/24 13:12","01h 00m","","","14","","","","",""', "pain level must be from 0 to 10"),
        ('"1","not a date","01h 00m","","","5","","","","",""', "start 'not a date' can't be read"),
        ('"1","11/17/24 25:12","01h 00m","","","5","","","","",""', "no time of day"),
        ('"1","11/17/24 13:12","an hour","","","5","","","","",""', "length 'an hour' can't be read"),
        ('"1","11/17/27 13:12","01h 00m","","","5","","","","",""', "2027-11-17 is still to come"),
        ('"1","11/17/24 13:12","01h 00m","","","5","","","","","","",x', "13 cells under 11 columns"),
    ],
)
def test_a_faulty_attack_is_named_by_its_line(row: str, words: str) -> None:
    ((line, why),) = buddy('"0","11/16/24 13:12","01h 00m","","","0","","","","","two\nlines"', row).faults
    assert line == 7
    assert words in why


def test_what_is_not_migraine_buddys_csv_says_what_was_found() -> None:
    with pytest.raises(InvalidValue, match="begins with 'date,time,pain'"):
        read("migraine-buddy", "date,time,pain\n2026-01-01,10:00,5\n")


BEARABLE = '"date","weekday","time of day","category","rating/amount","detail","notes"\n'


def bearable(*rows: str) -> Days:
    return read("bearable", BEARABLE + "".join(row + "\n" for row in rows))


@pytest.mark.parametrize(
    ("row", "days"),
    [
        ('"5th Jan 2022","Wednesday","am","Symptom","1","Headache (Mild)",""', {"2022-01-05": None}),
        ('"5th Jan 2022","Wednesday","pm","Symptom","4","Migraine (Unbearable)","x"', {"2022-01-05": True}),
        ('"5th Jan 2022","Wednesday","am","Symptom","2","Nausea (Moderate)",""', {}),
        ('"5th Jan 2022","Wednesday","am","Mood","4","Headache",""', {}),
        ('"5th Jan 2022","Wednesday","am","Symptom","0","Headache",""', {}),
        ('"5th Jan 2022","Wednesday","am","Symptom","1","Migraine aura (Mild)",""', {}),
    ],
    ids=["headache", "migraine", "another symptom", "another category", "rated 0", "an aura"],
)
def test_an_entry_of_bearable(row: str, days: dict[str, bool | None]) -> None:
    said = told(bearable(row))
    assert {day: facts.migraine for day, facts in said.items()} == days
    assert all((facts.headache, facts.hours, facts.severity) == (True, None, None) for facts in said.values())


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('"5th Jan 2022","Friday","am","Symptom","1","Headache",""', "2022-01-05 is a Wednesday, not a Friday"),
        ('"5th Jan 2022","Wednesday","am","Symptom","7","Headache",""', "rating must be from 0 to 4"),
        ('"3/4/2022","","am","Symptom","1","Headache",""', "3 April 2022 or 4 March 2022"),
        ('"5th Jan 2027","Tuesday","am","Symptom","1","Headache",""', "still to come"),
    ],
)
def test_a_faulty_entry_of_bearable(row: str, words: str) -> None:
    ((line, why),) = bearable(row).faults
    assert line == 2
    assert words in why


ROWS = [
    '"1","11/16/24 13:12","01h 00m","","","4","","","","",""',
    '"2","11/17/24 2:05","00h 45m","","Migraine","3","","","","No medication",""',
    '"3","11/17/24 23:30","1d 02h 15m","","","7","Ibuprofen","","","",""',
    '"4","11/18/24 23:30","","","","7","","","","",""',
]


@given(st.permutations(ROWS))
def test_the_order_of_attacks_in_the_file_doesnt_matter(rows: list[str]) -> None:
    def days(given_rows: list[str]) -> dict[str, Facts]:
        return {day: said._replace(medicines=None) for day, said in told(buddy(*given_rows)).items()}

    assert days(rows) == days(ROWS)
