"""What an import adds, amends and passes over, against what is recorded and what was imported before."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from migraine_cli.chart.day import known_days
from migraine_cli.errors import FaultyRows
from migraine_cli.exchange.columns import read_rows
from migraine_cli.exchange.import_plan import Differing, Known, OnRecord, Plan
from migraine_cli.exchange.importing import plan
from migraine_cli.exchange.row_records import Lookups
from migraine_cli.records.diary import DayStatement, DiaryEntry, MonthCount
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import Record
from migraine_cli.records.session import Session
from migraine_cli.reference import data as reference

LOOKUPS = Lookups(date(2026, 11, 21), reference.medicines(), {}, reference.effects())
HEADERS = {
    "patients": "id,name,phone,born",
    "diary": "patient,date,headache,hours,migraine,note",
    "months": "patient,month,headache_days,migraine_days,recorded_days",
    "preventives": "patient,medicine,outcome",
    "sessions": "patient,date,units,lot,indication",
}
IMPORT, BY_HAND = 5, 6


def known(*in_force: Record, gone: tuple[Record, ...] = ()) -> Known:
    """What is recorded: entry IMPORT was an import; `gone` was amended or voided since."""
    patients = {patient: Patient(id=patient) for patient in ("P1", "P2")}
    patients |= {record.id: record for record in in_force if isinstance(record, Patient)}
    return Known(patients, lambda _: OnRecord(in_force, [*gone, *in_force], {IMPORT}))


def planned(kind: str, *rows: str, recorded: Known | None = None, update: bool = False) -> Plan:
    content = "\n".join([HEADERS[kind], *rows])
    read = read_rows(kind, lambda: io.BytesIO(content.encode()), LOOKUPS)
    return plan(kind, read, recorded or known(), Differing(amend=update, otherwise=", or let it be changed"))


def faults(kind: str, *rows: str, recorded: Known | None = None, update: bool = False) -> list[tuple[int, str]]:
    with pytest.raises(FaultyRows) as refusal:
        planned(kind, *rows, recorded=recorded, update=update)
    return refusal.value.faults


def days(*statements: DayStatement, entry: int = IMPORT) -> DiaryEntry:
    return DiaryEntry(id=f"diary:{entry}", entry=entry, patient="P1", statements=statements)


SAID_YES = DayStatement(days=("2026-10-03",), headache=True)
SAID_NO = DayStatement(days=("2026-10-03",), headache=False)


# Patients


def test_a_new_patient_is_added() -> None:
    made = planned("patients", "P3,Ann,,")
    assert made.added == [Patient(id="P3", name="Ann")]


def test_a_patient_twice_in_the_file_counts_once() -> None:
    made = planned("patients", "P3,Ann,,", "P3,Ann,,")
    assert (len(made.added), made.skipped) == (1, 1)


def test_a_patient_twice_with_different_facts_is_a_faulty_row_even_with_update() -> None:
    assert faults("patients", "P3,Ann,,", "P3,Anna,,", update=True)[0][0] == 3


ANN = Patient(id="P3", entry=IMPORT, name="Ann", phone="1")
ANN_AMENDED = Patient(id="P3", entry=BY_HAND, replaces=IMPORT, name="Ann", phone="2")


def test_a_row_that_says_nothing_beyond_what_is_recorded_is_passed_over() -> None:
    assert planned("patients", "P3,Ann,,", recorded=known(ANN)).skipped == 1


def test_a_row_imported_before_is_passed_over_though_it_was_amended_since() -> None:
    made = planned("patients", "P3,Ann,1,", recorded=known(ANN_AMENDED, gone=(ANN,)), update=True)
    assert (made.skipped, made.amended) == (1, [])


def test_a_row_typed_before_and_amended_since_differs() -> None:
    typed = replace(ANN, entry=4)
    assert faults("patients", "P3,Ann,1,", recorded=known(ANN_AMENDED, gone=(typed,)))


def test_a_row_that_differs_is_faulty_and_says_in_what() -> None:
    line, reason = faults("patients", "P3,Anna,3,", recorded=known(ANN))[0]
    assert line == 2
    assert "(name, phone)" in reason
    assert reason.endswith("correct the row, or let it be changed.")


def test_with_update_it_amends_and_a_blank_leaves_what_is_known() -> None:
    made = planned("patients", "P3,Anna,,", recorded=known(ANN), update=True)
    assert made.amended == [(ANN, replace(ANN, name="Anna"))]


def test_a_voided_patient_doesnt_come_back_unasked() -> None:
    assert planned("patients", "P3,Ann,1,", recorded=known(gone=(ANN,))).skipped == 1
    assert "was voided" in faults("patients", "P3,Anna,1,", recorded=known(gone=(ANN,)))[0][1]


def test_an_undone_import_can_be_repeated() -> None:
    assert planned("patients", "P3,Ann,1,", recorded=known()).added


# Diaries


def test_a_diary_is_one_entry_a_patient_and_days_of_the_same_facts_share_a_statement() -> None:
    made = planned(
        "diary",
        "P1,2026-10-03,yes,,,",
        "P1,2026-10-04,yes,,,",
        "P1,2026-10-05,no,,,",
        "P1,2026-10-06,yes,,,",
        "P1,2026-10-07,,,,",
        "P2,2026-10-03,no,,,",
    )
    assert made.added == [
        DiaryEntry(
            patient="P1",
            statements=(
                DayStatement(days=("2026-10-03..2026-10-04", "2026-10-06"), headache=True),
                DayStatement(days=("2026-10-05",), headache=False),
            ),
        ),
        DiaryEntry(patient="P2", statements=(SAID_NO,)),
    ]
    assert (made.skipped, made.changed, made.warnings) == (1, {}, [])


def test_rows_about_one_day_keep_their_order_and_the_later_wins() -> None:
    made = planned("diary", "P1,2026-10-03,no,,,", "P1,2026-10-03,yes,,,", "P1,2026-10-04,no,,,")
    assert made.added == [
        DiaryEntry(
            patient="P1",
            statements=(DayStatement(days=("2026-10-03..2026-10-04",), headache=False), SAID_YES),
        )
    ]
    assert len(made.warnings) == 1


def test_the_same_row_twice_adds_nothing() -> None:
    made = planned("diary", "P1,2026-10-03,yes,,,", "P1,2026-10-03,yes,,,")
    assert (made.added, made.skipped) == ([DiaryEntry(patient="P1", statements=(SAID_YES,))], 1)


@pytest.mark.parametrize(
    "recorded",
    [
        known(days(SAID_YES)),
        known(days(SAID_YES), days(SAID_NO, entry=BY_HAND)),
        known(gone=(days(SAID_YES),)),
        known(days(DayStatement(days=("2026-10-01..2026-10-09",), headache=True))),
    ],
    ids=["in force", "corrected since", "voided or amended since", "within a span"],
)
def test_a_day_imported_before_is_passed_over(recorded: Known) -> None:
    made = planned("diary", "P1,2026-10-03,yes,,,", recorded=recorded)
    assert (made.added, made.skipped) == ([], 1)


def test_a_later_statement_wins_and_the_changed_days_are_told() -> None:
    recorded = known(days(DayStatement(days=("2026-10-03..2026-10-06",), headache=True, hours=4)))
    made = planned(
        "diary",
        "P1,2026-10-03,no,,,",
        "P1,2026-10-04,no,,,",
        "P1,2026-10-05,,,yes,",
        "P1,2026-10-06,yes,5,,",
        "P1,2026-10-07,yes,5,,",
        recorded=recorded,
    )
    assert made.changed == {"P1": ("2026-10-03..2026-10-04", "2026-10-06")}


def test_a_statement_typed_by_hand_is_stated_by_the_import_too() -> None:
    made = planned("diary", "P1,2026-10-03,yes,,,", recorded=known(days(SAID_YES, entry=BY_HAND)))
    assert (len(made.added), made.changed) == (1, {})


def test_a_diary_of_an_unknown_patient_is_faulty_beside_other_faults() -> None:
    found = faults("diary", "P9,2026-10-03,yes,,,", "P1,2026-10-03,perhaps,,,", "P1,2026-10-04,yes,,,")
    assert [line for line, _ in found] == [2, 3]
    assert "no patient P9" in found[0][1]


FACTS = st.sampled_from(["yes,,,", "no,,,", "yes,4,,", "yes,,yes,", ",,,", ",,,slept badly", "no,,no,"])
ROWS = st.lists(
    st.tuples(st.sampled_from(["P1", "P2"]), st.integers(0, 9), FACTS).map(
        lambda row: f"{row[0]},{date(2026, 10, 1) + timedelta(days=row[1])},{row[2]}"
    ),
    max_size=30,
)
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


@given(ROWS)
def test_importing_twice_adds_nothing(rows: list[str]) -> None:
    entries = [replace(entry, entry=IMPORT) for entry in planned("diary", *rows).added]
    again = planned("diary", *rows, recorded=known(*entries))
    assert (again.added, again.skipped, again.changed) == ([], len(rows), {})


@given(ROWS)
def test_days_grouped_into_statements_are_known_as_row_by_row(rows: list[str]) -> None:
    first_time = list(dict.fromkeys(rows))
    grouped = planned("diary", *rows).added
    one_by_one = [entry for row in first_time for entry in planned("diary", row).added]
    for patient in ("P1", "P2"):
        assert known_days(_of(patient, grouped), FIRST, LAST) == known_days(_of(patient, one_by_one), FIRST, LAST)


def _of(patient: str, entries: list[Record]) -> list[DiaryEntry]:
    return [entry for entry in entries if isinstance(entry, DiaryEntry) and entry.patient == patient]


# Months

OCTOBER = MonthCount(id="month:1", entry=IMPORT, patient="P1", month="2026-10", headache_days=15, recorded_days=31)


@pytest.mark.parametrize("row", ["P1,2026-10,15,,31", "P1,2026-10,,,"], ids=["identical", "blank"])
def test_a_month_that_says_nothing_new_is_passed_over(row: str) -> None:
    assert planned("months", row, recorded=known(OCTOBER)).added == []


def test_a_month_imported_before_is_passed_over_though_corrected_since() -> None:
    corrected = replace(OCTOBER, entry=BY_HAND, headache_days=14)
    assert planned("months", "P1,2026-10,15,,31", recorded=known(OCTOBER, corrected)).added == []


@pytest.mark.parametrize("row", ["P1,2026-10,16,,31", "P1,2026-10,15,,", "P1,2026-10,,8,"])
def test_a_differing_month_is_the_count_from_now_on_and_changes_the_month(row: str) -> None:
    made = planned("months", row, recorded=known(OCTOBER))
    assert (len(made.added), made.changed) == (1, {"P1": ("2026-10",)})
    assert "the latest count of a month counts alone" in made.warnings[0]


def test_a_month_with_another_count_in_the_same_file_is_faulty() -> None:
    assert faults("months", "P1,2026-10,15,,", "P2,2026-10,15,,", "P1,2026-10,14,,")[0] == (
        4,
        "2026-10 of P1 has another count at 2; keep one of the two.",
    )


# Preventives and sessions

TRIED = Preventive(
    id="preventive:1",
    entry=IMPORT,
    patient="P1",
    medicine="topiramate",
    drug_class="antiepileptic",
    outcome="failed",
)
GIVEN = Session(id="session:1", entry=IMPORT, patient="P1", date=date(2026, 10, 3), units=155.0, lot="C1")


@pytest.mark.parametrize(
    ("kind", "row", "recorded"),
    [
        ("preventives", "P1,Topiramate,failed", known(TRIED)),
        ("preventives", "P1,topiramate,", known(TRIED)),
        (
            "preventives",
            "P1,topiramate,failed",
            known(replace(TRIED, entry=BY_HAND, outcome="effective"), gone=(TRIED,)),
        ),
        ("sessions", "P1,2026-10-03,155,C1,chronic-migraine", known(GIVEN)),
        ("sessions", "P1,2026-10-03,155,,", known(replace(GIVEN, entry=BY_HAND))),
        ("sessions", "P1,2026-10-03,155,C1,", known(gone=(GIVEN,))),
    ],
    ids=[
        "tried",
        "tried, less said",
        "tried, amended since",
        "given",
        "given, less said, typed",
        "given, voided since",
    ],
)
def test_what_is_recorded_or_was_imported_before_is_passed_over(kind: str, row: str, recorded: Known) -> None:
    made = planned(kind, row, recorded=recorded)
    assert (made.added, made.skipped, made.warnings) == ([], 1, [])


def test_a_further_trial_is_added_with_a_warning() -> None:
    made = planned("preventives", "P1,topiramate,effective", recorded=known(TRIED))
    assert len(made.added) == 1
    assert "another record of topiramate" in made.warnings[0]


def test_a_further_session_of_the_day_is_added() -> None:
    assert len(planned("sessions", "P1,2026-10-03,195,,", recorded=known(GIVEN)).added) == 1


def test_a_session_of_another_indication_on_the_same_day_is_another_session() -> None:
    made = planned("sessions", "P1,2026-10-03,64,,cosmetic", recorded=known(GIVEN))
    assert (len(made.added), made.warnings) == (1, [])


@pytest.mark.parametrize(
    ("kind", "row"), [("preventives", "P1,topiramate,failed"), ("sessions", "P1,2026-10-03,155,C1,")]
)
def test_the_same_row_twice_in_a_file_adds_one_record(kind: str, row: str) -> None:
    assert len(planned(kind, row, row).added) == 1


def test_one_faulty_row_stops_the_whole_file() -> None:
    with pytest.raises(FaultyRows, match="1 of 2 rows can't be taken and nothing was imported"):
        planned("sessions", "P1,2026-10-03,155,,", "P1,2026-10-04,nan,,")
