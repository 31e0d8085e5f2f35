"""The synthetic clinic: the sample is what the generator makes, consistent in itself, and instructive."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from datetime import date, timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.appointments import status_of
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.day import known_days
from migraine_cli.chart.period import months_before
from migraine_cli.chart.tally import Tally, tally
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.synthetic import MOST_PATIENTS, SAMPLE_DATE, SyntheticClinic, clinic, sample_clinic
from migraine_cli.exchange.synthetic.spreadsheets import COLUMNS, write_csv
from migraine_cli.exchange.synthetic.teams import team
from migraine_cli.exchange.synthetic.treatments import site_map
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.effect import Effect
from migraine_cli.records.record import AboutPatient
from migraine_cli.records.score import Score
from migraine_cli.records.visits import Booking, Contact
from migraine_cli.treatment.protocol import Protocol
from migraine_cli.treatment.schedule import last_migraine_session, retreatments

DATA = Path(__file__).parents[2] / "data"
MEDICINES = {
    *("topiramate", "amitriptyline", "propranolol", "candesartan", "venlafaxine", "metoprolol", "valproate"),
    *("flunarizine", "erenumab", "fremanezumab", "sumatriptan", "rizatriptan"),
    *("ibuprofen", "naproxen", "paracetamol"),
}


@pytest.fixture(scope="module")
def charts() -> list[Chart]:
    return list(sample_clinic())


def latest_month(chart: Chart) -> Tally:
    month = months_before(SAMPLE_DATE, 1)[0]
    return tally(known_days(chart.diary, month.first, month.last), chart.months, month)


def days_told(chart: Chart) -> list[date]:
    return [date.fromisoformat(day) for entry in chart.diary for said in entry.statements for day in said.days]


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_files_of_data_sample_are_what_the_generator_makes(kind: str, tmp_path: Path) -> None:
    write_csv(sample_clinic(), tmp_path)
    kept, made = ((folder / f"{kind}.csv").read_bytes() for folder in (DATA / "sample", tmp_path))
    assert kept == made, "write the sample anew: python -m migraine_cli.exchange.synthetic data/sample"


def test_the_sample_stays_small() -> None:
    assert sum(file.stat().st_size for file in (DATA / "sample").iterdir()) < 400_000


def test_every_row_has_a_cell_for_each_column() -> None:
    for kind, columns in COLUMNS.items():
        with (DATA / "sample" / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert header == columns.split(",")
        assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("made", [sample_clinic(), clinic(40, 1, SAMPLE_DATE)], ids=["sample", "benchmark"])
def test_every_record_is_valid_also_where_a_clinic_file_would_check_it(made: SyntheticClinic) -> None:
    for record in made.records():
        assert msgspec.convert(msgspec.to_builtins(record), type(record)) == record


@pytest.mark.parametrize("made", [sample_clinic(), clinic(40, 1, SAMPLE_DATE)], ids=["sample", "benchmark"])
def test_each_record_follows_the_patient_it_is_about(made: SyntheticClinic) -> None:
    known = set()
    for record in made.records():
        if isinstance(record, AboutPatient):
            assert record.patient in known
        else:
            known.add(record.id)
    assert len(known) == made.patients


def test_nothing_lies_in_the_future(charts: list[Chart]) -> None:
    for chart in charts:
        assert all(session.date <= SAMPLE_DATE for session in chart.sessions)
        assert all(day < SAMPLE_DATE for day in days_told(chart))
        assert all(count.month < f"{SAMPLE_DATE:%Y-%m}" for count in chart.months)
        assert all((tried.stopped or SAMPLE_DATE) <= SAMPLE_DATE for tried in chart.preventives)
        assert all(session.expiry is None or session.expiry > session.date for session in chart.sessions)


def test_no_day_is_told_twice_nor_counted_on_paper_as_well(charts: list[Chart]) -> None:
    for chart in charts:
        days = days_told(chart)
        assert len(days) == len(set(days))
        assert not {f"{day:%Y-%m}" for day in days} & {count.month for count in chart.months}


def test_medicines_are_generic_names(charts: list[Chart]) -> None:
    acute = {
        medicine
        for chart in charts
        for entry in chart.diary
        for said in entry.statements
        for medicine in said.medicines or ()
    }
    tried = {preventive.medicine for chart in charts for preventive in chart.preventives}
    assert acute | tried <= MEDICINES | {None}


def test_sessions_of_chronic_migraine_are_12_weeks_apart_but_for_the_one_told_as_early(
    charts: list[Chart],
) -> None:
    early = []
    for chart in charts:
        days = [session.date for session in chart.sessions if session.indication == "chronic-migraine"]
        early += [chart.patient.id for before, after in pairwise(days) if after - before < timedelta(84)]
    assert early == ["P0035"]


def test_people_are_told_apart_and_can_not_be_called(charts: list[Chart]) -> None:
    people = [chart.patient for chart in charts]
    assert len({patient.name for patient in people}) == len(people)
    assert all("07700 900" in phone or "-555-01" in phone for patient in people if (phone := patient.phone))
    assert all(email.endswith("@example.org") for patient in people if (email := patient.email))


def test_one_patient_is_not_yet_of_age(charts: list[Chart]) -> None:
    of_age = SAMPLE_DATE.replace(year=SAMPLE_DATE.year - 18)
    assert [chart.patient.id for chart in charts if (chart.patient.born or of_age) > of_age] == ["P0021"]


def test_the_due_list_shows_each_status(charts: list[Chart]) -> None:
    rows = retreatments(
        {chart.patient.id: chart.patient for chart in charts},
        {chart.patient.id: last for chart in charts if (last := last_migraine_session(chart.sessions, SAMPLE_DATE))},
        SAMPLE_DATE,
        SAMPLE_DATE + timedelta(weeks=4),
    )
    assert Counter(row.status for row in rows) == {
        "early": 17,
        "upcoming": 7,
        "due": 4,
        "overdue": 5,
        "lapsed": 3,
    }


@pytest.mark.parametrize(
    ("patient", "headache_days", "verdict"),
    [
        pytest.param("P0001", (15, 15), Answer.YES, id="15, complete"),
        pytest.param("P0002", (14, 14), Answer.NO, id="14, complete"),
        pytest.param("P0003", (14, 15), Answer.UNKNOWN, id="14, one day missing"),
        pytest.param("P0004", (13, 15), Answer.UNKNOWN, id="13, two days missing"),
        pytest.param("P0005", (13, 14), Answer.NO, id="13, one day missing"),
        pytest.param("P0006", (12, 15), Answer.UNKNOWN, id="12, three days missing"),
        pytest.param("P0007", (15, 19), Answer.YES, id="15, four days missing"),
        pytest.param("P0008", (11, 14), Answer.NO, id="11, three days missing"),
        pytest.param("P0010", (17, 29), Answer.YES, id="17, twelve days missing"),
        pytest.param("P0011", (8, 22), Answer.UNKNOWN, id="8, two weeks missing"),
        pytest.param("P0012", (12, 30), Answer.UNKNOWN, id="12 attacks, nothing else known"),
        pytest.param("P0013", (17, 30), Answer.YES, id="17 attacks, nothing else known"),
        pytest.param("P0018", (15, 15), Answer.YES, id="15 on a complete paper calendar"),
        pytest.param("P0019", (14, 30), Answer.UNKNOWN, id="14 on a calendar of unknown days"),
        pytest.param("P0020", (0, 30), Answer.UNKNOWN, id="no diary"),
    ],
)
def test_headache_days_in_september(
    charts: list[Chart], patient: str, headache_days: tuple[int, int], verdict: Answer
) -> None:
    headache = next(latest_month(chart).headache for chart in charts if chart.patient.id == patient)
    assert headache == headache_days
    assert headache.at_least(15) is verdict


@pytest.mark.parametrize("extra", range(9), ids="{} extra sites".format)
def test_site_maps_are_those_of_the_protocol(extra: int) -> None:
    protocol = msgspec.convert(tomllib.loads((DATA / "protocols/preempt-155.toml").read_text("utf-8")), Protocol)
    assert site_map(0) == protocol.fixed_map()
    assert protocol.departures(site_map(extra)) == []
    assert sum(place.units * place.sites for place in site_map(extra).values()) == 155 + 5 * extra


def test_the_sample_can_be_made_for_any_day() -> None:
    for as_of in (date(2024, 2, 29), date(2025, 3, 1), date(2027, 1, 31)):
        made = list(sample_clinic(seed=5, as_of=as_of))
        assert all(session.date <= as_of for chart in made for session in chart.sessions)
        assert all(day < as_of for chart in made for day in days_told(chart))


def test_a_clinic_of_any_size_has_15_sessions_and_96_months_a_patient_some_of_them_daily() -> None:
    made = list(clinic(500, 7, SAMPLE_DATE))
    daily = [{f"{day:%Y-%m}" for day in days_told(chart)} for chart in made]
    assert all(len(chart.months) + len(months) == 96 for chart, months in zip(made, daily, strict=True))
    assert 0.2 < sum(map(bool, daily)) / len(made) < 0.3
    assert sum(len(chart.sessions) for chart in made) / len(made) == pytest.approx(15.5, abs=0.5)
    assert all(session.date <= SAMPLE_DATE for chart in made for session in chart.sessions)


def test_its_sessions_lie_on_clinic_days_and_those_before_day_84_were_allowed() -> None:
    for chart in clinic(200, 7, SAMPLE_DATE):
        assert {session.date.weekday() for session in chart.sessions} <= {0, 3}  # Monday, Thursday
        for before, after in pairwise(session for session in chart.sessions if session.site_map):
            early = after.date - before.date < timedelta(84)
            assert [each.rule for each in after.allowed] == ["too-early"] * early


def test_patients_depend_on_their_number_and_the_seed_alone() -> None:
    few, many, other = (
        list(islice(clinic(size, seed, SAMPLE_DATE).records(), 300)) for size, seed in ((10, 1), (900, 1), (10, 2))
    )
    assert few == many != other


@pytest.mark.parametrize("patients", [-1, 0, MOST_PATIENTS + 1])
def test_a_clinic_of_an_impossible_size_is_refused(patients: int) -> None:
    with pytest.raises(InvalidValue, match="ask for 1 to"):
        clinic(patients, 1, SAMPLE_DATE)


def around(made: SyntheticClinic) -> dict[str, list[AboutPatient]]:
    """What happens around the sessions, by kind of record."""
    found: dict[str, list[AboutPatient]] = {}
    for record in made.records():
        if isinstance(record, Booking | CheckUp | Contact | Effect | Score):
            found.setdefault(record.kind, []).append(record)
    return found


PRACTICES = {"sample": sample_clinic(), "60": clinic(60, 1, SAMPLE_DATE), "700": clinic(700, 1, SAMPLE_DATE)}


@pytest.fixture(scope="module", params=PRACTICES)
def practice(request: pytest.FixtureRequest) -> SyntheticClinic:
    return PRACTICES[request.param]


@pytest.fixture(scope="module")
def living(practice: SyntheticClinic) -> dict[str, list[AboutPatient]]:
    return around(practice)


def test_it_is_a_living_practice_at_any_size(living: dict[str, list[Any]], practice: SyntheticClinic) -> None:
    assert {kind: len(records) > 3 for kind, records in living.items()} == dict.fromkeys(
        ("booking", "checkup", "contact", "effect", "score"), True
    )
    seen = {chart.patient.id: {session.date for session in chart.sessions} for chart in practice}
    became = Counter(status_of(each, seen[each.patient], SAMPLE_DATE) for each in living["booking"])
    assert min(became[status] for status in ("booked", "attended", "missed", "cancelled")) > 0


def test_a_clinic_of_any_size_has_what_a_practice_meets() -> None:
    made = list(clinic(400, 1, SAMPLE_DATE))
    assert {event.step for chart in made for event in chart.events} == {"stop", "pause"}
    assert any(session.allowed for chart in made for session in chart.sessions)
    assert any(not chart.sessions for chart in made)
    people = [chart.patient for chart in made]
    for met in ("goals", "not_on", "cautions", "overuse", "phone"):
        assert 0 < sum(bool(getattr(patient, met)) for patient in people) < len(people), met


def test_no_two_have_one_place(living: dict[str, list[Any]]) -> None:
    places = [(each.date, each.time, each.injector) for each in living["booking"]]
    assert len(set(places)) == len(places)
    ahead = [(each.date, each.time, team(each.patient)) for each in living["booking"] if each.date >= SAMPLE_DATE]
    assert len(set(ahead)) == len(ahead)


def test_around_the_sessions_only_appointments_lie_in_the_future(
    living: dict[str, list[Any]],
) -> None:
    others = [each for kind, records in living.items() if kind != "booking" for each in records]
    assert max(each.date for each in others) <= SAMPLE_DATE
    assert max(each.date for each in living["booking"]) > SAMPLE_DATE
