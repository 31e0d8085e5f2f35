"""The lines of a US claim: the drug by what was bought, given and thrown away, and what must be known before."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from migraine_cli.records.codes import Supply
from migraine_cli.records.patient import PatientLabel
from migraine_cli.records.session import Session
from migraine_cli.records.vials import Vial
from migraine_cli.treatment.billing import ClaimLine, claim_lines

DAY = date(2026, 4, 20)
ANN = PatientLabel(id="P1", name="Ann")
BOUGHT: Supply = "buy-and-bill"


def session(units: float | None, *vials: int, supply: Supply | None = BOUGHT) -> Session:
    """A session of so many units from vials of these sizes, all supplied in one way."""
    return Session(id="session:7", patient="P1", date=DAY, units=units, vials=vials, supply=supply)


def mixed(units: float, *supplies: Supply | None) -> Session:
    """The same from vials of 100 U, each supplied in its own way."""
    each = tuple(Vial(units=100, supply=supply) for supply in supplies)
    return replace(session(units, *[100] * len(each), supply=None), vial_lots=each)


WHOLE = "whole units, as a claim counts them"
NO_VIALS = "the vials, without which JW or JZ can't be told"
TOO_SMALL = "the right vials: they hold fewer units than were given"
FROM_BOUGHT = "the units given from the vials bought"
SUPPLY = "supply not recorded"

# modifier and units of each line of the drug, and what is missing
LINES: dict[str, tuple[Session, list[tuple[str | None, float | None]], str | None]] = {
    "155 U from a vial of 200": (session(155, 200), [(None, 155), ("JW", 45)], None),
    "all of the vial": (session(200, 200), [("JZ", 200)], None),
    "nobody says who bought it": (session(200, 200, supply=None), [("JZ", 200)], SUPPLY),
    "the patient brought it": (session(155, 200, supply="patient"), [], None),
    "a pharmacy sent it": (session(155, 200, supply="specialty-pharmacy"), [], None),
    "the dose isn't known": (session(None, 200), [(None, None)], "the units given"),
    "half a unit": (session(150.5, 200), [(None, 150.5)], WHOLE),
    "the vials aren't known": (session(155), [(None, 155)], NO_VIALS),
    "the vials hold less": (session(155, 100), [(None, 155)], TOO_SMALL),
    "nothing but the dose is known": (session(150.5, supply=None), [(None, 150.5)], f"{WHOLE}; {NO_VIALS}; {SUPPLY}"),
    "one vial bought and one brought": (mixed(155, BOUGHT, "patient"), [(None, None)], FROM_BOUGHT),
    "one brought, one nobody says": (mixed(155, "patient", None), [(None, None)], f"{FROM_BOUGHT}; {SUPPLY}"),
    "one bought, one nobody says": (mixed(155, BOUGHT, None), [(None, 155), ("JW", 45)], SUPPLY),
    "both brought": (mixed(155, "patient", "hospital"), [], None),
}


@pytest.mark.parametrize(("given", "drug", "missing"), LINES.values(), ids=LINES)
def test_the_drug(given: Session, drug: list[tuple[str | None, float | None]], missing: str | None) -> None:
    procedure, *lines = claim_lines(given, ANN)
    assert (procedure.code, procedure.modifier, procedure.units, procedure.missing) == ("64615", None, 1, None)
    assert [(line.modifier, line.units) for line in lines] == drug
    assert {(line.code, line.missing) for line in lines} <= {("J0585", missing)}


def test_a_line_says_of_whom_and_of_which_session_it_is() -> None:
    line = ClaimLine(id="session:7", patient="P1", name="Ann", date=DAY, code="64615", modifier=None, units=1)
    assert claim_lines(session(200, 200), ANN)[0] == line
    assert claim_lines(session(200, 200), ANN)[1] == replace(line, code="J0585", modifier="JZ", units=200)


def test_another_product_has_no_code_that_is_known() -> None:
    given = replace(session(500), product="abobotulinumtoxinA")
    *_, line = claim_lines(given, ANN)
    missing = "the HCPCS code of abobotulinumtoxinA"
    assert (line.code, line.modifier, line.units, line.missing) == (None, None, 500, missing)


def test_another_indication_has_no_lines() -> None:
    assert claim_lines(replace(session(200, 200), indication="bladder"), ANN) == []
