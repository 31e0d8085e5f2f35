"""The safety rules as a neurologist reads them: what refuses a session, for how long, and what is said all the same.

A case is what was recorded before, the session, and the rules that refuse it or the words of a warning.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import Ran, Run

TODAY = date(2026, 11, 20)
DONE, REFUSED = 0, 4


class Case(NamedTuple):
    """What was recorded before, one command each; the session; what refuses it and what is said."""

    before: tuple[str, ...]
    session: str
    rules: tuple[str, ...] = ()
    said: str = ""
    not_said: str = ""


def override(rule: str) -> str:
    return f"--allow {rule} --reason decided"


LAST = "add-session P1 2026-04-20"
NEXT = "2026-08-10"
COSMETIC = "--indication cosmetic --units 60"

CASES = {
    # G1: a tenfold slip
    "50 U at each of 8 sites": Case((), "2026-04-20 --site temporalis-left=50x4", ("over-dose", "protocol")),
    "10 U at one site": Case((), "2026-04-20 --site procerus=10x1", ("protocol",)),
    "5 U at each site": Case((), "2026-04-20 --site procerus=5x1"),
    "2.5 U a site": Case((), "2026-04-20 --site procerus=2.5x1", ("protocol",)),
    "195 U without a map": Case((), "2026-04-20 --units 195", said="sites are not recorded"),
    "195.5 U without a map": Case((), "2026-04-20 --units 195.5", ("over-dose",)),
    "200 U for the bladder": Case((), "2026-04-20 --indication bladder --units 200"),
    # G2
    "another toxin for chronic migraine": Case(
        (), "2026-04-20 --product abobotulinumtoxinA --units 155", ("wrong-product",)
    ),
    "another toxin for another indication": Case(
        (), "2026-04-20 --product abobotulinumtoxinA --units 300 --indication dystonia"
    ),
    # G5
    **{
        f"{sign} after a session": Case((LAST, f"add-effect P1 {sign} 2026-04-22"), NEXT, ("spread-signs",))
        for sign in ("dysphagia", "breathing-trouble", "dysphonia", "dysarthria", "generalised-weakness")
    },
    "on the day of the session": Case((LAST, "add-effect P1 dysphagia 2026-04-20"), NEXT, ("spread-signs",)),
    "on the day of the next session": Case((LAST, f"add-effect P1 dysphagia {NEXT}"), NEXT, ("spread-signs",)),
    "after the next session": Case((LAST, "add-effect P1 dysphagia 2026-08-11"), NEXT),
    "of two signs the earlier is said first": Case(
        (LAST, "add-effect P1 dysphagia 2026-05-02", "add-effect P1 dysphonia 2026-05-01"),
        NEXT,
        ("spread-signs",),
        said="dysphonia on 2026-05-01; dysphagia on 2026-05-02",
    ),
    "before the first session": Case(("add-effect P1 dysphagia 2026-04-01", LAST), NEXT),
    "that began after the day of the session": Case((LAST, "add-effect P1 dysphagia 2026-08-11"), NEXT),
    "once a session followed it, a warning each time": Case(
        (
            "add-session P1 2026-01-05",
            "add-effect P1 dysphagia 2026-01-12",
            f"{LAST} {override('spread-signs')}",
        ),
        NEXT,
        said="dysphagia on 2026-01-12, a possible sign of spread after an earlier session (effect:1)",
    ),
    "a new sign after that session": Case(
        (
            "add-session P1 2026-01-05",
            "add-effect P1 dysphagia 2026-01-12",
            f"{LAST} {override('spread-signs')}",
            "add-effect P1 dysphonia 2026-05-01",
        ),
        NEXT,
        ("spread-signs",),
    ),
    "another session of the day, after the sign": Case(
        (
            "add-session P1 2026-01-05",
            "add-effect P1 dysphagia 2026-01-12",
            f"add-session P1 2026-04-20 {COSMETIC} {override('spread-signs')}",
        ),
        "2026-04-20",
        said="dysphagia on 2026-01-12, a possible sign of spread after an earlier session (effect:1)",
    ),
    "another session of the sign's own day": Case(
        (
            "add-session P1 2026-01-05",
            f"add-session P1 2026-04-20 {COSMETIC}",
            "add-effect P1 dysphagia 2026-04-20",
        ),
        "2026-04-20",
        ("spread-signs",),
    ),
    "a drooping lid after the last session": Case((LAST, "add-effect P1 ptosis 2026-05-01"), NEXT, said="ptosis on"),
    "a weak neck after the last session": Case(
        (LAST, "add-effect P1 neck-weakness 2026-05-01"), NEXT, said="neck weakness on 2026-05-01"
    ),
    "a drooping lid before the last session": Case(
        ("add-session P1 2026-01-05", "add-effect P1 ptosis 2026-01-12", LAST), NEXT, not_said="ptosis"
    ),
    # G6
    "myasthenia": Case(("amend P1 cautions=neuromuscular-disorder",), "2026-04-20", ("neuromuscular-disorder",)),
    "myasthenia, once a session was recorded since": Case(
        ("amend P1 cautions=neuromuscular-disorder", f"{LAST} {override('neuromuscular-disorder')}"),
        NEXT,
        said="a neuromuscular disorder is recorded",
    ),
    "myasthenia found after a session": Case(
        (LAST, "amend P1 cautions=neuromuscular-disorder"), NEXT, ("neuromuscular-disorder",)
    ),
    "pregnancy": Case(("amend P1 cautions=pregnancy",), "2026-04-20", ("pregnancy",)),
    "all three": Case(
        ("amend P1 cautions=neuromuscular-disorder;pregnancy;aminoglycoside",),
        "2026-04-20",
        ("pregnancy", "neuromuscular-disorder"),
        said="aminoglycoside",
    ),
    # G7
    "60 U cosmetic 15 days before": Case(
        (f"add-session P1 2026-04-05 {COSMETIC}",),
        "2026-04-20",
        said="60 U of onabotulinumtoxinA for cosmetic on 2026-04-05, 15 days before (session:1)",
    ),
    "60 U cosmetic the same day": Case(
        (f"add-session P1 2026-04-20 {COSMETIC}",),
        "2026-04-20",
        said="for cosmetic on 2026-04-20, the same day (session:1)",
    ),
    "and what the limit doesn't know": Case(
        (f"add-session P1 2026-04-05 {COSMETIC}",), "2026-04-20", said="400 U limit knows recorded doses only"
    ),
    "83 days before": Case((f"add-session P1 2026-01-27 {COSMETIC}",), "2026-04-20", said="83 days before"),
    "84 days before": Case((f"add-session P1 2026-01-26 {COSMETIC}",), "2026-04-20", not_said="days before"),
    # 400 U with a dose that isn't known
    "an unknown dose can't be told": Case(
        (
            "add-session P1 2026-03-10 --indication bladder --units 200",
            "amend session:1 units=",
        ),
        "2026-04-20",
        said="the session of 2026-03-10 has no units recorded; once known, `migcli amend session:1 units=N`",
    ),
    "an unknown dose in a later window than the fullest": Case(
        (
            "add-session P1 2026-02-10 --indication bladder --units 200",
            "add-session P1 2026-06-10 --indication cosmetic --units 20",
            "amend session:2 units=",
        ),
        "2026-04-20",
        said="the session of 2026-06-10 has no units recorded",
    ),
    "400 U are known and a dose is not: it can't be told": Case(
        (
            "add-session P1 2026-03-10 --indication bladder --units 245",
            "add-session P1 2026-03-11 --indication cosmetic --units 20",
            "amend session:2 units=",
        ),
        "2026-04-20",
        said="the session of 2026-03-11 has no units recorded",
    ),
    "of two unknown doses the earlier is said first": Case(
        (
            "add-session P1 2026-03-11 --indication bladder --units 20",
            "add-session P1 2026-03-10 --indication cosmetic --units 20",
            "amend session:1 units=",
            "amend session:2 units=",
        ),
        "2026-04-20",
        said="the session of 2026-03-10 has no units recorded; once known, `migcli amend session:2 units=N`.\n"
        "warning: whether 400 U in 3 months are exceeded can't be told: the session of 2026-03-11",
    ),
    "the known ones exceed": Case(
        (
            "add-session P1 2026-03-10 --indication bladder --units 300",
            "add-session P1 2026-03-11 --indication cosmetic --units 20",
            "amend session:2 units=",
        ),
        "2026-04-20",
        ("cumulative-dose",),
        not_said="can't be told: the session",
    ),
    # no warning that is always there
    "not known to be eligible, at the first session": Case((), "2026-04-20", said="eligible under the policy"),
    "not known to be eligible, later": Case((LAST,), NEXT, not_said="eligible"),
    "an allergic reaction after a session": Case(
        (LAST, "add-effect P1 allergic-reaction 2026-04-20"), NEXT, ("contraindicated",)
    ),
}

CHECKED = "add-checkup P1 2026-04-20"
MARCH = "add-checkup P1 2026-03-01"
AFTER = "2026-04-21"
DAY = "2026-04-20"
OTHER_TOXIN = "--product abobotulinumtoxinA --indication cosmetic --units 60"
SKIN, PREGNANT, MYASTHENIA = (
    f"amend P1 cautions={caution}" for caution in ("site-infection", "pregnancy", "neuromuscular-disorder")
)

CASES |= {
    # G9: what passes is outweighed by a check-up, on its day
    "an old infection": Case((SKIN,), DAY, ("contraindicated",)),
    "an old infection, clear that day": Case((SKIN, f"{CHECKED} --skin clear"), DAY),
    "clear the day before": Case((SKIN, f"{CHECKED} --skin clear"), AFTER, ("contraindicated",)),
    "clear the day after": Case((SKIN, f"{CHECKED} --skin clear"), "2026-04-19", ("contraindicated",)),
    "an infection recorded after the check-up": Case((f"{CHECKED} --skin clear", SKIN), DAY, ("contraindicated",)),
    "infected that day": Case((f"{CHECKED} --skin infected",), DAY, ("contraindicated",), said="checkup:1"),
    "infected the day before": Case((f"{CHECKED} --skin infected",), AFTER),
    "infected the day after": Case((f"{CHECKED} --skin infected",), "2026-04-19"),
    "infected, then clear, of one day": Case((f"{CHECKED} --skin infected", f"{CHECKED} --skin clear"), DAY),
    # allergies
    "an allergy to albumin": Case((f"{MARCH} --allergy albumin",), DAY, ("contraindicated",), said="human albumin"),
    "an allergy to a toxin": Case((f"{MARCH} --allergy toxin",), DAY, ("contraindicated",)),
    "an allergy that is stated later": Case((f"{CHECKED} --allergy toxin",), "2026-04-19"),
    "an allergy, none since": Case((f"{MARCH} --allergy toxin", "add-checkup P1 2026-03-02 --allergy none"), DAY),
    "none, an allergy since": Case(
        (f"{MARCH} --allergy none", "add-checkup P1 2026-03-02 --allergy toxin"), DAY, ("contraindicated",)
    ),
    "hypersensitivity isn't outweighed": Case(
        ("amend P1 cautions=hypersensitivity", f"{CHECKED} --allergy none"), DAY, ("contraindicated",)
    ),
    "another allergy": Case(
        (f"{MARCH} --allergy latex",), DAY, said="an allergy, latex, stated 2026-03-01 (checkup:1)"
    ),
    "another allergy, judged by a session since": Case((f"{MARCH} --allergy latex", LAST), NEXT, not_said="latex"),
    # pregnancy
    "stated pregnant": Case((f"{MARCH} --pregnancy yes",), DAY, ("pregnancy",), said="PREGNANT, stated 2026-03-01"),
    "possibly pregnant": Case((f"{MARCH} --pregnancy possible",), DAY, ("pregnancy",), said="possibly PREGNANT"),
    "pregnant, and no since": Case(
        (f"{MARCH} --pregnancy yes", "add-checkup P1 2026-03-02 --pregnancy no"),
        DAY,
        said="not asked for on 2026-04-20",
    ),
    "pregnant, and declined since": Case(
        (f"{MARCH} --pregnancy yes", f"{CHECKED} --pregnancy declined"), DAY, ("pregnancy",)
    ),
    "pregnant 301 days ago": Case(("add-checkup P1 2025-06-23 --pregnancy yes",), DAY, ("pregnancy",)),
    "an old caution, no that day": Case((PREGNANT, f"{CHECKED} --pregnancy no"), DAY, not_said="regnan"),
    "an old caution, no the day before": Case((PREGNANT, f"{CHECKED} --pregnancy no"), AFTER, ("pregnancy",)),
    "declined": Case((f"{CHECKED} --pregnancy declined",), DAY, said="was not answered, stated 2026-04-20 (checkup:1)"),
    "not asked where check-ups are kept": Case(
        ("add-patient P2", "add-checkup P2 2026-01-05 --skin clear"),
        DAY,
        said="`migcli add-checkup P1 2026-04-20 --pregnancy no|yes|possible|declined`",
    ),
    "asked the day before": Case(("add-checkup P1 2026-04-19 --pregnancy no",), DAY, said="pregnancy was not asked"),
    "asked that day": Case((f"{CHECKED} --pregnancy no",), DAY, not_said="pregnan"),
    "not asked where none are kept": Case((), DAY, not_said="pregnan"),
    "not asked of a man": Case(("amend P1 sex=male", f"{CHECKED} --skin clear"), DAY, not_said="pregnan"),
    "not asked of somebody of unknown sex": Case((f"{CHECKED} --skin clear",), DAY, said="pregnancy was not asked"),
    # consent
    "consent withdrawn": Case(
        (f"{MARCH} --consent withdrawn",), DAY, ("consent",), said="consent: withdrawn, stated 2026-03-01"
    ),
    "consent withdrawn later": Case((f"{CHECKED} --consent withdrawn",), "2026-04-19"),
    "consent given again": Case(
        (f"{MARCH} --consent withdrawn", "add-checkup P1 2026-03-02 --consent given"), DAY, not_said="consent"
    ),
    # trouble of the day
    "trouble swallowing before the first session": Case(
        (f"{CHECKED} --swallowing trouble",), DAY, said="trouble swallowing, breathing or speaking, stated 2026-04-20"
    ),
    "trouble swallowing after a session": Case(
        (LAST, f"add-checkup P1 {NEXT} --swallowing trouble"), NEXT, ("spread-signs",)
    ),
    "new weakness after a session": Case((LAST, f"add-checkup P1 {NEXT} --weakness new"), NEXT, ("spread-signs",)),
    "trouble of another day": Case((LAST, "add-checkup P1 2026-08-09 --swallowing trouble"), NEXT),
    # medicines
    "an anticoagulant": Case((f"{CHECKED} --anticoagulant apixaban",), DAY, said="an anticoagulant, apixaban, stated"),
    "an anticoagulant of another day": Case((f"{MARCH} --anticoagulant apixaban",), DAY, not_said="apixaban"),
    "a new medicine": Case((f"{CHECKED} --new-medicine gentamicin",), DAY, said="a new medicine, gentamicin, stated"),
    "an old anticoagulant, none that day": Case(
        ("amend P1 cautions=anticoagulant", f"{CHECKED} --anticoagulant none"), DAY, not_said="anticoagulant"
    ),
    "an old anticoagulant, none the day before": Case(
        ("amend P1 cautions=anticoagulant", f"{CHECKED} --anticoagulant none"),
        AFTER,
        said="an anticoagulant is recorded",
    ),
    "breastfeeding": Case((f"{CHECKED} --breastfeeding yes",), DAY, said="breastfeeding, stated 2026-04-20"),
    "breastfeeding, recorded long ago": Case(
        ("amend P1 cautions=breastfeeding", f"{CHECKED} --breastfeeding no"), DAY, not_said="breastfeeding"
    ),
    # another toxin, within 4 months
    "a toxin elsewhere": Case(
        ("add-checkup P1 2025-12-21 --other-toxin abobotulinumtoxinA",),
        DAY,
        said="abobotulinumtoxinA was given elsewhere, as stated 2025-12-21; its units are in no sum (checkup:1)",
    ),
    "a toxin elsewhere, 4 months ago": Case(
        ("add-checkup P1 2025-12-20 --other-toxin abobotulinumtoxinA",), DAY, not_said="elsewhere"
    ),
    "a toxin elsewhere, stated after that day": Case(
        ("add-checkup P1 2026-04-21 --other-toxin abobotulinumtoxinA",), DAY, not_said="elsewhere"
    ),
    "another toxin here, a day less than 4 months ago": Case(
        (f"add-session P1 2025-12-21 {OTHER_TOXIN}",),
        DAY,
        said="abobotulinumtoxinA was given on 2025-12-21, within 4 months; its units are not added (session:1)",
    ),
    "another toxin here, 4 months ago": Case(
        (f"add-session P1 2025-12-20 {OTHER_TOXIN}",), DAY, not_said="abobotulinumtoxinA"
    ),
    "another toxin here, that day": Case(
        (f"add-session P1 {DAY} {OTHER_TOXIN}",), DAY, said=f"abobotulinumtoxinA was given on {DAY}"
    ),
    "another toxin here, the day after": Case(
        (f"add-session P1 {AFTER} {OTHER_TOXIN}",), DAY, not_said="abobotulinumtoxinA"
    ),
    "no toxin elsewhere": Case((f"{CHECKED} --other-toxin none",), DAY, not_said="elsewhere"),
    # never outweighed
    "myasthenia isn't outweighed": Case((MYASTHENIA, f"{CHECKED} --weakness none"), DAY, ("neuromuscular-disorder",)),
}


@pytest.fixture
def typed(migcli_here: Run) -> Run:
    def run(command: str, *more: str) -> Ran:
        return migcli_here(*command.split(), *more, today=TODAY)

    run("init")
    run("add-patient P1 --name Ann --born 1980-01-01")
    return run


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_session_is_held_against_every_rule(typed: Run, case: Case) -> None:
    for command in case.before:
        assert typed(command).code == DONE, command
    done = typed(f"add-session P1 {case.session}")
    assert done.code == (REFUSED if case.rules else DONE), done.err
    refused = [line for line in done.err.splitlines() if line.startswith("error:")]
    assert all(f"{rule}: " in refused[0] for rule in case.rules)
    assert case.said in done.err
    assert not case.not_said or case.not_said not in done.err
    if case.rules:
        lifts = " ".join(f"--allow {rule}" for rule in case.rules)
        assert typed(f"add-session P1 {case.session} {lifts} --reason decided").code == DONE


def test_a_contraindication_of_the_clinics_own_policy_refuses(
    typed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text('policy = "mbs-18377"\n', encoding="utf-8")
    monkeypatch.setenv("MIGCLI_CONFIG", str(tmp_path / "config.toml"))
    typed("amend P1 cautions=neuromuscular-disorder")
    done = typed("add-session P1 2026-04-20")
    assert done.code == REFUSED
    assert "contraindicated: a neuromuscular disorder" in done.err


def test_a_missing_birth_date_names_what_mends_it(typed: Run) -> None:
    typed("amend P1 born=")
    assert "`migcli amend P1 born=DATE`" in typed("add-session P1 2026-04-20").err


def test_a_serious_effect_names_the_lot_to_report(typed: Run) -> None:
    typed("add-session P1 2026-04-20 --vial 100:A1 --vial 100:B2")
    done = typed("add-effect P1 dysphagia 2026-04-25 --serious")
    assert done.code == DONE
    assert "report it to the regulator; session:1 of 2026-04-20 used onabotulinumtoxinA, lot A1; B2" in done.err


def test_a_serious_effect_without_a_lot_says_so(typed: Run) -> None:
    assert "no lot is known" in typed("add-effect P1 dysphagia 2026-04-25 --serious").err
