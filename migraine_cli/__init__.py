"""The command-line assistant of a chronic-migraine botulinum-toxin clinic: parse, load, decide, render.

Each step is one folder, a command is those four lines, and nothing calls back up:

__main__.py    main(): the one place where errors become a sentence and an exit code
cli/           PARSE   commands/ one file per command, under its name; views/ how a screen is composed (all Typer code)
exchange/              other people's formats, in and out; the synthetic clinic
recording/     DECIDE  what may be recorded and what must be said about it, whichever the door
listings/              the rows that commands list, words included
store/         LOAD    contract.py what a store promises, chosen.py which --clinic means; all TinyDB in tinydb_file/,
                       all SQL in postgres/
output/        RENDER  rows -> table | JSON | CSV; the only Rich code; formats know no medicine
reference/             what the practice goes by: data/, its own policy files, its settings
practice/      DECIDE  what the clinic says of itself: its days and places; appointments; who is ready
treatment/     DECIDE  protocol and safety of a session, the schedule, response, billing
eligibility/   DECIDE  policies, criteria, verdicts
chart/         DECIDE  one patient: the diary as bounds, the course, cautions; the three-valued answer
records/               what is recorded: frozen, self-checking; what is in force, what each command changed
words/                 what people write, read with care: texts, numbers, codes, days, months and spans
errors.py              each error knows its sentence and its exit code

The clinic's words: a headache day is a day with headache of any length, a migraine day one whose headache was a
migraine, a long day one with 4 hours or more. A session is one visit with injections, a cycle the time up to the next
one, a course the sessions that follow one another; the baseline is the months before a course. A responder has fewer
headache days than at baseline. A preventive is a medicine taken against headache days, an acute medicine one taken
against a headache.
"""

__version__ = "0.2.0"
