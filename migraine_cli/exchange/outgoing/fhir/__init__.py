"""A clinic, or one patient, as resources of HL7 FHIR R4 (4.0.1).

elements.py   ids, references, quantities and codes: what every resource is made of
people.py     Patient, and Condition for chronic migraine
months.py     the days counted in each month as Observation, with their bounds
sessions.py   a session: Procedure, and MedicationAdministration for each muscle and side
courses.py    side effects, preventives, scores and appointments
resources.py  all of them in order
written.py    one Bundle, or a file of lines for each type

Codes of others are given only where their source is known; every concept has a text.
"""
