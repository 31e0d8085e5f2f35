"""The due list from two CSV files, with pandas."""

import sys

import pandas

as_of = pandas.Timestamp(sys.argv[3])
patients = pandas.read_csv(sys.argv[1])
sessions = pandas.read_csv(sys.argv[2], parse_dates=["date"])
given = sessions[(sessions.indication == "chronic-migraine") & (sessions.date <= as_of)]
last = given.groupby("patient").date.max().rename("last_session").reset_index()
last["due"] = last.last_session + pandas.Timedelta(days=84)
rows = last[last.due <= as_of + pandas.Timedelta(days=28)].merge(patients, left_on="patient", right_on="id")
print(rows.sort_values(["due", "patient"]).to_json(orient="records", date_format="iso"))
