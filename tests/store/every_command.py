"""What a clinic does and asks, right and wrong: at least once with every command there is."""

from __future__ import annotations

from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "data" / "sample"

CONFIG = """
within = "6w"
[clinic]
sender = "Riverside Practice"
name = "Riverside Headache Clinic"
telephone = "+44 20 7946 0018"
hours = {mon = "09:00-12:00", tue = "09:00-12:30, 13:30-16:00"}
closed = ["2026-12-24..2027-01-02"]
zone = "Europe/London"
"""

GRANTED = ["--status", "approved", "--from", "2026-09-20", "--until", "2027-09-19", "--visits", "4", "--units", "800"]
IMPORTED = [
    *(["import", kind, str(SAMPLE / f"{kind}.csv")] for kind in ("patients", "preventives", "diary", "months")),
    ["import", "sessions", str(SAMPLE / "sessions.csv"), "--dry-run"],
    ["import", "sessions", str(SAMPLE / "sessions.csv")],
    ["import", "sessions", str(SAMPLE / "sessions.csv")],
]
RECORDED = [
    ["add-patient", "K1", "--name", "Åsa Łoś", "--born", "1980-02-29", "--note", "rings back"],
    ["add-patient", "k1", "--name", "Twin"],
    ["add-patient", "K2", "--name", "Åsa Los"],
    ["add-diary", "K1", "2026-09-01..2026-09-10", "--headache", "--took", "sumatriptan"],
    ["add-month", "K1", "2026-08", "--headache", "18", "--migraine", "9"],
    ["add-month", "K1", "2026-08", "--headache", "17"],
    ["add-preventive", "K1", "topiramate", "--outcome", "failed"],
    ["add-vials", "C1", "2026-09-01", "--units", "200", "--count", "6", "--expiry", "2027-01", "--supply", "hospital"],
    ["add-session", "K1", "2026-10-01", "--vial", "200:C1:2027-01"],
    ["add-session", "K1", "2026-10-02"],
    ["add-session", "K1", "2026-10-02", "--dry-run", "--allow", "interval", "--reason", "asked for"],
    ["add-session", "K2", "2026-10-01", "--from-stock"],
    ["count-vials", "C1", "--units", "200", "--count", "3"],
    ["discard", "C1", "--units", "200", "--reason", "warm for a night"],
    ["recall-lot", "C1", "--reason", "notice 12 of the regulator"],
    ["add-score", "K1", "hit6", "2026-10-01", "62"],
    ["add-effect", "K1", "neck-pain", "2026-10-03", "--severity", "mild"],
    ["add-checkup", "K1", "2026-10-01", "--pregnancy", "no", "--skin", "clear", "--consent", "given"],
    ["add-contact", "K1", "2026-10-04", "--by", "phone", "--result", "reached"],
    ["add-authorisation", "K1", "--payer", "Payer One", "--policy", "uhc", "--supply", "buy-and-bill", *GRANTED],
    ["book", "K1", "2026-12-28T09:30"],
    ["book", "K1", "2026-12-22T09:30"],
    ["book", "K2", "2026-12-29T09:30", "--allow", "closed-day", "--reason", "flies home"],
    ["unbook", "K2"],
    ["plan", "--book", "--until", "2026-11-30"],
    ["pause", "K2", "--until", "2026-12-01"],
    ["resume", "K2"],
    ["stop", "K2", "--reason", "no effect"],
    ["amend", "session:1", "lot=C99"],
    ["amend", "K2", "name=Åsa Berg"],
    ["void", "month:1", "--reason", "wrong sheet"],
    ["void", "K1", "--reason", "never came"],
    ["add-session", "P9999"],
    ["show", "K2"],
    ["undo", "--dry-run"],
    ["undo"],
    ["undo"],
    ["undo", "--redo"],
    ["undo", "--redo"],
    ["merge", "K2", "K1", "--reason", "the same person"],
    ["add-contact", "K2", "2026-10-05", "--by", "phone", "--result", "reached"],
]

ASKED = [
    ["due"],
    ["due", "--all"],
    ["due", "--as-of", "2026-05-01"],
    ["due", "--as-known-on", "2026-10-04"],
    ["due", "--desk"],
    ["eligible"],
    ["eligible", "P0004"],
    ["eligible", "P0030", "--policy", "nice-ta260"],
    ["eligible", "--as-known-on", "2026-10-04"],
    ["show", "P0030"],
    ["show", "K1"],
    ["show", "nobody"],
    ["patients"],
    ["patients", "berg"],
    ["diary", "P0030"],
    ["diary", "K1", "--month", "2026-09"],
    ["sessions"],
    ["sessions", "P0030"],
    ["sessions", "--lot", "c99"],
    ["sessions", "--billing"],
    ["response", "--policy", "nice-ta260"],
    ["response", "P0030"],
    ["bookings"],
    ["bookings", "--free", "--within", "2w"],
    ["day", "2026-12-22"],
    ["day", "tomorrow"],
    ["plan"],
    ["gaps"],
    ["gaps", "P0004"],
    ["messages", "--kind", "recall", "--channel", "letter"],
    ["messages", "--kind", "diary", "--channel", "sms"],
    ["vials"],
    ["authorisations"],
    ["audit", "--policy", "nice-ta260", "--from", "2025-01-01"],
    ["log"],
    ["log", "K1"],
    ["check"],
    ["export", "K1"],
    ["export", "P0030"],
    ["export", "P0030", "--deidentified"],
    ["policies"],
    ["protocol", "--patient", "P0030"],
    ["schema", "due"],
    ["help", "due"],
]
"""What is asked in every form; a command that doesn't print in one refuses it alike."""

HANDED_OUT = [
    ["export", "--all", "--format", "fhir"],
    ["export", "P0030", "--format", "html"],
    ["report", "P0030"],
    ["calendar", "--due", "--with", "names"],
    ["letter", "P0030", "--kind", "renewal"],
    ["letter", "P0030", "--kind", "start", "--format", "html"],
    ["gaps", "P0004", "--format", "html"],
    ["day", "2026-12-22", "--format", "html"],
    ["audit", "--format", "html"],
]

APART = {
    "init": "makes the place that the others are asked about",
    "copy": "moves a clinic from one to the other; a test of its own holds both against each other",
    "demo": "shows a clinic of its own",
    "config": "names the place",
    "backup": "a file alone",
    "restore": "a file alone",
    "encrypt": "a file alone",
    "decrypt": "a file alone",
}
"""The commands that can't say the same of both stores, and why."""
