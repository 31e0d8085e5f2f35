"""What goes out to other people's programs: one file each, behind one small interface.

sheets.py        the clinic, or one patient, as the sheets that `import` takes; csv_sheets.py and workbook.py write them
appointments.py  appointments and recalls as events; ical.py writes them as iCalendar
fhir/            the clinic, or one patient, as resources of HL7 FHIR R4
identity.py      the clinic's id, from which those of events and resources are made

A format gives whole files as bytes and knows no path: where they go is the command's to say.
"""
