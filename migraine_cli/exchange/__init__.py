"""What comes in from other people's files: bytes -> rows of cells or days -> records -> a plan of what to record;
and what goes out to them.

formats/       one file each: CSV, JSON, workbooks; Apple Health, Migraine Buddy, Bearable (attacks.py makes days)
tabular.py     a sheet's bytes -> rows of named cells (sheets.py; headers.py knows columns, cell_words.py their words)
columns.py     the kinds of sheet and their columns -> records (row_records.py makes one of a row)
importing.py   what of it is new -> a plan (new_records.py, new_days.py; import_plan.py is what a plan says)
outgoing/      what goes out, one file for each format; record_rows.py makes the rows that `import` takes back

None of these reads a clock or records anything, and none knows a file's path: what opens the file is an argument.
"""
