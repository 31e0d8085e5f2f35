"""The due list from the clinic file itself, with stock TinyDB."""

import json
import sys
from datetime import date, timedelta

from tinydb import TinyDB

as_of = date.fromisoformat(sys.argv[2])
with TinyDB(sys.argv[1], access_mode="r", encoding="utf-8") as clinic:
    names = {patient["id"]: patient.get("name") for patient in clinic.table("patients").all()}
    last: dict[str, str] = {}
    for session in clinic.table("sessions").all():
        if session.get("indication", "chronic-migraine") == "chronic-migraine" and session["date"] <= str(as_of):
            last[session["patient"]] = max(last.get(session["patient"], ""), session["date"])
rows = [
    {"patient": patient, "name": names[patient], "last_session": day, "due": str(due)}
    for patient, day in last.items()
    if (due := date.fromisoformat(day) + timedelta(days=84)) <= as_of + timedelta(days=28)
]
print(json.dumps(sorted(rows, key=lambda row: (row["due"], row["patient"]))))
