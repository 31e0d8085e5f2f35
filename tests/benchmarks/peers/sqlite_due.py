"""The due list from an indexed SQLite file, with the standard library alone."""

import json
import sqlite3
import sys

rows = sqlite3.connect(sys.argv[1]).execute(
    """SELECT p.id, p.name, s.last, date(s.last, '+84 days') AS due
       FROM (SELECT patient, max(date) AS last FROM sessions WHERE indication = 'chronic-migraine' AND date <= ?1
             GROUP BY patient) s JOIN patients p ON p.id = s.patient
       WHERE due <= date(?1, '+28 days') ORDER BY due, p.id""",
    (sys.argv[2],),
)
print(json.dumps([dict(zip(("patient", "name", "last_session", "due"), row, strict=True)) for row in rows]))
