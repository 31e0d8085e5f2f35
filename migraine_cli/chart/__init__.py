"""DECIDE: one patient: the diary as bounds, the course, cautions; the three-valued answer."""
