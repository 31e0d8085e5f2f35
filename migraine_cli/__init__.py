"""The command-line assistant of a chronic-migraine botulinum-toxin clinic: parse, load, decide, render.

Each step is one folder, a command is those four lines, and nothing calls back up:

__main__.py    main(): the one place where errors become a sentence and an exit code
cli/           PARSE   the only Typer code; one file per command, imported when it is called
clinic_file/   LOAD    the only TinyDB code: the file, its lock, its digests, records <-> documents
exchange/              what comes in and goes out in other people's formats
treatment/     DECIDE  protocol and safety of a session, the schedule
eligibility/   DECIDE  policies, criteria, verdicts
course.py      DECIDE  the sessions that belong together
diary.py       DECIDE  days known, missing and counted, as bounds
deidentified.py DECIDE what is left of a patient when nothing may tell who they are
changes.py     DECIDE  what each command changed; history.py says what is in force
records.py             what is recorded: frozen values that check themselves
output/        RENDER  rows -> table | JSON | CSV; the only Rich code; formats know no medicine
reference.py           the one door to data/
errors.py              each error knows its sentence and its exit code
"""

__version__ = "0.1.0"
