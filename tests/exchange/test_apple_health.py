"""Apple Health's export: what counts, what is refused, and that no piece's edge matters."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.formats import Days, Diarist, reader
from migraine_cli.exchange.formats.health_export import Scan, without_comments
from migraine_cli.reference.data import medicines

TYPE = "HKCategoryTypeIdentifierHeadache"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14; <HealthData> and <Record type="HKCategoryTypeIdentifierHeadache"> in a comment -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation)*)>
<!ATTLIST Record
  type CDATA #REQUIRED
  >>
<!ENTITY bomb "&bomb;&bomb;">
]>
<HealthData locale="en_US">
 <ExportDate value="2026-11-20 10:00:00 -0500"/>
"""
OTHER = f' <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Ann\x0b&gt; > {TYPE}"/>\n'
TAIL = "</HealthData>\n"


def record(start: str, end: str, value: str = "Mild", created: str = "") -> str:
    entered = f' creationDate="{created}"' if created else ""
    times = f'{entered} startDate="{start}" endDate="{end}"'
    told = f' <Record type="{TYPE}" sourceName="a > b"{times} value="HKCategoryValueSeverity{value}">\n'
    return told + '  <MetadataEntry key="HKWasUserEntered" value="1"/>\n </Record>\n'


MORNING = record("2026-06-01 09:00:00 -0400", "2026-06-01 15:00:00 -0400")


def export(*records: str) -> bytes:
    return (HEAD + OTHER + "".join(records) + OTHER + TAIL).encode()


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/", 1).replace("_xml", ".xml"), content)
    return file.getvalue()


def read(content: bytes) -> Days:
    diarist = Diarist("P1", date(2026, 11, 21), medicines())
    return reader("apple-health")(lambda: io.BytesIO(content), diarist)


def told(content: bytes) -> dict[str, tuple[bool | None, float | None]]:
    return {str(row.day): (row.said.headache, row.said.hours) for _, row in read(content).rows}


def test_a_headache_from_the_xml_and_from_the_zip_whatever_the_name() -> None:
    assert told(export(MORNING)) == {"2026-06-01": (True, 6)}
    inside = {"apple_health_export__exportar_xml": export(MORNING), "__MACOSX__._exportar_xml": b"x"}
    cda = b'<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3"/>'
    assert told(zipped(apple_health_export__export_cda_xml=cda, **inside)) == {"2026-06-01": (True, 6)}


def test_strength_is_no_number_and_migraine_and_medicines_are_unknown() -> None:
    (_, row), *_ = read(export(MORNING)).rows
    assert (row.said.severity, row.said.migraine, row.said.medicines) == (None, None, None)


NOON = "2026-06-01 12:00:00 -0400"


@pytest.mark.parametrize(
    ("records", "days"),
    [
        ([record(NOON, NOON, "Unspecified")], {"2026-06-01": (True, None)}),
        ([MORNING, MORNING], {"2026-06-01": (True, 6)}),
        (
            [record("2026-06-01 00:00:00 -0400", "2026-06-02 00:00:00 -0400", "NotPresent")],
            {"2026-06-01": (False, None)},
        ),
        (
            [record("2026-06-01 00:00:00 -0400", "2026-06-01 23:59:59 -0400", "NotPresent")],
            {"2026-06-01": (False, None)},
        ),
        ([record(NOON, NOON, "NotPresent")], {}),
        ([record(NOON, NOON, "NotPresent", created="2026-06-01 23:59:59 -0400")], {}),
        ([record(NOON, NOON, "NotPresent", created="2026-06-02 00:00:00 -0400")], {"2026-06-01": (False, None)}),
        ([MORNING, record(NOON, NOON, "NotPresent", created="2026-06-05 00:00:00 -0400")], {"2026-06-01": (True, 6)}),
        ([record(NOON, NOON, "Terrible")], {"2026-06-01": (True, None)}),
    ],
    ids=[
        "strength unspecified",
        "told by two sources",
        "not present, all day",
        "not present, to the last second",
        "not present, of a moment",
        "not present, entered the same day",
        "not present, entered after the day",
        "not present beside a headache",
        "a strength that isn't known",
    ],
)
def test_what_a_record_says_of_its_day(records: list[str], days: dict[str, tuple[bool, float | None]]) -> None:
    assert told(export(*records)) == days


def test_a_strength_that_isnt_known_is_warned_of() -> None:
    assert "2026-06-01" in read(export(record(NOON, NOON, "Terrible"))).warnings[0]


def test_after_72_hours_of_an_attack_its_days_are_unknown_even_beside_not_present() -> None:
    long = record("2026-06-01 00:00:00 -0400", "2026-06-09 12:00:00 -0400")
    free = record("2026-06-06 00:00:00 -0400", "2026-06-07 00:00:00 -0400", "NotPresent")
    assert list(told(export(long, free))) == ["2026-06-01", "2026-06-02", "2026-06-03"]
    assert "over 72 hours" in read(export(long)).warnings[0]


def test_an_export_without_headaches_says_so() -> None:
    days = read(export())
    assert (list(days.rows), days.remark) == ([], "no headache records among 2.")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no Apple Health export"),
        (b"patient,date\n", "no Apple Health export"),
        (b"<svg></svg>", "no Apple Health export"),
        (b'<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>', "clinical document"),
        (export(MORNING)[:-30], "was cut"),
        (export(MORNING).replace(b"</HealthData>", b""), "was cut"),
        (zipped(export_xml=export(MORNING))[:-30], "damaged or was cut"),
        (zipped(notes_txt=export(MORNING)), "no Apple Health export"),
        (zipped(export_cda_xml=b"<ClinicalDocument/>"), "clinical document"),
        (zipped(export_xml=HEAD.encode() + b" " * 9_000_000 + TAIL.encode()), "over 300 times its size"),
        (export(MORNING).replace(b'startDate="2026', b'startDate="20x6'), "record 1 has no time"),
        ((HEAD + f'<Record type="{TYPE}" value=Mild/>' + TAIL).encode(), "can't be read"),
        ((HEAD + f'<Record type="{TYPE}" value="' + "x" * 3_000_000).encode(), "over 1 MiB"),
    ],
    ids=[
        "empty",
        "CSV",
        "another XML",
        "the clinical document",
        "cut",
        "not closed",
        "cut zip",
        "zip without XML",
        "zip with the clinical document only",
        "a bomb",
        "no time",
        "a tag without quotation marks",
        "an endless tag",
    ],
)
def test_what_is_no_whole_export_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(InvalidValue, match=words) as refusal:
        read(content)
    assert refusal.value.sentence.endswith(".")


def test_each_record_that_cant_be_is_named_by_its_day() -> None:
    backwards = record("2026-06-03 12:00:00 -0400", "2026-06-03 11:00:00 -0400")
    future = record("2026-12-01 12:00:00 -0400", "2026-12-01 13:00:00 -0400")
    (first, second) = read(export(MORNING, backwards, future)).faults
    assert (first[0], second[0]) == (2, 3)
    assert "2026-06-03 ends before it starts" in first[1]
    assert "2026-12-01 is still to come" in second[1]


HIDDEN = f'<!-- <Record type="{TYPE}" startDate="x"/> --><![CDATA[ <Record type="{TYPE}"/> ]]><!---->'


@given(st.lists(st.integers(1, 80), min_size=1, max_size=60), st.permutations([MORNING, HIDDEN, OTHER, " > "]))
def test_no_edge_of_a_piece_matters_and_comments_say_nothing(lengths: list[int], parts: list[str]) -> None:
    content = export(*parts)

    def pieces() -> Iterator[bytes]:
        at = max(0, len(content) - sum(lengths))
        yield content[:at]
        for length in lengths:
            yield content[at : at + length]
            at += length

    found = list(Scan(pieces(), TYPE).tags())
    assert [tag.attributes["startDate"] for tag in found] == ["2026-06-01 09:00:00 -0400"]


@given(st.lists(st.sampled_from([b"<", b"!", b"-", b"--", b">", b"<!--", b"-->", b"a", b"<![CDATA[", b"]]>", b"<R>"])))
def test_comments_are_cut_alike_in_one_piece_and_in_many(parts: list[bytes]) -> None:
    assert b"".join(without_comments(parts)) == b"".join(without_comments([b"".join(parts)]))
