"""What comes in from other people's files: bytes -> named cells -> records -> a plan of what to record.

tabular.py     bytes -> rows of named cells (csv_rows.py, json_rows.py; layout.py is what may stand there)
columns.py     the kinds of file and their columns -> records (makers.py makes one of a row)
importing.py   what of it is new -> a plan (new_records.py, new_days.py; plans.py is what a plan says)

None of these opens a file, reads a clock or records anything.
"""
