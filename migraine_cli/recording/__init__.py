"""What may be recorded and what must be said about it: every door passes here, and no rule stands in a door.

alone.py        what a record may say whatever else is recorded: nothing that is still to come
together.py     what may stand beside what, and what is said of it; one rule a kind of record
preventives.py, days_and_counts.py, steps.py, events.py   those rules

A door (a command, an import, an amendment, a merge, a server) makes a record, asks `alone` and `together`, shows what
was told and adds the record. Nothing here opens a file, reads a clock or knows a command's options.
"""
